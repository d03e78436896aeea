package policy_test

import (
	"testing"

	"duban/complaint"
)

// Who is asked for in words is stopped by the decision, and nobody before; the question ends with its decision, others
// go on.
func TestAPartyAsksInWords(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"deadlines:\n",
		"may:\n  recuse: {by: [clerk, complainant], decided_by: decide, clauses: [\"1\"]}\ndeadlines:\n",
		"  investigate:\n    title",
		"  decide:\n    kind: recusal\n    title: 决定回避\n    by: [leader]\n    clauses: [\"1\"]\n"+
			"    limit: 3d\n    outcomes: {granted: {title: 回避, next: archive}, refused: {title: "+
			"不回避, next: archive}}\n  investigate:\n    title")
	ask := func(r complaint.Recuse) *complaint.Error {
		return complaint.RefusalIn(e.GiveOrder(complaint.Actor{Party: complaint.Complainant}, complaint.Order{
			Actor: complaint.Complainant, Party: complaint.Complainant, Command: r,
		}))
	}
	if refusal := ask(complaint.Recuse{Person: clerk.Person.ID, Ground: "g"}); refusal == nil ||
		refusal.ID != "recusal.say_whom" {
		t.Fatalf("a party names an id: %v", refusal)
	}
	if refusal := ask(complaint.Recuse{Whom: "w", Ground: "g"}); refusal != nil {
		t.Fatal(refusal)
	}
	q := e.Case.Questions[0]
	if q.Party != complaint.Complainant || q.Whom != "w" || q.Person != "" || e.Case.StaysAway(clerk.Person.ID) {
		t.Fatalf("%+v", q)
	}
	if refusal := ask(complaint.Recuse{Whom: "w", Ground: "g"}); refusal == nil ||
		refusal.ID != "recusal.already_asked" {
		t.Fatalf("asked twice: %v", refusal)
	}
	wang := complaint.Person{ID: "wang", Roles: clerk.Person.Roles, Active: true}
	e.Directory.People["wang"] = wang
	e.Directory.People["guest"] = complaint.Person{ID: "guest", Active: true}
	if err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: complaint.Recuse{
		Person: "wang",
		Party:  complaint.Complainant,
		Ground: "g",
	}}); err != nil {
		t.Fatal(err)
	}
	if !e.Case.StaysAway("wang") || e.Case.Questions[1].Party != complaint.Complainant {
		t.Fatalf("%+v", e.Case.Questions)
	}
	first := e.Case.LiveTasks()[1].ID
	for _, c := range []struct {
		outcome, person, id string
	}{
		{"granted", "", "recusal.name_person"},
		{"granted", "wang", "recusal.already_away"},
		{"granted", "guest", "recusal.takes_no_part"},
		{"granted", "nobody", "not_in_directory"},
		{"granted", "li", "recusal.not_by_yourself"},
		{"refused", "wang", "recusal.nobody_to_name"},
		{"refused", "", ""},
	} {
		data := map[string]any{}
		if c.person != "" {
			data["recused_person"] = c.person
		}
		err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: complaint.Complete{
			Task:    first,
			Outcome: c.outcome,
			Data:    data,
		}})
		refusal := complaint.RefusalIn(err)
		if (refusal == nil) != (c.id == "") || refusal != nil &&
			(refusal.ID != c.id || refusal.Field != "data.recused_person") {
			t.Errorf("%s %s: %v", c.outcome, c.person, err)
		}
	}
	if len(e.Case.Questions) != 1 || !e.Case.StaysAway("wang") || e.Case.Data["recused_person"] != nil {
		t.Errorf("the other question has ended too: %+v", e.Case.Questions)
	}
	if refusal := ask(complaint.Recuse{Whom: "w", Ground: "g"}); refusal != nil {
		t.Errorf("not again after the decision: %v", refusal)
	}
}

package policy_test

import (
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// opened is a case of the small policy, rewritten, and the one who does everything in it.
func opened(t *testing.T, f complaint.Filed, passages ...string) (*scenario.Engine, complaint.Actor) {
	t.Helper()
	p, err := policy.Load("small.yaml", rewritten(t, passages...))
	if err != nil {
		t.Fatal(err)
	}
	if found := p.Prove("small.yaml", weekends); len(found) > 0 {
		t.Fatal(found)
	}
	clerk := complaint.Person{
		ID:     "li",
		Roles:  []complaint.RoleID{p.RoleID("clerk"), p.RoleID("leader")},
		Active: true,
	}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, weekends.Location()) // a Monday
	f.Source, f.Channel, f.Category, f.ReceivedAt = "desk", "counter", "goods", complaint.Instant(start)
	f.Parties = []complaint.Party{
		{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
	}
	if f.Data == nil {
		f.Data = map[string]any{"route": "slow"}
	}
	e, err := scenario.NewEngine(p, weekends,
		complaint.Directory{People: map[complaint.UserID]complaint.Person{"li": clerk}},
		complaint.Filing{
			Case:    "c",
			By:      "li",
			Filed:   f,
			FiledAt: start,
		})
	if err != nil {
		t.Fatal(err)
	}
	return e, complaint.Actor{Person: clerk}
}

// gives completes the open task of a step with an outcome.
func gives(t *testing.T, e *scenario.Engine, a complaint.Actor, outcome string, data map[string]any) error {
	t.Helper()
	return e.GiveOrder(a, complaint.Order{Actor: a.ID(), Command: complaint.Complete{Outcome: outcome, Data: data}})
}

func mustAdvance(t *testing.T, e *scenario.Engine, days int) {
	t.Helper()
	if err := e.AdvanceTo(e.Now.AddDate(0, 0, days)); err != nil {
		t.Fatal(err)
	}
}

const (
	study = "  investigate:\n    title: 调查\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 5wd\n" +
		"    form:\n      fault: {type: bool, title: 是否有责, required: true}\n" +
		"    outcomes:\n      done: {title: 查明, next: answer}\n"
	mediation = "  investigate:\n" +
		"    title: 调解\n" +
		"    by: [clerk]\n" +
		"    clauses: [\"1\"]\n" +
		"    limit: 10wd\n" +
		"    lapses: ended\n" +
		"    outcomes:\n      agreed: {title: 达成协议, next: answer}\n      ended: {title: 调解终止, next: answer}\n"
)

// A step that lapses ends by itself at its limit, with the outcome that the file gives it, and nobody is late.
func TestTimeEndsAStep(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, study, mediation)
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 13)
	if got := e.Case.Step; got != "investigate" {
		t.Fatalf("on day 13 the case is at %s", got)
	}
	mustAdvance(t, e, 2)
	if got := e.Case.Step; got != "answer" {
		t.Fatalf("after ten working days the case is at %s", got)
	}
	if got := e.Case.LastOutcomeOf("investigate"); got != "ended" {
		t.Errorf("it ended with %q", got)
	}
	for _, d := range e.Case.Deadlines {
		if d.Step == "investigate" && d.State != complaint.StateMet {
			t.Errorf("the limit of mediation is %s", d.State)
		}
	}
}

// Who acts in time decides; the time that was given then decides nothing any more.
func TestWhoActsInTimeIsBeforeTheTime(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"}, study, mediation)
	for _, outcome := range []string{"accepted", "agreed"} {
		if err := gives(t, e, clerk, outcome, nil); err != nil {
			t.Fatal(err)
		}
	}
	mustAdvance(t, e, 20)
	if got := e.Case.LastOutcomeOf("investigate"); got != "agreed" {
		t.Errorf("it ended with %q", got)
	}
}

// A step that nobody does waits until its time is over.
func TestAStepThatOnlyWaits(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"done: {title: 查明, next: answer}", "done: {title: 查明, next: rest}",
		"  answer:\n    title: 答复\n", "  rest:\n    title: 静候\n    clauses: [\"1\"]\n    limit: 7d\n    lapses: over\n"+
			"    outcomes: {over: {title: 期满, next: answer}}\n  answer:\n    title: 答复\n")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	refusal := complaint.RefusalIn(gives(t, e, clerk, "over", nil))
	if refusal == nil || refusal.ID != "task.lapses_by_itself" {
		t.Errorf("got %v", refusal)
	}
	mustAdvance(t, e, 9)
	if got := e.Case.Step; got != "answer" {
		t.Errorf("the case is at %s", got)
	}
}

// Some outcomes have their time: not before it begins, not after it is over.
func TestOutcomesHaveTheirTime(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"done: {title: 查明, next: answer}", "done: {title: 查明, next: answer, not_before: 3d, clauses: [\"2\"]}\n"+
			"      object: {title: 提出异议, next: answer, not_after: 5wd, clauses: [\"2\"]}")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	fault := map[string]any{"fault": true}
	refusal := complaint.RefusalIn(gives(t, e, clerk, "done", fault))
	if refusal == nil || refusal.ID != "outcome.too_early" || refusal.Clause != "small-2" ||
		refusal.Args["day"] != "2026-03-05" {
		t.Errorf("on the first day: %+v", refusal)
	}
	mustAdvance(t, e, 8)
	refusal = complaint.RefusalIn(gives(t, e, clerk, "object", fault))
	if refusal == nil || refusal.ID != "outcome.too_late" || refusal.Args["day"] != "2026-03-09" {
		t.Errorf("on the ninth day: %+v", refusal)
	}
	if err := gives(t, e, clerk, "done", fault); err != nil {
		t.Error(err)
	}
}

// A step's limit can depend on the case, be none, and count from receipt or a milestone.
func TestAStepsLimitByItsCase(t *testing.T) {
	const limits = `limits: [{when: severity == "grave", is: 1wd, clause: "2"}, {when: kind == "claim", is: 10d, ` +
		`clause: "1"}, {is: none}]`
	for _, c := range []struct{ kind, severity, from, length, due string }{
		{"claim", "grave", "", "1wd", "2026-03-04"},
		{"claim", "plain", "", "10d", "2026-03-13"},
		{"claim", "plain", "    from: received\n", "10d", "2026-03-12"},
		{"claim", "plain", "    from: accepted\n", "10d", "2026-03-13"},
		{"inquiry", "plain", "", "", ""},
	} {
		e, clerk := opened(t, complaint.Filed{Kind: c.kind, Severity: c.severity},
			"by: [clerk]\n    clauses: [\"1\"]\n    limit: 5wd\n", "by: [clerk]\n    clauses: [\"1\"]\n"+c.from+
				"    "+limits+"\n")
		mustAdvance(t, e, 1) // to Tuesday
		if err := gives(t, e, clerk, "accepted", nil); err != nil {
			t.Fatal(err)
		}
		var length, due string
		for _, d := range e.Case.Deadlines {
			if d.Step == "investigate" {
				length, due = d.Limit, d.LastDay
			}
		}
		if length != c.length || due != c.due {
			t.Errorf("%+v: limit %q until %q", c, length, due)
		}
	}
}

// A limit of the whole case can be none for some, and starts anew from the original day for a case that is regraded.
func TestALimitThatRegradingBringsAndTakes(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"from: accepted\n", "from: received\n", "until: answered", "until: closed",
		thirtyDays, `limit: [{when: severity == "grave", is: 20d, clause: "2"}, {is: none}]`,
		"deadlines:\n", "may: {regrade: {by: [leader], clauses: [\"2\"]}}\ndeadlines:\n")
	if d := e.Case.NextDueDeadline(); d == nil || d.Name != "accept.limit" || len(e.Case.Deadlines) != 1 {
		t.Fatalf("deadlines %+v", e.Case.Deadlines)
	}
	mustAdvance(t, e, 1)
	regrade := func(to string) {
		t.Helper()
		cmd := complaint.Regrade{Severity: to, Reason: "r"}
		if err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: cmd}); err != nil {
			t.Fatal(err)
		}
	}
	regrade("grave") // twenty days from the second are a Sunday
	if d := e.Case.Deadlines[len(e.Case.Deadlines)-1]; d.Name != "answer" || d.LastDay != "2026-03-23" {
		t.Errorf("grave: %s until %s", d.Name, d.LastDay)
	}
	regrade("plain")
	if d := e.Case.Deadlines[len(e.Case.Deadlines)-1]; d.State != complaint.StateCancelled {
		t.Errorf("plain again: %s is %s", d.Name, d.State)
	}
}

// The limit of an open task is counted anew from its start when its case is regraded: shorter, longer, or none.
func TestAnOpenTasksLimitIsRegraded(t *testing.T) {
	const limits = `limits: [{when: severity == "grave", is: 2h, clause: "2"}, {when: category == "goods", is: 3wd, ` +
		`clause: "1"}, {is: none}]`
	for _, category := range []string{"goods", "service"} {
		e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain", Category: category},
			"limit: 1wd\n", limits+"\n",
			"deadlines:\n", "may: {regrade: {by: [leader], clauses: [\"2\"]}}\ndeadlines:\n")
		limit := func() (length string, started complaint.Time) {
			for _, d := range e.Case.Deadlines {
				if d.Name == "accept.limit" && !d.IsEnded() {
					length, started = d.Limit, d.Started
				}
			}
			return length, started
		}
		before, _ := limit()
		mustAdvance(t, e, 1)
		for _, to := range []string{"grave", "plain"} {
			cmd := complaint.Regrade{Severity: to, Reason: "r"}
			if err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: cmd}); err != nil {
				t.Fatal(err)
			}
			length, started := limit()
			if to == "grave" && (length != "2h" || !started.Equal(e.Case.Tasks[0].OpenedAt.Time)) {
				t.Errorf("%s, %s: %q from %v", category, to, length, started)
			}
			if to == "plain" && length != before {
				t.Errorf("%s, %s: %q, want %q", category, to, length, before)
			}
		}
	}
}

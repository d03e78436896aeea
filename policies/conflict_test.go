package policies_test

import (
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// Conflicts are found from declared ties and the line of the person complained about when a case opens; who is found
// does not act until the director has decided.
func TestConflictsAreFound(t *testing.T) {
	accused := complaint.Party{
		ID:   "respondent-1",
		Role: complaint.Respondent,
		Kind: complaint.KindPerson,
		User: "partner",
	}
	e := opened(t, "lawfirm", phoneCall(accused), func(p *policy.Policy) complaint.Directory {
		dir := scenario.DemoOrganisation(p)
		dir.Ties = []complaint.Tie{
			{
				ID:     "1",
				Person: "complaints_officer",
				Other:  "partner",
				Ground: "亲属",
			},
			{
				ID:     "2",
				Person: "partner",
				Name:   "外人",
				Ground: "亲属",
			},
			{
				ID:     "3",
				Person: "admin",
				Other:  "admin2",
				Ground: "亲属",
			},
		}
		unit := dir.Units["partner"]
		unit.Manager = "partner_in_charge"
		dir.Units["partner"] = unit
		return dir
	})
	if len(e.Case.Questions) != 2 || !e.Case.HasOpenRecusalQuestion("complaints_officer") ||
		!e.Case.HasOpenRecusalQuestion("partner_in_charge") {
		t.Fatalf("found: %+v", e.Case.Questions)
	}
	refused(t, does(e, "complaints_officer", complaint.Claim{Task: e.Case.Tasks[0].ID}), complaint.Forbidden, "")
	decide := func(outcome string, of int) error {
		for _, task := range e.Case.LiveTasks() {
			if task.Round == e.Case.Questions[of].Seq+1 {
				return does(e, "director", complaint.Complete{Task: task.ID, Outcome: outcome})
			}
		}
		t.Fatal("nobody decides")
		return nil
	}
	must(t, decide("granted", 0))
	must(t, decide("refused", 0))
	if e.Policy.Wall(e.Case).Admits(e.Directory.People["complaints_officer"]) || e.Case.StaysAway("partner_in_charge") {
		t.Errorf("recused %v, questions %v", e.Case.Recused, e.Case.Questions)
	}
	must(t, does(e, "complaints_officer2", complaint.Complete{
		Task:    e.Case.Tasks[0].ID,
		Outcome: "accepted",
		Data:    map[string]any{"received_originals": true},
	}))
}

package policy_test

import (
	"testing"

	"duban/complaint"
)

// A service is not before the day on which the notice was issued, neither at first nor when better proof comes in.
func TestNoServiceBeforeItsNotice(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"    sets: answered\n    outcomes:\n      answered: {title: 已答复, next: archive}",
		"    sets: answered\n    kind: notice\n    to: complainant\n    served: {phone: 电话}\n"+
			"    outcomes: {answered: {title: 已答复, next: rest}}\n"+
			"  rest: {title: 静候, clauses: [\"1\"], limit: 30d, lapses: over, outcomes: {over: {title: "+
			"期满, next: archive}}}",
		"deadlines:\n", "may: {record_service: {by: [clerk], clauses: [\"1\"]}}\ndeadlines:\n")
	if err := gives(t, e, clerk, "accepted", nil); err != nil {
		t.Fatal(err)
	}
	mustAdvance(t, e, 5)
	if err := gives(t, e, clerk, "done", map[string]any{"fault": true}); err != nil {
		t.Fatal(err)
	}
	served := func(at string) error {
		return gives(t, e, clerk, "answered", map[string]any{"at": at, "how": "phone"})
	}
	for _, early := range []string{"2026-03-06T09:00:00+08:00", "2026-03-02T09:30:00+08:00"} {
		refusal := complaint.RefusalIn(served(early))
		if refusal == nil || refusal.ID != "notice.served_before_issued" || refusal.Field != "data.at" {
			t.Errorf("served at %s: %v", early, refusal)
		}
	}
	if err := served("2026-03-07T08:00:00+08:00"); err != nil { // an hour before it was written down
		t.Fatal(err)
	}
	err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: complaint.RecordService{
		Notice: e.Case.Notices[0].ID,
		At:     e.Now.AddDate(0, 0, -2),
		How:    "phone",
	}})
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.ID != "notice.served_before_issued" {
		t.Errorf("proof of an earlier day: %v", err)
	}
}

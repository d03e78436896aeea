package policy_test

import (
	"testing"

	"duban/complaint"
)

// The complainant urges when the file's time has passed, once until that is answered, and names no unit.
func TestTheComplainantUrges(t *testing.T) {
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"deadlines:\n", "may:\n  urge: {by: [leader, complainant], every: 3wd, reply: 1wd, clauses: [\"1\"]}\n"+
			"  reply_slip: {clauses: [\"1\"]}\ndeadlines:\n")
	complainant := complaint.Actor{Party: complaint.Complainant}
	urge := func() error {
		return e.GiveOrder(complainant, complaint.Order{
			Actor: complaint.Complainant, Party: complaint.Complainant,
			Command: complaint.Urge{To: "elsewhere", Reason: "t"},
		})
	}
	refused := func(id string) *complaint.Error {
		t.Helper()
		refusal := complaint.RefusalIn(urge())
		if refusal == nil || refusal.ID != id || refusal.Clause != "small-1" {
			t.Fatalf("refused as %v, want %s", refusal, id)
		}
		return refusal
	}
	if day := refused("urge.too_early").Args["day"]; day != "2026-03-06" {
		// received on Monday, so Thursday is the third day and Friday the first in time
		t.Fatalf("may urge from %v on", day)
	}
	mustAdvance(t, e, 4)
	if err := urge(); err != nil {
		t.Fatal(err)
	}
	slip := e.Case.Slips[len(e.Case.Slips)-1]
	if slip.Kind != complaint.UrgeSlip || slip.By != complaint.Complainant || slip.ReplyDue == nil ||
		len(slip.To) == 0 {
		t.Fatalf("%+v", slip)
	}
	mustAdvance(t, e, 10)
	_ = refused("urge.awaits_answer")
	if err := e.GiveOrder(clerk, complaint.Order{
		Actor:   clerk.ID(),
		Command: complaint.ReplySlip{Slip: slip.ID, Text: "t"},
	}); err != nil {
		t.Fatal(err)
	}
	if err := urge(); err != nil {
		t.Fatal(err)
	}
	if err := e.GiveOrder(clerk, complaint.Order{Actor: clerk.ID(), Command: complaint.Urge{Reason: "t"}}); err != nil {
		t.Fatalf("the leader urges at any time: %v", err)
	}
}

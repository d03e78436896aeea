package activities_test

import (
	"bytes"
	"testing"

	"duban/policies"
	"duban/policy"
	"duban/policy/amendment"
)

// A case is read from the record as its acts made it. Under its own version it comes out as it was; under one whose
// handling ends earlier the deadline is another, and nothing of the record has changed.
func TestARecordedCaseIsRehearsed(t *testing.T) {
	d := newDesk(t)
	first := d.act(0, openOrder())
	claimed := d.act(first.Answer.Seq, claimOrder("branch"))
	refused := d.act(claimed.Answer.Seq, claimOrder("branch2"))
	if refused.Answer.Refusal == nil {
		t.Fatal("two people hold one task")
	}
	cases, err := d.store.RecordedCases(t.Context(), "logistics", "", 10)
	if err != nil || len(cases) != 1 || len(cases[0].Acts) != 2 || len(cases[0].Journal) != claimed.Answer.Seq {
		t.Fatalf("%+v, %v", cases, err)
	}
	source, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	same, err := policy.Load("logistics", source)
	if err != nil {
		t.Fatal(err)
	}
	report, err := amendment.RehearseAll(t.Context(), d.store, same, nil)
	if err != nil || report.Cases != 1 || report.Open != 1 || report.Differ != 0 || report.NotReproduced != 0 {
		t.Errorf("against itself: %+v, %v", report, err)
	}
	handling, ok := same.Doc.Deadlines.Get("handling")
	if !ok || !handling.Limit[0].Is.IsSet() {
		t.Fatal("the regulation has no limit for handling")
	}
	amended := withAnotherLimit(t, source)
	report, err = amendment.RehearseAll(t.Context(), d.store, amended, nil)
	if err != nil || report.Cases != 1 || report.Differ != 1 || len(report.Outcomes) != 1 ||
		len(report.Outcomes[0].WithoutPlace) != 0 || len(report.Outcomes[0].Deadlines) == 0 {
		t.Errorf("under other limits: %+v, %v", report, err)
	}
	if again, err := d.store.JournalEvents(t.Context(), "c", 0, 0); err != nil || len(again) != claimed.Answer.Seq {
		t.Errorf("%d events after the rehearsal, %v", len(again), err)
	}
}

// withAnotherLimit is a version in which what took three working days takes seven.
func withAnotherLimit(t *testing.T, source []byte) *policy.Policy {
	t.Helper()
	for _, was := range []string{"is: 3wd", "is: 2wd", "is: 1wd"} {
		source = bytes.ReplaceAll(source, []byte(was), []byte("is: 7wd"))
	}
	p, err := policy.Load("amended", source)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

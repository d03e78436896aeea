package policy_test

import (
	"slices"
	"testing"

	"duban/complaint"
)

// Records are kept for fifteen years, and then destroyed with proof.
func TestRecordsAreDestroyedAfterATerm(t *testing.T) {
	const steps = "  keep:\n    title: 保存\n    clauses: [\"1\"]\n    limit: 180m\n    lapses: over\n" +
		"    outcomes: {over: {title: 期满, next: destroy}}\n" +
		"  destroy:\n    title: 销毁\n    by: [clerk]\n    clauses: [\"1\"]\n    limit: 1m\n" +
		"    form: {list: {type: attachments, title: 清册, required: true}}\n" +
		"    outcomes: {destroyed: {title: 已销毁, next: archive}}\n"
	e, clerk := opened(t, complaint.Filed{Kind: "claim", Severity: "plain"},
		"refused:  {title: 不予受理, next: archive,", "refused:  {title: 不予受理, next: keep,",
		"  answer:\n    title: 答复\n", steps+"  answer:\n    title: 答复\n")
	if err := gives(t, e, clerk, "refused", nil); err != nil {
		t.Fatal(err)
	}
	kept := e.Now
	if err := e.AdvanceTo(kept.AddDate(15, 0, -1)); err != nil {
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"keep"}) {
		t.Fatalf("a day before: %v", got)
	}
	if err := e.AdvanceTo(kept.AddDate(15, 0, 7)); err != nil { // a day off at the end is not the last
		t.Fatal(err)
	}
	if got := openSteps(e.Case); !slices.Equal(got, []complaint.StepID{"destroy"}) {
		t.Fatalf("after the term: %v", got)
	}
	refusal := complaint.RefusalIn(gives(t, e, clerk, "destroyed", nil))
	if refusal == nil || refusal.Field != "data.list" {
		t.Errorf("without proof: %+v", refusal)
	}
	e.Attachments = []complaint.Attachment{{ID: "list"}}
	if err := gives(t, e, clerk, "destroyed", map[string]any{"list": []any{"list"}}); err != nil {
		t.Fatal(err)
	}
	if e.Case.Status != complaint.StatusArchived {
		t.Errorf("the case is %s", e.Case.Status)
	}
}

package complaint_test

import (
	"fmt"

	"duban/complaint"
)

// A case is what its journal makes of it: apply the events in order, and ask.
func ExampleCase_Apply() {
	c := complaint.NewCase("case-1")
	journal := []complaint.Event{
		{Seq: 1, Fact: complaint.Filed{Kind: "complaint", Severity: "general"}},
		{Seq: 2, Fact: complaint.Registered{Number: "20260302-0001"}},
		{Seq: 3, Fact: complaint.StepEntered{Step: "investigate", Title: "调查"}},
		{Seq: 4, Fact: complaint.Archived{}},
	}
	for _, event := range journal {
		if err := c.Apply(event); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%d %s: number %q, step %q, %s\n", c.Seq, event.Type(), c.Number, c.Step, c.Status)
	}
	// A gap means that this copy is not the journal's.
	fmt.Println(c.Apply(complaint.Event{Seq: 6, Fact: complaint.Noted{}}))
	// Output:
	// 1 filed: number "", step "", open
	// 2 registered: number "20260302-0001", step "", open
	// 3 step_entered: number "20260302-0001", step "investigate", open
	// 4 archived: number "20260302-0001", step "", archived
	// case case-1: event 6 does not follow 4
}

package complaint_test

import (
	"slices"
	"testing"

	"duban/complaint"
)

// What somebody had done who is found in conflict afterwards is to be done again, until somebody else has.
func TestWhatTheRecusedHadDoneIsToBeDoneAgain(t *testing.T) {
	c := complaint.NewCase("c")
	round := func(task complaint.TaskID, by complaint.UserID) {
		for _, f := range []complaint.Fact{
			complaint.StepEntered{Step: "judge"},
			complaint.TaskOpened{Task: task, Step: "judge", Title: "判定"},
			complaint.TaskCompleted{Task: task, Step: "judge"},
		} {
			if err := c.Apply(complaint.Event{Seq: c.Seq + 1, Actor: by, Fact: f}); err != nil {
				t.Fatal(err)
			}
		}
	}
	round("t1", "cousin")
	recused := complaint.Recused{Person: "cousin", Tasks: []complaint.TaskID{"t1"}}
	if err := c.Apply(complaint.Event{Seq: c.Seq + 1, Actor: "boss", Fact: recused}); err != nil {
		t.Fatal(err)
	}
	if want := []complaint.Redo{{Task: "t1", Person: "cousin"}}; !slices.Equal(c.Redo, want) || c.RedoneSince("t1") {
		t.Errorf("to be done again: %v, done again %v", c.Redo, c.RedoneSince("t1"))
	}
	round("t2", "cousin") // in the journal of a program that knew no better
	if c.RedoneSince("t1") {
		t.Error("whoever is kept out has done it again")
	}
	round("t3", "colleague")
	if !c.RedoneSince("t1") {
		t.Error("a colleague has done it again")
	}
}

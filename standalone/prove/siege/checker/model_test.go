package checker

import "testing"

func newRoles() *check {
	return &check{
		role: map[string]string{
			"a":  "agent",
			"b":  "branch",
			"b2": "branch",
			"s":  "supervisor",
		},
		unit: map[string]string{"b": "u", "b2": "u"},
	}
}

// A case's whole way, and what is refused on it.
func TestModel(t *testing.T) {
	c, w := newRoles(), world{}
	do := func(want int, ask Ask) {
		t.Helper()
		ask.Role = c.role[ask.Actor]
		got, next := w.answerAndWorldAfter(&move{Ask: ask, people: c})
		if got != want {
			t.Fatalf("%+v in %+v: %d, want %d", ask, w, got, want)
		}
		w = next
	}
	do(hidden, Ask{Actor: "a", Command: "note"})
	do(done, Ask{
		Actor:    "a",
		Command:  FileStaff,
		Unit:     "u",
		Severity: "general",
	})
	do(forbidden, Ask{Actor: "a", Command: "claim", Step: "investigate"})
	do(done, Ask{Actor: "b", Command: "claim", Step: "investigate"})
	do(notNow, Ask{Actor: "b2", Command: "complete", Step: "investigate"})
	do(done, Ask{
		Actor:   "s",
		Command: "assign",
		Step:    "investigate",
		To:      "b2",
	})
	do(badData, Ask{
		Actor:   "s",
		Command: "assign",
		Step:    "investigate",
		To:      "a",
	})
	do(notNow, Ask{Actor: "s", Command: "regrade", Severity: "general"})
	do(done, Ask{Actor: "b2", Command: "complete", Step: "investigate"})
	do(notNow, Ask{Actor: "b2", Command: "complete", Step: "investigate"})
	do(done, Ask{Actor: "a", Command: "complete", Step: "answer"})
	do(notNow, Ask{Actor: "s", Command: "regrade", Severity: "severe"})
	do(done, Ask{
		Actor:   "a",
		Command: "complete",
		Step:    "visit",
		Outcome: "dissatisfied",
	})
	do(done, Ask{Actor: "s", Command: "complete", Step: "follow_up"})
	do(notNow, Ask{Actor: "a", Command: "note"})
}

package policies_test

import (
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy/scenario"
)

// caseOfFirstEdition is a case with the logistics branch, filed on Monday 2 March 2026 at 10:00 while edition 1 was in
// force: its reminder is armed for Tuesday 20:00, when nobody is there.
func caseOfFirstEdition(t *testing.T) *scenario.Engine {
	t.Helper()
	player := &scenario.EnginePlayer{Policy: load(t, "logistics/policy.yaml"), Calendar: cn(t), Edition: 1}
	scripts, err := scenario.ReadScripts("reminder.yaml", []byte(`
- name: 期满前四小时
  clauses: ["4.1a"]
  clock: 2026-03-02T10:00:00+08:00
  file: {channel: hotline, category: damage.packaging, severity: general, unit: branch}
  steps: []
  ends: {status: open}
`))
	if err != nil {
		t.Fatal(err)
	}
	if wrong := scenario.PlayScript(scripts[0], player); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return player.Engine
}

// reminderOf is the rung that reminds of the case's only limit.
func reminderOf(e *scenario.Engine) complaint.Rung {
	rungs := e.Case.Deadlines[0].Rungs
	return rungs[slices.IndexFunc(rungs, func(r complaint.Rung) bool { return r.Action == complaint.RungRemind })]
}

// note adds a remark as whoever may.
func note(t *testing.T, e *scenario.Engine) {
	t.Helper()
	for _, person := range e.Directory.People {
		order := complaint.Order{Actor: person.ID, Command: complaint.Note{Text: "t"}}
		if e.GiveOrder(complaint.Actor{Person: person}, order) == nil {
			return
		}
	}
	t.Fatal("nobody may note anything")
}

func countMoves(e *scenario.Engine) (n int) {
	for _, event := range e.Journal {
		if _, is := event.Fact.(complaint.RemindersMoved); is {
			n++
		}
	}
	return n
}

// A reminder that an earlier edition armed for the evening comes before people go home: from the next act on, once.
func TestRemindersOfRunningCasesComeInOfficeHours(t *testing.T) {
	e := caseOfFirstEdition(t)
	evening := time.Date(2026, 3, 3, 20, 0, 0, 0, china)
	note(t, e)
	if at := reminderOf(e).At; !at.Equal(evening) || countMoves(e) != 0 {
		t.Fatalf("in edition 1 the reminder comes at %s, moved %d times", at, countMoves(e))
	}
	e.Edition = 2
	note(t, e)
	note(t, e)
	last := time.Date(2026, 3, 3, 17, 59, 0, 0, china)
	if at := reminderOf(e).At; !at.Equal(last) || countMoves(e) != 1 {
		t.Fatalf("the reminder comes at %s, moved %d times", at, countMoves(e))
	}
	if err := e.AdvanceTo(last); err != nil || !reminderOf(e).Fired {
		t.Fatalf("not reminded at %s (%v)", last, err)
	}
	if slips := e.Case.Slips; len(slips) > 0 {
		t.Fatal("more than the reminder has moved")
	}
}

// What would have to come before now stays where it is: no rung fires in the past.
func TestNoReminderIsBroughtForwardIntoThePast(t *testing.T) {
	e := caseOfFirstEdition(t)
	if err := e.AdvanceTo(time.Date(2026, 3, 3, 18, 30, 0, 0, china)); err != nil {
		t.Fatal(err)
	}
	e.Edition = 2
	note(t, e)
	if r := reminderOf(e); r.Fired || !r.At.Equal(time.Date(2026, 3, 3, 20, 0, 0, 0, china)) {
		t.Fatalf("the reminder is at %s, fired %t", r.At, r.Fired)
	}
}

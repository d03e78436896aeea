package worker

import (
	"strings"
	"testing"
	"time"

	"duban/complaint"
)

// A case a minute past its due instant is told to look; not again before it had time to.
func TestALateCaseIsTold(t *testing.T) {
	h := newHouse(t)
	s := h.sweeper()
	due := h.opens("a")
	h.temporal.runs["case-a"] = running
	h.clock = due.Add(lateAfter)
	h.ok(s.sendSyncToLateCases(t.Context()))
	h.wantCalls()

	h.clock = due.Add(lateAfter + time.Millisecond)
	h.ok(s.sendSyncToLateCases(t.Context()))
	h.wantCalls("found case-a for complaint.Sync")
	if late, synced := h.tally.Late.Load(), h.tally.Synced.Load(); late != 1 || synced != 1 {
		t.Errorf("late %d, told %d", late, synced)
	}
	h.clock = h.clock.Add(askAgain - time.Second)
	h.ok(s.sendSyncToLateCases(t.Context()))
	h.wantCalls()
	if late := h.tally.Late.Load(); late != 1 {
		t.Errorf("late %d while it waits", late)
	}
	h.clock = h.clock.Add(time.Second)
	h.ok(s.sendSyncToLateCases(t.Context()))
	h.wantCalls("found case-a for complaint.Sync")

	h.archives("a")
	h.ok(s.sendSyncToLateCases(t.Context()))
	h.wantCalls()
	if late := h.tally.Late.Load(); late != 0 {
		t.Errorf("late %d when nothing is owed", late)
	}
}

// A run that was terminated starts anew by being told; one that has ended well and one in trouble hold up no other.
func TestTroubleWithOneLateCaseHoldsUpNoOther(t *testing.T) {
	h := newHouse(t)
	for _, id := range []complaint.CaseID{"broken", "done", "killed"} {
		h.opens(id)
	}
	h.temporal.runs["case-done"], h.temporal.runs["case-killed"] = ended, terminated
	h.temporal.broken = []string{"case-broken"}
	h.clock = h.clock.AddDate(0, 0, 7)
	err := h.sweeper().sendSyncToLateCases(t.Context())
	if err == nil || !strings.Contains(err.Error(), "case broken") || strings.Contains(err.Error(), "case done") {
		t.Errorf("of the three, one is in trouble; told: %v", err)
	}
	h.wantCalls("started case-killed for complaint.Sync")
	if synced := h.tally.Synced.Load(); synced != 1 {
		t.Errorf("told %d", synced)
	}
}

// After a start the cases written shortly before the journal's end look, late or not; older ones are in no danger.
func TestWhatWasWrittenLastIsCaughtUp(t *testing.T) {
	h := newHouse(t)
	h.opens("old")
	h.clock = h.clock.Add(catchUpWithin + time.Second)
	h.opens("new")
	h.clock = h.clock.Add(24 * time.Hour) // it was down for a day
	h.ok(h.sweeper().syncLatelyWritten(t.Context()))
	h.wantCalls("started case-new for complaint.Sync")
}

package worker

import (
	"fmt"
	"strings"
	"testing"

	"duban/complaint"
)

// After a round each case with something owed has an open run, and one that runs for nothing is told to look.
func TestOneRunForEachCaseThatOwes(t *testing.T) {
	h := newHouse(t)
	for _, id := range []complaint.CaseID{"done", "early", "killed", "never", "runs"} {
		h.opens(id)
	}
	h.archives("done")
	h.temporal.runs = map[string]run{
		"case-done":     running, // its journal was restored to a later state
		"case-early":    ended,   // under a newer journal than the one restored
		"case-killed":   terminated,
		"case-runs":     running,
		"case-stranger": running, // of a journal that is gone
		"notice-runs-2": running,
	}
	h.ok(h.reconciler().reconcileAll(t.Context()))
	h.wantCalls(
		"started case-early", "started case-killed", "started case-never",
		"found case-done for complaint.Sync", "found case-stranger for complaint.Sync",
	)
	if restarted, rounds := h.tally.Restarted.Load(), h.tally.Rounds.Load(); restarted != 3 || rounds != 1 {
		t.Errorf("restarted %d in %d rounds", restarted, rounds)
	}
}

// Trouble with a case holds up no other; a server that is away ends the round.
func TestARoundGoesOnPastACaseInTrouble(t *testing.T) {
	h := newHouse(t)
	h.opens("a")
	h.opens("b")
	h.temporal.broken = []string{"case-a"}
	h.ok(h.reconciler().reconcileAll(t.Context()))
	h.wantCalls("started case-b")

	h.temporal.runs, h.temporal.away, h.temporal.tried = map[string]run{}, true, 0
	if err := h.reconciler().reconcileAll(t.Context()); err == nil || !strings.Contains(err.Error(), "away") {
		t.Errorf("the round: %v", err)
	}
	if h.temporal.tried != 1 {
		t.Errorf("a server that is away was asked %d times", h.temporal.tried)
	}
	if rounds := h.tally.Rounds.Load(); rounds != 1 {
		t.Errorf("%d rounds are counted as done", rounds)
	}
}

// Restarting all replaces each run that is open and starts the others, page after page, and leaves the archived.
func TestAllAreRestarted(t *testing.T) {
	h := newHouse(t)
	const open = reconcilePage + 1
	for i := range open {
		h.files(complaint.CaseID(fmt.Sprintf("c%03d", i)))
	}
	h.opens("done")
	h.archives("done")
	h.temporal.runs["case-c000"], h.temporal.runs["case-c001"] = running, ended
	var last, all int64
	n, err := RestartAll(t.Context(), h.store, h.cases, func(done, of int64) { last, all = done, of })
	h.ok(err)
	if n != open || last != open || all != open || len(h.temporal.calls) != open {
		t.Errorf("restarted %d, told %d of %d, asked %d times; want %d", n, last, all, len(h.temporal.calls), open)
	}
	for i, want := range []string{"replaced case-c000", "started case-c001", "started case-c002"} {
		if h.temporal.calls[i] != want {
			t.Errorf("asked for %q, want %q", h.temporal.calls[i], want)
		}
	}

	h.temporal.broken = []string{"case-c001"}
	if n, err := RestartAll(t.Context(), h.store, h.cases, nil); err == nil || n != 1 {
		t.Errorf("with trouble: restarted %d, %v", n, err)
	}
}

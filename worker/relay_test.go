package worker

import (
	"context"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/record"
)

// What the gateway filed and did not start is started, and knocked at again until the case has recorded something.
func TestAStartIsKnockedAtUntilItIsRecorded(t *testing.T) {
	h := newHouse(t)
	r := h.relay()
	h.files("a")
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls() // the gateway may be starting it

	h.clock = h.clock.Add(5 * time.Second)
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("started case-a")
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls() // its effect is waited for
	h.clock = h.clock.Add(errandPace[complaint.StartErrand].lease)
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("found case-a")
	if h.pendingErrands() != 1 {
		t.Errorf("%d errands wait, want the start", h.pendingErrands())
	}
	if failed := h.tally.ErrandsFailed.Load(); failed != 0 {
		t.Errorf("%d failed", failed)
	}
}

// One that fails is put off, longer each time, and holds up no other.
func TestAnErrandThatFailsHoldsUpNoOther(t *testing.T) {
	h := newHouse(t)
	r := h.relay()
	h.files("a")
	h.files("b")
	h.temporal.broken = []string{"case-a"}
	h.clock = h.clock.Add(5 * time.Second)
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("started case-b")
	if failed := h.tally.ErrandsFailed.Load(); failed != 1 {
		t.Errorf("%d failed, want 1", failed)
	}
	h.clock = h.clock.Add(2*time.Second - time.Millisecond)
	h.ok(r.runDueErrands(t.Context()))
	if failed := h.tally.ErrandsFailed.Load(); failed != 1 {
		t.Error("tried again too early")
	}
	h.clock = h.clock.Add(time.Millisecond)
	h.ok(r.runDueErrands(t.Context()))
	if failed := h.tally.ErrandsFailed.Load(); failed != 2 {
		t.Errorf("%d failed, want 2", failed)
	}
	h.temporal.broken = nil
	h.clock = h.clock.Add(4 * time.Second)
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("started case-a")
	for tries, want := range map[int]time.Duration{
		0:  2 * time.Second,
		1:  2 * time.Second,
		5:  32 * time.Second,
		9:  mostPutOff,
		70: mostPutOff,
	} {
		if got := waitAfterTries(tries); got != want {
			t.Errorf("after %d tries it is put off for %s, want %s", tries, got, want)
		}
	}
}

// When nobody answers, the pass ends at the first errand, and the others are free at once, for any relay.
func TestAPassEndsWhenTemporalIsAway(t *testing.T) {
	h := newHouse(t)
	r := h.relay()
	for _, id := range []complaint.CaseID{"a", "b", "c"} {
		h.files(id)
	}
	h.temporal.away = true
	h.clock = h.clock.Add(5 * time.Second)
	if err := r.runDueErrands(t.Context()); err == nil || !strings.Contains(err.Error(), "away") {
		t.Errorf("the pass: %v", err)
	}
	if failed := h.tally.ErrandsFailed.Load(); failed != 1 {
		t.Errorf("%d were tried, want 1", failed)
	}
	h.temporal.away = false
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("started case-b", "started case-c")
	h.clock = h.clock.Add(2 * time.Second)
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("started case-a")
}

// Each kind asks for what it stands for; a case that has ended takes no order, and its errand is dropped.
func TestEachErrandAsksForItsOwn(t *testing.T) {
	h := newHouse(t)
	h.opens("a")
	h.opens("gone")
	h.writes("a", func(ctx context.Context, tx record.Tx) error { return tx.OrderNotice(ctx, 2) })
	h.writes("a", func(ctx context.Context, tx record.Tx) error { return tx.OrderAbsorbing(ctx, "gone") })
	h.writes("gone", func(ctx context.Context, tx record.Tx) error { return tx.OrderAbsorbing(ctx, "a") })
	h.temporal.runs["case-a"], h.temporal.runs["case-gone"] = running, ended
	h.ok(h.relay().runDueErrands(t.Context()))
	h.wantCalls("started notice-a-2", "found case-a for complaint.Absorb")
	if h.pendingErrands() != 2 { // the notice and the order of the case that goes on
		t.Errorf("%d errands wait, want 2", h.pendingErrands())
	}
}

// A kind that nobody knows is trouble, not silence.
func TestAnUnknownErrandFails(t *testing.T) {
	h := newHouse(t)
	for _, e := range []complaint.Errand{
		{ID: 1, Kind: "rumour", Case: "a"},
		{
			ID:   2,
			Kind: complaint.NoticeErrand,
			Case: "a",
			Item: "soon",
		},
		{
			ID:   3,
			Kind: complaint.RecalculateErrand,
			Case: "a",
			Item: "cn",
		},
	} {
		if err := h.relay().runErrand(t.Context(), e); err == nil {
			t.Errorf("%s %q is carried out", e.Kind, e.Item)
		}
	}
	h.wantCalls()
}

// unbalanced publishes nothing until the figures add up.
type unbalanced struct{ rows []string }

func (u *unbalanced) PublishOrdered(
	context.Context, complaint.CaseID, int, string,
) (record.Publication, error) {
	if len(u.rows) > 0 {
		row := u.rows[0]
		u.rows = u.rows[1:]
		return record.Publication{},
			complaint.Refuse(complaint.Conflict, "report.unbalanced", complaint.Args{"row": row})
	}
	return record.Publication{Edition: 1, Sequence: 7, SHA256: "s"}, nil
}

// What does not balance is told to its case and tried again, until it is published and told that too; the errand waits
// for the case to note it.
func TestAReportThatDoesNotBalanceIsTriedAgain(t *testing.T) {
	h := newHouse(t)
	r := h.relay()
	r.reports = &unbalanced{rows: []string{"east"}}
	h.opens("a")
	h.writes("a", func(ctx context.Context, tx record.Tx) error { return tx.OrderPublishing(ctx, 3, "service") })
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls() // what began before may still be under way
	h.clock = h.clock.Add(time.Second)
	h.temporal.runs["case-a"] = running
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("found case-a for complaint.NoteWithheld")
	h.clock = h.clock.Add(waitAfterTries(1))
	h.ok(r.runDueErrands(t.Context()))
	h.wantCalls("found case-a for complaint.NotePublished")
	if h.pendingErrands() != 1 {
		t.Errorf("%d errands wait, want the publication", h.pendingErrands())
	}
	note := complaint.NotePublished{Ordered: 3, Report: "service"}
	h.writes("a", func(ctx context.Context, tx record.Tx) error {
		return tx.SaveAnswer(ctx, complaint.Order{
			ID:      note.OrderID(),
			Actor:   complaint.System,
			Command: note,
		}, complaint.Answer{})
	})
	if h.pendingErrands() != 0 {
		t.Errorf("%d errands wait after the case has noted it", h.pendingErrands())
	}
}

package e2e

import (
	"context"
	"testing"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/worker"
)

// later is a worker whose wall clock is some days ahead.
func later(days int) func(*worker.Options) {
	return func(o *worker.Options) {
		o.Now = func() time.Time { return time.Now().AddDate(0, 0, days) }
		o.Rehearsal = false
	}
}

// periodMatters are the cases of every kind that is opened for periods.
func (h *hall) periodMatters() map[string]complaint.CaseID {
	h.t.Helper()
	ctx := context.Background()
	all := map[string]complaint.CaseID{}
	policies, err := h.store.PoliciesInForce(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range policies {
		for _, kind := range p.PeriodicKinds() {
			matters, err := h.store.PeriodMatters(ctx, p.Doc.Policy, kind)
			if err != nil {
				h.t.Fatal(err)
			}
			for name, id := range matters {
				all[p.Doc.Policy+" "+kind+" "+name] = id
			}
		}
	}
	return all
}

// Workers are stopped while they open the matters of periods, two at once, and Temporal loses its store: each closed
// period has its matter, once, numbered and open.
func TestEachClosedPeriodHasItsMatter(t *testing.T) {
	h := newHall(t)
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	const days = 100
	now := time.Now().AddDate(0, 0, days)
	for range 3 { // stopped wherever it is
		stop := h.runWorker(pollOften, later(days))
		<-time.After(300 * time.Millisecond)
		stop()
	}
	h.stopTemporal()
	h.startTemporal() // knows nothing of the schedule, nor of the cases
	defer h.runWorker(pollOften, later(days))()
	defer h.runWorker(pollOften, later(days))()
	h.until("no closed period lacks its matter", func() bool {
		lacking, err := record.PeriodsLacking(t.Context(), h.store, now)
		return err == nil && len(lacking) == 0
	})
	matters := h.periodMatters()
	if len(matters) < 9 { // three months of three kinds at least
		t.Errorf("%d matters: %v", len(matters), matters)
	}
	for name, id := range matters {
		h.waitFor(id, "registered")
		if n := h.countEvents(id, "filed"); n != 1 {
			t.Errorf("%s was filed %d times", name, n)
		}
	}
	if after := h.periodMatters(); len(after) != len(matters) {
		t.Errorf("%d matters, and then %d", len(matters), len(after))
	}
}

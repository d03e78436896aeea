package worker

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
	"duban/workflows"
)

// monday is 2026-03-02 10:00 in China.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// house is a real record beside a Temporal that a test can break. The three that keep promises look when the test
// says so. With the real server they are tried in standalone/prove/e2e.
type house struct {
	t        *testing.T
	store    *store.Store
	temporal *temporal
	cases    *workflows.Cases
	tally    *Tally
	clock    time.Time
	// path is the record's file.
	path string
	// morning is when those are told who want to be told once a day.
	morning time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{
		t:        t,
		clock:    monday,
		tally:    &Tally{},
		temporal: &temporal{runs: map[string]run{}},
		path:     filepath.Join(t.TempDir(), "duban.db"),
		morning:  monday.Add(24 * time.Hour),
	}
	h.cases = workflows.NewCases(h.temporal)
	var err error
	h.store, err = store.Open(t.Context(), store.Options{Path: h.path, Now: h.now})
	h.ok(err)
	t.Cleanup(func() { _ = h.store.Close() })
	h.ok(seed.PublishRegulations(t.Context(), h.store))
	return h
}

func (h *house) now() time.Time { return h.clock }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) relay() *relay {
	return &relay{
		kinds:   complaint.ErrandKinds(),
		outbox:  h.store,
		reports: h.store,
		cases:   h.cases,
		tally:   h.tally,
		log:     quiet,
	}
}

func (h *house) sweeper() *sweeper {
	return &sweeper{
		lists: h.store,
		cases: h.cases,
		tally: h.tally,
		limit: rate.NewLimiter(rate.Inf, 1),
		log:   quiet,
		now:   h.now,
	}
}

func (h *house) reconciler() *reconciler {
	return &reconciler{
		lists: h.store,
		cases: h.cases,
		tally: h.tally,
		log:   quiet,
		limit: rate.NewLimiter(rate.Inf, 1),
	}
}

var quiet = slog.New(slog.DiscardHandler)

// files files a case with the logistics company, received on Monday.
func (h *house) files(id complaint.CaseID) {
	h.t.Helper()
	logistics, err := h.store.PolicyInForce(h.t.Context(), "logistics")
	h.ok(err)
	filed := complaint.Filed{
		Policy:     logistics.Ref(),
		Channel:    "hotline",
		Category:   "other",
		Severity:   "general",
		ReceivedAt: complaint.Instant(monday),
		Parties: []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: seed.DemoUnitID("logistics", "branch"),
		}},
	}
	logistics.FillFilingOmissions(&filed)
	_, err = h.store.FileCase(h.t.Context(), record.Intake{
		Filing: complaint.Filing{
			Case:    id,
			By:      "agent",
			Filed:   filed,
			FiledAt: h.clock,
		},
		Request: record.Request{
			Actor: "agent",
			Key:   string(id),
			Case:  id,
			At:    h.clock,
		},
		ReceiptHash: string(id),
	}, complaint.Wall{})
	h.ok(err)
}

// opens files a case and records what its workflow would record first. It returns when the case must wake next.
func (h *house) opens(id complaint.CaseID) (due time.Time) {
	h.t.Helper()
	h.files(id)
	acts := &activities.Acts{Journal: h.store, Now: h.now}
	result, err := acts.Act(h.t.Context(), activities.ActRequest{
		Case:  id,
		Order: complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}},
		At:    complaint.Instant(h.clock),
		Clock: complaint.Instant(h.clock),
	})
	h.ok(err)
	return result.Orders.Wake.At.Time
}

// archives records that nothing more is owed.
func (h *house) archives(id complaint.CaseID) { h.records(id, complaint.Wall{}, complaint.Archived{}) }

// records appends facts to a case's journal, behind a wall.
func (h *house) records(id complaint.CaseID, w complaint.Wall, facts ...complaint.Fact) {
	h.t.Helper()
	h.writes(id, func(ctx context.Context, tx record.Tx) error {
		c, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		for _, fact := range facts {
			events, err := tx.Append(ctx, []complaint.Event{{
				Case:  id,
				Seq:   c.Seq + 1,
				At:    h.clock,
				Actor: complaint.System,
				Fact:  fact,
			}})
			if err != nil {
				return err
			}
			if err := c.Apply(events[0]); err != nil {
				return err
			}
		}
		return tx.ProjectToLists(ctx, c, w, nil)
	})
}

func (h *house) writes(id complaint.CaseID, do func(context.Context, record.Tx) error) {
	h.t.Helper()
	ctx := h.t.Context()
	h.ok(h.store.Write(ctx, id, func(tx record.Tx) error { return do(ctx, tx) }))
}

// pendingErrands is how many errands the outbox holds.
func (h *house) pendingErrands() int {
	h.t.Helper()
	v, err := h.store.CountVitals(h.t.Context())
	h.ok(err)
	return v.Pending
}

// wantCalls compares what the server was asked for since the last time.
func (h *house) wantCalls(want ...string) {
	h.t.Helper()
	if got := h.temporal.calls; !slices.Equal(got, want) {
		h.t.Errorf("asked for %q, want %q", got, want)
	}
	h.temporal.calls = nil
}

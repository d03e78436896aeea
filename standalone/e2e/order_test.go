package e2e

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"duban/complaint"
	"duban/program"
	"duban/seed"
	"duban/standalone/temporal"
	"duban/store"
	"duban/worker"
	"duban/workflows"
)

// hall is a Temporal server and a journal without a program around them, so that the worker can be away while
// the server is not.
type hall struct {
	t      *testing.T
	store  *store.Store
	client client.Client
	cases  *workflows.Cases
}

func newHall(t *testing.T) *hall {
	t.Helper()
	ctx := t.Context()
	quiet := slog.New(slog.DiscardHandler)
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "duban.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := seed.Regulations(ctx, s); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.Accounts(ctx, s, Password, true); err != nil {
		t.Fatal(err)
	}
	server, err := temporal.Start(ctx, temporal.Options{
		Dir: t.TempDir(), Addr: "127.0.0.1:0", Namespace: program.Namespace(), Logger: quiet,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	c, err := client.Dial(client.Options{HostPort: server.HostPort(), Namespace: workflows.Namespace, Logger: sdklog.NewStructuredLogger(quiet)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return &hall{t: t, store: s, client: c, cases: workflows.NewCases(c)}
}

// work runs a worker until the returned function is called.
func (h *hall) work() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- worker.Run(ctx, worker.Options{
			Temporal: h.client, Store: h.store, Logger: slog.New(slog.DiscardHandler), Now: time.Now, Rehearsal: true,
		})
	}()
	return func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	}
}

// file files a case received on Monday 2026-03-02 10:00 whose clock now shows the given instant.
func (h *hall) file(clock time.Time) complaint.CaseID {
	h.t.Helper()
	ctx := context.Background()
	p, err := h.store.PolicyVersion(ctx, "logistics", 0)
	if err != nil {
		h.t.Fatal(err)
	}
	filed := complaint.Filed{
		Policy: p.Ref(), Channel: "hotline", Category: "damage.wet",
		ReceivedAt: complaint.Instant(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)),
		Parties:    []complaint.Party{{ID: "respondent-1", Role: complaint.Respondent, Kind: complaint.KindUnit, Unit: seed.UnitID("logistics", "branch")}},
	}
	p.SettleFiling(&filed)
	now := time.Now()
	id := complaint.CaseID("11111111-1111-4111-8111-111111111111")
	_, err = h.store.File(ctx, complaint.Intake{
		Filing:      complaint.Filing{Case: id, By: seed.UserID("logistics.agent"), Filed: filed, FiledAt: now, ClockOffset: clock.Sub(now)},
		Request:     complaint.Request{Actor: "a", Key: "k", Case: id, At: now},
		ReceiptHash: "r",
	}, complaint.Wall{})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// Who acted in time is never late because a worker was down: at the next wake, messages are drained first and
// taken together with due instants in the order of their times.
func TestInTimeWhileTheWorkerWasDown(t *testing.T) {
	h := newHall(t)
	due := time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC) // Wednesday 00:00 in China
	id := h.file(due.Add(-4 * time.Second))
	stop := h.work()
	if err := h.cases.Start(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	stop()
	<-time.After(5 * time.Second) // the limit passes while nobody works
	branch := seed.UserID("logistics.branch")
	inTime := complaint.Order{
		ID: complaint.CommandID(branch) + "/in-time", Actor: branch, ReceivedAt: due.Add(-2 * time.Second),
		Command: complaint.Complete{Outcome: "handled", Data: map[string]any{"finding": "t", "established": true}},
	}
	tooLate := complaint.Order{
		ID: complaint.CommandID(branch) + "/too-late", Actor: branch, ReceivedAt: due.Add(time.Second), Command: complaint.Note{Text: "t"},
	}
	if err := h.cases.Queue(t.Context(), id, tooLate); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := h.cases.Act(context.Background(), id, inTime)
		answered <- err
	}()
	h.waitAdmitted(id)
	defer h.work()()
	if err := <-answered; err != nil {
		t.Fatal(err)
	}
	h.waitFor(id, "noted")
	order := map[string]int{}
	events, err := h.store.Events(t.Context(), id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		order[e.Type()] = e.Seq
		if e.Type() == "task_completed" && !e.At.Equal(due.Add(-2*time.Second)) {
			t.Errorf("completed at %s", e.At)
		}
	}
	if order["task_completed"] >= order["deadline_missed"] || order["deadline_missed"] >= order["noted"] {
		t.Errorf("the order of events is not that of their times: %v", order)
	}
}

// waitAdmitted gives the update time to reach the server, which shows it nowhere before a worker takes it.
func (h *hall) waitAdmitted(complaint.CaseID) { <-time.After(500 * time.Millisecond) }

func (h *hall) waitFor(id complaint.CaseID, eventType string) {
	h.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		events, err := h.store.Events(context.Background(), id, 0, 100)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range events {
			if e.Type() == eventType {
				return
			}
		}
		<-time.After(20 * time.Millisecond)
	}
	h.t.Fatalf("no %s", eventType)
}

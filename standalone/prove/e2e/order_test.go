package e2e

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"duban/complaint"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/record"
	"duban/standalone/temporal"
	"duban/store"
	"duban/worker"
	"duban/workflows"
)

// hall is a Temporal server and a journal without a program around them, so that the worker can be away while
// the server is not.
type hall struct {
	t      *testing.T
	file   string
	store  *store.Store
	server *temporal.Server
	client client.Client
	cases  *workflows.Cases
	// change says otherwise how its server runs.
	change []func(*temporal.Options)
}

func newHall(t *testing.T, change ...func(*temporal.Options)) *hall {
	t.Helper()
	ctx := t.Context()
	h := &hall{t: t, change: change}
	h.open(filepath.Join(t.TempDir(), "duban.db"))
	if err := seed.PublishRegulations(ctx, h.store); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.AddFirstAccounts(ctx, h.store, Password, true); err != nil {
		t.Fatal(err)
	}
	h.startTemporal()
	t.Cleanup(h.stopTemporal)
	return h
}

// open makes the journal in a file the hall's.
func (h *hall) open(file string) {
	h.t.Helper()
	s, err := store.Open(h.t.Context(), store.Options{Path: file, Now: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = s.Close() })
	h.store, h.file = s, file
}

// startTemporal starts a server with an empty store.
func (h *hall) startTemporal() {
	h.t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	o := temporal.Options{
		Dir:       h.t.TempDir(),
		Addr:      "127.0.0.1:0",
		Namespace: program.NamespaceOptions(),
		Logger:    quiet,
	}
	for _, c := range h.change {
		c(&o)
	}
	var err error
	h.server, err = temporal.StartServer(h.t.Context(), o)
	if err != nil {
		h.t.Fatal(err)
	}
	h.client, err = client.Dial(client.Options{
		HostPort: h.server.HostPort(), Namespace: workflows.Namespace, Logger: sdklog.NewStructuredLogger(quiet),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.cases = workflows.NewCases(h.client)
}

func (h *hall) stopTemporal() {
	h.client.Close()
	h.server.Stop()
}

// runWorker runs a worker until the returned function is called; change may alter its options.
func (h *hall) runWorker(change ...func(*worker.Options)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	o := worker.Options{
		Temporal:  h.client,
		Store:     h.store,
		Logger:    slog.New(slog.DiscardHandler),
		Now:       time.Now,
		Rehearsal: true,
	}
	for _, c := range change {
		c(&o)
	}
	go func() { done <- worker.RunWorker(ctx, o) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	}
}

// files files a case received on Monday 2026-03-02 10:00 whose clock now shows the given instant.
func (h *hall) files(clock time.Time) complaint.CaseID {
	h.t.Helper()
	return h.filesReceived(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), clock)
}

func (h *hall) filesReceived(received, clock time.Time) complaint.CaseID {
	h.t.Helper()
	ctx := context.Background()
	p, err := h.store.PolicyInForce(ctx, "logistics")
	if err != nil {
		h.t.Fatal(err)
	}
	filed := complaint.Filed{
		Policy:     p.Ref(),
		Channel:    "hotline",
		Category:   "damage.wet",
		ReceivedAt: complaint.Instant(received),
		Parties: []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: seed.DemoUnitID("logistics", "branch"),
		}},
	}
	p.FillFilingOmissions(&filed)
	now := time.Now()
	id := complaint.CaseID(uuid.NewString())
	_, err = h.store.FileCase(ctx, record.Intake{
		Filing: complaint.Filing{
			Case:        id,
			By:          seed.DemoUserID("logistics.agent"),
			Filed:       filed,
			FiledAt:     now,
			ClockOffset: clock.Sub(now),
		},
		Request: record.Request{
			Actor: "a",
			Key:   string(id),
			Case:  id,
			At:    now,
		},
		ReceiptHash: string(id),
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
	id := h.files(due.Add(-4 * time.Second))
	stop := h.runWorker()
	if err := h.cases.StartCase(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	stop()
	<-time.After(5 * time.Second) // the limit passes while nobody works
	branch := seed.DemoUserID("logistics.branch")
	inTime := complaint.Order{
		ID:         complaint.CommandID(branch) + "/in-time",
		Actor:      branch,
		ReceivedAt: due.Add(-2 * time.Second),
		Command:    complaint.Complete{Outcome: "handled", Data: map[string]any{"finding": "t", "established": true}},
	}
	tooLate := complaint.Order{
		ID:         complaint.CommandID(branch) + "/too-late",
		Actor:      branch,
		ReceivedAt: due.Add(time.Second),
		Command:    complaint.Note{Text: "t"},
	}
	if err := h.cases.QueueOrder(t.Context(), id, tooLate); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := h.cases.GiveOrder(context.Background(), id, inTime)
		answered <- err
	}()
	h.waitAdmitted(id)
	defer h.runWorker()()
	if err := <-answered; err != nil {
		t.Fatal(err)
	}
	h.waitFor(id, "noted")
	order := map[string]int{}
	events, err := h.store.JournalEvents(t.Context(), id, 0, 100)
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
		events, err := h.store.JournalEvents(context.Background(), id, 0, 100)
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

package e2e

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"duban/complaint"
	"duban/internal/doctor"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/store"
	"duban/worker"
	"duban/workflows"
)

// due is when the case of files is due: Wednesday 00:00 in China.
var due = time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)

// pollOften makes relay, sweeper and reconciler look all the time.
func pollOften(o *worker.Options) {
	o.RelayEvery, o.SweepEvery, o.ReconcileEvery = 50*time.Millisecond, 50*time.Millisecond, 50*time.Millisecond
}

// until polls for a condition.
func (h *hall) until(what string, holds func() bool) {
	h.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			h.t.Fatalf("never: %s", what)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func (h *hall) isRunning(id complaint.CaseID) bool {
	h.t.Helper()
	running, err := h.cases.IsRunning(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return running
}

func (h *hall) countEvents(id complaint.CaseID, eventType string) int {
	h.t.Helper()
	events, err := h.store.JournalEvents(context.Background(), id, 0, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Type() == eventType {
			n++
		}
	}
	return n
}

func (h *hall) startCase(id complaint.CaseID) {
	h.t.Helper()
	if err := h.cases.StartCase(h.t.Context(), id); err != nil {
		h.t.Fatal(err)
	}
}

// sameState is guarantee 4 (docs/architecture.md) for one case.
func (h *hall) sameState(id complaint.CaseID) bool {
	h.t.Helper()
	state, err := h.cases.CaseState(h.t.Context(), id)
	if err != nil {
		return false
	}
	events, err := h.store.JournalEvents(h.t.Context(), id, 0, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	folded, err := complaint.Fold(id, events)
	if err != nil {
		h.t.Fatal(err)
	}
	got, _ := json.Marshal(state)
	want, _ := json.Marshal(folded)
	return string(got) == string(want)
}

// What the gateway committed and could not start, because it was killed in between, two relays at once start once.
func TestAFilingNobodyStarted(t *testing.T) {
	h := newHall(t)
	id := h.files(due.Add(-time.Hour))
	defer h.runWorker(pollOften)()
	defer h.runWorker(pollOften)()
	h.waitFor(id, "registered")
	h.until("the errand ends", func() bool {
		v, err := h.store.CountVitals(t.Context())
		return err == nil && v.Pending == 0
	})
	if n := h.countEvents(id, "filed"); n != 1 {
		t.Errorf("filed %d times", n)
	}
}

// A workflow terminated by hand comes back from the journal, and its deadlines fire.
func TestTerminatedByHand(t *testing.T) {
	h := newHall(t)
	id := h.files(due.Add(-10 * time.Second))
	tally := &worker.Tally{}
	defer h.runWorker(pollOften, func(o *worker.Options) { o.Tally = tally })()
	h.startCase(id)
	if err := h.client.TerminateWorkflow(t.Context(), workflows.WorkflowID(id), "", "by hand"); err != nil {
		t.Fatal(err)
	}
	h.until("a run that replaces the terminated one", func() bool {
		return tally.Restarted.Load() > 0 && h.isRunning(id)
	})
	h.waitFor(id, "deadline_missed")
	if n := h.countEvents(id, "deadline_missed"); n != 1 {
		t.Errorf("missed %d times", n)
	}
}

// The whole store of Temporal is lost while nothing runs: every case goes on from its journal, its deadline fires,
// and people are told.
func TestTemporalStoreLost(t *testing.T) {
	h := newHall(t)
	first, second := h.files(due.Add(-20*time.Second)), h.files(due.Add(-20*time.Second))
	stop := h.runWorker(pollOften)
	h.startCase(first)
	h.startCase(second)
	stop()
	h.stopTemporal()
	h.startTemporal()
	defer h.runWorker(pollOften)()
	for _, id := range []complaint.CaseID{first, second} {
		h.waitFor(id, "slip_issued")
		h.until("the same state", func() bool { return h.sameState(id) })
	}
}

// The working days of a year are announced: each case whose deadline counted on the provisional year counts it anew, in
// its journal and in its workflow, whose timer moves with it; a case within the old year is left alone.
func TestAYearIsPublished(t *testing.T) {
	h := newHall(t)
	received := time.Date(2026, 12, 31, 2, 0, 0, 0, time.UTC)
	id, other := h.filesReceived(received, received.Add(time.Hour)), h.files(due.Add(-time.Hour))
	defer h.runWorker(pollOften)()
	h.startCase(id)
	h.startCase(other)
	h.waitFor(id, "deadline_set")
	h.waitFor(other, "deadline_set")
	year := "year: 2027\nstatus: official\nsource: 通知\noff:\n  01-01..01-06: 元旦\nwork: []\n"
	if err := h.store.PublishCalendar(t.Context(), seed.CalendarID, "2027.yaml", []byte(year)); err != nil {
		t.Fatal(err)
	}
	h.waitFor(id, "deadline_superseded")
	h.until("the same state", func() bool { return h.sameState(id) })
	state, err := h.cases.CaseState(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, d := range state.Deadlines {
		days = append(days, string(d.State)+" "+d.LastDay)
	}
	if want := []string{"superseded 2027-01-04", "running 2027-01-07"}; !slices.Equal(days, want) {
		t.Errorf("the deadlines are %q, not %q", days, want)
	}
	if n := h.countEvents(other, "deadline_superseded"); n != 0 {
		t.Errorf("a deadline in another year was counted anew %d times", n)
	}
}

// The doctor notices that Temporal's clock is ahead of the machine's, and a worker that has not asked for tasks lately.
func TestTheDoctorReadsTemporalsClock(t *testing.T) {
	h := newHall(t)
	defer h.runWorker()()
	wrong := func(check string, by time.Duration) bool {
		results := doctor.Examine(t.Context(), doctor.Patient{
			Temporal:  h.client,
			RecordErr: store.ErrNoRecord,
			Namespace: program.NamespaceOptions(),
			Data:      t.TempDir(),
			Now:       func() time.Time { return time.Now().Add(by) },
		})
		return slices.ContainsFunc(results, func(r doctor.Result) bool {
			return r.Check == check && r.Level != doctor.OK
		})
	}
	h.until("a clock behind is noticed", func() bool { return wrong("clock", -time.Minute) })
	if wrong("clock", 0) || wrong("worker", 0) {
		t.Error("a clock that is right, or a worker that works, is blamed")
	}
	if !wrong("worker", 3*time.Minute) {
		t.Error("a worker that died minutes ago is thought to live")
	}
}

// A rung reaches the inboxes of those it is for, once each; a row nobody can run holds up no other.
func TestNoticesArrive(t *testing.T) {
	h := newHall(t)
	id := h.files(due.Add(-4*time.Hour - 2*time.Second)) // the reminder is due four hours before
	h.leavePoison(id)
	tally := &worker.Tally{}
	defer h.runWorker(pollOften, func(o *worker.Options) { o.Tally = tally })()
	defer h.runWorker(pollOften)()
	h.startCase(id)
	dir, err := h.store.DirectoryNow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"logistics.branch", "logistics.branch2"} {
		h.until(user+" is told", func() bool {
			notices, err := h.store.NoticesFor(t.Context(), dir.People[seed.DemoUserID(user)])
			return err == nil && len(notices) == 1 && notices[0].Type == "reminded" && notices[0].Case.ID == id
		})
	}
	notices, err := h.store.NoticesFor(t.Context(), dir.People[seed.DemoUserID("logistics.agent")])
	if err != nil || len(notices) != 0 {
		t.Errorf("the agent, who owes nothing, was told %d things (%v)", len(notices), err)
	}
	h.until("the poison is reported", func() bool { return tally.ErrandsFailed.Load() > 0 })
}

// leavePoison leaves an errand that cannot be run, older than all others.
func (h *hall) leavePoison(id complaint.CaseID) {
	h.t.Helper()
	db, err := sql.Open("sqlite", "file:"+h.file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = db.ExecContext(h.t.Context(), `INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries)
		VALUES ('notice', ?, 'no number', 0, 0, 0)`, string(id))
	if err := errors.Join(err, db.Close()); err != nil {
		h.t.Fatal(err)
	}
}

// The record is restored from a backup: a run that is ahead of it loads it anew and goes on with what people send, and
// the workflow of a case that the backup does not know ends by itself.
func TestAnOlderRecordIsRestored(t *testing.T) {
	h := newHall(t)
	id := h.files(due.Add(-time.Hour))
	stop := h.runWorker()
	h.startCase(id)
	older := filepath.Join(t.TempDir(), "older.db")
	if _, err := h.store.CopyTo(t.Context(), store.Options{Path: older, Now: time.Now}, nil); err != nil {
		t.Fatal(err)
	}
	branch := seed.DemoUserID("logistics.branch")
	claim := complaint.Order{ID: complaint.CommandID(branch) + "/1", Actor: branch, Command: complaint.Claim{}}
	if a, err := h.cases.GiveOrder(t.Context(), id, claim); err != nil || a.Refusal != nil {
		t.Fatalf("claim: %+v, %v", a, err)
	}
	unknown := h.files(due.Add(-time.Hour))
	h.startCase(unknown)
	stop()
	h.open(older)
	defer h.runWorker(pollOften)()
	h.until("the unknown case's workflow ends", func() bool { return !h.isRunning(unknown) })
	again := complaint.Order{ID: complaint.CommandID(branch) + "/2", Actor: branch, Command: complaint.Claim{}}
	if a, err := h.cases.GiveOrder(t.Context(), id, again); err != nil || a.Refusal != nil {
		t.Errorf("the claim that the backup does not know cannot be made again: %+v, %v", a, err)
	}
	if !h.sameState(id) {
		t.Error("the run has not what the restored journal has")
	}
}

package workflows_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
	"duban/workflows"
)

// monday is 2026-03-02 10:00 in China; a general complaint of that instant is due on Wednesday 00:00.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// house is the real journal on SQLite under a workflow in the SDK's time-skipping environment.
type house struct {
	*testsuite.TestWorkflowEnvironment
	t     *testing.T
	store *store.Store
	acts  *activities.Acts
	id    complaint.CaseID
	// fault, if set, may break an act: before it (nothing recorded) or after (recorded, never told).
	fault func(req activities.ActRequest, sendAfter bool) error
}

func newHouse(t *testing.T) *house { return newHouseAhead(t, 0) }

// newHouseAhead is a house whose case is so far ahead of the environment's clock.
func newHouseAhead(t *testing.T, offset time.Duration) *house {
	t.Helper()
	ctx := context.Background()
	h := newEnvironment(t, monday)
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "duban.db"), Now: h.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := seed.PublishRegulations(ctx, s); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.AddFirstAccounts(ctx, s, "correct horse battery", true); err != nil {
		t.Fatal(err)
	}
	h.keepLive(s, complaint.CaseID(uuid.NewString()))
	h.fileAhead(offset)
	return h
}

// newHouseOn is a fresh run of a case that another environment has left, on the same journal.
func newHouseOn(old *house) *house {
	h := newEnvironment(old.t, old.Now())
	h.keepLive(old.store, old.id)
	return h
}

func newEnvironment(t *testing.T, start time.Time) *house {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	h := &house{t: t, TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment()}
	h.SetWorkerOptions(worker.Options{WorkflowPanicPolicy: worker.FailWorkflow})
	h.SetStartTime(start)
	return h
}

func (h *house) keepLive(s *store.Store, id complaint.CaseID) {
	h.store, h.id, h.acts = s, id, &activities.Acts{Journal: s, Now: h.Now}
	h.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
	h.RegisterActivityWithOptions(h.act, activity.RegisterOptions{Name: activities.ActName})
	h.RegisterActivityWithOptions(h.acts.Load, activity.RegisterOptions{Name: activities.LoadName})
}

func (h *house) act(ctx context.Context, req activities.ActRequest) (activities.ActResult, error) {
	if h.fault != nil {
		if err := h.fault(req, false); err != nil {
			return activities.ActResult{}, err
		}
	}
	result, err := h.acts.Act(ctx, req)
	if err == nil && h.fault != nil {
		if err := h.fault(req, true); err != nil {
			return activities.ActResult{}, err
		}
	}
	return result, err
}

func (h *house) fileAhead(offset time.Duration) {
	h.t.Helper()
	logistics, err := h.store.PolicyInForce(context.Background(), "logistics")
	if err != nil {
		h.t.Fatal(err)
	}
	filed := complaint.Filed{
		Policy:     logistics.Ref(),
		Channel:    "hotline",
		Category:   "damage.wet",
		Subject:    "s",
		Content:    "c",
		ReceivedAt: complaint.Instant(monday.Add(offset)),
		Parties: []complaint.Party{
			{ID: complaint.Complainant, Role: complaint.Complainant, Kind: complaint.KindText},
			{
				ID:   "respondent-1",
				Role: complaint.Respondent,
				Kind: complaint.KindUnit,
				Unit: seed.DemoUnitID("logistics", "branch"),
			},
		},
	}
	logistics.FillFilingOmissions(&filed)
	agent := seed.DemoUserID("logistics.agent")
	_, err = h.store.FileCase(context.Background(), record.Intake{
		Filing: complaint.Filing{
			Case:        h.id,
			By:          agent,
			Filed:       filed,
			FiledAt:     monday,
			ClockOffset: offset,
		},
		Request: record.Request{
			Actor:      agent,
			Key:        "k",
			BodySHA256: "x",
			Case:       h.id,
			At:         monday,
		},
		ReceiptHash: uuid.NewString(),
	}, complaint.Wall{})
	if err != nil {
		h.t.Fatal(err)
	}
}

// run runs the case until the environment has nothing more to do.
func (h *house) run() {
	h.t.Helper()
	h.ExecuteWorkflow(workflows.CaseWorkflow, workflows.CaseInput{Case: h.id})
}

// newOrder is what the gateway would send for a demonstration user.
func newOrder(user, key string, c complaint.Command) complaint.Order {
	id := seed.DemoUserID("logistics." + user)
	return complaint.Order{ID: complaint.CommandID(string(id) + "/" + key), Actor: id, Command: c}
}

// reply is what became of an order sent by update.
type reply struct {
	answer *complaint.Answer
	failed error
}

// send sends an order by update now; the reply is filled in as the environment goes on.
func (h *house) send(o complaint.Order, r *reply) {
	h.UpdateWorkflow(workflows.CommandName, string(o.ID), &testsuite.TestUpdateCallback{
		OnAccept: func() {},
		OnReject: func(err error) { r.failed = err },
		OnComplete: func(v any, err error) {
			if r.failed = err; err == nil {
				a := v.(complaint.Answer)
				r.answer = &a
			}
		},
	}, o)
}

// sendAfter sends an order by update when so much of the case's time has passed.
func (h *house) sendAfter(d time.Duration, o complaint.Order) *reply {
	r := &reply{}
	h.RegisterDelayedCallback(func() { h.send(o, r) }, d)
	return r
}

// withdrawAfter ends the case, so that the environment comes to an end too.
func (h *house) withdrawAfter(d time.Duration) {
	h.sendAfter(d, newOrder("agent", "end", complaint.Withdraw{Reason: "t"}))
}

func (h *house) journal() []complaint.Event {
	h.t.Helper()
	events, err := h.store.JournalEvents(context.Background(), h.id, 0, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return events
}

func (h *house) countEvents(eventType string) int {
	n := 0
	for _, e := range h.journal() {
		if e.Type() == eventType {
			n++
		}
	}
	return n
}

package workflows_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/policy/calendar"
	"duban/workflows"
)

// runNotice runs the notice of the case's last event from an instant on, and says when it reached which inboxes.
func (h *house) runNotice(from time.Time, rehearsal bool) map[complaint.UserID]time.Time {
	h.t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(from)
	office := calendar.Office{Opens: 9 * time.Hour, Closes: 18 * time.Hour}
	notices := &activities.Notices{
		Journal:   h.store,
		Now:       env.Now,
		Office:    office,
		Rehearsal: rehearsal,
	}
	reached := map[complaint.UserID]time.Time{}
	env.RegisterActivityWithOptions(func(
		ctx context.Context, req activities.DeliverRequest,
	) (activities.DeliverResult, error) {
		result, err := notices.Deliver(ctx, req)
		if err == nil && result.NotBefore == nil {
			if _, err = notices.Deliver(ctx, req); err != nil { // an activity may run again
				return result, err
			}
			dir := h.directory()
			for id, p := range dir.People {
				rows, err := h.store.NoticesFor(ctx, p)
				if err != nil {
					return result, err
				}
				if len(rows) == 1 {
					reached[id] = env.Now()
				}
			}
		}
		return result, err
	}, activity.RegisterOptions{Name: activities.DeliverName})
	env.RegisterWorkflowWithOptions(workflows.Notice, workflow.RegisterOptions{Name: workflows.NoticeWorkflow})
	journal := h.journal()
	env.ExecuteWorkflow(workflows.NoticeWorkflow, workflows.NoticeInput{Case: h.id, Seq: journal[len(journal)-1].Seq})
	if err := env.GetWorkflowError(); err != nil {
		h.t.Fatal(err)
	}
	return reached
}

func (h *house) directory() complaint.Directory {
	h.t.Helper()
	dir, err := h.store.DirectoryNow(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return dir
}

// assignedCase is a case whose last event gives its task to somebody.
func assignedCase(t *testing.T) *house {
	h := newHouse(t)
	at := complaint.Instant(monday)
	for i, o := range []complaint.Order{
		{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}},
		newOrder("supervisor", "1", complaint.Assign{To: seed.DemoUserID("logistics.branch2")}),
	} {
		req := activities.ActRequest{
			Case:     h.id,
			Expected: len(h.journal()),
			Order:    o,
			At:       at,
			Clock:    at,
		}
		if r, err := h.acts.Act(context.Background(), req); err != nil || r.Answer == nil || r.Answer.Refusal != nil {
			t.Fatalf("order %d: %+v, %v", i, r.Answer, err)
		}
	}
	return h
}

// A notice leaves in office hours: what happens on Monday evening is told on Tuesday morning, once, to the one it is
// for.
func TestANoticeWaitsForOfficeHours(t *testing.T) {
	evening := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC) // 20:30 in China
	reached := assignedCase(t).runNotice(evening, false)
	morning := time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
	if at, ok := reached[seed.DemoUserID("logistics.branch2")]; !ok || len(reached) != 1 ||
		at.Sub(morning).Abs() > time.Second {
		t.Errorf("told: %v, want only branch2 at %s", reached, morning)
	}
}

// In rehearsal, where a case's clock jumps over the hours, it leaves at once.
func TestANoticeInRehearsal(t *testing.T) {
	evening := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC)
	reached := assignedCase(t).runNotice(evening, true)
	if at, ok := reached[seed.DemoUserID("logistics.branch2")]; !ok || at.Sub(evening).Abs() > time.Second {
		t.Errorf("told: %v, want branch2 at %s", reached, evening)
	}
}

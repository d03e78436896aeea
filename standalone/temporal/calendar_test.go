package temporal_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/workflow"
)

const queue = "cases"

// Diary is the state of a Calendar: which timers, in days from the start, and when each one fired.
type Diary struct {
	Timers  []int
	Again   bool // continue as new after each timer
	Slow    bool // begin with an activity that takes as long as the test wants
	Start   time.Time
	Now     time.Time
	Days    []int
	FiredAt []time.Duration
}

// Calendar waits for timers and is asked what time it is: as much of a case as clocks are concerned with. After
// each timer it runs a local activity, as a case does.
func Calendar(ctx workflow.Context, d Diary) (Diary, error) {
	if d.Start.IsZero() {
		d.Start = workflow.Now(ctx)
	}
	if err := d.answers(ctx); err != nil {
		return d, err
	}
	if d.Slow {
		ctx := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
		if err := workflow.ExecuteActivity(ctx, Slow).Get(ctx, nil); err != nil {
			return d, err
		}
	}
	for len(d.Timers) > 0 {
		days := d.Timers[0]
		due := d.Start.Add(time.Duration(days) * day)
		if err := workflow.NewTimer(ctx, due.Sub(workflow.Now(ctx))).Get(ctx, nil); err != nil {
			return d, err
		}
		local := workflow.WithLocalActivityOptions(ctx,
			workflow.LocalActivityOptions{StartToCloseTimeout: 10 * time.Second})
		if err := workflow.ExecuteLocalActivity(local, Instant).Get(ctx, nil); err != nil {
			return d, err
		}
		d.Timers, d.Days = d.Timers[1:], append(d.Days, days)
		d.FiredAt = append(d.FiredAt, workflow.Now(ctx).Sub(d.Start))
		if d.Again {
			return d, workflow.NewContinueAsNewError(ctx, Calendar, d)
		}
	}
	workflow.GetSignalChannel(ctx, "finish").Receive(ctx, nil)
	return d, nil
}

func (d *Diary) answers(ctx workflow.Context) error {
	if err := workflow.SetQueryHandler(ctx, "diary", func() (Diary, error) { return *d, nil }); err != nil {
		return err
	}
	now := func(ctx workflow.Context, _ bool) (Diary, error) {
		answer := *d
		answer.Now = workflow.Now(ctx)
		return answer, nil
	}
	return workflow.SetUpdateHandlerWithOptions(ctx, "now", now, workflow.UpdateHandlerOptions{
		Validator: func(refuse bool) error {
			if refuse {
				return errors.New("refused")
			}
			return nil
		},
	})
}

// Instant is the local activity of a Calendar.
func Instant(context.Context) error { return nil }

// gates hold back the activity of each workflow until its test lets it go.
var gates sync.Map

func gate(workflowID string) chan struct{} {
	opened, _ := gates.LoadOrStore(workflowID, make(chan struct{}))
	return opened.(chan struct{})
}

// Slow is the activity that a clock must wait for.
func Slow(ctx context.Context) error {
	select {
	case <-gate(activity.GetInfo(ctx).WorkflowExecution.ID):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *running) begin(t *testing.T, d Diary) (id string) {
	t.Helper()
	id = "case-" + uuid.NewString()
	r.beginAs(t, id, d)
	return id
}

func (r *running) beginAs(t *testing.T, id string, d Diary) {
	t.Helper()
	if _, err := r.client.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		ID:        id,
		TaskQueue: queue,
	}, Calendar, d); err != nil {
		t.Fatal(err)
	}
}

// asks sends an update, which is how people act on a case, and returns what the workflow knows.
func (r *running) asks(t *testing.T, id string) Diary {
	t.Helper()
	handle, err := r.client.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{
		WorkflowID:   id,
		UpdateName:   "now",
		Args:         []any{false},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		t.Fatal(err)
	}
	var d Diary
	if err := handle.Get(t.Context(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (r *running) advances(t *testing.T, id string, by time.Duration) {
	t.Helper()
	if err := r.Rehearsal().AdvanceClock(t.Context(), id, by); err != nil {
		t.Fatal(err)
	}
}

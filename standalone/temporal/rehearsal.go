package temporal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

var (
	// ErrNotRunning is the answer for a workflow that does not exist or is closed: nothing was moved.
	ErrNotRunning = errors.New("the workflow is not running")
	// ErrEnded is the answer when the workflow closed on the way: all that was due until then has happened, but
	// there is no clock left that could arrive.
	ErrEnded = errors.New("the workflow ended before its clock got there")
)

// Rehearsal moves the clock of one workflow at a time. It talks plain gRPC because the SDK does not know this part
// of the API.
type Rehearsal struct {
	workflows workflowservice.WorkflowServiceClient
	namespace string

	mu   sync.Mutex
	busy map[string]chan struct{}
}

func newRehearsal(conn *grpc.ClientConn, namespace string) *Rehearsal {
	return &Rehearsal{
		workflows: workflowservice.NewWorkflowServiceClient(conn),
		namespace: namespace,
		busy:      map[string]chan struct{}{},
	}
}

// AdvanceClock moves the workflow's clock forward and returns when it has arrived and the workflow has handled all that
// was due. Timers due on the way fire on the way, each at its own time and in order, and the workflow handles each
// before the clock goes on; afterwards the clock runs normally from where it is.
//
// The clock stands still for a skip as long as the workflow has an activity, a child or a workflow task pending, so
// without a worker Advance waits for ctx. Advances of one workflow queue up and add up. After an error the clock is
// somewhere on the way and runs normally; asking again counts from there.
func (r *Rehearsal) AdvanceClock(ctx context.Context, workflowID string, by time.Duration) error {
	if by <= 0 {
		return fmt.Errorf("advance %s by %s: a clock moves only forward", workflowID, by)
	}
	release, err := r.claimWorkflow(ctx, workflowID)
	if err != nil {
		return err
	}
	defer release()
	if err := r.advanceBySkips(ctx, workflowID, by); err != nil {
		if !errors.Is(err, ErrNotRunning) && !errors.Is(err, ErrEnded) {
			err = errors.Join(err, r.stopSkipping(context.WithoutCancel(ctx), workflowID))
		}
		return fmt.Errorf("advance %s by %s: %w", workflowID, by, err)
	}
	return nil
}

const (
	lookEvery = 5 * time.Millisecond
	// shortest is the shortest way for which skipping is worth it. A target may not pass while a workflow task runs:
	// the server then skips to the next timer however far it is, instead of stopping.
	shortest = 250 * time.Millisecond
)

// advanceBySkips goes skip by skip, and before each skip waits until nothing is due any more. Left to itself the server
// goes on skipping while a timer is due and has not fired yet, and that timer fires at the time of the next.
func (r *Rehearsal) advanceBySkips(ctx context.Context, workflowID string, by time.Duration) error {
	way := runProgress{workflows: r.workflows, namespace: r.namespace, workflowID: workflowID}
	if err := r.startClock(ctx, &way); err != nil {
		return err
	}
	target := way.now.Add(by)
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		left := target.Sub(way.now)
		switch {
		case way.skipping || way.isBusy():
		case left <= 0:
			return nil
		case left >= shortest:
			if err := r.skipAhead(ctx, workflowID, left); err != nil {
				return asEndedMeanwhile(err)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		if err := way.readClockAndTimers(ctx); err != nil {
			return asEndedMeanwhile(err)
		}
	}
}

// startClock reads the workflow's clock. The server keeps none for a workflow whose time never skipped; saying
// explicitly that it does not skip makes one, so that the time we aim from is the server's and not ours.
func (r *Rehearsal) startClock(ctx context.Context, way *runProgress) error {
	if err := way.readClockAndTimers(ctx); err != nil || !way.now.IsZero() {
		return err
	}
	if err := r.stopSkipping(ctx, way.workflowID); err != nil {
		return err
	}
	err := way.readClockAndTimers(ctx)
	if err == nil && way.now.IsZero() {
		err = errors.New("the server keeps no clock for it")
	}
	return err
}

// skipAhead lets the clock jump once, to the next timer or by the whole way, whichever is nearer, and be normal again.
func (r *Rehearsal) skipAhead(ctx context.Context, workflowID string, way time.Duration) error {
	return r.setSkipping(ctx, workflowID, &commonpb.TimeSkippingConfig{
		Enabled:             true,
		MaxSessionSkipCount: 1,
		FastForwardConfig:   &commonpb.FastForwardConfig{Id: "advance", Duration: durationpb.New(way)},
	})
}

func (r *Rehearsal) stopSkipping(ctx context.Context, workflowID string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return r.setSkipping(ctx, workflowID, &commonpb.TimeSkippingConfig{Enabled: false, MaxSessionSkipCount: 1})
}

func (r *Rehearsal) setSkipping(ctx context.Context, workflowID string, skipping *commonpb.TimeSkippingConfig) error {
	_, err := r.workflows.UpdateWorkflowExecutionOptions(ctx, &workflowservice.UpdateWorkflowExecutionOptionsRequest{
		Namespace:                r.namespace,
		WorkflowExecution:        &commonpb.WorkflowExecution{WorkflowId: workflowID},
		WorkflowExecutionOptions: &workflowpb.WorkflowExecutionOptions{TimeSkippingConfig: skipping},
		UpdateMask:               &fieldmaskpb.FieldMask{Paths: []string{"time_skipping_config"}},
	})
	return asNotRunning(err)
}

// claimWorkflow makes the advances of one workflow wait for each other: a second one would replace the first's target.
func (r *Rehearsal) claimWorkflow(ctx context.Context, workflowID string) (release func(), err error) {
	for {
		r.mu.Lock()
		held, taken := r.busy[workflowID]
		if !taken {
			mine := make(chan struct{})
			r.busy[workflowID] = mine
			r.mu.Unlock()
			return func() {
				r.mu.Lock()
				delete(r.busy, workflowID)
				r.mu.Unlock()
				close(mine)
			}, nil
		}
		r.mu.Unlock()
		select {
		case <-held:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// asNotRunning turns the server's "not found", which also means "already completed", into ErrNotRunning.
func asNotRunning(err error) error {
	if status.Code(err) == codes.NotFound {
		return ErrNotRunning
	}
	return err
}

// asEndedMeanwhile is for what is found closed after the advance had begun.
func asEndedMeanwhile(err error) error {
	if errors.Is(err, ErrNotRunning) {
		return ErrEnded
	}
	return err
}

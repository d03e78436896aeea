package workflows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"duban/complaint"
)

// ErrUnknown says that an order may or may not have been carried out: look it up in the journal before
// anything else. Only an unknown outcome is ever retried.
var ErrUnknown = errors.New("the outcome is not known")

// Cases is the only door through which callers reach running cases.
type Cases struct{ temporal client.Client }

// NewCases wraps a connected client of namespace duban.
func NewCases(c client.Client) *Cases { return &Cases{c} }

// StartCase starts the case's workflow, or finds it running, and returns when its first act is recorded.
func (c *Cases) StartCase(ctx context.Context, id complaint.CaseID) error {
	sync := complaint.Order{
		ID: complaint.CommandID("system/start/" + uuid.NewString()), Actor: complaint.System, Command: complaint.Sync{},
	}
	_, err := c.giveOrderStarting(ctx, id, sync)
	return err
}

// LaunchCase starts the case's workflow without waiting for it. A workflow that exists already is left alone.
func (c *Cases) LaunchCase(ctx context.Context, id complaint.CaseID) error {
	_, err := c.temporal.ExecuteWorkflow(ctx, startWorkflowOptions(id), CaseWorkflow, CaseInput{Case: id})
	if err != nil && !isAlreadyStarted(err) {
		return fmt.Errorf("launch case %s: %w", id, err)
	}
	return nil
}

// StartNotice starts the workflow that tells people about an event. One that exists already is left alone; after
// Temporal has forgotten it, telling again delivers nothing twice.
func (c *Cases) StartNotice(ctx context.Context, id complaint.CaseID, seq int) error {
	o := startWorkflowOptions(id)
	o.ID, o.StaticSummary = NoticeID(id, seq), "通知 · notice"
	o.Priority = temporal.Priority{PriorityKey: noticePriority}
	_, err := c.temporal.ExecuteWorkflow(ctx, o, NoticeWorkflow, NoticeInput{Case: id, Seq: seq})
	if err != nil && !isAlreadyStarted(err) {
		return fmt.Errorf("tell of event %d of case %s: %w", seq, id, err)
	}
	return nil
}

// noticePriority: cases (the default, 3) come first.
const noticePriority = 4

func isAlreadyStarted(err error) bool {
	_, is := errors.AsType[*serviceerror.WorkflowExecutionAlreadyStarted](err)
	return is
}

// GiveOrder sends an order by update and waits for its answer. The update's id is the order's, so a repeated order
// acts once. An error is ErrUnknown unless the order was surely not accepted.
func (c *Cases) GiveOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error) {
	handle, err := c.temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   WorkflowID(id),
		UpdateID:     string(o.ID),
		UpdateName:   CommandName,
		Args:         []any{o},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if _, ok := errors.AsType[*serviceerror.NotFound](err); ok { // not started yet: whoever comes first starts it
		return c.giveOrderStarting(ctx, id, o)
	}
	return readUpdateAnswer(ctx, handle, err)
}

func (c *Cases) giveOrderStarting(
	ctx context.Context, id complaint.CaseID, o complaint.Order,
) (complaint.Answer, error) {
	start := c.temporal.NewWithStartWorkflowOperation(startWorkflowOptions(id), CaseWorkflow, CaseInput{Case: id})
	handle, err := c.temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start,
		UpdateOptions: client.UpdateWorkflowOptions{
			UpdateID:     string(o.ID),
			UpdateName:   CommandName,
			Args:         []any{o},
			WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	return readUpdateAnswer(ctx, handle, err)
}

// readUpdateAnswer reads an update's result. Everything but an answer leaves the outcome unknown.
func readUpdateAnswer(ctx context.Context, handle client.WorkflowUpdateHandle, err error) (complaint.Answer, error) {
	var a complaint.Answer
	if err == nil {
		err = handle.Get(ctx, &a)
	}
	if err != nil {
		return complaint.Answer{}, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return a, nil
}

// QueueOrder sends an order by signal. Acceptance means queued: the answer is found in the journal later. It is
// [ErrEnded] if the case's last run ended well.
func (c *Cases) QueueOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) error {
	_, err := c.temporal.SignalWithStartWorkflow(ctx, WorkflowID(id), CommandName, o, startWorkflowOptions(id),
		CaseWorkflow, CaseInput{Case: id})
	if isAlreadyStarted(err) {
		return fmt.Errorf("queue for case %s: %w", id, ErrEnded)
	}
	if err != nil {
		return fmt.Errorf("queue for case %s: %w", id, err)
	}
	return nil
}

// CaseState asks the running workflow for the case as it has it.
func (c *Cases) CaseState(ctx context.Context, id complaint.CaseID) (*complaint.Case, error) {
	value, err := c.temporal.QueryWorkflow(ctx, WorkflowID(id), "", StateQuery)
	if err != nil {
		return nil, fmt.Errorf("query case %s: %w", id, err)
	}
	state := complaint.NewCase(id)
	if err := value.Get(state); err != nil {
		return nil, fmt.Errorf("query case %s: %w", id, err)
	}
	return state, nil
}

// taskTimeout is half of Temporal's default: what stands between a killed worker and the next answer for its cases. A
// task takes milliseconds, and one whose act waits for the database longer says so by a heartbeat.
const taskTimeout = 5 * time.Second

// startWorkflowOptions: one workflow per case. One that ended well, because the case is archived, is not started again;
// one that was terminated from outside is, by whoever comes first, since the journal knows how it stands. No timeout
// stands for a legal deadline, and no retry policy would run a case twice.
func startWorkflowOptions(id complaint.CaseID) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       WorkflowID(id),
		TaskQueue:                TaskQueue,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowTaskTimeout:      taskTimeout,
		StaticSummary:            "投诉案件 · complaint case",
	}
}

// pollerAge is how long ago a worker that lives can have asked for work at most: it asks again when a long poll of a
// minute ends.
const pollerAge = 90 * time.Second

// CheckWorkerAlive fails when no worker has asked for cases lately, by the wall clock. A worker that was killed counts
// until pollerAge is over.
func (c *Cases) CheckWorkerAlive(ctx context.Context, now time.Time) error {
	queue, err := c.temporal.DescribeTaskQueue(ctx, TaskQueue, enumspb.TASK_QUEUE_TYPE_WORKFLOW)
	if err != nil {
		return fmt.Errorf("describe task queue: %w", err)
	}
	for _, poller := range queue.GetPollers() {
		if now.Sub(poller.GetLastAccessTime().AsTime()) < pollerAge {
			return nil
		}
	}
	return errors.New("no worker polls")
}

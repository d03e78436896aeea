package temporal

import (
	"context"
	"slices"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/workflowservice/v1"
)

// runProgress is what an advance sees of its workflow: the clock, whether it skips, and what is due.
type runProgress struct {
	workflows  workflowservice.WorkflowServiceClient
	namespace  string
	workflowID string

	now      time.Time // zero while the clock has always been the server's
	skipping bool
	working  bool // a workflow task is pending

	runID string
	begun bool  // the run has had a workflow task
	seen  int64 // events of the run that were read
	// timers that have neither fired nor been cancelled: when each is due, by its first event
	timers map[int64]time.Time
}

// isBusy says that something is due which the workflow has not handled. A run that follows another within a second
// is made to wait for its first task, so a run without one is not idle.
func (c *runProgress) isBusy() bool {
	if c.working || !c.begun {
		return true
	}
	for _, due := range c.timers {
		if !due.After(c.now) {
			return true
		}
	}
	return false
}

// readClockAndTimers reads the clock first and the timers after it: a timer that is missing has fired by now, and one
// that is new is due later.
func (c *runProgress) readClockAndTimers(ctx context.Context) error {
	answer, err := c.workflows.DescribeWorkflowExecution(ctx, &workflowservice.DescribeWorkflowExecutionRequest{
		Namespace: c.namespace,
		Execution: &commonpb.WorkflowExecution{WorkflowId: c.workflowID},
	})
	if err != nil {
		return asNotRunning(err)
	}
	info := answer.GetWorkflowExecutionInfo()
	switch info.GetStatus() {
	case enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING:
	case enumspb.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW:
		return nil // between two runs; the next look sees the new one
	default:
		return ErrNotRunning
	}
	clock := answer.GetWorkflowExtendedInfo().GetTimeSkippingInfo()
	if at := clock.GetCurrentTime(); at != nil {
		c.now = at.AsTime()
	}
	c.skipping = clock.GetEffectiveConfig().GetEnabled()
	c.working = answer.GetPendingWorkflowTask() != nil
	if run := info.GetExecution().GetRunId(); run != c.runID {
		c.runID, c.begun, c.seen, c.timers = run, false, 0, map[int64]time.Time{}
	}
	if info.GetHistoryLength() == c.seen {
		return nil
	}
	return c.readEvents(ctx)
}

// readEvents takes note of the events that are new, from the last one back to the ones known.
func (c *runProgress) readEvents(ctx context.Context) error {
	var fresh []*historypb.HistoryEvent
	request := &workflowservice.GetWorkflowExecutionHistoryReverseRequest{
		Namespace:       c.namespace,
		Execution:       &commonpb.WorkflowExecution{WorkflowId: c.workflowID, RunId: c.runID},
		MaximumPageSize: 100,
	}
	for {
		page, err := c.workflows.GetWorkflowExecutionHistoryReverse(ctx, request)
		if err != nil {
			return asNotRunning(err)
		}
		known := false
		for _, event := range page.GetHistory().GetEvents() {
			if known = event.GetEventId() <= c.seen; known {
				break
			}
			fresh = append(fresh, event)
		}
		request.NextPageToken = page.GetNextPageToken()
		if known || len(request.NextPageToken) == 0 {
			break
		}
	}
	for _, event := range slices.Backward(fresh) {
		c.noteEvent(event)
	}
	return nil
}

func (c *runProgress) noteEvent(event *historypb.HistoryEvent) {
	c.seen = event.GetEventId()
	c.begun = c.begun || event.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
	if timer := event.GetTimerStartedEventAttributes(); timer != nil {
		c.timers[c.seen] = event.GetEventTime().AsTime().Add(timer.GetStartToFireTimeout().AsDuration())
	}
	if timer := event.GetTimerFiredEventAttributes(); timer != nil {
		delete(c.timers, timer.GetStartedEventId())
	}
	if timer := event.GetTimerCanceledEventAttributes(); timer != nil {
		delete(c.timers, timer.GetStartedEventId())
	}
}

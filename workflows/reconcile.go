package workflows

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"

	"duban/complaint"
)

// ErrEnded says that the case's last run ended well and takes no more messages.
var ErrEnded = errors.New("the case's workflow has ended")

// SyncWithJournal makes the case read its journal; it decides nothing. A run that was terminated starts anew. It is
// [ErrEnded] if the last run ended well.
func (c *Cases) SyncWithJournal(ctx context.Context, id complaint.CaseID) error {
	return c.QueueOrder(ctx, id, complaint.Order{
		ID: complaint.CommandID("system/sync/" + uuid.NewString()), Actor: complaint.System, Command: complaint.Sync{},
	})
}

// IsRunning reports whether the case has an open run. It asks the run's own record, not the list of runs, which lags.
func (c *Cases) IsRunning(ctx context.Context, id complaint.CaseID) (bool, error) {
	d, err := c.temporal.DescribeWorkflowExecution(ctx, WorkflowID(id), "")
	if _, ok := errors.AsType[*serviceerror.NotFound](err); ok {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("describe case %s: %w", id, err)
	}
	return d.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, nil
}

// RestartCase starts the case from its journal, however its last run ended. A run that is open is left alone.
func (c *Cases) RestartCase(ctx context.Context, id complaint.CaseID) error {
	return c.startFromJournal(ctx, id, enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
}

// ReplaceRun ends the case's run, should there be one, and starts it from its journal in the same step: for a run that
// is blocked.
func (c *Cases) ReplaceRun(ctx context.Context, id complaint.CaseID) error {
	return c.startFromJournal(ctx, id, enumspb.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING)
}

func (c *Cases) startFromJournal(
	ctx context.Context, id complaint.CaseID, conflict enumspb.WorkflowIdConflictPolicy,
) error {
	o := startWorkflowOptions(id)
	o.WorkflowIDReusePolicy, o.WorkflowIDConflictPolicy = enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE, conflict
	if _, err := c.temporal.ExecuteWorkflow(ctx, o, CaseWorkflow, CaseInput{Case: id}); err != nil {
		return fmt.Errorf("restart case %s: %w", id, err)
	}
	return nil
}

// EachOpenCase hands over the cases whose workflows Temporal lists as open, a page at a time. The list lags a little.
func (c *Cases) EachOpenCase(ctx context.Context, page int32, do func([]complaint.CaseID) error) error {
	req := &workflowservice.ListWorkflowExecutionsRequest{
		PageSize: page, Query: fmt.Sprintf("WorkflowType = '%s' AND ExecutionStatus = 'Running'", CaseWorkflow),
	}
	for {
		listed, err := c.temporal.ListWorkflow(ctx, req)
		if err != nil {
			return fmt.Errorf("list open workflows: %w", err)
		}
		var ids []complaint.CaseID
		for _, e := range listed.GetExecutions() {
			if id, ok := strings.CutPrefix(e.GetExecution().GetWorkflowId(), workflowPrefix); ok {
				ids = append(ids, complaint.CaseID(id))
			}
		}
		if len(ids) > 0 {
			if err := do(ids); err != nil {
				return err
			}
		}
		if req.NextPageToken = listed.GetNextPageToken(); len(req.NextPageToken) == 0 {
			return nil
		}
	}
}

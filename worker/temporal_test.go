package worker

import (
	"context"
	"fmt"
	"slices"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"duban/complaint"
)

// run is how the last run of a workflow stands.
type run int

const (
	running run = iota + 1
	ended       // it ended well
	terminated
)

// temporal answers as the server does about workflow ids, and breaks where a test says so.
type temporal struct {
	client.Client
	runs map[string]run
	// away: nobody answers. broken are the workflow ids that every call fails for.
	away   bool
	broken []string
	calls  []string
	// tried is how often anybody asked, in vain too.
	tried int
}

func (s *temporal) failure(id string) error {
	s.tried++
	if s.away {
		return serviceerror.NewUnavailable("away")
	}
	if slices.Contains(s.broken, id) {
		return serviceerror.NewInternal("broken")
	}
	return nil
}

// startRun starts a workflow as the two policies about ids allow; it says what came of it.
func (s *temporal) startRun(o client.StartWorkflowOptions) (string, error) {
	last := s.runs[o.ID]
	replaces := o.WorkflowIDConflictPolicy == enumspb.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
	failedOnly := o.WorkflowIDReusePolicy == enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY
	switch {
	case last == running && !replaces:
		return "found", nil
	case last == ended && failedOnly:
		return "", serviceerror.NewWorkflowExecutionAlreadyStarted("ended well", "", "")
	case last == running:
		return "replaced", nil
	}
	s.runs[o.ID] = running
	return "started", nil
}

func (s *temporal) ExecuteWorkflow(
	_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any,
) (client.WorkflowRun, error) {
	if err := s.failure(o.ID); err != nil {
		return nil, err
	}
	became, err := s.startRun(o)
	if err == nil {
		s.calls = append(s.calls, became+" "+o.ID)
	}
	return nil, err
}

func (s *temporal) SignalWithStartWorkflow(
	_ context.Context, id, _ string, arg any, o client.StartWorkflowOptions, _ any, _ ...any,
) (client.WorkflowRun, error) {
	if err := s.failure(id); err != nil {
		return nil, err
	}
	became, err := s.startRun(o)
	if err == nil {
		s.calls = append(s.calls, fmt.Sprintf("%s %s for %T", became, id, arg.(complaint.Order).Command))
	}
	return nil, err
}

func (s *temporal) DescribeWorkflowExecution(
	_ context.Context, id, _ string,
) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	if err := s.failure(id); err != nil {
		return nil, err
	}
	status, known := map[run]enumspb.WorkflowExecutionStatus{
		running:    enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING,
		ended:      enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED,
		terminated: enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED,
	}[s.runs[id]]
	if !known {
		return nil, serviceerror.NewNotFound("no such workflow")
	}
	info := &workflowpb.WorkflowExecutionInfo{Status: status}
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: info}, nil
}

// ListWorkflow lists what runs, two to a page.
func (s *temporal) ListWorkflow(
	_ context.Context, r *workflowservice.ListWorkflowExecutionsRequest,
) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	if err := s.failure(""); err != nil {
		return nil, err
	}
	var ids []string
	for id, state := range s.runs {
		if state == running && id > string(r.GetNextPageToken()) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	page := &workflowservice.ListWorkflowExecutionsResponse{}
	for _, id := range ids[:min(len(ids), 2)] {
		page.Executions = append(page.Executions, &workflowpb.WorkflowExecutionInfo{
			Execution: &commonpb.WorkflowExecution{WorkflowId: id},
		})
	}
	if len(ids) > 2 {
		page.NextPageToken = []byte(ids[1])
	}
	return page, nil
}

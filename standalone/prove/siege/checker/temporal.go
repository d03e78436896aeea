package checker

import (
	"context"
	"fmt"
	"strings"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

// runningCases are the cases that have an open workflow. Two open runs of one id cannot be; two of one case under
// different ids would show as a case never filed.
func runningCases(ctx context.Context, temporal client.Client) (map[string]bool, error) {
	running := map[string]bool{}
	var page []byte
	for {
		r, err := temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			Query: `WorkflowType = 'Case' AND ExecutionStatus = 'Running'`, PageSize: 1000, NextPageToken: page,
		})
		if err != nil {
			return nil, fmt.Errorf("list open workflows: %w", err)
		}
		for _, execution := range r.GetExecutions() {
			running[strings.TrimPrefix(execution.GetExecution().GetWorkflowId(), "case-")] = true
		}
		if page = r.GetNextPageToken(); len(page) == 0 {
			return running, nil
		}
	}
}

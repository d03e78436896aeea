package temporal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
)

const (
	frontendService = "temporal.api.workflowservice.v1.WorkflowService"
	readyWithin     = 60 * time.Second
	pollEvery       = 50 * time.Millisecond
)

// waitReady returns when a worker may start. A started server is not a ready one: the frontend refuses calls until
// history and matching answer it, and a workflow that sets an attribute before it is known fails its task again
// and again.
func waitReady(ctx context.Context, conn *grpc.ClientConn, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := poll(ctx, func() error { return frontendServes(ctx, conn) }); err != nil {
		return fmt.Errorf("wait for the frontend: %w", err)
	}
	workflows := workflowservice.NewWorkflowServiceClient(conn)
	if err := poll(ctx, func() error {
		_, err := workflows.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: o.Namespace})
		return err
	}); err != nil {
		return fmt.Errorf("wait for namespace %s: %w", o.Namespace, err)
	}
	if err := addSearchAttributes(ctx, operatorservice.NewOperatorServiceClient(conn), o); err != nil {
		return fmt.Errorf("search attributes: %w", err)
	}
	// A query that names the attributes is answered only when the frontend's own copy of the namespace has them.
	if err := poll(ctx, func() error { return countsBy(ctx, workflows, o) }); err != nil {
		return fmt.Errorf("wait for the search attributes: %w", err)
	}
	return nil
}

func frontendServes(ctx context.Context, conn *grpc.ClientConn) error {
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: frontendService})
	if err == nil && answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		err = fmt.Errorf("it says %s", answer.GetStatus())
	}
	return err
}

// addSearchAttributes adds what an older store lacks, the way it is done on a cluster. A new store was made with
// all of them: added to a running server they take seconds to arrive everywhere.
func addSearchAttributes(ctx context.Context, operator operatorservice.OperatorServiceClient, o Options) error {
	listed, err := operator.ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: o.Namespace})
	if err != nil {
		return err
	}
	missing := map[string]enumspb.IndexedValueType{}
	for name, want := range o.SearchAttributes {
		have, known := listed.GetCustomAttributes()[name]
		switch {
		case !known:
			missing[name] = want
		case have != want:
			return fmt.Errorf("%s is %s in the store and should be %s: %s", name, have, want, discardAdvice)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = operator.AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: o.Namespace, SearchAttributes: missing,
	})
	return err
}

func countsBy(ctx context.Context, workflows workflowservice.WorkflowServiceClient, o Options) error {
	var conditions []string
	for _, name := range slices.Sorted(maps.Keys(o.SearchAttributes)) {
		conditions = append(conditions, name+" IS NULL")
	}
	_, err := workflows.CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: o.Namespace, Query: strings.Join(conditions, " AND "),
	})
	return err
}

// poll asks until the answer is good, and says the last bad one when the time is up.
func poll(ctx context.Context, ask func() error) error {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-ticker.C:
		}
	}
}

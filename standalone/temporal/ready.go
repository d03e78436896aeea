package temporal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"

	"duban/workflows/namespace"
)

const (
	frontendService = "temporal.api.workflowservice.v1.WorkflowService"
	readyWithin     = 60 * time.Second
)

// WaitReady returns when a worker may start. A started server is not a ready one: the frontend refuses calls until
// history and matching answer it.
func WaitReady(ctx context.Context, conn *grpc.ClientConn, o namespace.Options) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := namespace.PollUntilGood(ctx, func() error { return checkFrontendServes(ctx, conn) }); err != nil {
		return fmt.Errorf("wait for the frontend: %w", err)
	}
	err := namespace.Prepare(ctx, connection{conn}, o)
	if errors.Is(err, namespace.ErrOtherType) {
		return fmt.Errorf("%w: %s", err, discardAdvice)
	}
	return err
}

func checkFrontendServes(ctx context.Context, conn *grpc.ClientConn) error {
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx,
		&grpc_health_v1.HealthCheckRequest{Service: frontendService})
	if err == nil && answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		err = fmt.Errorf("it says %s", answer.GetStatus())
	}
	return err
}

// connection reaches the server without a client, which would not connect to a namespace that is not there yet.
type connection struct{ *grpc.ClientConn }

// WorkflowService implements [namespace.Server].
func (c connection) WorkflowService() workflowservice.WorkflowServiceClient {
	return workflowservice.NewWorkflowServiceClient(c.ClientConn)
}

// OperatorService implements [namespace.Server].
func (c connection) OperatorService() operatorservice.OperatorServiceClient {
	return operatorservice.NewOperatorServiceClient(c.ClientConn)
}

// Package namespace makes a Temporal server ready for cases: the namespace registered, its search attributes
// known. It speaks to any server, the embedded one or a cluster.
package namespace

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
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/durationpb"
)

// Options say what the namespace must offer.
type Options struct {
	Name string
	// Retention is how long closed workflows stay inspectable; it counts when the namespace is registered.
	Retention time.Duration
	// SearchAttributes are what workflows may set. Attributes missing in an existing namespace are added.
	SearchAttributes map[string]enumspb.IndexedValueType
}

// Server is the part of a Temporal client that is needed.
type Server interface {
	WorkflowService() workflowservice.WorkflowServiceClient
	OperatorService() operatorservice.OperatorServiceClient
}

// ErrOtherType says that a search attribute has another type than it should.
var ErrOtherType = errors.New("a search attribute has another type")

// pollEvery is how often a server that is starting is asked again.
const pollEvery = 50 * time.Millisecond

// Prepare registers the namespace if it is not there, adds the search attributes it lacks and returns when a
// worker may start: a workflow that sets an attribute before it is known fails its task again and again. A server
// that does not answer yet is asked again until ctx ends.
func Prepare(ctx context.Context, s Server, o Options) error {
	if err := PollUntilGood(ctx, func() error { return registerNamespace(ctx, s.WorkflowService(), o) }); err != nil {
		return fmt.Errorf("namespace %s: %w", o.Name, err)
	}
	if err := addSearchAttributes(ctx, s.OperatorService(), o); err != nil {
		return fmt.Errorf("search attributes: %w", err)
	}
	return AwaitPrepared(ctx, s, o)
}

// AwaitPrepared returns when the namespace and its search attributes are known, whoever prepares them. A query that
// names the attributes is answered only when the frontend's own copy of the namespace has them.
func AwaitPrepared(ctx context.Context, s Server, o Options) error {
	if err := PollUntilGood(ctx, func() error { return countByAttributes(ctx, s.WorkflowService(), o) }); err != nil {
		return fmt.Errorf("wait for namespace %s and its search attributes: %w", o.Name, err)
	}
	return nil
}

func registerNamespace(ctx context.Context, workflows workflowservice.WorkflowServiceClient, o Options) error {
	_, err := workflows.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: o.Name})
	if serviceerror.ToStatus(err).Code() != codes.NotFound {
		return err
	}
	_, err = workflows.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace: o.Name, WorkflowExecutionRetentionPeriod: durationpb.New(o.Retention),
	})
	if serviceerror.ToStatus(err).Code() == codes.AlreadyExists { // somebody else was faster
		return nil
	}
	return err
}

// addSearchAttributes adds what is missing. An embedded store is made with all of them: added to a running server
// they take seconds to arrive everywhere.
func addSearchAttributes(ctx context.Context, operator operatorservice.OperatorServiceClient, o Options) error {
	var listed *operatorservice.ListSearchAttributesResponse
	err := PollUntilGood(ctx, func() (err error) { // a namespace registered a moment ago is not known everywhere
		listed, err = operator.ListSearchAttributes(ctx,
			&operatorservice.ListSearchAttributesRequest{Namespace: o.Name})
		return err
	})
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
			return fmt.Errorf("%w: %s is %s and should be %s", ErrOtherType, name, have, want)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = operator.AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: o.Name, SearchAttributes: missing,
	})
	return err
}

// noRun is the id of no run: what is counted by it costs the server nothing, however many workflows it has.
const noRun = "00000000-0000-0000-0000-000000000000"

func countByAttributes(ctx context.Context, workflows workflowservice.WorkflowServiceClient, o Options) error {
	conditions := []string{"RunId = '" + noRun + "'"}
	for _, name := range slices.Sorted(maps.Keys(o.SearchAttributes)) {
		conditions = append(conditions, name+" IS NULL")
	}
	_, err := workflows.CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: o.Name, Query: strings.Join(conditions, " AND "),
	})
	return err
}

// PollUntilGood asks until the answer is good, and says the last bad one when ctx ends.
func PollUntilGood(ctx context.Context, ask func() error) error {
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

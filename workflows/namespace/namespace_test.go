package namespace_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"

	"duban/workflows/namespace"
)

const (
	keyword  = enumspb.INDEXED_VALUE_TYPE_KEYWORD
	datetime = enumspb.INDEXED_VALUE_TYPE_DATETIME
)

var wanted = namespace.Options{
	Name:             "duban",
	Retention:        400 * 24 * time.Hour,
	SearchAttributes: map[string]enumspb.IndexedValueType{"DubanNumber": keyword, "DubanDue": datetime},
}

// server answers as Temporal does, and as Temporal does while it starts. The real one is tried in
// standalone/temporal.
type server struct {
	workflowservice.WorkflowServiceClient
	operatorservice.OperatorServiceClient
	// away is how many calls are answered that the server is not there yet.
	away int
	// lag is how many lists and counts fail after the registration, which has not arrived everywhere.
	lag        int
	namespaces map[string]time.Duration
	attributes map[string]enumspb.IndexedValueType
	// faster registers the namespace between the question whether it is there and the answer.
	faster bool
	added  []string
	counts int
}

func newServer() *server {
	return &server{namespaces: map[string]time.Duration{}, attributes: map[string]enumspb.IndexedValueType{}}
}

func (s *server) WorkflowService() workflowservice.WorkflowServiceClient { return s }
func (s *server) OperatorService() operatorservice.OperatorServiceClient { return s }

// starting is the answer of a server that is not there yet.
func (s *server) starting(left *int) error {
	if *left > 0 {
		*left--
		return serviceerror.NewUnavailable("starting")
	}
	return nil
}

func (s *server) DescribeNamespace(
	_ context.Context, r *workflowservice.DescribeNamespaceRequest, _ ...grpc.CallOption,
) (*workflowservice.DescribeNamespaceResponse, error) {
	if err := s.starting(&s.away); err != nil {
		return nil, err
	}
	if _, known := s.namespaces[r.GetNamespace()]; !known {
		return nil, serviceerror.NewNamespaceNotFound(r.GetNamespace())
	}
	return &workflowservice.DescribeNamespaceResponse{}, nil
}

func (s *server) RegisterNamespace(
	_ context.Context, r *workflowservice.RegisterNamespaceRequest, _ ...grpc.CallOption,
) (*workflowservice.RegisterNamespaceResponse, error) {
	if s.faster {
		s.namespaces[r.GetNamespace()] = time.Hour
		return nil, serviceerror.NewNamespaceAlreadyExists("somebody else was faster")
	}
	s.namespaces[r.GetNamespace()] = r.GetWorkflowExecutionRetentionPeriod().AsDuration()
	return &workflowservice.RegisterNamespaceResponse{}, nil
}

func (s *server) ListSearchAttributes(
	context.Context, *operatorservice.ListSearchAttributesRequest, ...grpc.CallOption,
) (*operatorservice.ListSearchAttributesResponse, error) {
	if err := s.starting(&s.lag); err != nil {
		return nil, err
	}
	return &operatorservice.ListSearchAttributesResponse{CustomAttributes: maps.Clone(s.attributes)}, nil
}

func (s *server) AddSearchAttributes(
	_ context.Context, r *operatorservice.AddSearchAttributesRequest, _ ...grpc.CallOption,
) (*operatorservice.AddSearchAttributesResponse, error) {
	maps.Copy(s.attributes, r.GetSearchAttributes())
	s.added = slices.AppendSeq(s.added, maps.Keys(r.GetSearchAttributes()))
	return &operatorservice.AddSearchAttributesResponse{}, nil
}

// CountWorkflowExecutions refuses attributes that are not known, as the server's frontend does.
func (s *server) CountWorkflowExecutions(
	_ context.Context, r *workflowservice.CountWorkflowExecutionsRequest, _ ...grpc.CallOption,
) (*workflowservice.CountWorkflowExecutionsResponse, error) {
	s.counts++
	if _, known := s.namespaces[r.GetNamespace()]; !known {
		return nil, serviceerror.NewNamespaceNotFound(r.GetNamespace())
	}
	for condition := range strings.SplitSeq(r.GetQuery(), " AND ") {
		name, _, asks := strings.Cut(condition, " IS NULL")
		if _, known := s.attributes[name]; asks && !known {
			return nil, serviceerror.NewInvalidArgument("no mapping for search attribute " + name)
		}
	}
	return &workflowservice.CountWorkflowExecutionsResponse{}, nil
}

// within is how long a test waits at most.
func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

// A server that is starting is asked again, until the namespace and all attributes are there.
func TestAServerThatIsStartingIsAwaited(t *testing.T) {
	s := newServer()
	s.away, s.lag = 3, 2
	if err := namespace.Prepare(within(t, 10*time.Second), s, wanted); err != nil {
		t.Fatal(err)
	}
	if s.namespaces["duban"] != wanted.Retention {
		t.Errorf("closed workflows are kept for %s", s.namespaces["duban"])
	}
	if !maps.Equal(s.attributes, wanted.SearchAttributes) {
		t.Errorf("the attributes are %v", s.attributes)
	}
	if s.counts == 0 {
		t.Error("nobody asked whether a workflow may set the attributes")
	}
}

// What is there stays as it is; what is missing is added, and nothing is added twice.
func TestOnlyWhatIsMissingIsAdded(t *testing.T) {
	s := newServer()
	s.namespaces["duban"] = time.Hour
	s.attributes["DubanNumber"] = keyword
	s.attributes["Theirs"] = keyword
	for range 2 {
		if err := namespace.Prepare(within(t, 10*time.Second), s, wanted); err != nil {
			t.Fatal(err)
		}
	}
	if s.namespaces["duban"] != time.Hour || !slices.Equal(s.added, []string{"DubanDue"}) {
		t.Errorf("retention %s, added %v", s.namespaces["duban"], s.added)
	}
}

// Two that prepare one server at once do not stop each other.
func TestWhoComesSecondGoesOn(t *testing.T) {
	s := newServer()
	s.faster = true
	if err := namespace.Prepare(within(t, 10*time.Second), s, wanted); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(s.attributes, wanted.SearchAttributes) {
		t.Errorf("the attributes are %v", s.attributes)
	}
}

// An attribute of another type would fail every case later: it is refused at once, by its name, and nothing is added.
func TestAnAttributeOfAnotherTypeIsRefused(t *testing.T) {
	s := newServer()
	s.attributes["DubanDue"] = keyword
	err := namespace.Prepare(within(t, 10*time.Second), s, wanted)
	if !errors.Is(err, namespace.ErrOtherType) ||
		!strings.Contains(err.Error(), "DubanDue is Keyword and should be Datetime") {
		t.Errorf("said: %v", err)
	}
	if len(s.added) > 0 {
		t.Errorf("added %v", s.added)
	}
}

// Whoever waits in vain hears why, and within their time.
func TestWaitingInVainTellsTheLastAnswer(t *testing.T) {
	s := newServer()
	s.away = 1 << 30
	err := namespace.Prepare(within(t, 150*time.Millisecond), s, wanted)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "starting") {
		t.Errorf("prepare: %v", err)
	}
	s = newServer()
	s.namespaces["duban"] = time.Hour
	err = namespace.AwaitPrepared(within(t, 150*time.Millisecond), s, wanted)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "DubanDue") {
		t.Errorf("await: %v", err)
	}
	if len(s.attributes) > 0 {
		t.Error("who only waits has prepared")
	}
}

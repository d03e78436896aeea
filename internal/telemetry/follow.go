package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/complaint"
	"duban/record"
)

// headerKey is where Temporal's SDKs carry a trace; orderField names the order that travels with it.
const (
	headerKey  = "_tracer-data"
	orderField = "order"
)

func writeTraceHeader(header map[string]*commonpb.Payload, sc trace.SpanContext, order complaint.CommandID) {
	carrier := propagation.MapCarrier{orderField: string(order)}
	//nolint:forbidigo // carries the span and nothing else
	w3c.Inject(trace.ContextWithSpanContext(context.Background(), sc), carrier)
	if payload, err := converter.GetDefaultDataConverter().ToPayload(carrier); err == nil {
		header[headerKey] = payload
	}
}

// readTraceHeader is the sender's span and its order; a header that is missing or no good is no trace.
func readTraceHeader(header map[string]*commonpb.Payload) (trace.SpanContext, complaint.CommandID) {
	carrier := propagation.MapCarrier{}
	payload, ok := header[headerKey]
	if !ok || converter.GetDefaultDataConverter().FromPayload(payload, &carrier) != nil {
		return trace.SpanContext{}, ""
	}
	ctx := w3c.Extract(context.Background(), carrier) //nolint:forbidigo // carries the span and nothing else
	return trace.SpanContextFromContext(ctx), complaint.CommandID(carrier[orderField])
}

// clientSpans puts a span around each message to a case and sends it along.
type clientSpans struct {
	interceptor.ClientOutboundInterceptorBase
	spans *spans
}

func (c *clientSpans) startSendingSpan(ctx context.Context, name string, args []any) (context.Context, trace.Span) {
	ctx, span := c.spans.startSpan(ctx, name, trace.SpanKindClient)
	if order, ok := onlyArgument[complaint.Order](args); ok {
		span.SetAttributes(commandAttribute(order.Command))
		writeTraceHeader(interceptor.Header(ctx), span.SpanContext(), order.ID)
	}
	return ctx, span
}

// UpdateWorkflow implements interceptor.ClientOutboundInterceptor.
func (c *clientSpans) UpdateWorkflow(
	ctx context.Context, in *interceptor.ClientUpdateWorkflowInput,
) (client.WorkflowUpdateHandle, error) {
	ctx, span := c.startSendingSpan(ctx, "update", in.Args)
	handle, err := c.Next.UpdateWorkflow(ctx, in)
	finishSpan(span, err)
	return handle, err
}

// UpdateWithStartWorkflow implements interceptor.ClientOutboundInterceptor.
func (c *clientSpans) UpdateWithStartWorkflow(
	ctx context.Context, in *interceptor.ClientUpdateWithStartWorkflowInput,
) (client.WorkflowUpdateHandle, error) {
	ctx, span := c.startSendingSpan(ctx, "start and update", in.UpdateOptions.Args)
	handle, err := c.Next.UpdateWithStartWorkflow(ctx, in)
	finishSpan(span, err)
	return handle, err
}

// SignalWithStartWorkflow implements interceptor.ClientOutboundInterceptor.
func (c *clientSpans) SignalWithStartWorkflow(
	ctx context.Context, in *interceptor.ClientSignalWithStartWorkflowInput,
) (client.WorkflowRun, error) {
	ctx, span := c.startSendingSpan(ctx, "signal", []any{in.SignalArg})
	run, err := c.Next.SignalWithStartWorkflow(ctx, in)
	finishSpan(span, err)
	return run, err
}

// follower is one run of a case's workflow: it remembers under which span each order came, until its act is done.
// What it remembers depends on the history alone, so it is the same in a replay, which makes no spans.
type follower struct {
	interceptor.WorkflowInboundInterceptorBase
	spans *spans
	came  map[complaint.CommandID]trace.SpanContext
}

// Init implements interceptor.WorkflowInboundInterceptor.
func (f *follower) Init(outbound interceptor.WorkflowOutboundInterceptor) error {
	out := &leader{follower: f}
	out.Next = outbound
	return f.Next.Init(out)
}

// HandleSignal implements interceptor.WorkflowInboundInterceptor. The act itself is the only span a signal makes.
func (f *follower) HandleSignal(ctx workflow.Context, in *interceptor.HandleSignalInput) error {
	if sender, order := readTraceHeader(interceptor.WorkflowHeader(ctx)); sender.IsValid() {
		f.came[order] = sender
	}
	return f.Next.HandleSignal(ctx, in)
}

// ExecuteUpdate implements interceptor.WorkflowInboundInterceptor.
func (f *follower) ExecuteUpdate(ctx workflow.Context, in *interceptor.UpdateInput) (any, error) {
	sender, order := readTraceHeader(interceptor.WorkflowHeader(ctx))
	if !sender.IsValid() {
		return f.Next.ExecuteUpdate(ctx, in)
	}
	here := spanOfHandling(sender, order)
	f.came[order] = here
	if workflow.IsReplaying(ctx) {
		return f.Next.ExecuteUpdate(ctx, in)
	}
	//nolint:forbidigo // carries the span and nothing else
	parent := trace.ContextWithRemoteSpanContext(context.WithValue(context.Background(),
		fixedID{}, here.SpanID()), sender)
	_, span := f.spans.startSpan(parent, "handle "+in.Name, trace.SpanKindServer)
	defer span.End() // also when the run is put out of memory while it waits
	return f.Next.ExecuteUpdate(ctx, in)
}

// leader hands the span of an order on to its act, and forgets it when the next order comes.
type leader struct {
	interceptor.WorkflowOutboundInterceptorBase
	follower *follower
	order    complaint.CommandID
}

// ExecuteLocalActivity implements interceptor.WorkflowOutboundInterceptor.
func (l *leader) ExecuteLocalActivity(ctx workflow.Context, activityType string, args ...any) workflow.Future {
	if request, ok := onlyArgument[activities.ActRequest](args); ok {
		order := request.Order.ID
		if order != l.order {
			delete(l.follower.came, l.order)
			l.order = order
		}
		if came, ok := l.follower.came[order]; ok {
			writeTraceHeader(interceptor.WorkflowHeader(ctx), came, order)
		}
	}
	return l.Next.ExecuteLocalActivity(ctx, activityType, args...)
}

// activitySpans puts a span around each activity.
type activitySpans struct {
	interceptor.ActivityInboundInterceptorBase
	spans *spans
}

// ExecuteActivity implements interceptor.ActivityInboundInterceptor.
func (a *activitySpans) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	if sender, _ := readTraceHeader(interceptor.Header(ctx)); sender.IsValid() {
		ctx = trace.ContextWithRemoteSpanContext(ctx, sender)
	}
	ctx, span := a.spans.startSpan(ctx, "act", trace.SpanKindInternal)
	if request, ok := onlyArgument[activities.ActRequest](in.Args); ok {
		span.SetAttributes(commandAttribute(request.Order.Command))
	}
	result, err := a.Next.ExecuteActivity(ctx, in)
	finishSpan(span, err)
	return result, err
}

// tracedJournal puts a span around each transaction.
type tracedJournal struct {
	next  record.Journal
	spans *spans
}

// Write implements record.Journal.
func (j tracedJournal) Write(ctx context.Context, id complaint.CaseID, fn func(record.Tx) error) error {
	ctx, span := j.spans.startSpan(ctx, "transaction", trace.SpanKindClient)
	err := j.next.Write(ctx, id, fn)
	finishSpan(span, err)
	return err
}

// Read implements record.Journal.
func (j tracedJournal) Read(ctx context.Context, id complaint.CaseID, fn func(record.ReadTx) error) error {
	ctx, span := j.spans.startSpan(ctx, "reading", trace.SpanKindClient)
	err := j.next.Read(ctx, id, fn)
	finishSpan(span, err)
	return err
}

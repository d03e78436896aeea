package telemetry

import (
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"duban/complaint"
)

// spans makes the spans of a command: one trace from the HTTP request to the transaction. A nil *spans makes none.
// No error is put into a span as it reads, for it may name what it is about; that it failed is enough.
type spans struct{ tracer trace.Tracer }

func newSpans(p trace.TracerProvider) *spans { return &spans{p.Tracer("duban")} }

var w3c = propagation.TraceContext{}

// startRequestSpan is the span of an HTTP request. Only a proxy of ours may say which trace it belongs to.
func (s *spans) startRequestSpan(
	r *http.Request, method string, trusted bool,
) (context.Context, func(route string, status int)) {
	ctx := r.Context()
	if s == nil {
		return ctx, func(string, int) {}
	}
	if trusted {
		ctx = w3c.Extract(ctx, propagation.HeaderCarrier(r.Header))
	}
	ctx, span := s.tracer.Start(ctx, method, trace.WithSpanKind(trace.SpanKindServer))
	return ctx, func(route string, status int) {
		span.SetName(method + " " + route)
		span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route),
			attribute.Int("http.response.status_code", status))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
		span.End()
	}
}

// startSpan begins a span inside the program.
func (s *spans) startSpan(ctx context.Context, name string, kind trace.SpanKind) (context.Context, trace.Span) {
	return s.tracer.Start(ctx, name, trace.WithSpanKind(kind))
}

// finishSpan ends a span that may have failed.
func finishSpan(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, failed)
	}
	span.End()
}

func commandAttribute(c complaint.Command) attribute.KeyValue {
	return attribute.String("duban.command", complaint.NameOf(c))
}

// spanOfHandling is the context of a command's handling in its case's workflow, under the sender's span. Its id is a
// function of trace and order: a workflow task that runs again, or is replayed to find the parent of an act,
// names the same span.
func spanOfHandling(sender trace.SpanContext, order complaint.CommandID) trace.SpanContext {
	if !sender.IsValid() {
		return sender
	}
	id := sender.TraceID()
	sum := sha256.Sum256(append(id[:], order...))
	return sender.WithSpanID(trace.SpanID(sum[:8]))
}

type fixedID struct{}

// ids draws the ids of spans, except for one whose id is fixed by [handling].
type ids struct{}

var _ sdktrace.IDGenerator = ids{}

// NewIDs implements sdktrace.IDGenerator.
func (g ids) NewIDs(ctx context.Context) (t trace.TraceID, s trace.SpanID) {
	for !t.IsValid() {
		t = trace.TraceID(append(randomBytes(), randomBytes()...))
	}
	return t, g.NewSpanID(ctx, t)
}

// NewSpanID implements sdktrace.IDGenerator.
func (ids) NewSpanID(ctx context.Context, _ trace.TraceID) (s trace.SpanID) {
	if fixed, ok := ctx.Value(fixedID{}).(trace.SpanID); ok {
		return fixed
	}
	for !s.IsValid() {
		s = trace.SpanID(randomBytes())
	}
	return s
}

func randomBytes() []byte {
	b := make([]byte, 8)
	n := rand.Uint64()
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	return b
}

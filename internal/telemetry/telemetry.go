package telemetry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"

	"duban/complaint"
	"duban/record"
)

// Options say who may look.
type Options struct {
	// Metrics is the address of the Prometheus listener (GET /metrics); empty for none. It asks nobody who they
	// are, so it must not be reachable for the public.
	Metrics string
	// OTLP is the base URL that traces are sent to by OTLP over HTTP, such as http://collector:4318; empty for
	// none. The usual OTEL_* variables (headers, sampler) hold as well.
	OTLP string
	// Exporter, if set, gets the traces instead.
	Exporter sdktrace.SpanExporter
	Version  string
	Now      func() time.Time
	Logger   *slog.Logger
}

// Telemetry is what one process shows. Close it last. A nil *Telemetry shows nothing: what it would wrap stays bare.
type Telemetry struct {
	metrics  *metrics
	sdk      *sdkMetrics
	spans    *spans
	provider *sdktrace.TracerProvider
	server   *http.Server
	address  string
	now      func() time.Time
	log      *slog.Logger
}

// Start opens the listener and the exporter that o names. It calls nobody by itself.
func Start(ctx context.Context, o Options) (*Telemetry, error) {
	t := &Telemetry{metrics: newMetrics(), now: o.Now, log: o.Logger}
	if err := t.startTracing(ctx, o); err != nil {
		return nil, fmt.Errorf("setting otlp: %w", err)
	}
	if o.Metrics == "" {
		return t, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Metrics)
	if err != nil {
		return nil, fmt.Errorf("setting metrics: %w", err)
	}
	t.sdk, t.address = newSDKMetrics(t.metrics.registry), listener.Addr().String()
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(t.metrics.registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: 2, ErrorLog: slog.NewLogLogger(o.Logger.Handler(), slog.LevelWarn),
	}))
	t.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}
	go func() {
		if err := t.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			t.log.Error("metrics listener ended", "error", err)
		}
	}()
	t.log.Info("metrics listener", "address", t.address)
	return t, nil
}

func (t *Telemetry) startTracing(ctx context.Context, o Options) error {
	exporter := o.Exporter
	if exporter == nil && o.OTLP != "" {
		var err error
		if exporter, err = otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(o.OTLP+"/v1/traces")); err != nil {
			return err
		}
	}
	if exporter == nil {
		return nil
	}
	t.provider = sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter), sdktrace.WithIDGenerator(ids{}),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "duban"), attribute.String("service.version", o.Version),
		)))
	t.spans = newSpans(t.provider)
	return nil
}

// Address is where metrics are served, "" if nowhere.
func (t *Telemetry) Address() string { return t.address }

// Close sends what is left of the traces and stops serving metrics.
func (t *Telemetry) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	var errs []error
	if t.provider != nil {
		errs = append(errs, t.provider.Shutdown(ctx))
	}
	if t.server != nil {
		errs = append(errs, t.server.Close())
	}
	return errors.Join(errs...)
}

// InstrumentClient prepares the options of a Temporal client. Workers made from that client are watched too.
func (t *Telemetry) InstrumentClient(o *client.Options) {
	if t == nil {
		return
	}
	if t.sdk != nil {
		o.MetricsHandler = sdkHandler{metrics: t.sdk}
	}
	o.Interceptors = append(o.Interceptors, &intercept{telemetry: t})
}

// CountCommandsOf counts what becomes of the commands sent through next, the gateway's way to Temporal.
func (t *Telemetry) CountCommandsOf(next Cases) Cases {
	if t == nil {
		return next
	}
	return countedCases{next, t.metrics}
}

// TraceJournal puts next's transactions into their traces.
func (t *Telemetry) TraceJournal(next record.Journal) record.Journal {
	if t == nil || t.spans == nil {
		return next
	}
	return tracedJournal{next, t.spans}
}

// intercept is what Temporal's SDK calls.
type intercept struct {
	interceptor.InterceptorBase
	telemetry *Telemetry
}

// InterceptClient implements interceptor.ClientInterceptor.
func (i *intercept) InterceptClient(next interceptor.ClientOutboundInterceptor) interceptor.ClientOutboundInterceptor {
	if i.telemetry.spans == nil {
		return i.InterceptorBase.InterceptClient(next)
	}
	c := &clientSpans{spans: i.telemetry.spans}
	c.Next = next
	return c
}

// InterceptActivity implements interceptor.WorkerInterceptor.
func (i *intercept) InterceptActivity(
	_ context.Context, next interceptor.ActivityInboundInterceptor,
) interceptor.ActivityInboundInterceptor {
	meter := &activityMeter{metrics: i.telemetry.metrics, now: i.telemetry.now}
	meter.Next = next
	if i.telemetry.spans == nil {
		return meter
	}
	traced := &activitySpans{spans: i.telemetry.spans}
	traced.Next = meter
	return traced
}

// InterceptWorkflow implements interceptor.WorkerInterceptor.
func (i *intercept) InterceptWorkflow(
	ctx workflow.Context, next interceptor.WorkflowInboundInterceptor,
) interceptor.WorkflowInboundInterceptor {
	if i.telemetry.spans == nil {
		return i.InterceptorBase.InterceptWorkflow(ctx, next)
	}
	f := &follower{spans: i.telemetry.spans, came: map[complaint.CommandID]trace.SpanContext{}}
	f.Next = next
	return f
}

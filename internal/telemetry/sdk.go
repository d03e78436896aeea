package telemetry

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/client"
)

// sdkLabels are the tags of Temporal's SDK that are kept, each from a small set; other tags are dropped.
var sdkLabels = []string{
	"operation", "task_queue", "workflow_type", "activity_type", "worker_type", "poller_type",
	"failure_reason", "status_code",
}

// sdkMetrics shows the metrics of Temporal's SDK (names begin with temporal_) as Prometheus metrics, all with the
// same labels. Timers become histograms in seconds.
type sdkMetrics struct {
	registry *prometheus.Registry
	mu       sync.Mutex
	vectors  map[string]prometheus.Collector
}

func newSDKMetrics(registry *prometheus.Registry) *sdkMetrics {
	return &sdkMetrics{registry: registry, vectors: map[string]prometheus.Collector{}}
}

// newVectorMetric makes a metric when the SDK first names it. A name that comes back as another kind gets a name of its
// own.
func newVectorMetric[V prometheus.Collector](s *sdkMetrics, name string, create func(name string) V) V {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.vectors[name].(V); ok {
		return v
	}
	v := create(name)
	s.vectors[name] = v
	s.registry.MustRegister(v)
	return v
}

// sdkHandler implements client.MetricsHandler for one set of tags.
type sdkHandler struct {
	metrics *sdkMetrics
	tags    map[string]string
}

// WithTags implements client.MetricsHandler.
func (h sdkHandler) WithTags(tags map[string]string) client.MetricsHandler {
	all := maps.Clone(h.tags)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, tags)
	return sdkHandler{metrics: h.metrics, tags: all}
}

func (h sdkHandler) labelValues() []string {
	values := make([]string, len(sdkLabels))
	for i, label := range sdkLabels {
		values[i] = h.tags[label]
	}
	return values
}

// Counter implements client.MetricsHandler.
func (h sdkHandler) Counter(name string) client.MetricsCounter {
	c := newVectorMetric(h.metrics,
		strings.TrimSuffix(name, "_total")+"_total", func(name string) *prometheus.CounterVec {
			return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: "Temporal SDK."}, sdkLabels)
		}).WithLabelValues(h.labelValues()...)
	return counterFunc(func(n int64) { c.Add(float64(n)) })
}

// Gauge implements client.MetricsHandler.
func (h sdkHandler) Gauge(name string) client.MetricsGauge {
	g := newVectorMetric(h.metrics, name, func(name string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: "Temporal SDK."}, sdkLabels)
	}).WithLabelValues(h.labelValues()...)
	return gaugeFunc(g.Set)
}

// Timer implements client.MetricsHandler.
func (h sdkHandler) Timer(name string) client.MetricsTimer {
	o := newVectorMetric(h.metrics, name+"_seconds", func(name string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    name,
			Help:    "Temporal SDK.",
			Buckets: fast,
		}, sdkLabels)
	}).WithLabelValues(h.labelValues()...)
	return timerFunc(func(d time.Duration) { o.Observe(d.Seconds()) })
}

type (
	counterFunc func(int64)
	gaugeFunc   func(float64)
	timerFunc   func(time.Duration)
)

// Inc implements client.MetricsCounter.
func (f counterFunc) Inc(n int64) { f(n) }

// Update implements client.MetricsGauge.
func (f gaugeFunc) Update(v float64) { f(v) }

// Record implements client.MetricsTimer.
func (f timerFunc) Record(d time.Duration) { f(d) }

package telemetry

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"duban/record"

	"github.com/prometheus/client_golang/prometheus"
)

// Record is the database as far as operators watch it.
type Record interface {
	// CountVitals are counts over the whole record.
	CountVitals(ctx context.Context) (record.Vitals, error)
	// PoolStats are the state of the connections by pool.
	PoolStats() map[string]sql.DBStats
}

const (
	// freshFor is how long a reading of the record is shown again: scraping must not load the database.
	freshFor = 10 * time.Second
	// readPatience bounds one reading.
	readPatience = 3 * time.Second
)

// watch reads the record when metrics are scraped.
type watch struct {
	*metrics
	record Record
	now    func() time.Time
	log    *slog.Logger

	mu     sync.Mutex
	read   time.Time
	vitals record.Vitals
}

// ShowRecordMetrics shows the metrics that stand in the record. While the record cannot be read they are absent.
func (t *Telemetry) ShowRecordMetrics(r Record) {
	if t == nil {
		return
	}
	t.metrics.registry.MustRegister(&watch{
		metrics: t.metrics,
		record:  r,
		now:     t.now,
		log:     t.log,
	})
}

// Describe implements prometheus.Collector.
func (w *watch) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		w.relayPending, w.relayLag, w.casesOpen, w.casesOverdue, w.poolConnections, w.poolWaits, w.poolWaitSeconds,
	} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (w *watch) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for pool, s := range w.record.PoolStats() {
		gauge(w.poolConnections, float64(s.InUse), pool, "in_use")
		gauge(w.poolConnections, float64(s.Idle), pool, "idle")
		gauge(w.poolConnections, float64(s.MaxOpenConnections), pool, "most")
		ch <- prometheus.MustNewConstMetric(w.poolWaits, prometheus.CounterValue, float64(s.WaitCount), pool)
		ch <- prometheus.MustNewConstMetric(w.poolWaitSeconds, prometheus.CounterValue, s.WaitDuration.Seconds(), pool)
	}
	v, ok := w.lastVitals()
	if !ok {
		return
	}
	gauge(w.relayPending, float64(v.Pending))
	gauge(w.relayLag, v.Lag.Seconds())
	gauge(w.casesOpen, float64(v.Open))
	gauge(w.casesOverdue, float64(v.Overdue))
}

func (w *watch) lastVitals() (record.Vitals, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := w.now(); now.Sub(w.read) < freshFor {
		return w.vitals, true
	}
	// A scrape brings no context along.
	//nolint:forbidigo // prometheus hands in no context
	ctx, cancel := context.WithTimeout(context.Background(), readPatience)
	defer cancel()
	v, err := w.record.CountVitals(ctx)
	if err != nil {
		w.log.Warn("metrics of the record not read", "error", err)
		return v, false
	}
	w.vitals, w.read = v, w.now()
	return v, true
}

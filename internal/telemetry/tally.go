package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"

	"duban/record"
)

// Tally is what a worker counts by itself while it keeps what the record promises.
type Tally struct {
	// Late is how many cases were past a due instant at the last sweep.
	Late func() int64
	// Findings are counts since the start, by a name of a closed set.
	Findings map[string]func() int64
}

// ShowWorkerCounts shows a worker's counts.
func (t *Telemetry) ShowWorkerCounts(tally Tally) {
	if t == nil {
		return
	}
	t.metrics.registry.MustRegister(&tallied{t.metrics, tally})
}

type tallied struct {
	*metrics
	tally Tally
}

// Describe implements prometheus.Collector.
func (c *tallied) Describe(ch chan<- *prometheus.Desc) { ch <- c.findings; ch <- c.casesLate }

// Collect implements prometheus.Collector.
func (c *tallied) Collect(ch chan<- prometheus.Metric) {
	ch <- prometheus.MustNewConstMetric(c.casesLate, prometheus.GaugeValue, float64(c.tally.Late()))
	for name, count := range c.tally.Findings {
		ch <- prometheus.MustNewConstMetric(c.findings, prometheus.CounterValue, float64(count()), name)
	}
}

// CountWord counts a try to send word outside by a channel.
func (t *Telemetry) CountWord(channel record.Channel, outcome string) {
	if t == nil {
		return
	}
	t.metrics.words.WithLabelValues(string(channel), outcome).Inc()
}

package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics counts and measures. It costs next to nothing and is always there, whether anybody may read it or not.
type metrics struct {
	registry *prometheus.Registry
	names    []string

	requests       *prometheus.CounterVec
	requestSeconds *prometheus.HistogramVec
	commands       *prometheus.CounterVec
	underWay       *prometheus.GaugeVec
	waiting        *prometheus.GaugeVec
	turnedAway     *prometheus.CounterVec
	actSeconds     *prometheus.HistogramVec
	actRetries     *prometheus.CounterVec
	fired          *prometheus.CounterVec
	words          *prometheus.CounterVec
	lateness       prometheus.Histogram

	relayPending, relayLag, casesOpen, casesOverdue *prometheus.Desc
	findings, casesLate                             *prometheus.Desc
	poolConnections, poolWaits, poolWaitSeconds     *prometheus.Desc
}

var (
	// fast are the seconds of what a person waits for.
	fast = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	// late are the seconds after a due instant; the promise is 60 while the system is up.
	late = []float64{.1, .5, 1, 2, 5, 10, 30, 60, 120, 600, 3600, 86400}
)

// newMetrics makes every metric Duban has. This is the table of them; docs/operations.md shows it to people.
func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.requests = m.newCounter("duban_http_requests_total", "Requests answered.", "route", "method", "status")
	m.requestSeconds = m.newHistogram("duban_http_request_seconds", "From a request's header to the end of its answer.",
		fast, "route", "method")
	m.commands = m.newCounter("duban_commands_total",
		"Commands and filings (command \"file\") sent to cases: done, refused, unknown "+
			"(nobody answered in time), queued, or lost (could not be queued either; the sender was told).",
		"command", "outcome")
	m.underWay = m.newGauge("duban_admission_under_way", "Requests inside a gate of the gateway.", "gate")
	m.waiting = m.newGauge("duban_admission_waiting", "Requests waiting at a gate.", "gate")
	m.turnedAway = m.newCounter("duban_admission_refused_total",
		"Requests turned away at a gate (503 busy): nothing was recorded.", "gate")
	m.actSeconds = m.newHistogram("duban_act_seconds",
		"One act on a case, one transaction: done, refused, behind (the journal was ahead), obsolete "+
			"(the run was ahead), error (tried again).",
		fast, "activity", "outcome")
	m.actRetries = m.newCounter("duban_act_retries_total", "Acts tried again after an error.", "activity")
	m.fired = m.newCounter("duban_deadlines_fired_total",
		"Rungs of deadlines recorded, by the event that says so.", "event")
	m.lateness = m.newHistogram("duban_deadline_lateness_seconds",
		"From a rung's instant to its act.", late).WithLabelValues().(prometheus.Histogram)
	m.words = m.newCounter("duban_words_total",
		"Tries to send word outside, by how they ended: sent, put_off, refused, given_up, or not sent because it was "+
			"read, over or unwanted.", "channel", "outcome")
	m.findings = m.newDescription("duban_findings_total", "What the worker found and mended: "+
		"errands of the outbox put off, cases told to read their journal, workflows started again.", "finding")
	m.casesLate = m.newDescription("duban_cases_late",
		"Cases more than a minute past a due instant with nothing recorded, at the worker's last sweep.")
	m.relayPending = m.newDescription("duban_relay_pending",
		"Outbox rows not done: what was recorded and not yet passed on to Temporal.")
	m.relayLag = m.newDescription("duban_relay_lag_seconds",
		"Age of the oldest outbox row not done; 0 if there is none.")
	m.casesOpen = m.newDescription("duban_cases_open", "Cases not archived.")
	m.casesOverdue = m.newDescription("duban_cases_overdue", "Cases whose nearest limit has passed.")
	m.poolConnections = m.newDescription("duban_database_connections", "Connections to the database.", "pool", "state")
	m.poolWaits = m.newDescription("duban_database_waits_total", "How often somebody waited for a connection.", "pool")
	m.poolWaitSeconds = m.newDescription("duban_database_wait_seconds_total", "How long they waited together.", "pool")
	m.registry.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Names are the names of Duban's own metrics.
func (m *metrics) Names() []string { return m.names }

func (m *metrics) newCounter(name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	m.register(name, v)
	return v
}

func (m *metrics) newGauge(name, help string, labels ...string) *prometheus.GaugeVec {
	v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	m.register(name, v)
	return v
}

func (m *metrics) newHistogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	m.register(name, v)
	return v
}

func (m *metrics) register(name string, c prometheus.Collector) {
	m.names = append(m.names, name)
	m.registry.MustRegister(c)
}

// newDescription is a metric read from the record when somebody asks; see [Telemetry.ShowRecordMetrics].
func (m *metrics) newDescription(name, help string, labels ...string) *prometheus.Desc {
	m.names = append(m.names, name)
	return prometheus.NewDesc(name, help, labels, nil)
}

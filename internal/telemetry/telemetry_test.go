package telemetry

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"duban/complaint"
	"duban/record"
)

// ledger is a database with a known state.
type ledger struct {
	vitals record.Vitals
	err    error
	asked  int
}

func (r *ledger) CountVitals(context.Context) (record.Vitals, error) {
	r.asked++
	return r.vitals, r.err
}

func (r *ledger) PoolStats() map[string]sql.DBStats {
	return map[string]sql.DBStats{"writer": {
		MaxOpenConnections: 1,
		InUse:              1,
		WaitCount:          7,
		WaitDuration:       2 * time.Second,
	}}
}

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func startTelemetry(t *testing.T, c *clock) *Telemetry {
	t.Helper()
	tel, err := Start(t.Context(), Options{Metrics: "127.0.0.1:0", Now: c.now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tel.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return tel
}

func (t *Telemetry) scrape(tb testing.TB) string {
	tb.Helper()
	resp, err := http.Get("http://" + t.Address() + "/metrics")
	if err != nil {
		tb.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		tb.Fatal(err)
	}
	return string(body)
}

func wantLines(t *testing.T, exposition string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(exposition, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, exposition)
		}
	}
}

func TestRequestsAndGates(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	tel := startTelemetry(t, c)
	for _, method := range []string{"GET", "GET", "BREW"} {
		_, answered := tel.BeginRequest(httptest.NewRequest(method, "/api/v1/cases/secret?q=canary", nil), true)
		c.at = c.at.Add(200 * time.Millisecond)
		answered("/api/v1/cases/:id", 200)
	}
	tel.ReportGate("writes", 3, 5)
	tel.CountTurnedAway("writes")
	got := tel.scrape(t)
	wantLines(t, got,
		`duban_http_requests_total{method="GET",route="/api/v1/cases/:id",status="200"} 2`,
		`duban_http_requests_total{method="other",route="/api/v1/cases/:id",status="200"} 1`,
		`duban_http_request_seconds_bucket{method="GET",route="/api/v1/cases/:id",le="0.1"} 0`,
		`duban_http_request_seconds_bucket{method="GET",route="/api/v1/cases/:id",le="0.25"} 2`,
		`duban_admission_under_way{gate="writes"} 3`, `duban_admission_waiting{gate="writes"} 5`,
		`duban_admission_refused_total{gate="writes"} 1`)
	if strings.Contains(got, "secret") || strings.Contains(got, "canary") || !strings.Contains(got, "go_goroutines") {
		t.Error(got)
	}
}

func TestTheRecordIsReadAtMostEveryTenSeconds(t *testing.T) {
	c := &clock{time.Unix(1e9, 0)}
	tel := startTelemetry(t, c)
	r := &ledger{vitals: record.Vitals{
		Open:    12,
		Overdue: 3,
		Pending: 2,
		Lag:     90 * time.Second,
	}}
	tel.ShowRecordMetrics(r)
	for range 5 {
		wantLines(t, tel.scrape(t), `duban_cases_open 12`, `duban_cases_overdue 3`, `duban_relay_pending 2`,
			`duban_relay_lag_seconds 90`,
			`duban_database_connections{pool="writer",state="in_use"} 1`, `duban_database_waits_total{pool="writer"} 7`,
			`duban_database_wait_seconds_total{pool="writer"} 2`)
	}
	if r.asked != 1 {
		t.Errorf("the record was read %d times", r.asked)
	}
	c.at, r.err = c.at.Add(freshFor), errors.New("down")
	if got := tel.scrape(t); strings.Contains(got, "duban_cases_open ") ||
		!strings.Contains(got, "duban_database_waits_total") {
		t.Errorf("what cannot be read must be absent, the rest there:\n%s", got)
	}
}

func TestWordsAreCountedByChannel(t *testing.T) {
	tel := startTelemetry(t, &clock{time.Unix(1e9, 0)})
	tel.CountWord(record.Mail, "sent")
	tel.CountWord(record.WeCom, "put_off")
	tel.CountWord(record.WeCom, "put_off")
	(*Telemetry)(nil).CountWord(record.Mail, "sent")
	wantLines(t, tel.scrape(t), `duban_words_total{channel="mail",outcome="sent"} 1`,
		`duban_words_total{channel="wecom",outcome="put_off"} 2`)
}

// cases answers as told.
type cases struct {
	answer complaint.Answer
	err    error
}

func (c *cases) StartCase(context.Context, complaint.CaseID) error { return c.err }
func (c *cases) GiveOrder(context.Context, complaint.CaseID, complaint.Order) (complaint.Answer, error) {
	return c.answer, c.err
}

func (c *cases) QueueOrder(context.Context, complaint.CaseID, complaint.Order) error { return c.err }

func TestWhatBecomesOfCommands(t *testing.T) {
	tel := startTelemetry(t, &clock{time.Unix(1e9, 0)})
	inner := &cases{}
	counted := tel.CountCommandsOf(inner)
	note := complaint.Order{Command: complaint.Note{}}
	call := func(answer complaint.Answer, err error) {
		inner.answer, inner.err = answer, err
		_ = counted.StartCase(t.Context(), "c")
		_, _ = counted.GiveOrder(t.Context(), "c", note)
		_ = counted.QueueOrder(t.Context(), "c", note)
	}
	call(complaint.Answer{Seq: 1}, nil)
	call(complaint.Answer{Refusal: &complaint.Error{Code: complaint.Conflict}}, nil)
	call(complaint.Answer{}, errors.New("no worker"))
	call(complaint.Answer{}, complaint.Refuse(complaint.Conflict, "archived", nil))
	wantLines(t, tel.scrape(t),
		`duban_commands_total{command="file",outcome="done"} 2`,
		`duban_commands_total{command="file",outcome="unknown"} 1`,
		`duban_commands_total{command="note",outcome="done"} 1`,
		`duban_commands_total{command="note",outcome="refused"} 2`,
		`duban_commands_total{command="note",outcome="unknown"} 1`,
		`duban_commands_total{command="note",outcome="queued"} 2`,
		`duban_commands_total{command="note",outcome="lost"} 2`)
}

// Tags that are not in the closed set are dropped; equal names with other tags are one metric.
func TestTheSDKsMetrics(t *testing.T) {
	tel := startTelemetry(t, &clock{time.Unix(1e9, 0)})
	var o client.Options
	tel.InstrumentClient(&o)
	h := o.MetricsHandler.WithTags(map[string]string{"namespace": "duban", "operation": "PollWorkflowTaskQueue"})
	h.Counter("temporal_request").Inc(2)
	h.WithTags(map[string]string{"workflow_id": "case-canary", "operation": "other"}).Counter("temporal_request").Inc(1)
	h.Gauge("temporal_worker_task_slots_available").Update(7)
	h.Timer("temporal_request_latency").Record(20 * time.Millisecond)
	got := tel.scrape(t)
	for _, want := range []string{
		`temporal_request_total{activity_type="",failure_reason="",operation="PollWorkflowTaskQueue"`,
		`temporal_worker_task_slots_available{`,
		`temporal_request_latency_seconds_count{`, `operation="other"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(got, "canary") {
		t.Error("an id became a label")
	}
}

// Without settings nothing listens and nobody is called.
func TestOffByDefault(t *testing.T) {
	tel, err := Start(t.Context(), Options{Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var o client.Options
	tel.InstrumentClient(&o)
	if tel.Address() != "" || o.MetricsHandler != nil || tel.provider != nil {
		t.Errorf("%+v", tel)
	}
	if err := tel.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

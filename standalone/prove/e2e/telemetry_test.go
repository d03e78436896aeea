package e2e

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// sink takes traces by OTLP over HTTP, as a collector does.
type sink struct {
	*httptest.Server
	mu    sync.Mutex
	raw   []byte
	spans []*tracepb.Span
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var request collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &request)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			http.Error(w, "not OTLP", http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.raw = append(s.raw, body...)
		for _, resource := range request.GetResourceSpans() {
			for _, scope := range resource.GetScopeSpans() {
				s.spans = append(s.spans, scope.GetSpans()...)
			}
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// trace are the spans of the trace that a request began, by name.
func (s *sink) trace(root string, nth int) map[string][]*tracepb.Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	var roots []*tracepb.Span
	for _, span := range s.spans {
		if span.GetName() == root {
			roots = append(roots, span)
		}
	}
	slices.SortFunc(roots, func(a, b *tracepb.Span) int {
		return int(a.GetStartTimeUnixNano()) - int(b.GetStartTimeUnixNano())
	})
	found := map[string][]*tracepb.Span{}
	if nth >= len(roots) {
		return found
	}
	for _, span := range s.spans {
		if string(span.GetTraceId()) == string(roots[nth].GetTraceId()) {
			found[span.GetName()] = append(found[span.GetName()], span)
		}
	}
	return found
}

const commandRoute = "POST /api/v1/cases/:id/commands"

// One command is one trace from the request to its transaction, also after the workflow was replayed; what another
// says about traces does not count; and nothing that a person wrote or is called is in traces, metrics or logs (I14).
func TestOneCommandIsOneTraceAndTellsNoTales(t *testing.T) {
	traces := newSink(t)
	metrics := freeAddress(t)
	p := StartProgram(t, "--metrics", metrics, "--otlp", traces.URL)
	const foreign = "4bf92f3577b34da6a3ce929d0e0e4736"
	canaries := []string{"金丝雀甲", "13712345678", "金丝雀乙的纸箱", "金丝雀丙说的话", "金丝雀丁的备注"}
	matter := filing(canaries[2])
	matter["content"], matter["complainant"] = canaries[3], map[string]any{"name": canaries[0], "phone": canaries[1]}
	agent := p.SignIn("logistics.agent")
	agent.Headers = map[string]string{"Traceparent": "00-" + foreign + "-00f067aa0ba902b7-01"}
	path := "/api/v1/cases/" +
		agent.Post("/api/v1/cases", "", matter).MustHaveStatus(t, http.StatusCreated).TextAt("id")
	note := map[string]any{"command": "note", "data": map[string]any{"text": canaries[4]}}
	agent.Post(path+"/commands", "", note).MustHaveStatus(t, http.StatusOK)
	agent.Post(path+"/commands", "", map[string]any{
		"command": "note",
		"data":    map[string]any{canaries[0]: 1},
	}).MustHaveStatus(t, http.StatusUnprocessableEntity)
	agent.Get("/api/v1/cases?q="+canaries[1]).MustHaveStatus(t, http.StatusOK)
	p.Stop()
	p.Launch()
	p.WaitReady()
	p.SignIn("logistics.agent").Post(path+"/commands", "", note).MustHaveStatus(t, http.StatusOK)
	exposition := scrape(t, metrics)
	p.Stop() // sends what is left

	for nth := range 3 {
		if nth == 1 { // the refused one goes no further than the gateway
			continue
		}
		spans := traces.trace(commandRoute, nth)
		parent := spans[commandRoute]
		for _, name := range []string{"update", "handle command", "act", "transaction"} {
			if len(parent) != 1 || len(spans[name]) != 1 ||
				string(spans[name][0].GetParentSpanId()) != string(parent[0].GetSpanId()) {
				t.Fatalf("command %d: span %q is not once under its parent: %v", nth, name, spans)
			}
			parent = spans[name]
		}
	}
	if len(traces.trace("POST /api/v1/cases", 0)["transaction"]) == 0 {
		t.Error("the filing's trace does not reach its transaction")
	}
	seen := map[string]bool{}
	for _, span := range traces.spans {
		if seen[string(span.GetSpanId())] || hex.EncodeToString(span.GetTraceId()) == foreign {
			t.Errorf("span %s twice, or in a trace of others", span.GetName())
		}
		seen[string(span.GetSpanId())] = true
	}
	log, err := os.ReadFile(p.log.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, canary := range canaries {
		for where, text := range map[string]string{
			"traces":  string(traces.raw),
			"metrics": exposition,
			"logs":    string(log),
		} {
			if strings.Contains(text, canary) {
				t.Errorf("%s is in the %s", canary, where)
			}
		}
	}
	for _, name := range []string{
		`duban_commands_total{command="note",outcome="done"}`, `duban_act_seconds_count{activity="Act",outcome="done"}`,
		"duban_cases_open 1",
		"duban_relay_lag_seconds 0", `duban_database_connections{pool="writer",state="most"} 1`,
		"temporal_workflow_task_execution_latency_seconds_count",
	} {
		if !strings.Contains(exposition, name) {
			t.Errorf("metric %s is missing", name)
		}
	}
}

func scrape(t *testing.T, address string) string {
	t.Helper()
	client := &http.Client{Timeout: 10 * time.Second}
	resp, err := client.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

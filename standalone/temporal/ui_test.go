package temporal_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"duban/standalone/temporal"
)

func mounted(t *testing.T, r *running) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(temporal.PublicPath, r.UIHandler())
	mux.Handle(temporal.PublicPath+"/", r.UIHandler())
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	return web
}

func fetch(t *testing.T, method, url, body string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func TestUIUnderThePrefix(t *testing.T) {
	web := mounted(t, sharedServer(t))
	for _, path := range []string{"/temporal", "/temporal/", "/temporal/namespaces/duban/workflows"} {
		response, page := fetch(t, http.MethodGet, web.URL+path, "")
		if response.StatusCode != http.StatusOK || !strings.Contains(page, `base: "/temporal"`) {
			t.Fatalf("GET %s: %s, page of %d bytes", path, response.Status, len(page))
		}
		policy := response.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "'sha256-") || !strings.Contains(policy, "connect-src 'self'") {
			t.Errorf("GET %s: policy %q", path, policy)
		}
		assets := regexp.MustCompile(`"(/[^"]*_app/[^"]*)"`).FindAllStringSubmatch(page, -1)
		if len(assets) == 0 {
			t.Fatalf("GET %s: no assets named", path)
		}
		for _, asset := range assets {
			got, _ := fetch(t, http.MethodGet, web.URL+asset[1], "")
			if got.StatusCode != http.StatusOK || !strings.Contains(got.Header.Get("Content-Type"), "javascript") {
				t.Errorf("GET %s: %s, %s", asset[1], got.Status, got.Header.Get("Content-Type"))
			}
		}
	}
}

func TestUICalls(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{})
	r.asks(t, id)
	web := mounted(t, r)
	for path, says := range map[string]string{
		"/settings":                                           `"DisableWriteActions":true`,
		"/system-info":                                        "serverVersion",
		"/namespaces/duban":                                   "duban",
		"/namespaces/duban/workflows/" + id:                   id,
		"/namespaces/duban/workflows?query=":                  "executions",
		"/namespaces/duban/workflows/" + id + "/history":      "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",
		"/namespaces/duban/search-attributes":                 "DubanNumber",
		"/namespaces/duban/task-queues/cases?taskQueueType=1": "pollers",
	} {
		response, text := fetch(t, http.MethodGet, web.URL+"/temporal/api/v1"+path, "")
		if response.StatusCode != http.StatusOK || !strings.Contains(text, says) {
			t.Errorf("GET %s: %s %s", path, response.Status, text)
		}
	}
	response, text := fetch(t, http.MethodPost,
		web.URL+"/temporal/api/v1/namespaces/duban/workflows/"+id+"/query/diary", `{"query": {"queryType": "diary"}}`)
	if response.StatusCode != http.StatusOK || !strings.Contains(text, "queryResult") {
		t.Errorf("query: %s %s", response.Status, text)
	}
}

func TestUIOnlyShows(t *testing.T) {
	r := sharedServer(t)
	r.beginAs(t, "case-kept", Diary{})
	r.beginAs(t, "query", Diary{})
	web := mounted(t, r)
	for _, call := range []struct{ method, path string }{
		{http.MethodPost, "/workflows/case-kept/terminate"},
		{http.MethodPost, "/workflows/case-kept/cancel"},
		{http.MethodPost, "/workflows/case-kept/signal/finish"},
		{http.MethodPost, "/workflows/query/terminate"},
		{http.MethodPost, "/workflows/case-kept/signal/query%2F"},
		{http.MethodPost, "/batch-operations/x%2Fworkflows%2Fquery%2F"},
		{http.MethodPost, "/workflows/case-kept/query/../terminate"},
		{http.MethodPut, "/workflows/case-kept/query/diary"},
		{http.MethodDelete, "/workflows/case-kept"},
	} {
		response, _ := fetch(t, call.method, web.URL+"/temporal/api/v1/namespaces/duban"+call.path,
			`{"reason": "test"}`)
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s %s: %s, want 405", call.method, call.path, response.Status)
		}
	}
	for _, id := range []string{"case-kept", "query"} {
		r.asks(t, id)
	}
}

package gateway

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"duban/internal/seed"
)

// fakeTemporal stands in for Temporal's pages: it notes what it is asked and knows every workflow there is.
type fakeTemporal struct {
	asked []string
	// meanwhile happens while it answers.
	meanwhile func()
}

func (f *fakeTemporal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	asked := strings.TrimPrefix(r.URL.EscapedPath(), "/temporal/api/v1/namespaces/duban")
	f.asked = append(f.asked, fmt.Sprintf("%s %s?%s %s", r.Method, asked, r.URL.RawQuery, body))
	if f.meanwhile != nil {
		f.meanwhile()
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case asked == "/workflows" || asked == "/workflow-count":
		f.list(w, asked, r.URL.Query().Get("query"))
	case strings.HasSuffix(asked, "/history"):
		_, _ = io.WriteString(w, `{"history":{"events":[]},"nextPageToken":"dG9rZW4="}`)
	default:
		_, _ = io.WriteString(w, `{"said":"`+asked+`"}`)
	}
}

// list answers with a workflow for each case that the query names.
func (f *fakeTemporal) list(w io.Writer, asked, query string) {
	_, named, _ := strings.Cut(query, "WorkflowId IN (")
	named, _, _ = strings.Cut(named, ")")
	var found []string
	for _, name := range strings.Split(named, ", ")[1:] {
		found = append(found, fmt.Sprintf(`{"execution":{"workflowId":%q}}`, strings.Trim(name, "'")))
	}
	if asked == "/workflows" {
		_, _ = fmt.Fprintf(w, `{"executions":[%s]}`, strings.Join(found, ","))
		return
	}
	_, _ = fmt.Fprintf(w, `{"count":"%d","groups":[{"groupValues":["x"],"count":"%[1]d"}]}`, len(found))
}

const temporalDuban = "/temporal/api/v1/namespaces/duban"

func (v *visitor) temporal(path string) reply {
	v.h.t.Helper()
	return v.do(http.MethodGet, path, "", nil)
}

// workflows are the ids listed on all pages of a size.
func (v *visitor) workflows(query string) (ids []string) {
	v.h.t.Helper()
	for token := ""; ; {
		r := v.temporal(temporalDuban + "/workflows?" + query + "&nextPageToken=" + token).must(http.StatusOK)
		for i := range r.list("executions") {
			ids = append(ids, r.text("executions", i, "execution", "workflowId"))
		}
		if token = r.text("nextPageToken"); token == "" {
			return ids
		}
	}
}

func temporalHouse(t *testing.T) (*house, *fakeTemporal) {
	ui := &fakeTemporal{}
	return newHouse(t, func(o *Options) { o.TemporalUI = ui }), ui
}

func TestTemporalsPagesAreForSupervisors(t *testing.T) {
	h, _ := temporalHouse(t)
	for who, want := range map[string]int{
		"logistics.supervisor": 200,
		"logistics.ceo_office": 200,
		"admin":                200,
		"logistics.agent":      404,
		"logistics.branch":     404,
	} {
		for _, path := range []string{"/temporal", "/temporal/namespaces/duban/workflows", temporalDuban} {
			r := h.signedIn(who).temporal(path).must(want)
			if r.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s may be kept: %v", who, path, r.header)
			}
		}
	}
	h.public().temporal("/temporal").refuses(http.StatusNotFound, "not_found")
	h.signedIn("admin").do(http.MethodDelete, "/temporal/x", "", nil).must(http.StatusMethodNotAllowed)
}

func TestTemporalShowsCasesThatMayBeRead(t *testing.T) {
	h, ui := temporalHouse(t)
	var all []string
	for range 3 {
		all = append(all, "case-"+h.filed())
	}
	supervisor := h.signedIn("logistics.supervisor")
	for _, query := range []string{"", "pageSize=1", "pageSize=2", "query=DubanOverdue%3Dtrue"} {
		if got := supervisor.workflows(query); !slices.Equal(sorted(got), sorted(all)) {
			t.Errorf("%s lists %v of %v", query, got, all)
		}
	}
	if got := h.signedIn("admin").workflows(""); len(got) != 0 {
		t.Errorf("who may read no case is shown %v", got)
	}
	for who, want := range map[string]string{
		"admin":                `{"count":"0","groups":[{"groupValues":["x"],"count":"0"}]}`,
		"logistics.supervisor": `{"count":"3","groups":[{"groupValues":["x"],"count":"3"}]}`,
	} {
		r := h.signedIn(who).temporal(temporalDuban + "/workflow-count?query=GROUP%20BY%20ExecutionStatus")
		if r.must(http.StatusOK).raw != want {
			t.Errorf("%s counts %s", who, r.raw)
		}
	}
	last := ui.asked[len(ui.asked)-1]
	if !strings.Contains(last, "query=WorkflowId+IN+%28%27case-%27") ||
		!strings.HasSuffix(last, "GROUP+BY+ExecutionStatus ") {
		t.Error(last)
	}
}

// Whatever is searched for stays among the cases that may be read.
func TestASearchInTemporalStaysInItsBrackets(t *testing.T) {
	h, ui := temporalHouse(t)
	admin := h.signedIn("admin")
	for _, query := range []string{
		"a) OR (b", "(a", "a)", "'a", `"a`, "a' OR 'b\\", "a -- b", "a /* b", "a # b", "a; b", "(a))((b", "a'(') OR (b",
	} {
		before := len(ui.asked)
		for _, call := range []string{"/workflows", "/workflow-count"} {
			admin.temporal(temporalDuban+call+"?query="+url.QueryEscape(query)).
				refuses(http.StatusUnprocessableEntity, "invalid")
			if len(ui.asked) != before {
				t.Errorf("%s was asked: %s", query, ui.asked[before])
			}
		}
	}
	admin.temporal(temporalDuban + "/workflows?query=" + url.QueryEscape(`DubanStep = ")" OR (a = '(')`)).
		must(http.StatusOK)
}

func TestTemporalOfACaseIsBehindItsWall(t *testing.T) {
	h, ui := temporalHouse(t)
	id := h.filed()
	supervisor, admin := h.signedIn("logistics.supervisor"), h.signedIn("admin")
	here := temporalDuban + "/workflows/case-" + id
	nowhere := temporalDuban + "/workflows/case-00000000-0000-4000-8000-000000000000"
	missing := admin.temporal(nowhere + "/history").must(http.StatusNotFound)
	asked := len(ui.asked)
	for _, path := range []string{
		here, here + "/history", here + "/history-reverse",
		here + "/run/00000000-0000-4000-8000-000000000000/history.json",
		here + "/history?waitNewEvent=true", nowhere,
		temporalDuban + "/workflows/notice-" + id + "-3", temporalDuban + "/workflows/periods-2026",
		temporalDuban + "/workflows/case-" + strings.ToUpper(id), temporalDuban + "/schedules",
		temporalDuban + "/batch-operations", temporalDuban + "/archived-workflows", temporalDuban + "/activities",
		temporalDuban + "/task-queues/other", "/temporal/api/v1/namespaces/temporal-system",
		"/temporal/api/v1/namespaces/temporal-system/workflows", "/temporal/api/v1/namespaces/default",
		"/temporal/api/v1/namespaces/duban%2F..%2Ftemporal-system/workflows", "/temporal/api/v1", "/temporal/api",
		"/temporal//api/v1/namespaces/duban/workflows", "/temporal/namespaces/temporal-system/workflows",
	} {
		if r := admin.temporal(path); r.status != http.StatusNotFound || r.raw != missing.raw {
			t.Errorf("%s: %d %s", path, r.status, r.raw)
		}
	}
	if r := admin.do(http.MethodPost, here+"/query/state", "", `{}`); r.status != http.StatusNotFound ||
		r.raw != missing.raw {
		t.Errorf("query: %d %s", r.status, r.raw)
	}
	if len(ui.asked) != asked {
		t.Errorf("the server was asked: %v", ui.asked[asked:])
	}
	for _, path := range []string{here, here + "/history"} {
		supervisor.temporal(path).must(http.StatusOK)
	}
	supervisor.do(http.MethodPost, here+"/query/state", "", `{}`).must(http.StatusOK)
	readings := supervisor.get("/cases/" + id + "/readings").must(http.StatusOK)
	if readings.findIn("items", "what", "workflow") == nil {
		t.Errorf("nobody wrote it down: %s", readings.raw)
	}
}

// What names another case beside the path does not reach the server.
func TestTemporalBelievesThePathAlone(t *testing.T) {
	h, ui := temporalHouse(t)
	id := h.filed()
	here := "/workflows/case-" + id
	supervisor := h.signedIn("logistics.supervisor")
	supervisor.temporal(temporalDuban + here +
		"/history?execution.workflowId=case-x&namespace=other&maximumPageSize=2").
		must(http.StatusOK)
	supervisor.do(http.MethodPost, temporalDuban+here+"/query/state?namespace=other", "",
		`{"query":{"queryType":"x"},"execution":{"workflowId":"case-x"},"namespace":"other"}`).must(http.StatusOK)
	want := []string{
		"GET " + here + "/history?maximumPageSize=2 ",
		"POST " + here + `/query/state? {"query":{"queryType":"state"}}`,
	}
	if !slices.Equal(ui.asked, want) {
		t.Errorf("asked %v, want %v", ui.asked, want)
	}
}

// A token of the server's names a history by itself; it counts for the case that it was given out for.
func TestATokenOfTemporalsIsForItsCase(t *testing.T) {
	h, ui := temporalHouse(t)
	one, other := h.filed(), h.filed()
	supervisor := h.signedIn("logistics.supervisor")
	history := func(id, token string) reply {
		return supervisor.temporal(temporalDuban + "/workflows/case-" + id +
			"/history?nextPageToken=" + url.QueryEscape(token))
	}
	token := history(one, "").must(http.StatusOK).text("nextPageToken")
	history(one, token).must(http.StatusOK)
	if last := ui.asked[len(ui.asked)-1]; !strings.Contains(last, "nextPageToken=dG9rZW4%3D") {
		t.Error(last)
	}
	for _, forged := range []string{"dG9rZW4=", "x", token + "AAAA"} {
		history(one, forged).must(http.StatusNotFound)
	}
	history(other, token).must(http.StatusNotFound)
}

// Who loses the case while the server waits for news of it does not get them.
func TestLosingACaseEndsLookingIntoTemporal(t *testing.T) {
	h, ui := temporalHouse(t)
	id := h.filed()
	supervisor := h.signedIn("logistics.supervisor")
	path := temporalDuban + "/workflows/case-" + id
	supervisor.temporal(path).must(http.StatusOK)
	ui.meanwhile = func() { h.addStaff("logistics.supervisor", "unit-elsewhere") }
	supervisor.temporal(path+"/history?waitNewEvent=true").refuses(http.StatusNotFound, "not_found")
}

func TestTemporalIsClosedToWhomACaseIsAbout(t *testing.T) {
	h, _ := temporalHouse(t)
	id := h.filed("respondents", []any{map[string]any{
		"kind": "person",
		"id":   string(seed.DemoUserID("logistics.supervisor")),
		"name": "主管",
	}})
	accused, other := h.signedIn("logistics.supervisor"), h.signedIn("logistics.supervisor2")
	if got := accused.workflows(""); len(got) != 0 {
		t.Errorf("whom it is about is shown %v", got)
	}
	if got := other.workflows(""); len(got) != 1 {
		t.Errorf("the other is shown %v", got)
	}
	accused.temporal(temporalDuban+"/workflows/case-"+id).refuses(http.StatusNotFound, "not_found")
	other.temporal(temporalDuban + "/workflows/case-" + id).must(http.StatusOK)
}

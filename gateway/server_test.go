package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"duban/complaint"
	"duban/gateway/session"
	"duban/policy"
)

func TestProblemsEverywhere(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	v.do(http.MethodGet, "/nowhere", "", nil).refuses(http.StatusNotFound, "not_found")
	v.do(http.MethodGet, "/api/v1/nowhere", "", nil).refuses(http.StatusNotFound, "not_found")
	v.do(http.MethodPut, "/api/v1/cases", "", nil).refuses(http.StatusMethodNotAllowed, "method_not_allowed")
	v.do(http.MethodPost, "/api/v1/cases", "k", "{").refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1/cases", "k", "").refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1/cases", "k", `["canary"]`).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1/cases", "k",
		strings.Repeat("[", 1<<19)).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1/cases", "k",
		`"`+strings.Repeat("x", 1<<20)+`"`).refuses(http.StatusRequestEntityTooLarge, "too_large")
	v.headers = map[string]string{"Content-Type": "text/plain"}
	v.do(http.MethodPost, "/api/v1/cases", "k", `{}`).refuses(http.StatusUnsupportedMediaType, "unsupported_media_type")
}

// Whatever is wrong with a request, nothing of it comes back.
func TestProblemsRepeatNothing(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	id := h.filed()
	const canary = "canary-7261"
	for name := range matter() {
		for _, value := range []any{
			canary, 72615, []any{canary}, map[string]any{canary: canary}, true, strings.Repeat(canary, 3000),
		} {
			r := v.post("/cases", matter(name, value))
			if r.status < 300 {
				continue
			}
			if strings.Contains(r.raw, canary) || strings.Contains(r.raw, "72615") {
				t.Errorf("%s: %s", name, r.raw)
			}
		}
	}
	for _, body := range []any{
		matter(canary, 1),
		map[string]any{"command": canary},
		map[string]any{canary: canary},
		`{"canary-7261":`, canary,
		map[string]any{"command": "note", "data": map[string]any{canary: canary}},
		map[string]any{"command": "correct", "data": map[string]any{"seq": canary, "reason": "x"}},
		map[string]any{"command": "complete", "outcome": canary, "task": canary},
		map[string]any{"username": canary, "password": canary},
	} {
		for _, path := range []string{
			"/cases", "/cases/" + id + "/commands", "/session", "/public/complaints",
			"/rehearsal/cases/" + id + "/advance",
		} {
			if r := v.post(path, body); r.status < 400 || strings.Contains(r.raw, canary) {
				t.Errorf("%s %v: %d %s", path, body, r.status, r.raw)
			}
		}
	}
	for _, query := range []string{
		"limit=" + canary, "status=" + canary, "overdue=" + canary, "cursor=" + canary, "q=" + canary + "%00",
	} {
		if r := v.get("/cases?" + query); r.status != 422 || strings.Contains(r.raw, canary) {
			t.Errorf("%s: %d %s", query, r.status, r.raw)
		}
	}
	if strings.Contains(h.logs.String(), canary) {
		t.Error("the log holds what was sent")
	}
}

func TestAPanicIsAProblem(t *testing.T) {
	h := newHouse(t)
	h.g.engine.GET("/panic", func(*gin.Context) { panic("canary") })
	h.public().do(http.MethodGet, "/panic", "", nil).refuses(http.StatusInternalServerError, "internal")
	if strings.Contains(h.logs.String(), "canary") || !strings.Contains(h.logs.String(), "handler panicked") {
		t.Errorf("log: %s", h.logs)
	}
}

func TestHeaders(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/healthz", "/api/v1/cases", "/api/v1/openapi.json", "/nowhere"} {
		r := h.public().do(http.MethodGet, path, "", nil)
		for name, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cache-Control":                "no-store",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; " +
				"object-src 'none'; base-uri 'none'",
		} {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if r.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: no request id", path)
		}
	}
	secure := newHouse(t, func(o *Options) { o.SecureCookies = true })
	r := secure.public().signIn("logistics.agent", password).must(http.StatusNoContent)
	if !strings.Contains(r.header.Get("Set-Cookie"), "Secure") {
		t.Error("cookie is not Secure")
	}
}

func TestPages(t *testing.T) {
	files := fstest.MapFS{
		"index.html":     {Data: []byte("<title>督办</title>")},
		"public.html":    {Data: []byte("<title>投诉</title>")},
		"assets/a.js":    {Data: []byte("1")},
		"assets/b.js":    {Data: []byte("long")},
		"assets/b.js.gz": {Data: []byte("short")},
	}
	h := newHouse(t, func(o *Options) { o.Web = files })
	for path, want := range map[string]string{
		"/":            "督办",
		"/cases/7":     "督办",
		"/index.html":  "督办",
		"/p":           "投诉",
		"/p/follow":    "投诉",
		"/policies":    "督办",
		"/assets/a.js": "1",
		"/assets/b.js": "long",
	} {
		r := h.public().do(http.MethodGet, path, "", nil).must(http.StatusOK)
		if !strings.Contains(r.raw, want) ||
			!strings.Contains(r.header.Get("Content-Security-Policy"), "default-src 'self'") ||
			strings.Contains(r.header.Get("Content-Security-Policy"), "script-src") {
			t.Errorf("%s: %s %v", path, r.raw, r.header)
		}
	}
	if r := h.public().do(http.MethodGet,
		"/assets/a.js", "", nil); !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
		t.Errorf("assets: %v", r.header)
	}
	small := h.public()
	small.headers = map[string]string{"Accept-Encoding": "gzip"}
	if r := small.do(http.MethodGet, "/assets/b.js", "", nil); r.raw != "short" ||
		r.header.Get("Content-Encoding") != "gzip" || !strings.Contains(r.header.Get("Content-Type"), "javascript") {
		t.Errorf("compressed: %v", r.header)
	}
	for _, path := range []string{"/missing.js", "/api/nowhere", "/temporal", "/../secret.txt", "/docs.json"} {
		h.public().do(http.MethodGet, path, "", nil).refuses(http.StatusNotFound, "not_found")
	}
	h.public().do(http.MethodPost, "/", "", nil).refuses(http.StatusNotFound, "not_found")
}

func TestAProgramWithoutItsPagesSaysSo(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Web = fstest.MapFS{} })
	if r := h.public().do(http.MethodGet, "/inbox", "", nil).must(http.StatusServiceUnavailable); !strings.Contains(
		r.raw, "make build",
	) {
		t.Error(r.raw)
	}
}

func TestTheDocumentNeedsNoServer(t *testing.T) {
	one, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t)
	if served := h.public().do(http.MethodGet,
		"/api/v1/openapi.json", "", nil).must(http.StatusOK); served.raw != string(one) {
		t.Error("the served document is another")
	}
	var doc struct {
		Paths      map[string]map[string]any
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(one, &doc); err != nil {
		t.Fatal(err)
	}
	for _, name := range complaint.CommandNames() {
		if _, ok := doc.Components.Schemas["Command_"+name]; ok != contains(policy.ClientCommands(), name) {
			t.Errorf("command %s: %v", name, ok)
		}
	}
}

func TestStoppingLetsRequestsFinish(t *testing.T) {
	h := newHouse(t)
	entered, leave := make(chan struct{}), make(chan struct{})
	h.g.engine.GET("/slow", func(c *gin.Context) {
		close(entered)
		<-leave
		c.String(http.StatusOK, "done %v", c.Request.Context().Err())
	})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped, answered := make(chan error, 1), make(chan string, 1)
	go func() { stopped <- h.g.serve(ctx, listener) }()
	base := "http://" + listener.Addr().String()
	go func() { answered <- fetch(base + "/slow") }()
	<-entered
	stop()
	for !h.g.stopping.Load() {
		<-time.After(time.Millisecond)
	}
	for _, path := range []string{"/readyz", "/readyz/reads"} {
		r := h.public().do(http.MethodGet, path, "", nil).must(http.StatusServiceUnavailable)
		if r.text("state") != "stopping" || r.header.Get("Connection") != "close" {
			t.Errorf("%s: %s %v", path, r.raw, r.header)
		}
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request under way: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(leave)
	if got := <-answered; got != "done <nil>" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if got := fetch(base + "/healthz"); !strings.HasPrefix(got, "error") {
		t.Errorf("still answering: %s", got)
	}
}

func TestStoppingDoesNotWaitForEver(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Drain = 50 * time.Millisecond })
	entered := make(chan struct{})
	h.g.engine.GET("/stuck", func(c *gin.Context) {
		close(entered)
		<-c.Request.Context().Done()
	})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- h.g.serve(ctx, listener) }()
	go fetch("http://" + listener.Addr().String() + "/stuck")
	<-entered
	stop()
	if err := <-stopped; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped with %v", err)
	}
}

func fetch(url string) string {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return "error " + err.Error()
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "error " + err.Error()
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "error " + err.Error()
	}
	return string(b)
}

func TestOptionsAreChecked(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("a gateway without a store")
	}
	h := newHouse(t)
	o := h.g.Options
	o.Secret = []byte("short")
	if _, err := New(o); err == nil {
		t.Error("a short secret")
	}
	o.Secret, o.TrustedProxies = h.g.Secret, []string{"nonsense"}
	if _, err := New(o); err == nil {
		t.Error("a proxy without address")
	}
	var _ Store = h.store
	var _ interface{ DeleteExpired(context.Context) error } = (*session.Store)(nil)
}

// A header that anybody can send does not make anybody somebody else.
func TestForwardedAddressesAreNotBelieved(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.PublicFilings = Rate{Burst: 1, Every: time.Hour} })
	v := h.public()
	v.headers = map[string]string{"X-Forwarded-For": "198.51.100.1"}
	v.post("/public/complaints", publicMatter()).must(http.StatusCreated)
	v.headers = map[string]string{"X-Forwarded-For": "198.51.100.2"}
	v.post("/public/complaints", publicMatter()).must(http.StatusTooManyRequests)
	if networkOfAddress("2001:db8::1") != networkOfAddress("2001:db8::ffff") ||
		networkOfAddress("192.0.2.1") == networkOfAddress("192.0.2.2") {
		t.Error("networks")
	}
}

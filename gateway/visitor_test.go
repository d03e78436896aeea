package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/seed"
)

// visitor is somebody with a browser.
type visitor struct {
	h      *house
	cookie string
	// username is who signs in again when their session is over, "" for a browser that is only left open; came is when
	// they were here last, began when they signed in.
	username    string
	came, began time.Time
	// headers go with every request.
	headers map[string]string
}

// findSignedIn is somebody who has signed in; the password was checked in other tests.
func (h *house) signedIn(username string) *visitor {
	h.t.Helper()
	account, err := h.store.AccountByUsername(context.Background(), username)
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := h.g.startSession(context.Background(), account)
	if err != nil {
		h.t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(out.SetCookie[0], ";")
	return &visitor{
		h:        h,
		cookie:   cookie,
		username: username,
		came:     h.now(),
		began:    h.now(),
	}
}

func (h *house) agent() *visitor    { return h.signedIn("logistics.agent") }
func (h *house) public() *visitor   { return &visitor{h: h} }
func (h *house) branch() *visitor   { return h.signedIn("logistics.branch") }
func (h *house) stranger() *visitor { return h.signedIn("elsewhere") }

type reply struct {
	t      *testing.T
	status int
	header http.Header
	raw    string
	json   map[string]any
}

func (v *visitor) do(method, path, key string, body any) reply {
	v.h.t.Helper()
	var payload []byte
	switch b := body.(type) {
	case nil:
	case string:
		payload = []byte(b)
	default:
		var err error
		if payload, err = json.Marshal(b); err != nil {
			v.h.t.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, path, bytes.NewReader(payload))
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	if cookie := v.arrive(); cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	v.h.g.ServeHTTP(w, r)
	out := reply{
		t:      v.h.t,
		status: w.Code,
		header: w.Header(),
		raw:    w.Body.String(),
		json:   map[string]any{},
	}
	_ = json.Unmarshal(w.Body.Bytes(), &out.json)
	return out
}

// arrive gives the cookie of a session in force: who was away too long signs in again. Twins arrive at once.
func (v *visitor) arrive() string {
	v.h.t.Helper()
	v.h.door.Lock()
	defer v.h.door.Unlock()
	if now := v.h.now(); v.username != "" {
		if p := v.h.g.Profile; now.Sub(v.came) >= p.IdleEnd() || now.Sub(v.began) >= p.LongestSession() {
			v.cookie, v.began = v.h.signedIn(v.username).cookie, now
		}
		v.came = now
	}
	return v.cookie
}

func (v *visitor) get(path string) reply {
	v.h.t.Helper()
	return v.do(http.MethodGet, "/api/v1"+path, "", nil)
}

func (v *visitor) post(path string, body any) reply {
	v.h.t.Helper()
	return v.do(http.MethodPost, "/api/v1"+path, uuid.NewString(), body)
}

// does gives a command.
func (v *visitor) does(id, command string, more ...any) reply {
	v.h.t.Helper()
	body := map[string]any{"command": command}
	for i := 0; i+1 < len(more); i += 2 {
		body[fmt.Sprint(more[i])] = more[i+1]
	}
	return v.post("/cases/"+id+"/commands", body)
}

func (r reply) must(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("want %d, got %d: %s", status, r.status, r.raw)
	}
	return r
}

// refuses checks status and code, that the answer is a problem document, and what it rests on.
func (r reply) refuses(status int, code string) reply {
	r.t.Helper()
	r.must(status)
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		r.t.Errorf("content type %s", got)
	}
	if r.text("code") != code || r.text("detail") == "" || r.json["status"] != float64(status) {
		r.t.Errorf("want code %s: %s", code, r.raw)
	}
	return r
}

// text is the string at a path of keys and numbers, "" if there is none.
func (r reply) text(path ...any) string {
	v := r.at(path...)
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (r reply) at(path ...any) any {
	var v any = r.json
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// list is the array at a key.
func (r reply) list(path ...any) []any {
	l, _ := r.at(path...).([]any)
	return l
}

// findIn is the object in a list whose field has the value.
func (r reply) findIn(list, field, value string) map[string]any {
	for _, item := range r.list(list) {
		if m, ok := item.(map[string]any); ok && fmt.Sprint(m[field]) == value {
			return m
		}
	}
	return nil
}

// matter is a complete filing against the branch; more changes it.
func matter(more ...any) map[string]any {
	body := map[string]any{
		"policy":      "logistics",
		"channel":     "hotline",
		"category":    "damage.wet",
		"severity":    "general",
		"subject":     "货物淋湿",
		"content":     "外箱全湿，内物受潮。",
		"complainant": map[string]any{"name": "张三丰", "phone": "13912345678"},
		"respondents": []any{map[string]any{
			"kind": "unit",
			"id":   string(seed.DemoUnitID("logistics", "branch")),
			"name": "网点",
		}},
		"data": map[string]any{"waybill": "YD88", "declared": 120000},
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] == nil {
			delete(body, fmt.Sprint(more[i]))
			continue
		}
		body[fmt.Sprint(more[i])] = more[i+1]
	}
	return body
}

// filed registers a matter and returns its id.
func (h *house) filed(more ...any) string {
	h.t.Helper()
	return h.agent().post("/cases", matter(more...)).must(http.StatusCreated).text("id")
}

// types are the event types of the whole journal.
func (v *visitor) types(id string) []string {
	v.h.t.Helper()
	var types []string
	r := v.get("/cases/" + id + "/journal?limit=500").must(http.StatusOK)
	for i := range r.list("items") {
		types = append(types, r.text("items", i, "type"))
	}
	return types
}

func contains(all []string, one string) bool { return slices.Contains(all, one) }

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }

func encode(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

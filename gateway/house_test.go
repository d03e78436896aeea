package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/complaint"
	"duban/gateway/session"
	"duban/seed"
	"duban/store"
)

// monday is a working day, 10:00 in the organisation's zone.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

const password = "correct horse battery staple"

// template is the file of a seeded organisation, made once: hashing passwords is slow on purpose.
var template string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "duban-gateway-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	template = filepath.Join(dir, "duban.db")
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: template, Now: func() time.Time { return monday }})
	if err != nil {
		panic(err)
	}
	_, accountsErr := seed.Accounts(ctx, s, password, false) // the administrator; the others come with regulations
	if err := errors.Join(seed.Regulations(ctx, s), accountsErr, s.Close()); err != nil {
		panic(err)
	}
	return m.Run()
}

// house is a gateway on a real store, with the workflows replaced by bench.
type house struct {
	t     *testing.T
	g     *Gateway
	store *store.Store
	bench *bench
	logs  *bytes.Buffer
	mu    sync.Mutex
	clock time.Time
	// hash is of every account's password.
	hash string
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *house) pass(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(by)
}

// newHouse opens a house; change may alter its options.
func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{t: t, clock: monday, logs: &bytes.Buffer{}}
	dir := t.TempDir()
	data, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "duban.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if h.store, err = store.Open(ctx, store.Options{Path: filepath.Join(dir, "duban.db"), Now: h.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	sessions, err := session.Open(ctx, session.Options{Path: filepath.Join(dir, "sessions.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sessions.Close() })
	h.bench = &bench{store: h.store, now: h.now, queued: map[complaint.CaseID][]complaint.Order{}}
	o := Options{
		Store: h.store, Cases: h.bench, Rehearsal: h.bench, Now: h.now, Sessions: sessions, Patience: 2 * time.Second,
		Secret: bytes.Repeat([]byte{7}, 32), Logger: slog.New(slog.NewJSONHandler(h.logs, nil)),
	}
	for _, c := range change {
		c(&o)
	}
	h.bench.acts = activities.Acts{Journal: h.store, Now: h.now, Rehearsal: o.Rehearsal != nil}
	if h.g, err = New(o); err != nil {
		t.Fatal(err)
	}
	h.hire(ctx)
	return h
}

// hire makes two people for each role, as the demonstration organisation has them, and a second branch.
func (h *house) hire(ctx context.Context) {
	h.t.Helper()
	admin, err := h.store.Account(ctx, seed.AdminName)
	if err != nil {
		h.t.Fatal(err)
	}
	h.hash = admin.PasswordHash
	policies, err := h.store.PoliciesInForce(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range policies {
		if p.Ref().ID != "logistics" {
			continue
		}
		for _, role := range p.Doc.Roles.Entries {
			h.employ("logistics."+role.Key, seed.UnitID("logistics", role.Key), p.Role(role.Key))
			h.employ("logistics."+role.Key+"2", seed.UnitID("logistics", role.Key), p.Role(role.Key))
		}
	}
	h.employ("elsewhere", "unit-elsewhere", "logistics.branch")
	h.employ("nobody", "unit-elsewhere")
}

func (h *house) employ(username string, unit complaint.UnitID, roles ...complaint.RoleID) {
	h.t.Helper()
	ctx := context.Background()
	if err := h.store.SaveUnit(ctx, complaint.Unit{ID: unit, Name: "单位" + string(unit)}); err != nil {
		h.t.Fatal(err)
	}
	err := h.store.SaveAccount(ctx, complaint.Account{
		Username: username, PasswordHash: h.hash,
		Person: complaint.Person{ID: seed.UserID(username), Name: "员工" + username, Unit: unit, Roles: roles, Active: true},
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// bench stands in for Temporal: it acts at once, unless told to be broken.
type bench struct {
	acts  activities.Acts
	store *store.Store
	now   func() time.Time
	mu    sync.Mutex
	// silent: nothing is answered. late: things are done and not answered. deaf: nothing can be queued either.
	silent, late, deaf bool
	queued             map[complaint.CaseID][]complaint.Order
	calls              int
}

var errNoWorker = errors.New("no worker")

func (b *bench) set(change func(*bench)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
}

func (b *bench) Start(ctx context.Context, id complaint.CaseID) error {
	_, err := b.Act(ctx, id, complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}})
	return err
}

func (b *bench) Act(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	if b.silent {
		return complaint.Answer{}, errNoWorker
	}
	row, err := b.store.CaseRow(ctx, id)
	if err != nil {
		return complaint.Answer{}, err
	}
	answer, err := b.act(ctx, id, o, b.now().Add(row.ClockOffset))
	if b.late {
		return complaint.Answer{}, errNoWorker
	}
	return answer, err
}

func (b *bench) act(ctx context.Context, id complaint.CaseID, o complaint.Order, clock time.Time) (complaint.Answer, error) {
	events, err := b.store.Events(ctx, id, 0, 0)
	if err != nil {
		return complaint.Answer{}, err
	}
	at := clock
	if !o.ReceivedAt.IsZero() {
		at = o.ReceivedAt
	}
	r, err := b.acts.Act(ctx, activities.ActRequest{
		Case: id, Expected: len(events), Order: o, At: complaint.Instant(at), Clock: complaint.Instant(clock),
	})
	if err != nil {
		return complaint.Answer{}, err
	}
	return *r.Answer, nil
}

func (b *bench) Queue(_ context.Context, id complaint.CaseID, o complaint.Order) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.deaf {
		return errNoWorker
	}
	b.queued[id] = append(b.queued[id], o)
	return nil
}

// work carries out what was queued.
func (b *bench) work(t *testing.T, id complaint.CaseID) {
	t.Helper()
	b.set(func(b *bench) { b.silent = false })
	for _, o := range b.queued[id] {
		if _, err := b.Act(context.Background(), id, o); err != nil {
			t.Fatal(err)
		}
	}
}

// Advance fires what falls due on the way, each rung at its own time.
func (b *bench) Advance(ctx context.Context, id complaint.CaseID, by time.Duration) error {
	row, err := b.store.CaseRow(ctx, id)
	if err != nil {
		return err
	}
	target := b.now().Add(row.ClockOffset).Add(by)
	for {
		events, err := b.store.Events(ctx, id, 0, 0)
		if err != nil {
			return err
		}
		c := complaint.NewCase(id)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return err
			}
		}
		d, r := c.NextRung()
		if r == nil || r.At.After(target) {
			break
		}
		order := complaint.Order{
			ID: complaint.CommandID(fmt.Sprintf("system/due/%s/%s", d.ID, r.ID)), Actor: complaint.System,
			Command: complaint.Due{Deadline: d.ID, Rung: r.ID},
		}
		if _, err := b.act(ctx, id, order, r.At.Time); err != nil {
			return err
		}
	}
	sync := complaint.Order{ID: complaint.CommandID("system/sync/" + uuid.NewString()), Actor: complaint.System, Command: complaint.Sync{}}
	_, err = b.act(ctx, id, sync, target)
	return err
}

// visitor is somebody with a browser.
type visitor struct {
	h      *house
	cookie string
	// headers go with every request.
	headers map[string]string
}

// as is somebody who has signed in; the password was checked in other tests.
func (h *house) as(username string) *visitor {
	h.t.Helper()
	account, err := h.store.Account(context.Background(), username)
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := h.g.startSession(context.Background(), account)
	if err != nil {
		h.t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(out.SetCookie[0], ";")
	return &visitor{h: h, cookie: cookie}
}

func (h *house) agent() *visitor    { return h.as("logistics.agent") }
func (h *house) public() *visitor   { return &visitor{h: h} }
func (h *house) branch() *visitor   { return h.as("logistics.branch") }
func (h *house) stranger() *visitor { return h.as("elsewhere") }

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
	if v.cookie != "" {
		r.Header.Set("Cookie", v.cookie)
	}
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	v.h.g.ServeHTTP(w, r)
	out := reply{t: v.h.t, status: w.Code, header: w.Header(), raw: w.Body.String(), json: map[string]any{}}
	_ = json.Unmarshal(w.Body.Bytes(), &out.json)
	return out
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

// find is the object in a list whose field has the value.
func (r reply) find(list, field, value string) map[string]any {
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
		"policy": "logistics", "channel": "hotline", "category": "damage.wet", "severity": "general",
		"subject": "货物淋湿", "content": "外箱全湿，内物受潮。", "complainant": map[string]any{"name": "张三丰", "phone": "13912345678"},
		"respondents": []any{map[string]any{"kind": "unit", "id": string(seed.UnitID("logistics", "branch")), "name": "网点"}},
		"data":        map[string]any{"waybill": "YD88", "declared": 120000},
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

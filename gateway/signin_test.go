package gateway

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/gateway/session"
	"duban/internal/seed"
	"duban/record"
)

func (v *visitor) signIn(username, word string) reply {
	v.h.t.Helper()
	return v.do(http.MethodPost, "/api/v1/session", "", map[string]any{"username": username, "password": word})
}

func TestSigningInAndOut(t *testing.T) {
	h := newHouse(t)
	v := h.public()
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	r := v.signIn("logistics.agent", password).must(http.StatusNoContent)
	cookie := r.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie lacks %s: %s", want, cookie)
		}
	}
	if strings.Contains(cookie, "Secure") {
		t.Error("a cookie over plain HTTP cannot be Secure")
	}
	v.cookie, _, _ = strings.Cut(cookie, ";")
	who := v.get("/session").must(http.StatusOK)
	if who.text("username") != "logistics.agent" || who.text("roles", 0) != "logistics.agent" ||
		who.text("unit") == "" || who.text("name") == "" {
		t.Errorf("who: %s", who.raw)
	}
	v.do(http.MethodDelete, "/api/v1/session", "", nil).must(http.StatusNoContent)
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
}

func TestASessionIsRenewedOnSigningIn(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	old := v.cookie
	r := v.signIn("logistics.branch", password).must(http.StatusNoContent)
	if fresh := r.header.Get("Set-Cookie"); strings.HasPrefix(fresh, old) {
		t.Error("the token is the one the client brought")
	}
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated") // the old one ended
	v.cookie = cookieName + "=" + strings.Repeat("A", 43)
	r = v.signIn("logistics.branch", password).must(http.StatusNoContent)
	if strings.Contains(r.header.Get("Set-Cookie"), strings.Repeat("A", 43)) {
		t.Error("a token of the client's choice was accepted")
	}
}

// An unknown name, a wrong password and somebody who has left: same bytes but for the request id, same work.
func TestFailedSignInsLookAlike(t *testing.T) {
	h := newHouse(t)
	gone, err := h.store.AccountByUsername(context.Background(), "nobody")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.SetActive(context.Background(), gone.Person.ID, false); err != nil {
		t.Fatal(err)
	}
	tries := []struct {
		name, word string
	}{{"no such user", password}, {"logistics.agent", "wrong"}, {"nobody", password}}
	var seen []string
	var took []time.Duration
	for _, try := range tries {
		began := time.Now()
		r := h.public().signIn(try.name, try.word).refuses(http.StatusUnauthorized, "unauthenticated")
		took = append(took, time.Since(began))
		delete(r.json, "request_id")
		seen = append(seen, r.text("detail")+r.text("title")+r.header.Get("Set-Cookie"))
	}
	if seen[0] != seen[1] || seen[1] != seen[2] {
		t.Errorf("answers differ: %q", seen)
	}
	for _, d := range took {
		if d > 5*took[0] || took[0] > 5*d {
			t.Errorf("times differ: %v", took)
		}
	}
}

func TestSeededPasswordsCostWhatOursCost(t *testing.T) {
	h := newHouse(t)
	ours, err := session.HashPassword("x")
	if err != nil {
		t.Fatal(err)
	}
	parameters := func(hash string) string { return strings.Join(strings.Split(hash, "$")[:4], "$") }
	if parameters(ours) != parameters(h.hash) {
		t.Errorf("an unknown name costs %s, a known one %s", parameters(ours), parameters(h.hash))
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.FailuresPerName = Rate{Burst: 2, Every: time.Minute} })
	for range 2 {
		h.public().signIn("logistics.agent", "wrong").must(http.StatusUnauthorized)
	}
	h.public().signIn("Logistics.agent", "wrong").refuses(http.StatusTooManyRequests, "too_many_requests")
	r := h.public().signIn("logistics.agent", password).must(http.StatusTooManyRequests)
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	for range 3 { // right passwords are never counted
		h.public().signIn("logistics.branch", password).must(http.StatusNoContent)
	}
	h.passTime(time.Minute)
	h.public().signIn("logistics.agent", password).must(http.StatusNoContent)
}

func TestRolesAndActivityCountAtOnce(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	v.get("/session").must(http.StatusOK)
	id := seed.DemoUserID("logistics.agent")
	if err := h.store.SaveAccount(context.Background(), record.Account{
		Username: "logistics.agent", Person: complaint.Person{ID: id, Name: "甲", Active: true},
	}); err != nil {
		t.Fatal(err)
	}
	if r := v.get("/session").must(http.StatusOK); len(r.list("roles")) != 0 {
		t.Errorf("roles are remembered: %s", r.raw)
	}
	v.post("/cases", matter()).refuses(http.StatusForbidden, "forbidden")
	if err := h.store.SetActive(context.Background(), id, false); err != nil {
		t.Fatal(err)
	}
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
}

func TestAChangedPasswordEndsSessions(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	if err := h.store.SetPassword(context.Background(),
		seed.DemoUserID("logistics.agent"), "$argon2id$another"); err != nil {
		t.Fatal(err)
	}
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
}

// Everything but what is public by nature wants a session, before it looks at anything else.
func TestNothingWithoutASession(t *testing.T) {
	h := newHouse(t)
	for path, methods := range h.g.api.OpenAPI().Paths {
		if strings.HasPrefix(path, "/public/") || path == "/calendar/{token}" || // its token is all that opens it
			strings.HasPrefix(path, activationPath) || path == sessionPath+"/second" {
			continue
		}
		if methods.Get != nil {
			h.public().get(path).refuses(http.StatusUnauthorized, "unauthenticated")
		}
		if methods.Post != nil && path != "/session" {
			h.public().do(http.MethodPost,
				"/api/v1"+path, "", "{not json").refuses(http.StatusUnauthorized, "unauthenticated")
		}
	}
}

func TestPostsFromOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	v.headers = map[string]string{"Sec-Fetch-Site": "cross-site"}
	v.post("/cases", matter()).refuses(http.StatusForbidden, "forbidden")
	v.get("/session").must(http.StatusOK)
}

// A session ends eight hours after it was last used, and twelve after it began; in a stricter organisation sooner.
func TestAnIdleSessionEnds(t *testing.T) {
	for profile, c := range map[record.Profile]struct {
		idle  time.Duration
		times int
	}{record.Office: {8 * time.Hour, 1}, record.MLPS3: {30 * time.Minute, 16}} {
		h := newHouse(t, func(o *Options) { o.Profile = profile })
		v := &visitor{h: h, cookie: h.agent().cookie}
		for range c.times {
			h.passTime(c.idle - 2*time.Minute)
			v.get("/session").must(http.StatusOK)
		}
		h.passTime(c.idle)
		v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
		v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
		v.cookie = h.agent().cookie
		for lasted := time.Duration(0); lasted < profile.LongestSession()-20*time.Minute; lasted += 20 * time.Minute {
			v.get("/session").must(http.StatusOK)
			h.passTime(20 * time.Minute)
		}
		v.get("/session").must(http.StatusOK)
		h.passTime(20 * time.Minute)
		v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
		ends := h.admin().get("/security-journal?action=end_session").must(http.StatusOK)
		if ends.text("items", 0, "result") != "expired" || ends.text("items", 1, "result") != "idle" ||
			len(ends.list("items")) != 2 {
			t.Errorf("ends: %s", ends.raw)
		}
	}
}

// Who may not do something is told so, whatever they have sent.
func TestRightsComeBeforeData(t *testing.T) {
	h := newHouse(t)
	v := h.branch()
	for _, body := range []any{`{"canary":`, `[]`, map[string]any{}, map[string]any{"username": 1}} {
		v.post("/accounts", body).refuses(http.StatusForbidden, "forbidden")
		v.do(http.MethodPut, "/api/v1/units/x", "", body).refuses(http.StatusForbidden, "forbidden")
	}
	h.admin().post("/accounts", map[string]any{}).refuses(http.StatusUnprocessableEntity, "invalid")
	id := h.filed()
	wrong := map[string]any{"canary": 1}
	v.does(id, "regrade", "data", wrong).refuses(http.StatusForbidden, "forbidden")
	v.does(id, "message", "data", wrong).refuses(http.StatusForbidden, "forbidden")
	h.agent().does(id, "message", "data", wrong).refuses(http.StatusUnprocessableEntity, "invalid")
}

// A stranger who guesses at a name shuts out neither people elsewhere nor whoever has come in from their device before.
func TestAStrangerLocksNobodyOut(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.TrustedProxies = []string{"192.0.2.1"}
		o.Limits.FailuresPerName = Rate{Burst: 2, Every: time.Hour}
		o.Limits.FailuresAnywhere = Rate{Burst: 4, Every: time.Hour}
	})
	from := func(address, cookie string) *visitor {
		return &visitor{h: h, cookie: cookie, headers: map[string]string{"X-Forwarded-For": address}}
	}
	came := from("198.51.100.1", "").signIn("logistics.agent", password).must(http.StatusNoContent)
	device := ""
	for _, set := range came.header.Values("Set-Cookie") {
		if strings.HasPrefix(set, knownDeviceCookie+"=") {
			device, _, _ = strings.Cut(set, ";")
		}
	}
	if device == "" {
		t.Fatal("the device is not known afterwards")
	}
	for range 2 {
		from("203.0.113.9", "").signIn("logistics.agent", "wrong").must(http.StatusUnauthorized)
	}
	from("203.0.113.9", "").signIn("logistics.agent", password).must(http.StatusTooManyRequests)
	from("198.51.100.1", "").signIn("logistics.agent", password).must(http.StatusNoContent)
	for _, address := range []string{"203.0.113.10", "203.0.113.11"} {
		from(address, "").signIn("logistics.agent", "wrong").must(http.StatusUnauthorized)
	}
	from("198.51.100.1", "").signIn("logistics.agent", password).must(http.StatusTooManyRequests)
	from("203.0.113.9", device).signIn("logistics.agent", password).must(http.StatusNoContent)
	from("203.0.113.9", device+"0").signIn("logistics.agent", password).must(http.StatusTooManyRequests)
	for range 2 { // a device that is known is counted too, and is known for its own person only
		from("198.51.100.1", device).signIn("logistics.agent", "wrong").must(http.StatusUnauthorized)
		from("198.51.100.7", device).signIn("logistics.branch", "wrong").must(http.StatusUnauthorized)
	}
	from("198.51.100.1", device).signIn("logistics.agent", password).must(http.StatusTooManyRequests)
	from("198.51.100.7", device).signIn("logistics.branch", password).must(http.StatusTooManyRequests)
}

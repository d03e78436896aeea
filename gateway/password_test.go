package gateway

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/internal/seed"
	"duban/record"
)

const fresh = "seven purple lanterns"

func (v *visitor) delete(path string) reply {
	v.h.t.Helper()
	return v.do(http.MethodDelete, "/api/v1"+path, "", nil)
}

// People change their own password with the old one; all their other sessions end, this one goes on.
func TestPeopleChangeTheirPassword(t *testing.T) {
	h := newHouse(t)
	here, other := h.agent(), h.agent()
	change := func(old, fresh string) reply {
		return here.put("/me/password", map[string]any{"old": old, "new": fresh})
	}
	for fresh, field := range map[string]string{
		"short":                 "new",
		"aaaaaaaaaaab":          "new",
		"20260302100000":        "new",
		"my logistics.agent 1X": "new",
		password:                "new",
	} {
		if r := change(password, fresh).refuses(http.StatusUnprocessableEntity, "invalid"); r.text("field") != field {
			t.Errorf("%q: %s", fresh, r.raw)
		}
	}
	if r := change("wrong", fresh).refuses(http.StatusUnprocessableEntity, "invalid"); r.text("field") != "old" {
		t.Errorf("wrong old: %s", r.raw)
	}
	r := change(password, fresh).must(http.StatusNoContent)
	other.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	here.cookie, _, _ = strings.Cut(r.header.Get("Set-Cookie"), ";")
	here.get("/session").must(http.StatusOK)
	h.public().signIn("logistics.agent", password).must(http.StatusUnauthorized)
	h.public().signIn("logistics.agent", fresh).must(http.StatusNoContent)
	told := here.get("/me/security").must(http.StatusOK).raw
	if !strings.Contains(told, `"change_password","result":"done"`) ||
		!strings.Contains(told, `"change_password","result":"wrong_password"`) {
		t.Errorf("journal: %s", told)
	}
	if r := h.admin().get("/administration").must(http.StatusOK); strings.Contains(r.raw, fresh) {
		t.Error("the journal has the password")
	}
}

func TestAStricterOrganisationWantsKinds(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Profile = record.MLPS3 })
	who := record.Account{Username: "x"}
	if h.g.checkPassword("only small letters here", who, "new") == nil {
		t.Error("two kinds of characters suffice")
	}
	if err := h.g.checkPassword("Small letters and 1", who, "new"); err != nil {
		t.Error(err)
	}
}

// tokenOf is what stands behind the # of a link.
func (r reply) tokenOf() string {
	r.t.Helper()
	path, token, ok := strings.Cut(r.text("link"), "#")
	if !ok || path != "/activate" || len(token) < 20 {
		r.t.Fatalf("link: %s", r.raw)
	}
	return token
}

// A link sets a password once, within three days; a newer one voids it; nobody else learns the password, and the person
// learns who made it.
func TestALinkSetsAPasswordOnce(t *testing.T) {
	h := newHouse(t)
	admin, v := h.admin(), h.agent()
	path := "/accounts/" + string(seed.DemoUserID("logistics.agent")) + "/link"
	use := func(token, word string) reply {
		return h.public().do(http.MethodPost, "/api/v1/activation", "", map[string]any{
			"token":    token,
			"password": word,
		})
	}
	v.post(path, nil).refuses(http.StatusForbidden, "forbidden")
	admin.post("/accounts/user-nobody/link", nil).refuses(http.StatusNotFound, "not_found")
	first := admin.do(http.MethodPost, "/api/v1"+path, "one", nil).must(http.StatusCreated).tokenOf()
	if again := admin.do(http.MethodPost, "/api/v1"+path, "one", nil).must(http.StatusCreated).
		tokenOf(); again != first {
		t.Error("a repeated request makes another link")
	}
	token := admin.post(path, nil).must(http.StatusCreated).tokenOf()
	use(first, fresh).refuses(http.StatusConflict, "conflict") // void
	look := h.public().do(http.MethodPost, "/api/v1/activation/look", "", map[string]any{"token": token})
	if look.must(http.StatusOK).text("username") != "logistics.agent" {
		t.Errorf("look: %s", look.raw)
	}
	use(token, "short").refuses(http.StatusUnprocessableEntity, "invalid")
	v.get("/session").must(http.StatusOK) // until it is used the old password is good
	use(token, fresh).must(http.StatusNoContent)
	v.get("/session").refuses(http.StatusUnauthorized, "unauthenticated")
	use(token, fresh+"!").refuses(http.StatusConflict, "conflict") // used
	admin.do(http.MethodPost, "/api/v1"+path, "one", nil).must(http.StatusCreated)
	use(first, fresh+"!").refuses(http.StatusConflict, "conflict") // a repeated request revives nothing
	h.public().signIn("logistics.agent", password).must(http.StatusUnauthorized)
	h.public().signIn("logistics.agent", fresh).must(http.StatusNoContent)
	news := h.agent().get("/me/security").must(http.StatusOK)
	if news.text("news", 0, "action") != "make_link" || news.text("items", 0, "action") != "sign_in" {
		t.Errorf("news: %s", news.raw)
	}
	late := admin.post(path, nil).must(http.StatusCreated).tokenOf()
	h.passTime(72 * time.Hour)
	use(late, fresh+"!").refuses(http.StatusConflict, "conflict")
	kept := map[string]int{}
	for _, secret := range []string{token, late} {
		if strings.Contains(h.logs.String(), secret) {
			kept["logs"]++
		}
	}
	if len(kept) > 0 {
		t.Errorf("tokens are kept: %v", kept)
	}
}

// Somebody added with a link has no password until they set one.
func TestSomebodyNewSetsTheirPassword(t *testing.T) {
	h := newHouse(t)
	body := map[string]any{"username": "wang.wu", "name": "王五", "link": true}
	r := h.admin().do(http.MethodPost, "/api/v1/accounts", "new", body).must(http.StatusCreated)
	if again := h.admin().do(http.MethodPost, "/api/v1/accounts", "new", body); again.tokenOf() != r.tokenOf() {
		t.Error("a repeated request says something else")
	}
	if r.json["password"] != nil {
		t.Errorf("a password as well: %s", r.raw)
	}
	account, err := h.store.AccountByUsername(context.Background(), "wang.wu")
	if err != nil || account.PasswordHash != "" {
		t.Fatalf("%v, a password nobody has set", err)
	}
	h.public().signIn("wang.wu", "nobody's password").must(http.StatusUnauthorized)
	h.public().do(http.MethodPost, "/api/v1/activation", "",
		map[string]any{"token": r.tokenOf(), "password": fresh}).must(http.StatusNoContent)
	h.public().signIn("wang.wu", fresh).must(http.StatusNoContent)
}

package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

// asksFor saves an account as it is with other roles.
func (v *visitor) asksFor(username string, roles ...string) reply {
	v.h.t.Helper()
	account, err := v.h.store.AccountByUsername(v.h.t.Context(), username)
	if err != nil {
		v.h.t.Fatal(err)
	}
	return v.do(http.MethodPut, "/api/v1/accounts/"+string(account.Person.ID), "", map[string]any{
		"username":    username,
		"name":        account.Person.Name,
		"unit":        account.Person.Unit,
		"roles":       roles,
		"administers": account.Administers,
	})
}

// becomesDue lets a day pass and the workers look.
func (h *house) becomesDue() {
	h.t.Helper()
	h.passTime(24 * time.Hour)
	if _, err := h.store.CarryOutDuePolicyChanges(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// agrees lets a second person agree to what waits.
func (h *house) agrees() {
	h.t.Helper()
	head := h.signedIn("logistics.ceo_office")
	head.post("/policy-changes/"+head.waits()["id"].(string)+"/agreement", nil).must(http.StatusOK)
}

// waits is the one change that waits, as the reader sees it.
func (v *visitor) waits() map[string]any {
	v.h.t.Helper()
	one := v.get("/policy-changes").must(http.StatusOK).findIn("items", "state", "pending")
	if one == nil {
		v.h.t.Fatal("nothing waits")
	}
	return one
}

// toldOf reports whether somebody finds among their news what others did.
func (v *visitor) toldOf(action record.SecurityAction, result record.SecurityResult) bool {
	v.h.t.Helper()
	for _, one := range v.get("/me/security").must(http.StatusOK).list("news") {
		if e, _ := one.(map[string]any); e["action"] == string(action) && e["result"] == string(result) {
			return true
		}
	}
	return false
}

// A director's password is reset by an administrator: neither link nor password opens anything for a day, the director
// is told, goes on with the old one, and can refuse.
func TestADirectorsPasswordIsNotAnAdministrators(t *testing.T) {
	h := newHouse(t)
	h.agent().post("/cases", matter()).must(http.StatusCreated)
	admin, director, other := h.admin(), h.signedIn("logistics.ceo_office"), h.signedIn("logistics.ceo_office2")
	id := string(seed.DemoUserID("logistics.ceo_office"))
	link := admin.post("/accounts/"+id+"/link", nil).must(http.StatusCreated)
	if link.text("good_from") != "2026-03-03T10:00:00+08:00" {
		t.Errorf("link: %s", link.raw)
	}
	_, token, _ := strings.Cut(link.text("link"), "#")
	use := map[string]any{"token": token, "password": "an invented long secret"}
	h.public().post("/activation", use).refuses(http.StatusConflict, "conflict")
	if !director.toldOf(record.MakeLink, record.ToWait) {
		t.Error("the director is not told")
	}
	if one := other.waits(); one["can_agree"] != true || one["can_refuse"] != true ||
		!strings.Contains(one["said"].(string), "员工logistics.ceo_office") {
		t.Errorf("the other director sees %v", one)
	}
	if one := admin.waits(); one["can_agree"] != false || one["can_refuse"] != false || one["can_take_back"] != true {
		t.Errorf("the administrator sees %v", one)
	}
	change := director.waits()["id"].(string)
	admin.post("/policy-changes/"+change+"/refusal", nil).refuses(http.StatusForbidden, "forbidden")
	h.agent().post("/policy-changes/"+change+"/refusal", nil).refuses(http.StatusNotFound, "not_found")
	director.post("/policy-changes/"+change+"/refusal", nil).must(http.StatusOK)
	h.becomesDue()
	h.public().post("/activation", use).refuses(http.StatusConflict, "conflict")

	drawn := h.admin().post("/accounts/"+id+"/password", nil).must(http.StatusOK).text("password")
	signIn := map[string]any{"username": "logistics.ceo_office", "password": drawn}
	h.public().post("/session", signIn).refuses(http.StatusUnauthorized, "unauthenticated")
	h.public().post("/session", map[string]any{"username": "logistics.ceo_office", "password": password}).
		must(http.StatusNoContent)
	h.becomesDue()
	h.public().post("/session", signIn).must(http.StatusNoContent)
}

// A link that a second person agrees to is good at once, once.
func TestASecondPersonLetsALinkBeGood(t *testing.T) {
	h := newHouse(t)
	h.agent().post("/cases", matter()).must(http.StatusCreated)
	made := h.admin().post("/accounts/"+string(seed.DemoUserID("logistics.agent2"))+"/link", nil)
	_, token, _ := strings.Cut(made.must(http.StatusCreated).text("link"), "#")
	use := map[string]any{"token": token, "password": "an invented long secret"}
	h.public().post("/activation", use).refuses(http.StatusConflict, "conflict")
	h.agrees()
	h.public().post("/activation", use).must(http.StatusNoContent)
	h.public().post("/activation", use).refuses(http.StatusConflict, "conflict")
}

// An administrator gives themselves the highest role, looks, and takes it back; names themselves in a director's
// place; makes themselves the head of a unit: nothing is read before a day has passed, and they cannot agree to it.
func TestAnAdministratorLetsThemselvesIntoNothing(t *testing.T) {
	h := newHouse(t)
	id := h.agent().post("/cases", matter()).must(http.StatusCreated).text("id")
	admin, head := h.admin(), h.signedIn("logistics.ceo_office")
	readsNothing := func(when string) {
		t.Helper()
		if r := admin.get("/cases/" + id); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", when, r.status)
		}
	}
	readsNothing("before")
	saved := admin.asksFor(seed.AdminName, "logistics.ceo_office").must(http.StatusOK)
	if len(saved.list("roles")) != 0 || saved.text("waiting", "roles", 0) != "logistics.ceo_office" {
		t.Errorf("saved: %s", saved.raw)
	}
	readsNothing("with a role that waits")
	one := head.waits()
	if !strings.Contains(one["said"].(string), "总裁办") {
		t.Errorf("said: %v", one)
	}
	admin.post("/policy-changes/"+one["id"].(string)+"/agreement", nil).refuses(http.StatusForbidden, "forbidden")
	admin.asksFor(seed.AdminName).must(http.StatusOK) // what was asked still waits, and is seen
	admin.post("/policy-changes/"+one["id"].(string)+"/taking-back", nil).must(http.StatusOK)
	h.becomesDue()
	admin = h.admin()
	readsNothing("with a role taken back")

	h.admin().do(http.MethodPost, "/api/v1/substitutions", "k", map[string]any{
		"absent": string(seed.DemoUserID("logistics.ceo_office")),
		"by":     string(seed.DemoUserID(seed.AdminName)),
		"until":  h.now().Add(72 * time.Hour),
	}).must(http.StatusCreated)
	readsNothing("in a director's place")
	head = h.signedIn("logistics.ceo_office")
	if !head.toldOf(record.NameStandIn, record.ToWait) {
		t.Error("whose place it is is not told")
	}
	head.post("/policy-changes/"+head.waits()["id"].(string)+"/refusal", nil).must(http.StatusOK)
	unit := string(seed.DemoUnitID("logistics", "branch"))
	admin.do(http.MethodPut, "/api/v1/units/"+unit, "", map[string]any{
		"name":    "网点",
		"manager": string(seed.DemoUserID(seed.AdminName)),
	}).must(http.StatusOK)
	dir, err := h.store.DirectoryNow(t.Context())
	if err != nil || dir.Units[complaint.UnitID(unit)].Manager != "" {
		t.Errorf("head of the unit: %v, %v", dir.Units[complaint.UnitID(unit)], err)
	}
	readsNothing("as the head of a unit")

	admin.asksFor(seed.AdminName, "logistics.ceo_office").must(http.StatusOK)
	h.becomesDue()
	admin = h.admin()
	if r := admin.get("/cases/" + id); r.status != http.StatusOK {
		t.Errorf("a day later: %s", r.raw)
	}
	told := h.signedIn("logistics.ceo_office").get("/policy-changes").findIn("items", "state", "in_force")
	if told["to_know"] != true {
		t.Error("the director does not see that it took effect without a second person")
	}
}

// A second account for somebody who has one is refused; said to be another person's it gets its roles as others do,
// and whoever agrees is told that there is a namesake.
func TestASecondAccountForTheAccused(t *testing.T) {
	h := newHouse(t)
	h.agent().post("/cases", matter()).must(http.StatusCreated)
	admin := h.admin()
	body := map[string]any{
		"username": "second",
		"name":     "员工logistics.branch2",
		"unit":     string(seed.DemoUnitID("logistics", "branch")),
		"roles":    []string{"logistics.branch"},
		"link":     true,
	}
	admin.post("/accounts", body).refuses(http.StatusConflict, "conflict")
	body["another_person"] = true
	made := admin.do(http.MethodPost, "/api/v1/accounts", "again", body).must(http.StatusCreated)
	if again := admin.do(http.MethodPost, "/api/v1/accounts", "again", body); again.text("link") != made.text("link") ||
		again.text("waiting", "roles", 0) != "logistics.branch" {
		t.Errorf("the same again: %s", again.raw)
	}
	one := h.signedIn("logistics.ceo_office").waits()
	if !strings.Contains(one["said"].(string), "同名") {
		t.Errorf("said: %v", one)
	}
}

package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

func (h *house) admin() *visitor { return h.signedIn(seed.AdminName) }

func (v *visitor) put(path string, body any) reply {
	v.h.t.Helper()
	return v.do(http.MethodPut, "/api/v1"+path, "", body)
}

func TestOnlyAdministratorsAdminister(t *testing.T) {
	h := newHouse(t)
	account := map[string]any{"username": "x", "name": "x"}
	for _, v := range []*visitor{h.agent(), h.signedIn("logistics.supervisor")} {
		for _, path := range []string{"/administration", "/accounts", "/ties", "/calendars"} {
			v.get(path).refuses(http.StatusForbidden, "forbidden")
		}
		v.put("/units/x", map[string]any{"name": "x"}).refuses(http.StatusForbidden, "forbidden")
		v.post("/accounts", account).refuses(http.StatusForbidden, "forbidden")
		v.put("/accounts/x", account).refuses(http.StatusForbidden, "forbidden")
		v.post("/accounts/x/password", nil).refuses(http.StatusForbidden, "forbidden")
		v.post("/substitutions", map[string]any{
			"absent": "a",
			"by":     "b",
			"until":  "2026-03-09T00:00:00+08:00",
		}).refuses(http.StatusForbidden, "forbidden")
		v.post("/ties", map[string]any{
			"person": "a",
			"name":   "b",
			"ground": "c",
		}).refuses(http.StatusForbidden, "forbidden")
		v.post("/ties/x/end", nil).refuses(http.StatusForbidden, "forbidden")
		v.put("/calendars/cn/years", map[string]any{"file": "x"}).refuses(http.StatusForbidden, "forbidden")
		v.post("/calendars/cn/years/preview", map[string]any{"file": "x"}).refuses(http.StatusForbidden, "forbidden")
	}
	h.public().get("/accounts").refuses(http.StatusUnauthorized, "unauthenticated")
}

func TestPeopleAreAdministered(t *testing.T) {
	h := newHouse(t)
	v := h.admin()
	v.put("/units/unit-west", map[string]any{
		"name":    "华西网点",
		"parent":  "unit-elsewhere",
		"manager": string(seed.DemoUserID("elsewhere")),
	}).must(http.StatusOK)
	v.put("/units/unit-elsewhere", map[string]any{
		"name":   "别处",
		"parent": "unit-west",
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	v.put("/units/unit-west", map[string]any{
		"name":    "华西网点",
		"manager": "canary",
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	if u := v.get("/units").findIn("items", "id", "unit-west"); u["manager"] != string(seed.DemoUserID("elsewhere")) ||
		u["parent"] != "unit-elsewhere" {
		t.Errorf("unit: %v", u)
	}
	body := map[string]any{
		"username": "zhang.san",
		"name":     "张三",
		"unit":     "unit-west",
		"roles":    []string{"logistics.branch"},
	}
	made := v.do(http.MethodPost, "/api/v1/accounts", "key-1", body).must(http.StatusCreated)
	again := v.do(http.MethodPost, "/api/v1/accounts", "key-1", body).must(http.StatusCreated)
	if made.raw != again.raw || len(made.text("password")) < 20 {
		t.Errorf("made %s, again %s", made.raw, again.raw)
	}
	v.do(http.MethodPost, "/api/v1/accounts", "key-1", map[string]any{
		"username": "li.si",
		"name":     "李四",
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	more := map[string]any{
		"username": "zhang.san",
		"name":     "张三",
		"unit":     "unit-west",
		"roles":    []string{"logistics.branch", "logistics.supervisor"},
	}
	v.do(http.MethodPost, "/api/v1/accounts", "key-1", more).refuses(http.StatusUnprocessableEntity, "invalid")
	v.post("/accounts", body).refuses(http.StatusConflict, "conflict")
	v.post("/accounts", map[string]any{
		"username": "x",
		"name":     "x",
		"roles":    []string{"logistics.canary"},
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	v.post("/accounts", map[string]any{
		"username": "x",
		"name":     "x",
		"unit":     "canary",
	}).refuses(http.StatusUnprocessableEntity, "invalid")
	signIn := func(password string) reply {
		return h.public().do(http.MethodPost, "/api/v1/session", "", map[string]any{
			"username": "zhang.san",
			"password": password,
		})
	}
	signIn(made.text("password")).must(http.StatusNoContent)
	id := made.text("id")
	browser := h.signedIn("zhang.san")
	fresh := v.post("/accounts/"+id+"/password", nil).must(http.StatusOK).text("password")
	browser.get("/inbox").refuses(http.StatusUnauthorized, "unauthenticated")
	signIn(made.text("password")).refuses(http.StatusUnauthorized, "unauthenticated")
	signIn(fresh).must(http.StatusNoContent)
	body["active"], body["roles"] = false, []string{"logistics.hub"}
	if r := v.put("/accounts/"+id, body).must(http.StatusOK); r.text("roles", 0) != "logistics.hub" ||
		r.text("active") != "false" {
		t.Errorf("saved: %s", r.raw)
	}
	signIn(fresh).refuses(http.StatusUnauthorized, "unauthenticated")
	v.put("/accounts/canary", body).refuses(http.StatusNotFound, "not_found")
	me := v.get("/session").must(http.StatusOK)
	if roles, ok := me.at("roles").([]any); !ok || len(roles) != 0 {
		t.Errorf("whoever has no roles has an empty list: %s", me.raw)
	}
	v.put("/accounts/"+me.text("id"), map[string]any{
		"username": seed.AdminName,
		"name":     "x",
	}).refuses(http.StatusConflict, "conflict")
	var names []string
	for next, page := "", 0; page == 0 || next != ""; page++ {
		r := v.get("/accounts?limit=3&q=logistics.b&cursor=" + next).must(http.StatusOK)
		for i := range r.list("items") {
			names = append(names, r.text("items", i, "username"))
		}
		if next = r.text("next"); strings.Contains(r.raw, "argon2") {
			t.Error("a password hash is shown")
		}
	}
	if strings.Join(names, " ") != "logistics.branch logistics.branch2" {
		t.Errorf("accounts: %v", names)
	}
	journal := v.get("/administration").must(http.StatusOK)
	if journal.text("items", 0, "action") != "save_account" || journal.text("items", 0, "object") != id ||
		journal.text("items", 0, "data", "active") != "false" ||
		journal.text("items", 0, "actor") != me.text("id") || strings.Contains(journal.raw, fresh) {
		t.Errorf("journal: %s", journal.raw)
	}
}

func TestCalendarsAreAdministered(t *testing.T) {
	h := newHouse(t)
	v := h.admin()
	y := v.get("/calendars").must(http.StatusOK).findIn("items", "year", "2027")
	if y["status"] != "provisional" || y["revision"] != float64(1) || len(y["off"].([]any)) == 0 {
		t.Fatalf("2027: %v", y)
	}
	file := "year: 2027\nstatus: official\nsource: 通知\noff:\n  01-01: 元旦\nwork: []\n"
	preview := v.post("/calendars/cn/years/preview", map[string]any{"file": file}).must(http.StatusOK)
	if preview.text("plan", "status") != "official" || len(preview.list("plan", "off")) != 1 ||
		preview.text("before", "status") != "provisional" ||
		len(preview.list("before", "off")) != len(y["off"].([]any)) || preview.text("recounts") != "0" {
		t.Errorf("preview: %s", preview.raw)
	}
	if y := v.get("/calendars").findIn("items", "year", "2027"); y["revision"] != float64(1) {
		t.Errorf("a preview published: %v", y)
	}
	v.put("/calendars/cn/years", map[string]any{"file": file}).must(http.StatusNoContent)
	v.put("/calendars/cn/years", map[string]any{"file": file}).must(http.StatusNoContent)
	y = v.get("/calendars").findIn("items", "year", "2027")
	if y["status"] != "official" || y["revision"] != float64(2) || len(y["off"].([]any)) != 1 {
		t.Errorf("2027: %v", y)
	}
	if r := v.get("/administration"); r.text("items", 0, "action") != "publish_calendar" ||
		r.text("items", 0, "data", "year") != "2027" {
		t.Errorf("journal: %s", r.raw)
	}
	bad := map[string]any{"file": "year: 2027\nstatus: canary\n"}
	v.put("/calendars/cn/years", bad).refuses(http.StatusUnprocessableEntity, "invalid")
	if r := v.post("/calendars/cn/years/preview", bad).must(http.StatusUnprocessableEntity); r.text("field") != "file" {
		t.Errorf("the field is not named: %s", r.raw)
	} else if f := r.findIn("findings", "id", "year.status"); f["line"] != float64(2) ||
		f["element"] != "status" || !strings.Contains(f["text"].(string), "不是状态") ||
		f["args"].(map[string]any)["value"] != "canary" || len(r.list("findings")) != 3 {
		t.Errorf("not all that is wrong is told: %s", r.raw)
	}
}

// A unit is closed when nobody works there any more, and takes nobody in from then on.
func TestUnitsAreClosed(t *testing.T) {
	h := newHouse(t)
	v := h.admin()
	unit := func(id string, more ...any) reply {
		body := map[string]any{"name": "单位" + id}
		for i := 0; i+1 < len(more); i += 2 {
			body[more[i].(string)] = more[i+1]
		}
		return v.put("/units/"+id, body)
	}
	unit("north").must(http.StatusOK)
	unit("north-1", "parent", "north").must(http.StatusOK)
	person := map[string]any{"username": "zhao.liu", "name": "赵六", "unit": "north-1"}
	id := v.post("/accounts", person).must(http.StatusCreated).text("id")
	unit("north", "closed", true).refuses(http.StatusConflict, "conflict")
	unit("north-1", "parent", "north", "closed", true).refuses(http.StatusConflict, "conflict")
	person["active"] = false
	v.put("/accounts/"+id, person).must(http.StatusOK)
	unit("north-1", "parent", "north", "closed", true).must(http.StatusOK)
	unit("north", "closed", true).must(http.StatusOK)
	if u := v.get("/units").findIn("items", "id", "north"); u["closed"] != true {
		t.Errorf("unit: %v", u)
	}
	person["active"] = true
	v.put("/accounts/"+id, person).refuses(http.StatusUnprocessableEntity, "invalid")
	unit("north-2", "parent", "north").refuses(http.StatusUnprocessableEntity, "invalid")
	unit("north", "closed", false).must(http.StatusOK)
	unit("north-2", "parent", "north").must(http.StatusOK)
}

// A substitute sees and does what the absent person would, while it lasts and no longer.
func TestSubstitutes(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	v, who := h.admin(), h.signedIn("nobody")
	absent, by := string(seed.DemoUserID("logistics.branch")), string(seed.DemoUserID("nobody"))
	add := func(key string, more ...any) reply {
		body := map[string]any{"absent": absent, "by": by, "until": "2026-03-09T00:00:00+08:00"}
		for i := 0; i+1 < len(more); i += 2 {
			body[more[i].(string)] = more[i+1]
		}
		return v.do(http.MethodPost, "/api/v1/substitutions", key, body)
	}
	who.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	add("bad", "by", absent).refuses(http.StatusUnprocessableEntity, "invalid")
	add("bad", "by", "canary").refuses(http.StatusUnprocessableEntity, "invalid")
	add("bad", "until", "2026-03-01T00:00:00+08:00").refuses(http.StatusUnprocessableEntity, "invalid")
	one := add("k").must(http.StatusCreated).text("id")
	if again := add("k").must(http.StatusCreated).text("id"); again != one {
		t.Errorf("again %s, %s", again, one)
	}
	add("k", "until", "2026-03-10T00:00:00+08:00").refuses(http.StatusUnprocessableEntity, "invalid")
	if entries := v.get("/administration"); entries.text("items", 1, "action") == "ask_name_substitute" {
		t.Errorf("what changed nothing is recorded: %s", entries.raw)
	}
	who.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	h.agrees()
	if r := v.get("/substitutions"); len(r.list("items")) != 1 || r.text("items", 0, "state") != "active" ||
		r.text("items", 0, "by_name") != "员工nobody" {
		t.Errorf("substitutions: %s", r.raw)
	}
	who.get("/cases/" + id).must(http.StatusOK)
	if r := who.get("/inbox").must(http.StatusOK); len(r.list("items")) != 1 {
		t.Errorf("inbox: %s", r.raw)
	}
	if r := who.get("/cases").must(http.StatusOK); len(r.list("items")) != 1 {
		t.Errorf("register: %s", r.raw)
	}
	who.does(id, "complete", "data", finding()).must(http.StatusOK)
	types := h.agent().types(id)
	if !contains(types, "stood_in") {
		t.Errorf("journal: %v", types)
	}
	task := h.agent().get("/cases/"+id).findIn("tasks", "step", "investigate")
	if task["assignee"] != by || task["for"] != absent || task["for_name"] != "员工logistics.branch" {
		t.Errorf("both names are recorded: %v", task)
	}
	v.post("/substitutions/"+one+"/end", nil).must(http.StatusNoContent)
	v.post("/substitutions/canary/end", nil).refuses(http.StatusNotFound, "not_found")
	other := h.filed()
	who.get("/cases/"+other).refuses(http.StatusNotFound, "not_found")
	if r := v.get("/substitutions"); r.text("items", 0, "state") != "past" {
		t.Errorf("substitutions: %s", r.raw)
	}
	from := "2026-03-03T00:00:00+08:00"
	add("later", "from", from).must(http.StatusCreated)
	h.agrees()
	who.get("/cases/"+other).refuses(http.StatusNotFound, "not_found")
	h.passTime(24 * 3600 * 1e9)
	who.get("/cases/" + other).must(http.StatusOK)
	h.passTime(7 * 24 * 3600 * 1e9)
	who.get("/cases/"+other).refuses(http.StatusNotFound, "not_found")
}

// A roster is a post that nobody signs in to, held by one after another: whoever is on duty does what the post does,
// with both on record.
func TestARosterIsAPostWithDatedHolders(t *testing.T) {
	h := newHouse(t)
	post := seed.DemoUserID("logistics.branch")
	holds := func(name, from, until string) {
		h.addStaff(name, "unit-desk")
		h.admin().post("/substitutions", map[string]any{
			"absent": string(post),
			"by":     string(seed.DemoUserID(name)),
			"from":   from,
			"until":  until,
		}).must(http.StatusCreated)
	}
	holds("monday", "2026-03-02T00:00:00+08:00", "2026-03-03T00:00:00+08:00")
	holds("tuesday", "2026-03-03T00:00:00+08:00", "2026-03-04T00:00:00+08:00")
	id := h.filed()
	h.signedIn("monday").get("/cases/" + id).must(http.StatusOK)
	h.signedIn("tuesday").get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	h.passTime(24 * time.Hour)
	h.signedIn("monday").get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	h.signedIn("tuesday").does(id, "complete", "data", finding()).must(http.StatusOK)
	task := h.agent().get("/cases/"+id).findIn("tasks", "step", "investigate")
	if task["assignee"] != string(seed.DemoUserID("tuesday")) || task["for"] != string(post) {
		t.Errorf("who was on duty, and for which post: %v", task)
	}
}

// Nobody gets behind a wall by standing in for somebody it keeps out.
func TestASubstituteOfTheAccusedStaysOut(t *testing.T) {
	h := newHouse(t)
	accused := string(seed.DemoUserID("logistics.supervisor"))
	id := h.agent().post("/cases", matter("respondents", []any{map[string]any{"kind": "person", "id": accused}})).
		must(http.StatusCreated).text("id")
	h.admin().post("/substitutions", map[string]any{
		"absent": accused,
		"by":     string(seed.DemoUserID("nobody")),
		"until":  "2026-03-09T00:00:00+08:00",
	}).must(http.StatusCreated)
	h.becomesDue()
	who := h.signedIn("nobody")
	who.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	for _, list := range []string{"/cases", "/inbox", "/cases?q=YD88"} {
		if r := who.get(list).must(http.StatusOK); len(r.list("items")) != 0 {
			t.Errorf("%s: %s", list, r.raw)
		}
	}
	if other := h.filed(); who.get("/cases/"+other).status != http.StatusOK {
		t.Error("a supervisor's substitute sees other cases")
	}
}

// A tie with the complainant, whose name is personal data, is found when the case opens.
func TestATieWithAnOutsiderIsFound(t *testing.T) {
	h := newHouse(t)
	for _, role := range []string{"reception", "complaints_officer", "complaints_officer2", "director"} {
		h.addStaff("lawfirm."+role, seed.DemoUnitID("lawfirm", role),
			complaint.RoleID("lawfirm."+strings.TrimSuffix(role, "2")))
	}
	body := map[string]any{
		"person": string(seed.DemoUserID("lawfirm.complaints_officer")),
		"name":   "王五",
		"ground": "亲属",
	}
	declare := func() reply { return h.admin().do(http.MethodPost, "/api/v1/ties", "tie-key", body) }
	tie := declare().must(http.StatusCreated).text("id")
	if again := declare().must(http.StatusCreated).text("id"); again != tie {
		t.Errorf("declared twice: %s, %s", tie, again)
	}
	body["name"] = "赵六"
	declare().refuses(http.StatusUnprocessableEntity, "invalid")
	file := func() string {
		return h.signedIn("lawfirm.reception").post("/cases", map[string]any{
			"policy":      "lawfirm",
			"kind":        "complaint",
			"channel":     "phone",
			"category":    "fee",
			"subject":     "s",
			"content":     "c",
			"complainant": map[string]any{"name": "王五"},
			"data":        map[string]any{"originals": "无"},
		}).must(http.StatusCreated).text("id")
	}
	h.signedIn("lawfirm.complaints_officer").does(file(), "claim").refuses(http.StatusForbidden, "forbidden")
	h.admin().post("/ties/"+tie+"/end", nil).must(http.StatusNoContent)
	h.becomesDue()
	h.signedIn("lawfirm.complaints_officer").does(file(), "claim").must(http.StatusOK)
	if r := h.admin().get("/administration").must(http.StatusOK); strings.Contains(r.raw, "王五") {
		t.Error("an outsider's name stands in the administration's journal")
	}
}

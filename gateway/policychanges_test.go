package gateway

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
	"duban/policies"
	"duban/record"
)

// newerLogistics is the shipped regulation as version 100, with a limit of its own where the pattern finds one.
func newerLogistics(t *testing.T, change ...string) string {
	t.Helper()
	data, err := fs.ReadFile(policies.Files, "logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := regexp.MustCompile(`(?m)^version: \d+`).ReplaceAllString(string(data), "version: 100")
	for i := 0; i < len(change); i += 2 {
		if !strings.Contains(source, change[i]) {
			t.Fatalf("no %s", change[i])
		}
		source = strings.ReplaceAll(source, change[i], change[i+1])
	}
	return source
}

// lines are the lines of an answer that has many.
func (r reply) lines() []map[string]any {
	r.t.Helper()
	var all []map[string]any
	for line := range strings.Lines(r.raw) {
		one := map[string]any{}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			r.t.Fatalf("%v: %s", err, line)
		}
		all = append(all, one)
	}
	return all
}

// Who neither administers nor holds the regulation's highest role learns nothing of a change, and can do nothing to it;
// who holds the role sees and agrees, and nobody agrees to their own.
func TestWhoSeesAndAgreesToAPolicyChange(t *testing.T) {
	h := newHouse(t)
	h.agent().post("/cases", matter()).must(http.StatusCreated)
	admin, head, agent := h.admin(), h.signedIn("logistics.ceo_office"), h.agent()
	stranger := h.signedIn("logistics.supervisor")
	body := map[string]any{"kind": "publish", "file": newerLogistics(t), "reason": "修订"}
	for _, v := range []*visitor{head, agent, stranger} {
		v.post("/policy-changes", body).refuses(http.StatusForbidden, "forbidden")
		v.post("/policy-checks", map[string]any{"file": "x"}).refuses(http.StatusForbidden, "forbidden")
		v.post("/policy-rehearsals", map[string]any{"policy": "logistics"}).refuses(http.StatusForbidden, "forbidden")
		v.post("/policy-moves/trials", map[string]any{
			"policy":  "logistics",
			"version": 1,
		}).refuses(http.StatusForbidden, "forbidden")
		v.get("/policies/logistics/running").refuses(http.StatusForbidden, "forbidden")
	}
	admin.post("/policy-changes", map[string]any{"kind": "publish", "file": newerLogistics(t), "reason": " "}).
		refuses(http.StatusUnprocessableEntity, "invalid")
	asked := admin.post("/policy-changes", body).must(http.StatusCreated)
	id := asked.text("id")
	if asked.text("state") != "pending" || asked.at("can_agree") != false || asked.text("agreeing", 0) != "总裁办" ||
		asked.text("due_at") != "2026-03-03T10:00:00+08:00" {
		t.Errorf("asked: %s", asked.raw)
	}
	for _, v := range []*visitor{agent, stranger} {
		if items := v.get("/policy-changes").must(http.StatusOK).list("items"); len(items) != 0 {
			t.Errorf("seen by who it is no concern of: %v", items)
		}
		v.get("/policy-changes/"+id).refuses(http.StatusNotFound, "not_found")
		v.post("/policy-changes/"+id+"/agreement", nil).refuses(http.StatusNotFound, "not_found")
		v.post("/policy-changes/"+id+"/taking-back", nil).refuses(http.StatusForbidden, "forbidden")
	}
	admin.post("/policy-changes/"+id+"/agreement", nil).refuses(http.StatusForbidden, "forbidden")
	if one := head.get("/policy-changes").findIn("items", "id", id); one["can_agree"] != true ||
		one["can_take_back"] != false {
		t.Errorf("seen by who can agree: %v", one)
	}
	head.post("/policy-changes/"+id+"/agreement", nil).must(http.StatusOK)
	if v := head.get("/policies/logistics").must(http.StatusOK).at("version"); v != float64(100) {
		t.Errorf("in force: %v", v)
	}
	journal := admin.get("/administration").must(http.StatusOK)
	agreed, ask := journal.findIn("items", "action", "publish_policy"),
		journal.findIn("items", "action", "ask_publish_policy")
	if agreed["actor"] != string(seed.DemoUserID("logistics.ceo_office")) || agreed["object"] != "logistics@100" ||
		ask["actor"] != string(seed.DemoUserID(seed.AdminName)) {
		t.Errorf("journal: %s", journal.raw)
	}
}

// What a check finds in a file, and what a version says otherwise, is told before anything is asked; a file with
// findings is not published.
func TestAPolicyFileIsCheckedBeforeItIsPublished(t *testing.T) {
	h := newHouse(t)
	admin := h.admin()
	admin.headers = map[string]string{"Accept-Language": "en"}
	file := newerLogistics(t, "value: 3wd, why: {zh: 原文第二条第8项", "value: 5wd, why: {zh: 原文第二条第8项")
	checked := admin.post("/policy-checks", map[string]any{"file": file}).must(http.StatusOK)
	if checked.at("version") != float64(100) || checked.at("before") == float64(0) ||
		len(checked.list("findings")) != 0 ||
		len(checked.list("differences")) == 0 {
		t.Errorf("checked: %s", checked.raw)
	}
	slip := newerLogistics(t, "ceo_office:", "ceo_ofice:")
	if found := admin.post("/policy-checks",
		map[string]any{"file": slip}).must(http.StatusOK); len(found.list("findings")) == 0 {
		t.Errorf("a slip: %s", found.raw)
	}
	refused := admin.post("/policy-changes", map[string]any{"kind": "publish", "file": slip, "reason": "x"}).
		refuses(http.StatusUnprocessableEntity, "invalid")
	if len(refused.list("findings")) == 0 {
		t.Errorf("refused: %s", refused.raw)
	}
}

// A rehearsal tells how far it is and what came of it; a trial of a move tells what could be moved. Neither names a
// case to an administrator who may not read it.
func TestTrialsCountEverythingAndListWhatMayBeRead(t *testing.T) {
	h := newHouse(t)
	for range 3 {
		h.agent().post("/cases", matter()).must(http.StatusCreated)
	}
	h.admin().post("/policy-changes", map[string]any{
		"kind":   "publish",
		"file":   newerLogistics(t),
		"reason": "修订",
	}).must(http.StatusCreated)
	h.passTime(25 * time.Hour)
	if _, err := h.store.CarryOutDuePolicyChanges(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin := h.admin()
	answer := admin.post("/policy-rehearsals", map[string]any{
		"policy":  "logistics",
		"version": 100,
	}).must(http.StatusOK)
	lines := answer.lines()
	last, _ := lines[len(lines)-1]["rehearsal"].(map[string]any)
	if last["cases"] != float64(3) || last["differ"] != float64(0) || last["not_reproduced"] != float64(0) {
		t.Errorf("rehearsed: %s", answer.raw)
	}
	running := admin.get("/policies/logistics/running").must(http.StatusOK)
	old := int(running.at("items", 0, "version").(float64))
	if running.at("items", 0, "count") != float64(3) || running.at("items", 0, "hidden") != float64(3) ||
		len(running.list("items", 0, "cases")) != 0 {
		t.Errorf("running: %s", running.raw)
	}
	tried := admin.post("/policy-moves/trials", map[string]any{"policy": "logistics", "version": 100, "from": old}).
		must(http.StatusOK).lines()
	moves, _ := tried[len(tried)-1]["moves"].(map[string]any)
	if moves["moved"] != float64(3) || moves["hidden"] != float64(3) {
		t.Errorf("tried: %v", tried)
	}
	admin.post("/policy-moves/trials", map[string]any{
		"policy":  "logistics",
		"version": 100,
		"cases":   []complaint.CaseID{"d7c1b6a4-0000-4000-8000-000000000000"},
	}).refuses(http.StatusUnprocessableEntity, "invalid")
}

// What the release brings of a regulation that the organisation has changed itself is told to administrators, with what
// it says otherwise and the number under which it could be published; nobody else learns of it.
func TestAReleaseIsOfferedWhereTheVersionIsTheOrganisations(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Released = func() ([]record.ReleasedFile, error) {
			return []record.ReleasedFile{{File: "policies/logistics/policy.yaml", Source: newerLogistics(t)}}, nil
		}
	})
	h.agent().post("/cases", matter()).must(http.StatusCreated)
	admin, head := h.admin(), h.signedIn("logistics.ceo_office")
	if items, _ := admin.get("/policy-offers").must(http.StatusOK).at("items").([]any); len(items) != 0 {
		t.Errorf("offered while the organisation goes by the release: %v", items)
	}
	own := newerLogistics(t, `severity == "severe",   is: 7wd`, `severity == "severe",   is: 5wd`)
	asked := admin.post("/policy-changes", map[string]any{"kind": "publish", "file": own, "reason": "本单位更严"}).
		must(http.StatusCreated)
	head.post("/policy-changes/"+asked.text("id")+"/agreement", map[string]any{}).must(http.StatusOK)
	head.get("/policy-offers").refuses(http.StatusForbidden, "forbidden")
	offered := admin.get("/policy-offers").must(http.StatusOK)
	for key, want := range map[string]any{
		"policy":   "logistics",
		"title":    "客户服务投诉制度",
		"version":  100.0,
		"in_force": 100.0,
		"next":     101.0,
		"file":     newerLogistics(t),
	} {
		if got := offered.at("items", 0, key); got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
	said, _ := offered.at("items", 0, "differences", 0, "said").(string)
	if !strings.Contains(said, "7 个工作日") || !strings.Contains(said, "5 个工作日") {
		t.Errorf("what it says otherwise: %q", said)
	}
}

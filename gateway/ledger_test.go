package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
)

// sanctioned is a house in which a fault that was found is proposed for the ledger against the person complained about,
// whom the case bars, and a case in which that has happened.
func sanctioned(t *testing.T) (h *house, id string) {
	t.Helper()
	h = newHouse(t)
	h.publishLogistics("\nkinds:\n", `
ledger:
  number: {format: "奖惩{YYYY}-{serial:3}", restarts: yearly, clauses: ["2.5"]}
  readers: [supervisor]
  measures: {warning: 警告, fine: 罚款}
  hearing: {within: 3wd}
  decision: {by: [operations], limit: 5wd}
  objection: {within: 5wd, by: [ceo_office], limit: 5wd}
  rules:
    fault:
      kind: sanction
      title: 服务过失
      outcomes: [investigate.handled]
      when: established
      against: [respondent]
      facts: [established, declared]
      scale: {rows: [{measure: fine, amount: 200元}]}
      clauses: ["2.5"]

kinds:
`)
	accused := map[string]any{"kind": "person", "id": string(seed.DemoUserID("logistics.branch")), "name": "员工"}
	id = h.filed("respondents", []any{accused})
	unit := string(seed.DemoUnitID("logistics", "branch"))
	h.agent().does(id, "complete", "data", map[string]any{"responsible_unit": unit}).must(http.StatusOK)
	h.signedIn("logistics.branch2").does(id, "complete", "data", finding()).must(http.StatusOK)
	return h, id
}

// Readers of the ledger, whoever decides and whom an entry concerns find it in the list and in its sums; nobody else
// learns that there is any.
func TestTheLedgerObeysTheWall(t *testing.T) {
	h, id := sanctioned(t)
	for who, want := range map[string]struct {
		entries  int
		readable bool
	}{
		"logistics.supervisor": {2, true},  // reads the ledger: one about the person, one about the unit
		"logistics.agent":      {0, false}, // reads the case and not the ledger
		"logistics.ceo_office": {0, false}, // decides on objections, and there is none
		"logistics.branch":     {1, false}, // whom it concerns, and whom the case bars
		"logistics.branch2":    {0, false}, // did the step on which it rests
		"elsewhere":            {0, false}, // of another unit
		"nobody":               {0, false}, // no role
	} {
		v := h.signedIn(who)
		r := v.get("/ledger").must(http.StatusOK)
		if got := len(r.list("items")); got != want.entries {
			t.Errorf("%s sees %d entries: %s", who, got, r.raw)
			continue
		}
		if got := v.get("/session").at("reads_ledger"); got != (want.entries > 0) {
			t.Errorf("%s is said to read the ledger: %v", who, got)
		}
		sums := v.get("/ledger/sums").must(http.StatusOK)
		if got := len(sums.list("items")); (got > 0) != (want.entries > 0) || sums.text("scope") != "readable" {
			t.Errorf("%s sees sums %s", who, sums.raw)
		}
		if want.entries == 0 {
			continue
		}
		if r.at("items", 0, "readable") != want.readable || (r.at("items", 0, "case_number") != nil) != want.readable {
			t.Errorf("%s: %s", who, r.raw)
		}
	}
	h.public().do(http.MethodGet, "/api/v1/ledger", "", nil).refuses(http.StatusUnauthorized, "unauthenticated")

	row := h.signedIn("logistics.supervisor").get("/ledger").findIn("items", "number", "奖惩2026-001")
	charge, _ := row["charge"].(map[string]any)
	measure, _ := charge["measure"].(map[string]any)
	concerns, _ := row["concerns"].(map[string]any)
	if row["state"] != "proposed" || row["clause"] != "logistics-2.5" || measure["title"] != "罚款" ||
		charge["amount"] != 20000.0 || concerns["name"] != "员工logistics.branch" || row["outcome"] != nil {
		t.Errorf("row: %v", row)
	}
	sums := h.signedIn("logistics.supervisor").get("/ledger/sums")
	if got := sums.findIn("items", "month", "2026-03"); got["entries"] != 2.0 || got["open"] != 2.0 ||
		got["open_amount"] != 40000.0 || got["amount"] != 0.0 ||
		got["unit"] != string(seed.DemoUnitID("logistics", "branch")) {
		t.Errorf("sums: %v", got)
	}
	accused := h.signedIn("logistics.branch")
	entry := row["entry"].(string)
	for _, who := range []string{"logistics.branch2", "elsewhere", "nobody"} {
		want := http.StatusNotFound
		if who == "logistics.branch2" {
			want = http.StatusOK // whoever may read a case sees its entries there
		}
		h.signedIn(who).get("/ledger/" + id + "/" + entry).must(want)
	}
	h.signedIn("nobody").get("/ledger/"+id+"/"+entry).refuses(http.StatusNotFound, "not_found")
	accused.get("/ledger/"+id+"/e999").refuses(http.StatusNotFound, "not_found")
	accused.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
}

func TestTheLedgerIsFiltered(t *testing.T) {
	h, id := sanctioned(t)
	v := h.signedIn("logistics.supervisor")
	accused, unit := string(seed.DemoUserID("logistics.branch")), string(seed.DemoUnitID("logistics", "branch"))
	for query, want := range map[string]int{
		"policy=logistics":    2,
		"policy=dealer":       0,
		"kind=sanction":       2,
		"kind=deduction":      0,
		"state=proposed":      2,
		"state=final":         0,
		"unit=" + unit:        2,
		"unit=unit-elsewhere": 0,
		"person=" + accused:   1,
		"person=user-none":    0,
		"month=2026-03":       2,
		"month=2026-04":       0,
		"case=" + id:          2,
		"case=none":           0,
		"limit=1":             1,
	} {
		if got := len(v.get("/ledger?" + query).must(http.StatusOK).list("items")); got != want {
			t.Errorf("%s: %d entries", query, got)
		}
		if query == "limit=1" {
			continue
		}
		sum := 0.0
		for _, row := range v.get("/ledger/sums?" + query).must(http.StatusOK).list("items") {
			sum += row.(map[string]any)["entries"].(float64)
		}
		if sum != float64(want) {
			t.Errorf("sums of %s: %v", query, sum)
		}
	}
	for _, query := range []string{"state=open", "kind=fine", "month=2026-13", "month=26-1", "cursor=x"} {
		v.get("/ledger?"+query).refuses(http.StatusUnprocessableEntity, "invalid")
	}
}

// Whom the case bars is heard all the same: they find the task in their inbox, say what they have to say, object, and
// learn of the case nothing but what is said of themselves.
func TestWhomTheCaseBarsIsHeard(t *testing.T) {
	h, id := sanctioned(t)
	accused, other := h.signedIn("logistics.branch"), h.signedIn("elsewhere")
	inbox := accused.get("/inbox").must(http.StatusOK)
	if len(inbox.list("items")) != 1 {
		t.Fatalf("inbox: %s", inbox.raw)
	}
	task, entry := inbox.text("items", 0, "id"), inbox.text("items", 0, "entry")
	for _, secret := range []string{"货物淋湿", "张三丰", "LG", "员工logistics.branch2", "员工logistics.agent", "雨布破损"} {
		if strings.Contains(inbox.raw, secret) {
			t.Errorf("the inbox tells %s: %s", secret, inbox.raw)
		}
	}
	if inbox.at("items", 0, "case", "readable") != false || inbox.at("items", 0, "case", "number") != nil ||
		len(inbox.list("items", 0, "actions")) == 0 {
		t.Errorf("item: %s", inbox.raw)
	}
	shown := accused.get("/ledger/" + id + "/" + entry).must(http.StatusOK)
	for _, secret := range []string{"货物淋湿", "张三丰", "员工logistics.branch2", "雨布破损", "logistics.agent"} {
		if strings.Contains(shown.raw, secret) {
			t.Errorf("the entry tells %s: %s", secret, shown.raw)
		}
	}
	if shown.text("task", "id") != task || shown.at("facts", 0, "text") != "是" ||
		shown.at("facts", 1, "text") != "1200.00元" || len(shown.list("proposed_by")) != 0 ||
		shown.at("forms", shown.text("task", "actions", 0, "form")) == nil {
		t.Errorf("the entry: %s", shown.raw)
	}
	says := []any{"task", task, "outcome", "stated", "data", map[string]any{"reason": "雨布是当天换的"}}
	other.does(id, "complete", says...).refuses(http.StatusNotFound, "not_found")
	h.signedIn("nobody").does(id, "complete", says...).refuses(http.StatusNotFound, "not_found")
	accused.does(id, "note", "data", map[string]any{"text": "x"}).refuses(http.StatusNotFound, "not_found")
	accused.does(id, "claim", "task", task).refuses(http.StatusNotFound, "not_found")
	accused.does(id, "complete", "outcome", "stated").refuses(http.StatusNotFound, "not_found")
	done := accused.does(id, "complete", says...).must(http.StatusOK)
	if done.text("state") != "done" || strings.Contains(done.raw, "events") || strings.Contains(done.raw, "seq") {
		t.Errorf("told: %s", done.raw)
	}
	if left := accused.get("/inbox").list("items"); len(left) != 0 {
		t.Errorf("after the hearing: %v", left)
	}
	if v := accused.get("/ledger/" + id + "/" + entry).must(http.StatusOK); v.text("view") != "雨布是当天换的" ||
		v.at("task") != nil {
		t.Errorf("after the hearing: %s", v.raw)
	}

	decider := h.signedIn("logistics.operations")
	if got := decider.get("/ledger").list("items"); len(got) != 1 {
		t.Errorf("whoever decides sees %v", got)
	}
	h.decide(decider, id, "ledger.fault.decide", "changed", map[string]any{"amount": 10000, "reason": "初次"})
	if got := h.signedIn("logistics.ceo_office").get("/ledger").list("items"); len(got) != 0 {
		t.Errorf("whoever would decide on an objection sees %v", got)
	}
	objecting := accused.get("/inbox").text("items", 0, "id")
	objects := []any{"task", objecting, "outcome", "objected", "data", map[string]any{"reason": "不是我当班"}}
	accused.does(id, "complete", objects...).must(http.StatusOK)
	h.decide(h.signedIn("logistics.ceo_office"), id, "ledger.fault.review", "dropped", map[string]any{"reason": "查明"})
	end := accused.get("/ledger/" + id + "/" + entry).must(http.StatusOK)
	if end.text("state") != "final" || end.text("outcome") != "dropped" || end.text("why") != "查明" ||
		end.text("objection") != "不是我当班" || len(end.list("decided_by")) != 2 {
		t.Errorf("at the end: %s", end.raw)
	}
	if got := h.signedIn("logistics.supervisor").get("/ledger/sums").findIn(
		"items", "month", "2026-03",
	); got["gone"] != 1.0 ||
		got["open"] != 0.0 || got["amount"] != 0.0 {
		t.Errorf("sums: %v", got)
	}
	page := h.signedIn("logistics.supervisor").get("/cases/" + id).must(http.StatusOK)
	if page.text("entries", 0, "view") != "雨布是当天换的" || page.text("entries", 0, "proposed_by", 0, "name") !=
		"员工logistics.branch2" {
		t.Errorf("on the page: %v", page.at("entries"))
	}
	accused.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
}

// What was queued for want of a worker is told to whom it concerns, without a word of the case.
func TestAQueuedStatementIsFollowed(t *testing.T) {
	h, id := sanctioned(t)
	accused := h.signedIn("logistics.branch")
	task := accused.get("/inbox").text("items", 0, "id")
	h.cases.change(func(b *fakeCases) { b.silent = true })
	body := map[string]any{
		"command": "complete",
		"task":    task,
		"outcome": "stated",
		"data":    map[string]any{"reason": "说明"},
	}
	path := "/cases/" + id + "/commands"
	accused.do(http.MethodPost, apiPath+path, "said", body).must(http.StatusAccepted)
	if r := accused.get(path + "/said").must(http.StatusOK); r.text("state") != "pending" {
		t.Errorf("meanwhile: %s", r.raw)
	}
	accused.do(http.MethodPost, apiPath+path, "again", body).must(http.StatusAccepted)
	h.cases.carryOutQueued(t, complaint.CaseID(id))
	if r := accused.get(path + "/said").must(http.StatusOK); r.text("state") != "done" ||
		strings.Contains(r.raw, "events") {
		t.Errorf("then: %s", r.raw)
	}
	if r := accused.get(path + "/again").must(http.StatusOK); r.text("state") != "refused" {
		t.Errorf("what came too late: %s", r.raw)
	}
	if inbox := accused.get("/inbox").must(http.StatusOK); strings.Contains(inbox.raw, "20260302-0001") {
		t.Errorf("the inbox tells the number: %s", inbox.raw)
	}
	accused.get(path+"/other").refuses(http.StatusNotFound, "not_found")
	h.signedIn("elsewhere").get(path+"/said").refuses(http.StatusNotFound, "not_found")
}

// decide completes the live task of a step.
func (h *house) decide(v *visitor, id, step, outcome string, data map[string]any) {
	h.t.Helper()
	var task any
	for _, t := range v.get("/cases/" + id).must(http.StatusOK).list("tasks") {
		if one := t.(map[string]any); one["step"] == step && one["state"] != "done" {
			task = one["id"]
		}
	}
	v.does(id, "complete", "task", task, "outcome", outcome, "data", data).must(http.StatusOK)
}

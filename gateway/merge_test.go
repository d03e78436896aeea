package gateway

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

// Two people complain of the same. One case goes on; whoever follows the other's receipt sees how that one stands, and
// nothing that was said in it.
func TestTheReceiptOfADuplicateIsFollowed(t *testing.T) {
	h := newHouse(t)
	for _, role := range []string{"petition_office", "section_head", "bureau_leader", "township_office"} {
		h.addStaff("land."+role, "unit-elsewhere", complaint.RoleID("land."+role))
	}
	matter := func() map[string]any {
		m := publicMatter("policy", "land")
		m["category"], m["kind"], m["data"] = "demand", "petition", map[string]any{}
		return m
	}
	file := func() (receipt, id string) {
		receipt = h.public().post("/public/complaints", matter()).must(http.StatusCreated).text("receipt")
		return receipt, h.signedIn("land.petition_office").get("/cases").must(http.StatusOK).text("items", 0, "id")
	}
	office := h.signedIn("land.petition_office")
	receipt, duplicate := file()
	h.passTime(1)
	_, survivor := file()
	if duplicate == survivor {
		survivor = office.get("/cases").must(http.StatusOK).text("items", 1, "id")
	}
	merge := func(into string) map[string]any {
		return map[string]any{"command": "merge", "data": map[string]any{"into": into}}
	}
	office.post("/cases/"+duplicate+"/commands",
		merge("00000000-0000-7000-8000-000000000000")).refuses(http.StatusUnprocessableEntity, "invalid")
	h.signedIn("land.bureau_leader").post("/cases/"+duplicate+"/commands", merge(survivor)).refuses(
		http.StatusForbidden, "forbidden",
	)
	office.post("/cases/"+duplicate+"/commands", merge(survivor)).must(http.StatusOK)
	office.post("/cases/"+survivor+"/commands", map[string]any{
		"command": "message",
		"data":    map[string]any{"kind": "progress", "text": "canary"},
	}).must(http.StatusOK)
	office.post("/cases/"+survivor+"/commands", map[string]any{
		"command": "complete",
		"outcome": "filled",
		"data":    map[string]any{"proposed": "x"},
	}).must(http.StatusOK)

	c := office.get("/cases/" + duplicate).must(http.StatusOK)
	if l := c.findIn("links", "case", survivor); l == nil || l["relation"] != "merged_into" ||
		c.text("status") != "archived" || c.text("disposition") != "merged" {
		t.Errorf("the duplicate: %s", c.raw)
	}
	r := h.public().get("/public/complaints/" + receipt).must(http.StatusOK)
	stands := office.get("/cases/" + survivor).must(http.StatusOK)
	if r.text("status") != "open" || r.text("stage") != stands.text("step_title") || r.text("merged") != "true" ||
		r.text("number") != c.text("number") {
		t.Errorf("followed: %s", r.raw)
	}
	if len(r.list("messages")) > 0 {
		t.Errorf("the other complainant's messages: %s", r.raw)
	}
	h.wantMergedShown(survivor, duplicate)
}

// wantMergedShown has the survivor told of its duplicate, as a relay does that knocks twice: it is noted once, and
// shown to those only who may read the duplicate too.
func (h *house) wantMergedShown(survivor, duplicate string) {
	h.t.Helper()
	errands, err := h.store.TakeErrands(h.t.Context(), complaint.AbsorbErrand, 10, time.Minute)
	if err != nil || len(errands) != 1 {
		h.t.Fatalf("errands: %v, %v", errands, err)
	}
	order, err := errands[0].Order()
	if err != nil {
		h.t.Fatal(err)
	}
	for range 2 {
		if _, err := h.cases.GiveOrder(h.t.Context(), errands[0].Case, order); err != nil {
			h.t.Fatal(err)
		}
	}
	office := h.signedIn("land.petition_office")
	stands := office.get("/cases/" + survivor).must(http.StatusOK)
	if l := stands.findIn("links", "case", duplicate); l == nil || l["relation"] != "duplicate" ||
		len(stands.list("links")) != 1 {
		h.t.Errorf("the survivor: %s", stands.raw)
	}
	noted := slices.DeleteFunc(office.types(survivor), func(event string) bool { return event != "linked" })
	if len(noted) != 1 {
		h.t.Errorf("noted %d times", len(noted))
	}
	for _, by := range []string{"land.section_head", "land.bureau_leader"} {
		h.signedIn(by).post("/cases/"+survivor+"/commands", map[string]any{
			"command": "complete",
			"outcome": "approved",
		}).must(http.StatusOK)
	}
	if stands := h.signedIn("land.township_office").get("/cases/" + survivor).
		must(http.StatusOK); len(stands.list("links")) > 0 {
		h.t.Errorf("who may not read the duplicate: %s", stands.raw)
	}
}

// The case says which steps others have to do again, because whoever had done them was recused.
func TestWhatIsToBeDoneAgain(t *testing.T) {
	h := newHouse(t)
	for _, role := range []string{"reception", "complaints_officer", "director"} {
		h.addStaff("lawfirm."+role, "unit-elsewhere", complaint.RoleID("lawfirm."+role))
	}
	body := matter("policy", "lawfirm", "kind", "complaint", "channel", "phone", "category", "fee", "respondents",
		[]any{}, "data", map[string]any{"originals": "无"})
	delete(body, "severity")
	id := h.signedIn("lawfirm.reception").post("/cases", body).must(http.StatusCreated).text("id")
	officer, director := h.signedIn("lawfirm.complaints_officer"), h.signedIn("lawfirm.director")
	if c := director.get("/cases/" + id).must(http.StatusOK); len(c.list("redo")) > 0 {
		t.Errorf("before: %s", c.raw)
	}
	officer.post("/cases/"+id+"/commands", map[string]any{
		"command": "complete",
		"outcome": "accepted",
		"data":    map[string]any{"received_originals": true},
	}).must(http.StatusOK)
	officer.post("/cases/"+id+"/commands", map[string]any{
		"command": "recuse",
		"data":    map[string]any{"ground": "与投诉人是亲属"},
	}).must(http.StatusOK)
	c := director.get("/cases/" + id).must(http.StatusOK)
	if p := c.findIn("people", "id", string(seed.DemoUserID("lawfirm.complaints_officer"))); p == nil ||
		p["name"] != "员工lawfirm.complaints_officer" {
		t.Errorf("the recused are named: %v", p)
	}
	if r := c.findIn("redo", "step", "accept"); r == nil || r["title"] != "受理并签收材料" ||
		r["person_name"] != "员工lawfirm.complaints_officer" || r["redone"] != false {
		t.Errorf("to be done again: %v", c.at("redo"))
	}
}

package gateway

import (
	"net/http"
	"testing"
)

// Two people complain of the same. One case goes on; whoever follows the other's receipt sees how that one stands, and
// nothing that was said in it.
func TestTheReceiptOfADuplicateIsFollowed(t *testing.T) {
	h := newHouse(t)
	h.employ("land.petition_office", "unit-elsewhere", "land.petition_office")
	h.employ("land.bureau_leader", "unit-elsewhere", "land.bureau_leader")
	matter := func() map[string]any {
		m := publicMatter("policy", "land")
		m["category"], m["kind"], m["data"] = "demand", "petition", map[string]any{}
		return m
	}
	file := func() (receipt, id string) {
		receipt = h.public().post("/public/complaints", matter()).must(http.StatusCreated).text("receipt")
		return receipt, h.as("land.petition_office").get("/cases").must(http.StatusOK).text("items", 0, "id")
	}
	office := h.as("land.petition_office")
	receipt, duplicate := file()
	h.pass(1)
	_, survivor := file()
	if duplicate == survivor {
		survivor = office.get("/cases").must(http.StatusOK).text("items", 1, "id")
	}
	merge := func(into string) map[string]any {
		return map[string]any{"command": "merge", "data": map[string]any{"into": into}}
	}
	office.post("/cases/"+duplicate+"/commands", merge("00000000-0000-7000-8000-000000000000")).refuses(http.StatusUnprocessableEntity, "invalid")
	h.as("land.bureau_leader").post("/cases/"+duplicate+"/commands", merge(survivor)).refuses(http.StatusForbidden, "forbidden")
	office.post("/cases/"+duplicate+"/commands", merge(survivor)).must(http.StatusOK)
	office.post("/cases/"+survivor+"/commands", map[string]any{"command": "message", "data": map[string]any{"kind": "progress", "text": "canary"}}).must(http.StatusOK)
	office.post("/cases/"+survivor+"/commands", map[string]any{"command": "complete", "outcome": "filled", "data": map[string]any{"proposed": "x"}}).must(http.StatusOK)

	c := office.get("/cases/" + duplicate).must(http.StatusOK)
	if l := c.find("links", "case", survivor); l == nil || l["relation"] != "merged_into" || c.text("status") != "archived" || c.text("disposition") != "merged" {
		t.Errorf("the duplicate: %s", c.raw)
	}
	r := h.public().get("/public/complaints/" + receipt).must(http.StatusOK)
	stands := office.get("/cases/" + survivor).must(http.StatusOK)
	if r.text("status") != "open" || r.text("stage") != stands.text("step_title") || r.text("merged") != "true" || r.text("number") != c.text("number") {
		t.Errorf("followed: %s", r.raw)
	}
	if len(r.list("messages")) > 0 {
		t.Errorf("the other complainant's messages: %s", r.raw)
	}
}

package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/internal/seed"
)

// A slip issued by hand stands on the case's page and in the list with its kind, ground and text, numbered; the
// addressee answers it. Nobody is addressed who cannot read the case.
func TestSlipsAreIssuedByHand(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian, director := h.signedIn("library.desk"), h.signedIn("library.librarian"),
		h.signedIn("library.director")
	id := desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	slip := func(more ...string) map[string]any {
		data := map[string]any{"ground": "unsolved", "role": "librarian", "text": "三日内办结"}
		for i := 0; i < len(more); i += 2 {
			data[more[i]] = more[i+1]
		}
		return data
	}
	librarian.does(id, "issue_slip", "data", slip()).refuses(http.StatusForbidden, "forbidden")
	desk.does(id, "issue_slip", "data", slip("ground", "late")).refuses(http.StatusUnprocessableEntity, "invalid")
	desk.does(id, "issue_slip", "data", slip("role", "branch")).refuses(http.StatusConflict, "conflict")
	desk.does(id, "issue_slip", "data", slip()).must(http.StatusOK)
	instruction := map[string]any{"to": seed.DemoUserID("library.librarian"), "text": "写一份说明", "within": "11wd"}
	director.does(id, "instruct", "data", instruction).refuses(http.StatusUnprocessableEntity, "invalid")
	instruction["within"] = "10wd"
	director.does(id, "instruct", "data", instruction).must(http.StatusOK)

	shown := librarian.get("/cases/" + id).must(http.StatusOK)
	first := shown.findIn("slips", "kind", "supervision")
	if !strings.HasPrefix(first["number"].(string), "D") || first["title"] != "督办单" || first["text"] != "三日内办结" ||
		first["ground"].(map[string]any)["title"] != "到期未解决" {
		t.Errorf("on the page: %v", first)
	}
	listed := librarian.get("/slips").must(http.StatusOK)
	for _, kind := range []string{"supervision", "instruction"} {
		if on, in := shown.findIn("slips", "kind", kind),
			listed.findIn("items", "kind", kind); on["number"] != in["number"] ||
			on["text"] != in["text"] || in["text"] == nil {
			t.Errorf("%s on the page: %v\nin the list: %v", kind, on, in)
		}
	}
	if d := shown.findIn("deadlines", "name", "slips.instruction"); d["state"] != "running" ||
		d["clause"] != "library-10" {
		t.Errorf("its limit: %v", d)
	}
	answer := map[string]any{"slip": first["id"], "text": "已办"}
	h.signedIn("library.branch").does(id, "reply_slip", "data", answer).refuses(http.StatusNotFound, "not_found")
	librarian.does(id, "reply_slip", "data", answer).must(http.StatusOK)
	if s := librarian.get("/slips").findIn("items", "kind", "supervision"); s["state"] != "replied" ||
		s["reply"] != "已办" {
		t.Errorf("answered: %v", s)
	}
}

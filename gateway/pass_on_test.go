package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
)

// A unit passes a matter on to another and that one hands it back: the form asks for a unit, the reason is sealed like
// every text, and whoever has no part in it is not shown any of it.
func TestAUnitPassesAMatterOn(t *testing.T) {
	h := newHouseOfFirstEdition(t)
	h.library()
	desk, librarian, branch := h.signedIn("library.desk"), h.signedIn("library.librarian"), h.signedIn("library.branch")
	id := desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	to := map[string]any{"to": "unit-library.branch", "reason": "书在分馆"}
	librarian.does(id, "redirect", "data", to).refuses(http.StatusConflict, "conflict") // older programs do not know it
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	branch.does(id, "redirect", "data", to).refuses(http.StatusNotFound, "not_found")
	desk.does(id, "redirect", "data", to).refuses(http.StatusForbidden, "forbidden")
	librarian.does(id, "redirect", "data", map[string]any{"to": "unit-library.branch"}).
		refuses(http.StatusUnprocessableEntity, "invalid")
	if a := librarian.get("/cases/"+id).findIn("actions", "command", "redirect"); a["allowed"] != true ||
		a["form"] != "command.redirect" {
		t.Errorf("what is offered: %v", a)
	}
	librarian.does(id, "redirect", "data", to).must(http.StatusOK)
	c := branch.get("/cases/" + id).must(http.StatusOK)
	if c.at("unit") != "unit-library.branch" {
		t.Errorf("it is with %v", c.at("unit"))
	}
	journal := branch.get("/cases/" + id + "/journal").must(http.StatusOK)
	if !strings.Contains(journal.raw, `"redirected"`) || strings.Count(journal.raw, "书在分馆") != 1 {
		t.Errorf("the journal: %s", journal.raw)
	}
	found := map[string]any{"finding": "无", "fault": "none", "amount": 0}
	librarian.does(id, "complete", "outcome", "plain", "data", found).refuses(http.StatusForbidden, "forbidden")
	branch.does(id, "return", "data", map[string]any{"reason": "不归分馆"}).must(http.StatusOK)
	if a := desk.get("/cases/"+id).findIn("tasks", "state", "open"); a["step"] != "assign" {
		t.Errorf("handed back: %v", a)
	}
}

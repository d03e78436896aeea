package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// The page of a case says of each deadline why nothing has been issued yet, what comes next, when and for whom; so does
// a list that asks for it. A slip says who has acknowledged it, and why it was voided.
func TestACaseSaysWhatComesNext(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian, director := h.signedIn("library.desk"), h.signedIn("library.librarian"),
		h.signedIn("library.director")
	id := desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)

	shown := desk.get("/cases/" + id).must(http.StatusOK)
	limit := shown.findIn("deadlines", "name", "investigate.limit")
	next := shown.findIn("outlook", "deadline", limit["id"].(string))
	if next["why"] != "time" || next["action"] != "expire" && next["action"] != "slip" || next["at"] != limit["due"] ||
		!strings.Contains(next["text"].(string), "尚未发出") || next["light_why"] == "" {
		t.Errorf("the answer of %v: %v", limit["name"], next)
	}
	row := desk.get("/cases?next=true").must(http.StatusOK).findIn("items", "id", id)
	if first, _ := row["next"].(map[string]any); first["text"] == nil || first["at"] == nil {
		t.Errorf("in the list: %v", row)
	}

	desk.does(id, "issue_slip", "data", map[string]any{
		"ground": "unsolved", "role": "librarian", "text": "三日内办结",
	}).must(http.StatusOK)
	slip := desk.get("/cases/"+id).must(http.StatusOK).findIn("slips", "kind", "supervision")
	about := map[string]any{"slip": slip["id"]}
	librarian.does(id, "receive_slip", "data", about).must(http.StatusOK)
	about = map[string]any{"slip": slip["id"], "reason": "发错了"}
	librarian.does(id, "void_slip", "data", about).refuses(http.StatusForbidden, "forbidden")
	director.does(id, "void_slip", "data", about).must(http.StatusOK)
	for _, s := range []map[string]any{
		desk.get("/cases/"+id).must(http.StatusOK).findIn("slips", "kind", "supervision"),
		desk.get("/slips").must(http.StatusOK).findIn("items", "kind", "supervision"),
	} {
		if received, _ := s["received"].([]any); s["state"] != "void" || s["void"] != "发错了" || len(received) != 1 {
			t.Errorf("voided: %v", s)
		}
	}
}

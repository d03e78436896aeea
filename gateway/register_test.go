package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// A regulation's own register tells of each case what its columns say, in the reader's language, of the cases its
// reader may see; a register that there is not is refused, and the plain register has no such lines.
func TestARegulationsOwnRegister(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian := h.signedIn("library.desk"), h.signedIn("library.librarian")
	id := desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated).text("id")
	other := h.agent().post("/cases", matter()).must(http.StatusCreated).text("id")

	wantLines := func(v *visitor, want string) {
		t.Helper()
		r := v.get("/cases?register=library.outcomes").must(http.StatusOK)
		var got []string
		for _, line := range r.findIn("items", "id", id)["lines"].([]any) {
			got = append(got, line.(map[string]any)["title"].(string)+"="+line.(map[string]any)["text"].(string))
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%s, want %s", joined, want)
		}
		if strings.Contains(r.raw, other) {
			t.Error("a case of another regulation is listed")
		}
	}
	wantLines(desk, "希望怎样=赔偿")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	librarian.does(id, "complete", "outcome", "plain", "data", map[string]any{
		"finding": "人手不足", "fault": "none", "amount": 0,
	}).must(http.StatusOK)
	unit := desk.get("/cases/" + id).must(http.StatusOK).text("unit_name")
	wantLines(desk, "希望怎样=赔偿 责任部门="+unit+" 查明的情况=人手不足 赔偿数额=0.00元")
	wantLines(desk.withLanguage("en"),
		"What is wanted=Damages Department="+unit+" What was found=人手不足 Damages to pay=0.00 yuan")

	if lines := desk.get("/cases").must(http.StatusOK).findIn("items", "id", id)["lines"]; lines != nil {
		t.Errorf("the plain register tells %v", lines)
	}
	if items := h.agent().get("/cases?register=library.outcomes").must(http.StatusOK).list("items"); len(items) != 0 {
		t.Errorf("somebody behind the wall reads %v", items)
	}
	for _, unknown := range []string{"library.nothing", "nothing.outcomes"} {
		desk.get("/cases?register="+unknown).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	desk.get("/cases?register=x").refuses(http.StatusUnprocessableEntity, "invalid")
	columns := desk.get("/policies").must(http.StatusOK).findIn("items", "id", "library")["registers"]
	if book := columns.([]any)[0].(map[string]any); book["code"] != "outcomes" || book["title"] != "办理登记簿" ||
		len(book["columns"].([]any)) != 4 {
		t.Errorf("the page can offer %v", columns)
	}
}

// A row tells by which channel its case came and who is at it, and who complained to whoever may know that and to
// nobody else who may read the case.
func TestTheRegisterInDetail(t *testing.T) {
	h := newHouse(t)
	h.library()
	desk, librarian := h.signedIn("library.desk"), h.signedIn("library.librarian")
	id := desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated).text("id")
	desk.does(id, "complete", "data", map[string]any{"responsible_unit": "unit-library.librarian"}).must(http.StatusOK)
	detailsFor := func(v *visitor) reply {
		t.Helper()
		return v.post("/cases/search", map[string]any{"policy": "library", "details": true}).must(http.StatusOK)
	}
	r := detailsFor(desk)
	if r.text("items", 0, "details", "complainant") != "Reader" || r.text("items", 0, "details", "channel") != "电话" ||
		len(r.list("items", 0, "details", "handlers")) != 0 || r.at("items", 0, "closed_at") != nil {
		t.Errorf("to the desk: %s", r.raw)
	}
	librarian.does(id, "claim").must(http.StatusOK)
	r = detailsFor(librarian.withLanguage("en"))
	if r.at("items", 0, "details", "complainant") != nil || r.text("items", 0, "details", "channel") != "Telephone" ||
		len(r.list("items", 0, "details", "handlers")) != 1 || strings.Contains(r.raw, "Reader") {
		t.Errorf("to the librarian: %s", r.raw)
	}
}

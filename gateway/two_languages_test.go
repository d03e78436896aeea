package gateway

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/web/words/wordstest"
)

// library puts the regulation that is written in two languages in force, with somebody for each role.
func (h *house) library() {
	h.t.Helper()
	data, err := os.ReadFile("../policies/testdata/library/policy.yaml")
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.store.PublishPolicy(context.Background(), "library/policy.yaml", data); err != nil {
		h.t.Fatal(err)
	}
	for _, role := range []complaint.RoleID{
		"library.desk", "library.librarian", "library.branch", "library.director",
	} {
		h.addStaff(string(role), complaint.UnitID("unit-"+role), role)
	}
}

// libraryMatter is a complaint by the public form; staff name the channel too.
func libraryMatter(more ...any) map[string]any {
	return matter(append([]any{
		"policy", "library",
		"channel", nil,
		"category", "service.slow",
		"severity", nil,
		"subject", "Waiting",
		"content", "Three hours",
		"complainant",
		map[string]any{"name": "Reader", "phone": "13912345678"},
		"respondents",
		[]any{},
		"data",
		map[string]any{"wants": "money"},
	}, more...)...)
}

// shown is an answer without what is the same to everybody: what an event has recorded, and what else is for programs.
func shown(t *testing.T, r reply) string {
	t.Helper()
	var all any
	if err := json.Unmarshal([]byte(r.raw), &all); err != nil {
		t.Fatalf("%s: %v", r.raw, err)
	}
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				strip(one)
			}
		case map[string]any:
			if v["recorded_at"] != nil {
				delete(v, "data")
				delete(v, "reason")
			}
			if v["detail"] != nil {
				delete(v, "args") // what the sentence is about, for programs
			}
			if v["date"] != nil {
				delete(v, "name") // what the calendar calls a day
			}
			for _, one := range v {
				strip(one)
			}
		}
	}
	strip(all)
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whoever reads in English sees no Chinese of a regulation that is written in English too: neither staff, on the case's
// page, in lists, forms, refusals and the regulation's own page, nor the complainant.
func TestAnEnglishReaderSeesNoChinese(t *testing.T) {
	h := newHouse(t)
	h.library()
	sees := func(what string, r reply) reply {
		t.Helper()
		// names are what they are: those of people and units begin so
		if found := wordstest.ChineseBeside(shown(t, r), "员工", "单位"); len(found) > 0 {
			t.Errorf("%s shows %s: %s", what, found, shown(t, r))
		}
		return r
	}
	desk, director := h.signedIn("library.desk").withLanguage("en"), h.signedIn("library.director").withLanguage("en")
	librarian, reader := h.signedIn("library.librarian").withLanguage("en"), h.public().withLanguage("en")
	receipt := sees("the receipt", reader.post("/public/complaints", libraryMatter())).must(http.StatusCreated).
		text("receipt")
	id := sees("the filing", desk.post("/cases", libraryMatter("channel", "phone"))).must(http.StatusCreated).text("id")
	sees("a filing refused", desk.post("/cases", libraryMatter("channel", "phone", "category", "rude"))).
		refuses(http.StatusUnprocessableEntity, "invalid")
	sees("work refused", librarian.does(id, "complete")).refuses(http.StatusNotFound, "not_found")
	act := func(v *visitor, data map[string]any) {
		t.Helper()
		sees("an act", v.does(id, "complete", "data", data)).must(http.StatusOK)
	}
	act(desk, map[string]any{"responsible_unit": "unit-library.librarian"})
	answer := desk.get("/cases/"+id).findIn("deadlines", "name", "answer")["id"]
	sees("a suspension", desk.does(id, "suspend", "data", map[string]any{
		"deadline": answer,
		"ground":   "expert",
	})).must(http.StatusOK)
	h.passTime(24 * time.Hour)
	sees("going on", desk.does(id, "resume", "data", map[string]any{"deadline": answer})).must(http.StatusOK)
	found := map[string]any{"finding": "Three hours", "fault": "none", "amount": 100}
	sees("a form refused", librarian.does(id, "complete", "outcome", "pay", "data", found)).
		refuses(http.StatusUnprocessableEntity, "invalid")
	found["fault"] = "ours"
	sees("a form", librarian.does(id, "complete", "outcome", "pay", "data", found)).must(http.StatusOK)
	sees("an approval", director.does(id, "complete", "outcome", "approved", "data", map[string]any{})).
		must(http.StatusOK)
	sees("a message", desk.does(id, "message", "data", map[string]any{"kind": "progress", "text": "Soon"})).
		must(http.StatusOK)
	seen := ""
	for _, path := range []string{
		"/cases/" + id + "/page", "/cases/" + id, "/cases/" + id + "/journal", "/policies/library", "/inbox",
		"/cases?policy=library", "/slips?policy=library",
	} {
		seen += sees(path, desk.get(path)).must(http.StatusOK).raw
	}
	for _, path := range []string{
		"/public/complaints/" + receipt, "/public/complaints/" + receipt + "?text=1", "/public/policies?policy=library",
	} {
		seen += sees(path, reader.get(path)).must(http.StatusOK).raw
	}
	for _, text := range []string{
		"Rules for readers' complaints", "Hand over", "Confirmation by the association", "Time for the answer",
		"Damages proposed", "An expert is awaited", "What is wanted", "Front desk", "Waiting",
		"Progress", "Say it back",
	} {
		if !strings.Contains(seen, text) {
			t.Errorf("%s is nowhere to be seen", text)
		}
	}
	if r := h.signedIn("library.desk").get("/cases/" + id); !strings.Contains(r.raw, "消协确认") {
		t.Errorf("a Chinese reader sees %s", r.raw)
	}
}

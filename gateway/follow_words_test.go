package gateway

import (
	"net/http"
	"testing"
)

// Whoever files by the portal reads their own words again and the days that count; of what staff wrote down a receipt
// shows nothing.
func TestAComplainantReadsTheirOwnWords(t *testing.T) {
	h := newHouse(t)
	h.library()
	reader, desk := h.public().withLanguage("en"), h.signedIn("library.desk")
	receipt := reader.post("/public/complaints", libraryMatter()).must(http.StatusCreated).text("receipt")
	r := reader.get("/public/complaints/" + receipt).must(http.StatusOK)
	if r.text("subject") != "Waiting" || r.text("content") != "Three hours" {
		t.Errorf("own words: %s", r.raw)
	}
	if r.text("timeline", 0, "what") != "received" || r.text("timeline", 1, "what") != "registered" ||
		len(r.list("timeline")) != 2 {
		t.Errorf("timeline: %v", r.at("timeline"))
	}
	r = desk.post("/cases", libraryMatter("channel", "phone")).must(http.StatusCreated)
	_, path := reader.opens(r.text("receipt"), "5678")
	r = reader.get(path).must(http.StatusOK)
	if r.at("subject") != nil || r.at("content") != nil {
		t.Errorf("what staff wrote down: %s", r.raw)
	}
	p := reader.get("/public/policies").must(http.StatusOK).findIn("items", "id", "library")
	if p["matter"] != "Borrowing and reading" || len(p["examples"].([]any)) != 2 {
		t.Errorf("what one complains of: %v", p)
	}
}

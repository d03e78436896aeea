package gateway

import (
	"net/http"
	"testing"
)

// The page of a case comes in one answer, says what its parts say by themselves, and obeys the same wall.
func TestThePageOfACase(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	v := h.branch()
	page := v.get("/cases/" + id + "/page").must(http.StatusOK)
	alone := v.get("/cases/" + id).must(http.StatusOK)
	for _, path := range [][]any{
		{"number"},
		{"seq"},
		{"tasks", 0, "id"},
		{"tasks", 0, "working_days"},
		{"deadlines", 0, "due"},
	} {
		if got, want := page.text(append([]any{"case"}, path...)...), alone.text(path...); got != want || want == "" {
			t.Errorf("%v: %q, by itself %q", path, got, want)
		}
	}
	journal := v.get("/cases/" + id + "/journal").must(http.StatusOK)
	if got, want := len(page.list("journal", "items")), len(journal.list("items")); got != want || want == 0 {
		t.Errorf("%d events, by themselves %d", got, want)
	}
	sum := page.text("policy", "sha256")
	if sum == "" || page.at("policy", "forms") == nil {
		t.Fatalf("policy: %v", page.at("policy"))
	}
	again := v.get("/cases/" + id + "/page?known=" + sum).must(http.StatusOK)
	if again.at("policy") != nil || again.text("case", "id") != id {
		t.Errorf("the policy came again: %v", again.at("policy"))
	}
	boss := h.signedIn("logistics.supervisor").get("/cases/" + id + "/page").must(http.StatusOK)
	if page.at("case", "readings") != false || boss.at("case", "readings") != true {
		t.Errorf("who may see who has read it: %v, %v", page.at("case", "readings"), boss.at("case", "readings"))
	}
	readings := h.signedIn("logistics.supervisor").get("/cases/" + id + "/readings").must(http.StatusOK)
	if readings.findIn("items", "what", "case") == nil || readings.findIn("items", "what", "journal") == nil {
		t.Errorf("the page was read and it is not in the log: %s", readings.raw)
	}
	h.public().get("/cases/"+id+"/page").refuses(http.StatusUnauthorized, "unauthenticated")
	h.signedIn("logistics.hub").get("/cases/"+id+"/page").refuses(http.StatusNotFound, "not_found")
	v.get("/cases/nowhere/page").refuses(http.StatusNotFound, "not_found")
}

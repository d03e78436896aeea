package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/documents/documentstest"
)

// What a step would issue is shown before it does, with what has been typed, as whoever typed it may see it; nothing is
// recorded, no number drawn, and what would be refused is refused.
func TestAPaperIsShownBeforeItIsIssued(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(printedForm...)
	id := h.filed("complainant", map[string]any{"name": canaryName, "phone": canaryPhone})
	v, path := h.branch(), "/cases/"+id+"/drafts"
	before := v.types(id)
	body := map[string]any{"command": "complete", "data": map[string]any{
		"finding": canaryFinding, "established": true, "remedy": canaryRemedy,
	}}
	r := v.do(http.MethodPost, "/api/v1"+path, "", body).must(http.StatusOK)
	text := documentstest.Read(t, []byte(r.raw)).Text()
	for says, want := range map[string]bool{
		"投诉处理单":         true,
		"草稿":            true,
		canaryFinding:   true,
		canaryRemedy:    true,
		"第 3 联（共 3 联）：": true,
		"2026-001":      false,
		canaryName:      false,
	} {
		if strings.Contains(text, says) != want {
			t.Errorf("%s stands in the draft: %v", says, !want)
		}
	}
	if after := v.types(id); len(after) != len(before) {
		t.Errorf("recorded: %v", after[len(before):])
	}
	delete(body["data"].(map[string]any), "finding")
	v.do(http.MethodPost, "/api/v1"+path, "", body).refuses(http.StatusUnprocessableEntity, "invalid")
	v.do(http.MethodPost, "/api/v1"+path, "", map[string]any{"command": "note", "data": map[string]any{"text": "记一笔"}}).
		refuses(http.StatusConflict, "conflict")
	h.signedIn("elsewhere").do(http.MethodPost, "/api/v1"+path, "", body).refuses(http.StatusNotFound, "not_found")
	body["data"].(map[string]any)["finding"] = canaryFinding
	v.does(id, "complete", "data", body["data"]).must(http.StatusOK)
	number := h.signedIn("logistics.supervisor").get("/cases/"+id).text("documents", 0, "number")
	if number != "处2026-001" {
		t.Errorf("the document has number %s: a draft has drawn one", number)
	}
}

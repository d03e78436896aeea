package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// Whoever reads a case learns by how many others something was decided in it, and which those are only where they may
// read them.
func TestCountedCasesStayBehindTheirWalls(t *testing.T) {
	h := newHouse(t)
	const form = "      remedy:      {type: longtext, title: {zh: 处理办法, en: What is done about it}}\n"
	h.publishLogistics(
		"\nkinds:\n",
		"\ncounts:\n  earlier: {title: 同一客户的投诉, same: [complainant], within: 30d, clauses: [\"2.4\"]}\n\nkinds:\n",
		form, form+"    must: [{that: 'counted.earlier < 3', say: 已有三件, clauses: [\"2.5\"]}]\n")
	elsewhere := map[string]any{"kind": "unit", "id": "unit-elsewhere", "name": "别处"}
	other := h.filed("respondents", []any{elsewhere})
	h.filed("complainant", map[string]any{"name": "李四", "phone": "13100000000"})
	id := h.filed()
	h.branch().does(id, "complete", "data", finding()).must(http.StatusOK)
	for who, sees := range map[string]bool{"logistics.branch": false, "logistics.agent": true} {
		v := h.signedIn(who)
		c, journal := v.get("/cases/"+id).must(http.StatusOK), v.get("/cases/"+id+"/journal").must(http.StatusOK)
		if c.text("counts", 0, "number") != "1" || c.text("counts", 0, "title") != "同一客户的投诉" {
			t.Errorf("%s: %v", who, c.at("counts"))
		}
		if got := strings.Contains(c.raw, other); got != sees {
			t.Errorf("%s sees the other on the page: %v", who, got)
		}
		if got := strings.Contains(journal.raw, other); got != sees {
			t.Errorf("%s sees the other in the journal: %v", who, got)
		}
		if !strings.Contains(journal.raw, `"cases_counted"`) {
			t.Errorf("%s: nothing was recorded", who)
		}
	}
	h.filed()
	h.filed()
	r := h.branch().does(h.filed(), "complete", "data", finding()).refuses(http.StatusUnprocessableEntity, "invalid")
	if r.text("clause") != "logistics-2.5" {
		t.Errorf("refused: %s", r.raw)
	}
}

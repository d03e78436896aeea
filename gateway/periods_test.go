package gateway

import (
	"net/http"
	"testing"
)

// In rehearsal the matter of a period is opened, once, at the end of the period; nobody files it.
func TestOpeningThePeriodsMatter(t *testing.T) {
	h := newHouse(t)
	v := h.agent()
	body := map[string]any{"policy": "logistics", "report": "statistics", "period": "2026-02"}
	first := v.post("/rehearsal/periods", body).must(http.StatusCreated)
	if again := v.post("/rehearsal/periods", body).must(http.StatusCreated); again.text("id") != first.text("id") {
		t.Errorf("opened twice: %s %s", first.raw, again.raw)
	}
	byReport := map[string]any{"policy": "logistics", "report": "service", "period": "2026-02"}
	if same := v.post("/rehearsal/periods", byReport).must(http.StatusCreated); same.text("id") != first.text("id") {
		t.Errorf("by the report that it publishes: %s", same.raw)
	}
	c := v.get("/cases/" + first.text("id")).must(http.StatusOK)
	for path, want := range map[string]string{
		"kind":        "statistics",
		"subject":     "统计分析报表 2026-02",
		"received_at": "2026-03-01T00:00:00+08:00",
		"number":      "报2026-01",
		"filed_by":    "system",
	} {
		if c.text(path) != want {
			t.Errorf("%s: %s, not %s", path, c.text(path), want)
		}
	}
	if c.text("period", "name") != "2026-02" || c.text("period", "until") != "2026-03-01T00:00:00+08:00" {
		t.Errorf("period: %s", c.raw)
	}
	of := v.get("/cases/" + first.text("id") + "/period").must(http.StatusOK)
	if len(of.list("reports")) != 3 || len(of.at("reports", 1, "items").([]any)) != 0 {
		t.Errorf("cases of the period: %s", of.raw)
	}
	rows := v.get("/cases?policy=logistics").must(http.StatusOK)
	if rows.text("items", 0, "period") != "2026-02" || rows.text("items", 0, "category_title") != "统计分析报表" {
		t.Errorf("register: %s", rows.raw)
	}
	o := h.signedIn("logistics.supervisor").get("/overview").must(http.StatusOK)
	if len(o.list("received")) != 0 {
		t.Errorf("counted among complaints: %s", o.raw)
	}
	for _, bad := range []map[string]any{
		{"policy": "logistics", "report": "statistics", "period": "2026-13"},
		{"policy": "logistics", "report": "complaint", "period": "2026-02"},
		{"policy": "nobody", "report": "statistics", "period": "2026-02"},
	} {
		v.post("/rehearsal/periods", bad).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	ordinary := newHouse(t, func(o *Options) { o.Rehearsal = nil })
	ordinary.agent().post("/rehearsal/periods", body).refuses(http.StatusNotFound, "not_found")
}

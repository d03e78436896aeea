package gateway

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A supervisor sees what is late and with whom, how limits have ended and what came in; nobody else sees any of it.
func TestOverview(t *testing.T) {
	h := newHouse(t)
	handled, late := h.filed(), h.filed("category", "delay.transit")
	h.branch().does(handled, "claim").must(http.StatusOK)
	h.branch().does(handled, "complete", "outcome", "handled", "data", map[string]any{
		"finding":     "淋雨",
		"established": true,
		"remedy":      "赔付",
	}).must(http.StatusOK)
	h.agent().does(handled, "complete", "outcome", "served", "data", map[string]any{
		"at":   h.now().Format(time.RFC3339),
		"how":  "phone",
		"text": "已赔付",
	}).must(http.StatusOK)
	h.agent().does(handled, "complete", "outcome", "satisfied", "data", map[string]any{}).must(http.StatusOK)
	h.branch().does(late, "claim").must(http.StatusOK)
	h.branch().post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "3d"}).must(http.StatusOK)

	o := h.signedIn("logistics.supervisor").get("/overview").must(http.StatusOK)
	const march = 11 // the last of twelve months
	if o.text("months", march) != "2026-03" || o.text("months", 0) != "2025-04" {
		t.Errorf("months: %v", o.at("months"))
	}
	w := o.findIn("waiting", "assignee_name", h.branch().get("/session").text("name"))
	if w["late"] != 1.0 || w["tasks"] != 1.0 || w["soon"] != 0.0 || w["unit_name"] == nil {
		t.Errorf("waiting: %v", o.at("waiting"))
	}
	if r := o.findIn("received", "category", "delay.transit"); r["counts"].([]any)[march] != 1.0 {
		t.Errorf("received: %v", o.at("received"))
	}
	// The answer and the visit were in time, the other case's handling was not.
	if o.text("ended", 0, "met", march) != "2" || o.text("ended", 0, "missed", march) != "1" {
		t.Errorf("ended: %v", o.at("ended"))
	}
	if r := o.findIn("rated", "outcome", "satisfied"); r == nil || r["counts"].([]any)[march] != 1.0 {
		t.Errorf("rated: %v", o.at("rated"))
	}

	drillsDown(t, h, late, w)

	h.stranger().get("/overview").refuses(http.StatusForbidden, "forbidden")
	h.public().get("/overview").refuses(http.StatusUnauthorized, "unauthenticated")
	// The administrator may open the page, and sees no case.
	admin := h.signedIn("admin").get("/overview").must(http.StatusOK)
	for _, part := range []string{"waiting", "received", "ended", "rated"} {
		if len(admin.list(part)) != 0 {
			t.Errorf("%s shown through the wall: %v", part, admin.at(part))
		}
	}
}

// drillsDown goes from a line of the overview to the cases it counts, within the reader's rights.
func drillsDown(t *testing.T, h *house, late string, w map[string]any) {
	t.Helper()
	found := func(v *visitor, query string) string {
		var ids []string
		for i := range v.get("/cases?" + query).must(http.StatusOK).list("items") {
			ids = append(ids, v.get("/cases?"+query).text("items", i, "id"))
		}
		return strings.Join(ids, " ")
	}
	byUnit, byHolder := fmt.Sprintf("unit=%v&overdue=true", w["unit"]), fmt.Sprintf("assignee=%v", w["assignee"])
	for _, query := range []string{byUnit, byHolder, byHolder + "&overdue=true"} {
		if ids := found(h.signedIn("logistics.supervisor"), query); ids != late {
			t.Errorf("%s: want %s, got %s", query, late, ids)
		}
		if ids := found(h.stranger(), query); ids != "" {
			t.Errorf("%s: a stranger finds %s", query, ids)
		}
	}
	fresh := h.filed("category", "delay.transit")
	if ids := found(h.signedIn("logistics.supervisor"), "overdue=soon"); ids != fresh {
		t.Errorf("soon: want %s, got %s", fresh, ids)
	}
	if ids := found(h.signedIn("logistics.supervisor"), "overdue=soon&unit=nowhere"); ids != "" {
		t.Errorf("soon, in no unit: %s", ids)
	}
}

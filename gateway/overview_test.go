package gateway

import (
	"net/http"
	"testing"
	"time"
)

// A supervisor sees what is late and with whom, how limits have ended and what came in; nobody else sees any of it.
func TestOverview(t *testing.T) {
	h := newHouse(t)
	handled, late := h.filed(), h.filed("category", "delay.transit")
	h.branch().does(handled, "claim").must(http.StatusOK)
	h.branch().does(handled, "complete", "outcome", "handled", "data", map[string]any{"finding": "淋雨", "established": true, "remedy": "赔付"}).must(http.StatusOK)
	h.agent().does(handled, "complete", "outcome", "served", "data", map[string]any{"at": h.now().Format(time.RFC3339), "how": "phone", "text": "已赔付"}).must(http.StatusOK)
	h.agent().does(handled, "complete", "outcome", "satisfied", "data", map[string]any{}).must(http.StatusOK)
	h.branch().does(late, "claim").must(http.StatusOK)
	h.branch().post("/rehearsal/cases/"+late+"/advance", map[string]any{"by": "3d"}).must(http.StatusOK)

	o := h.as("logistics.supervisor").get("/overview").must(http.StatusOK)
	const march = 11 // the last of twelve months
	if o.text("months", march) != "2026-03" || o.text("months", 0) != "2025-04" {
		t.Errorf("months: %v", o.at("months"))
	}
	w := o.find("waiting", "assignee_name", h.branch().get("/session").text("name"))
	if w["late"] != 1.0 || w["tasks"] != 1.0 || w["soon"] != 0.0 || w["unit_name"] == nil {
		t.Errorf("waiting: %v", o.at("waiting"))
	}
	if r := o.find("received", "category", "delay.transit"); r["counts"].([]any)[march] != 1.0 {
		t.Errorf("received: %v", o.at("received"))
	}
	// The answer and the visit were in time, the other case's handling was not.
	if o.text("ended", 0, "met", march) != "2" || o.text("ended", 0, "missed", march) != "1" {
		t.Errorf("ended: %v", o.at("ended"))
	}
	if r := o.find("rated", "outcome", "satisfied"); r == nil || r["counts"].([]any)[march] != 1.0 {
		t.Errorf("rated: %v", o.at("rated"))
	}

	h.stranger().get("/overview").refuses(http.StatusForbidden, "forbidden")
	h.public().get("/overview").refuses(http.StatusUnauthorized, "unauthenticated")
	// The administrator may open the page, and sees no case.
	admin := h.as("admin").get("/overview").must(http.StatusOK)
	for _, part := range []string{"waiting", "received", "ended", "rated"} {
		if len(admin.list(part)) != 0 {
			t.Errorf("%s shown through the wall: %v", part, admin.at(part))
		}
	}
}

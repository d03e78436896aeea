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

	ofPeriods(t, h)
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

// ofPeriods counts the two cases of the day, one of them closed, and none of the days before; only what the reader may
// read; and nobody is told who does not supervise.
func ofPeriods(t *testing.T, h *house) {
	t.Helper()
	r := h.signedIn("logistics.supervisor").get("/overview/period?from=2026-03-02&to=2026-03-08").must(http.StatusOK)
	want := map[string]any{
		"from":     "2026-03-02",
		"to":       "2026-03-08",
		"received": 2.0,
		"closed":   1.0,
		"met":      2.0,
		"missed":   1.0,
		"days":     0.0,
	}
	for name, value := range want {
		if got := r.at("now", name); got != value {
			t.Errorf("%s: %v, want %v", name, got, value)
		}
	}
	if r.text("before", "from") != "2026-02-23" || r.text("before", "to") != "2026-03-01" ||
		r.at("before", "received") != 0.0 || r.at("before", "days") != nil {
		t.Errorf("the week before: %v", r.at("before"))
	}
	for query, received := range map[string]float64{
		"from=2026-03-01&to=2026-03-31&before=2026-02-01":                  2,
		"from=2026-03-01&to=2026-03-31&before=2026-02-01&policy=logistics": 2,
		"from=2026-03-01&to=2026-03-31&policy=dealer":                      0,
		"from=2026-03-03&to=2026-03-31":                                    0,
	} {
		r := h.signedIn("logistics.supervisor").get("/overview/period?" + query).must(http.StatusOK)
		if r.at("now", "received") != received {
			t.Errorf("%s: %v", query, r.raw)
		}
	}
	for _, query := range []string{
		"", "from=2026-03-02&to=2026-03-01", "from=2020-01-01&to=2026-03-01", "from=x&to=y",
	} {
		h.signedIn("logistics.supervisor").get("/overview/period?"+query).
			refuses(http.StatusUnprocessableEntity, "invalid")
	}
	h.stranger().get("/overview/period?from=2026-03-02&to=2026-03-08").refuses(http.StatusForbidden, "forbidden")
	admin := h.signedIn("admin").get("/overview/period?from=2026-03-02&to=2026-03-08").must(http.StatusOK)
	if admin.at("now", "received") != 0.0 || admin.at("now", "met") != 0.0 {
		t.Errorf("counted through the wall: %s", admin.raw)
	}
}

// Whoever may urge is told so of each case, does it with a reason; others are neither told nor let.
func TestUrgingFromTheOverview(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	supervisor := h.signedIn("logistics.supervisor")
	urge := func(v *visitor) any {
		t.Helper()
		return v.get("/cases?next=true").must(http.StatusOK).findIn("items", "id", id)["urge"]
	}
	if got := urge(h.agent()); got != nil {
		t.Errorf("an agent may urge: %v", got)
	}
	if urge(supervisor) != true {
		t.Error("the supervisor may not urge")
	}
	supervisor.does(id, "urge", "data", map[string]any{"reason": "请尽快办理"}).must(http.StatusOK)
	slip := supervisor.get("/cases/"+id).must(http.StatusOK).findIn("slips", "kind", "urge")
	if slip["text"] != "请尽快办理" && slip["reason"] != "请尽快办理" {
		t.Errorf("the slip: %v", slip)
	}
	h.agent().does(id, "urge", "data", map[string]any{"reason": "x"}).refuses(http.StatusForbidden, "forbidden")
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

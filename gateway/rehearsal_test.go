package gateway

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"duban/complaint"
)

func TestAdvancingACasesClock(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	path := "/rehearsal/cases/" + id + "/advance"
	v := h.branch()
	for by, want := range map[string]string{"2d": "2026-03-04T10:00:00+08:00"} {
		if r := v.post(path, map[string]any{"by": by}).must(http.StatusOK); r.text("now") != want {
			t.Errorf("%s: %s", by, r.raw)
		}
	}
	c := v.get("/cases/" + id).must(http.StatusOK)
	if c.text("now") != "2026-03-04T10:00:00+08:00" || c.text("overdue") != "true" ||
		c.findIn("deadlines", "name", "handling")["state"] != "missed" {
		t.Errorf("case: %s", c.raw)
	}
	slip := c.findIn("slips", "kind", "urge")
	if slip["state"] != "open" || slip["case"] != id || slip["number"] == "" || slip["reply_due"] == nil {
		t.Errorf("slip: %v", slip)
	}
	if r := v.post(path,
		map[string]any{"by": "72h"}).must(http.StatusOK); r.text("now") != "2026-03-07T10:00:00+08:00" {
		t.Errorf("72h: %s", r.raw)
	}
	if r := v.get("/slips").must(http.StatusOK); r.text("items", 0, "state") != "overdue" ||
		r.text("items", 0, "case") != id {
		t.Errorf("slips: %s", r.raw)
	}
	if a := c.findIn("actions", "slip", slip["id"].(string)); a["command"] != "reply_slip" || a["allowed"] != true {
		t.Errorf("action: %v", a)
	}
	reply := map[string]any{"slip": slip["id"], "text": "马上办"}
	v.does(id, "reply_slip", "data", reply).must(http.StatusOK)
	if r := v.get("/slips"); r.text("items", 0, "state") != "replied" || r.text("items", 0, "reply") != "马上办" {
		t.Errorf("slips: %s", r.raw)
	}
	for _, bad := range []string{"0d", "-1d", "3wd", "canary", "100000d"} {
		v.post(path, map[string]any{"by": bad}).refuses(http.StatusUnprocessableEntity, "invalid")
	}
	v.post(path, map[string]any{"hours": 3}).refuses(http.StatusUnprocessableEntity, "invalid")
}

// A retry moves the clock no further, also where the case was archived on the way.
func TestAClockIsAdvancedOnce(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	advance := func(key, by string) reply {
		return h.agent().do(http.MethodPost, "/api/v1/rehearsal/cases/"+id+"/advance", key, map[string]any{"by": by})
	}
	for range 2 {
		if r := advance("k", "1d").must(http.StatusOK); r.text("now") != "2026-03-03T10:00:00+08:00" {
			t.Errorf("now: %s", r.raw)
		}
	}
	advance("k", "2d").refuses(http.StatusUnprocessableEntity, "invalid")
	if r := advance("k2", "1d").must(http.StatusOK); r.text("now") != "2026-03-04T10:00:00+08:00" {
		t.Errorf("now: %s", r.raw)
	}
	h.agent().does(id, "withdraw", "data", map[string]any{"reason": "客户撤回"}).must(http.StatusOK)
	advance("k2", "1d").must(http.StatusOK)
	advance("k3", "1d").refuses(http.StatusConflict, "conflict")
}

func TestAnArchivedCaseHasNoClock(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.agent().does(id, "withdraw", "data", map[string]any{"reason": "客户撤回"}).must(http.StatusOK)
	h.agent().post("/rehearsal/cases/"+id+"/advance",
		map[string]any{"by": "1d"}).refuses(http.StatusConflict, "conflict")
}

func TestNoClocksInProduction(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Rehearsal = nil })
	id := h.filed()
	h.agent().post("/rehearsal/cases/"+id+"/advance",
		map[string]any{"by": "1d"}).refuses(http.StatusNotFound, "not_found")
}

type stuck struct{}

func (stuck) AdvanceClock(context.Context, complaint.CaseID, time.Duration) error {
	return errors.New("stuck")
}

func TestAClockThatDoesNotMove(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Rehearsal = stuck{} })
	id := h.filed()
	h.agent().post("/rehearsal/cases/"+id+"/advance",
		map[string]any{"by": "1d"}).refuses(http.StatusServiceUnavailable, "unavailable")
}

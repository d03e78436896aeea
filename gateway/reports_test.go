package gateway

import (
	"net/http"
	"testing"

	"duban/record"
)

// Whoever a report is for reads it, with every figure's k and n and the cases behind it; to others there is no such
// report. What was published is shown as it was published.
func TestReports(t *testing.T) {
	h := newHouse(t)
	id := h.filed("category", "damage.wet")
	supervisor := h.signedIn("logistics.supervisor")
	if got := supervisor.get("/session").must(http.StatusOK).at("reads_reports"); got != true {
		t.Errorf("the supervisor reads reports: %v", got)
	}
	if n := len(supervisor.get("/reports").must(http.StatusOK).list("items")); n != 3 {
		t.Errorf("%d reports for the supervisor", n)
	}
	if n := len(h.agent().get("/reports").must(http.StatusOK).list("items")); n != 0 {
		t.Errorf("%d reports for the agent", n)
	}
	h.agent().get("/reports/logistics/service").refuses(http.StatusNotFound, "not_found")
	supervisor.get("/reports/logistics/nothing").refuses(http.StatusNotFound, "not_found")
	supervisor.get("/reports/nothing/service").refuses(http.StatusNotFound, "not_found")
	supervisor.get("/reports/logistics/service?period=2026-Q1").refuses(http.StatusUnprocessableEntity, "invalid")
	supervisor.get("/reports/logistics/service?edition=1").refuses(http.StatusNotFound, "not_found")

	r := supervisor.get("/reports/logistics/service?period=2026-03").must(http.StatusOK)
	if r.text("scope") != "readable" || r.at("edition") != nil || r.text("figures", "total", "matters") != "1" {
		t.Errorf("live figures: %v", r.at("figures", "total"))
	}
	// the case is not due: it is counted and is in no rate
	if cell := r.at("figures", "total", "cells", 1).(map[string]any); cell["value"] != "-" || cell["open"] != 1.0 {
		t.Errorf("rate: %v", cell)
	}
	cases := supervisor.get("/reports/logistics/service/cases?period=2026-03&column=received").must(http.StatusOK)
	if cases.text("items", 0, "id") != id || cases.text("not_shown") != "0" {
		t.Errorf("cases: %v", cases.list("items"))
	}

	p, err := h.store.PolicyInForce(t.Context(), "logistics")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.PublishReport(t.Context(), record.Publishing{
		Policy: p.Ref(),
		Report: "service",
		Period: "2026-03",
		Case:   "matter",
		Seq:    1,
	}); err != nil {
		t.Fatal(err)
	}
	h.filed("category", "damage.wet")
	published := supervisor.get("/reports/logistics/service?period=2026-03&edition=1").must(http.StatusOK)
	if published.text("scope") != "whole" || published.text("figures", "total", "matters") != "1" ||
		published.text("sequence") != "1" {
		t.Errorf("published: %v", published.at("figures", "total"))
	}
	live := supervisor.get("/reports/logistics/service?period=2026-03").must(http.StatusOK)
	if live.text("figures", "total", "matters") != "2" || len(live.list("editions")) != 1 {
		t.Errorf("live after publishing: %v", live.at("figures", "total"))
	}
	if n := len(supervisor.get("/reports/logistics/service/revisions?period=2026-03").must(http.StatusOK).list(
		"items")); n != 0 {
		t.Errorf("%d revisions of one edition", n)
	}
}

package gateway

import (
	"context"
	"net/http"
	"testing"

	"duban/internal/seed"
)

// Whoever goes on leave names a colleague of the same roles, and comes back when they like. Nothing else is theirs to
// arrange.
func TestPeopleNameTheirOwnSubstitute(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.addStaff("mate", "elsewhere-2", "logistics.branch")
	h.addStaff("once", "elsewhere-2", "logistics.branch")
	if err := h.store.SetActive(context.Background(), seed.DemoUserID("once"), false); err != nil {
		t.Fatal(err)
	}
	v, mate, agent := h.branch(), h.signedIn("mate"), h.agent()
	me := string(seed.DemoUserID("logistics.branch"))
	named := func(who *visitor, absent, by string) reply {
		return who.post("/substitutions", map[string]any{
			"absent": absent,
			"by":     by,
			"until":  "2026-03-09T00:00:00+08:00",
		})
	}
	for _, other := range []string{"nobody", "logistics.agent", "once", "canary"} {
		if r := named(v, me, string(seed.DemoUserID(other))).refuses(
			http.StatusUnprocessableEntity, "invalid",
		); r.text("field") != "by" || r.text("clause") != "all-absent" {
			t.Errorf("%s: %s", other, r.raw)
		}
	}
	named(v, me, me).refuses(http.StatusUnprocessableEntity, "invalid")
	named(mate, me, string(seed.DemoUserID("mate"))).refuses(http.StatusForbidden, "forbidden")
	mate.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	one := named(v, me, string(seed.DemoUserID("mate"))).must(http.StatusCreated).text("id")
	mate.get("/cases/" + id).must(http.StatusOK)
	for who, n := range map[string]int{
		"logistics.branch": 1,
		"mate":             1,
		"logistics.agent":  0,
		seed.AdminName:     1,
	} {
		if got := len(h.signedIn(who).get("/substitutions").must(http.StatusOK).list("items")); got != n {
			t.Errorf("%s sees %d substitutions, want %d", who, got, n)
		}
	}
	mate.post("/substitutions/"+one+"/end", nil).refuses(http.StatusNotFound, "not_found")
	agent.post("/substitutions/"+one+"/end", nil).refuses(http.StatusNotFound, "not_found")
	v.post("/substitutions/"+one+"/end", nil).must(http.StatusNoContent)
	mate.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	if r := h.admin().get("/administration"); r.text("items", 0, "action") != "end_substitution" ||
		r.text("items", 0, "actor") != me {
		t.Errorf("the administration's journal: %s", r.raw)
	}
}

package gateway

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
	"duban/policies"
)

// publishLogistics puts the logistics regulation in force rewritten, its version raised.
func (h *house) publishLogistics(passages ...string) {
	h.t.Helper()
	const file = "logistics/policy.yaml"
	data, err := policies.Files.ReadFile(file)
	if err != nil {
		h.t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(passages); i += 2 {
		if strings.Count(text, passages[i]) != 1 {
			h.t.Fatalf("%d times: %s", strings.Count(text, passages[i]), passages[i])
		}
		text = strings.Replace(text, passages[i], passages[i+1], 1)
	}
	i := strings.Index(text, "\nversion: ") + len("\nversion: ")
	text = text[:i] + "9" + text[i:]
	if _, err := h.store.PublishPolicy(context.Background(), file, []byte(text)); err != nil {
		h.t.Fatal(err)
	}
}

// People of a unit complained about, and of its parts, see the case in no list and by no address, where the policy says
// so; others of the same role work on it.
func TestPeopleOfABarredUnitSeeNothing(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics("complaint: {title: {zh: 投诉, en: Complaint}, clauses: [\"2.4\"]}",
		"complaint: {title: {zh: 投诉, en: Complaint}, clauses: [\"2.4\"], bars: units}")
	part := complaint.Unit{ID: "part", Name: "班组", Parent: seed.DemoUnitID("logistics", "agent")}
	h.addStaff("part.agent", part.ID, "logistics.agent")
	if err := h.store.SaveUnit(context.Background(), part); err != nil {
		t.Fatal(err)
	}
	unit := func(role string) map[string]any {
		return map[string]any{"kind": "unit", "id": string(seed.DemoUnitID("logistics", role)), "name": "单位"}
	}
	h.addStaff("other.agent", "unit-elsewhere", "logistics.agent")
	other := h.signedIn("other.agent")
	id := other.post("/cases", matter("respondents", []any{unit("agent")})).must(http.StatusCreated).text("id")
	for _, who := range []string{"logistics.agent", "logistics.agent2", "part.agent"} {
		v := h.signedIn(who)
		for _, path := range []string{"", "/journal"} {
			v.get("/cases/"+id+path).refuses(http.StatusNotFound, "not_found")
		}
		v.does(id, "note", "data", matterless("text", "x")).refuses(http.StatusNotFound, "not_found")
		for _, list := range []string{"/cases", "/inbox", "/cases?q=YD88"} {
			if r := v.get(list).must(http.StatusOK); strings.Contains(r.raw, id) {
				t.Errorf("%s sees it in %s", who, list)
			}
		}
	}
	if !strings.Contains(other.get("/cases").raw, id) {
		t.Error("whoever is of another unit does not see it")
	}
	plain := other.post("/cases", matter("respondents", []any{unit("branch")})).must(http.StatusCreated).text("id")
	h.agent().get("/cases/" + plain).must(http.StatusOK)
	h.branch().get("/cases/"+plain).refuses(http.StatusNotFound, "not_found")
}

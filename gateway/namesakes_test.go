package gateway

import (
	"net/http"
	"testing"

	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

// Two people of one name are told apart in every list: by the unit or, in one unit, by the user name. Whose name nobody
// else has is called by it alone.
func TestNamesakesAreToldApart(t *testing.T) {
	h := newHouse(t)
	for username, unit := range map[string]complaint.UnitID{
		"wang.a": seed.DemoUnitID("logistics", "agent"), "wang.b": "unit-elsewhere", "wang.c": "unit-elsewhere",
	} {
		if err := h.store.SaveAccount(t.Context(), record.Account{
			Username: username, PasswordHash: h.hash,
			Person: complaint.Person{
				ID:     seed.DemoUserID(username),
				Name:   "王芳",
				Unit:   unit,
				Roles:  []complaint.RoleID{"logistics.agent"},
				Active: true,
			},
		}); err != nil {
			t.Fatal(err)
		}
	}
	people := h.agent().get("/people?q=王芳").must(http.StatusOK)
	for username, want := range map[string]string{
		"wang.a": "王芳（单位" + string(seed.DemoUnitID("logistics", "agent")) + "）",
		"wang.b": "王芳（wang.b）", "wang.c": "王芳（wang.c）",
	} {
		p := people.findIn("items", "id", string(seed.DemoUserID(username)))
		if p["called"] != want || p["name"] != "王芳" {
			t.Errorf("%s: %v, want %s", username, p, want)
		}
	}
	id := h.filed()
	h.signedIn("wang.b").does(id, "note", "data", map[string]any{"text": "x"}).must(http.StatusOK)
	noted := h.agent().get("/cases/"+id+"/journal?limit=500").findIn("items", "type", "noted")
	if noted["actor_name"] != "王芳（wang.b）" {
		t.Errorf("%v", noted)
	}
	if p := h.agent().get("/people?q=员工nobody").findIn("items", "name", "员工nobody"); p["called"] != "员工nobody" {
		t.Errorf("%v", p)
	}
}

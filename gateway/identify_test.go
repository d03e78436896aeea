package gateway

import (
	"net/http"
	"strings"
	"testing"

	"duban/internal/seed"
)

// accusing is a matter about somebody whom it names in words.
func accusing(name string) map[string]any {
	return matter("respondents", []any{map[string]any{"kind": "text", "name": name}})
}

// Whom the words of a filing may mean reads nothing of it, in no list and by no address, from the filing on; everybody
// else works, and when it has been said who is meant, that one stays out.
func TestAnAccusedNamedInWordsSeesNothing(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	h.addStaff("mei", seed.DemoUnitID("logistics", "agent"), "logistics.agent")
	h.addStaff("zhao", seed.DemoUnitID("logistics", "agent"), "logistics.supervisor")
	id := agent.post("/cases", accusing("员工 ＭＥＩ 态度恶劣")).must(http.StatusCreated).text("id")
	accused := h.signedIn("mei")
	seesNothing := func(who *visitor) {
		t.Helper()
		for _, path := range []string{"", "/journal"} {
			who.get("/cases/"+id+path).refuses(http.StatusNotFound, "not_found")
		}
		who.does(id, "identify", "data", map[string]any{}).refuses(http.StatusNotFound, "not_found")
		for _, list := range []string{"/cases", "/inbox", "/cases?q=YD88"} {
			if strings.Contains(who.get(list).must(http.StatusOK).raw, id) {
				t.Errorf("sees it in %s", list)
			}
		}
	}
	seesNothing(accused)
	party := agent.get("/cases/"+id).findIn("parties", "role", "respondent")
	if got := party["resembles"]; len(got.([]any)) != 1 || got.([]any)[0] != "员工mei" {
		t.Errorf("resembles %v", got)
	}
	supervisor := h.signedIn("logistics.supervisor")
	supervisor.does(id, "identify", "data", matterless("person", string(seed.DemoUserID("zhao")))).
		must(http.StatusOK)
	accused.get("/cases/" + id).must(http.StatusOK)
	seesNothing(h.signedIn("zhao"))
	party = agent.get("/cases/"+id).findIn("parties", "role", "respondent")
	if party["in_words"] != "员工 ＭＥＩ 态度恶劣" || party["name"] != "员工zhao" {
		t.Errorf("%v", party)
	}
	agent.get("/cases/"+id+"/journal").findIn("items", "type", "identified")
}

// Whoever reads a case takes themselves out of it, in a regulation that says nothing of recusals.
func TestWhoeverReadsACaseCanWithdraw(t *testing.T) {
	h := newHouse(t)
	agent := h.agent()
	id := agent.post("/cases", matter()).must(http.StatusCreated).text("id")
	other := h.signedIn("logistics.agent2")
	if a := other.get("/cases/"+id).findIn("actions", "command", "recuse"); a["allowed"] != true {
		t.Fatalf("%v", a)
	}
	other.does(id, "recuse", "data", matterless("ground", "与投诉人是亲属")).must(http.StatusOK)
	other.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	agent.get("/cases/" + id).must(http.StatusOK)
}

package gateway

import (
	"net/http"
	"testing"

	"duban/complaint"
)

// lines are those of the handling limit's computation, by kind.
func lines(r reply) map[string]map[string]any {
	byKind := map[string]map[string]any{}
	for _, line := range r.findIn("deadlines", "name", "handling")["computation"].([]any) {
		line := line.(map[string]any)
		byKind[line["kind"].(string)] = line
	}
	return byKind
}

// What edition 1 recorded stands as it was; from edition 2 on it is said in the language of whoever reads it, and the
// record itself, which is hashed, says the same to everybody.
func TestTheRecordIsSaidInTheReadersLanguage(t *testing.T) {
	h := newHouseOfFirstEdition(t)
	old := h.filed()
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	id := h.filed()
	for _, x := range []struct{ id, asked, why, rule string }{
		{old, "en", "期限 1wd", "依据 logistics-4.1a：1wd"},
		{id, "en", "Limit: 1 working day", "By logistics-4.1a: 1 working day"},
		{id, "", "期限 1 个工作日", "依据 logistics-4.1a：1 个工作日"},
	} {
		v := h.agent().withLanguage(x.asked)
		set := v.get("/cases/"+x.id+"/journal").must(http.StatusOK).findIn("items", "type", "deadline_set")
		if set["why"] != x.why || set["reason"].(map[string]any)["text"] != "期限 1wd" {
			t.Errorf("%q reads %v of %v", x.asked, set["why"], set["reason"])
		}
		if rule := lines(v.get("/cases/" + x.id).must(http.StatusOK))["rule"]; rule["text"] != x.rule {
			t.Errorf("%q reads %v", x.asked, rule)
		}
	}
	rule := lines(h.agent().get("/cases/" + id))["rule"]
	if rule["clause"] != "logistics-4.1a" || rule["limit"] != "1wd" || rule["setting"] != nil || rule["name"] != "" {
		t.Errorf("rule: %v", rule)
	}
	started := lines(h.agent().get("/cases/" + id))["started"]
	if started["at"] != "2026-03-02T10:00:00+08:00" || started["n"] != 1.0 || started["unit"] != "wd" {
		t.Errorf("start: %v", started)
	}
	started = lines(h.agent().withLanguage("en").get("/cases/" + old))["started"]
	if started["text"] != "2026-03-02: what starts the clock happens" || started["at"] != nil {
		t.Errorf("start as edition 1 has it: %v", started)
	}
}

package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// A page about a regulation needs nothing but this: each clause with the sentences of what serves it, the flow
// diagram, deadlines with what moves them, who decides what, the proofs, the versions and their text.
func TestAPolicyForReading(t *testing.T) {
	v := newHouse(t).branch()
	p := v.get("/policies/manufacturer").must(http.StatusOK)
	if n := p.findIn("elements", "path", "steps.consolidate"); n == nil ||
		!strings.Contains(n["says"].(string), "期限 1 日") {
		t.Errorf("element: %v", n)
	}
	english := v.get("/policies/manufacturer?language=en").must(http.StatusOK)
	if n := english.findIn("elements", "path", "steps.consolidate"); n == nil ||
		!strings.Contains(n["says"].(string), " by ") {
		t.Errorf("element in English: %v", n)
	}
	v.get("/policies/manufacturer?language=fr").refuses(http.StatusUnprocessableEntity, "invalid")
	graph := p.json["graph"].(map[string]any)
	if len(graph["nodes"].([]any)) < 40 || len(graph["edges"].([]any)) < 50 {
		t.Errorf("graph: %v", graph)
	}
	a := p.findIn("authority", "id", "settlement")
	levels := a["levels"].([]any)
	if len(levels) != 3 || levels[0].(map[string]any)["up_to"] != float64(1_000_000) ||
		levels[2].(map[string]any)["up_to"] != nil {
		t.Errorf("authority: %v", a)
	}
	if d := p.findIn("documents", "id", "opinion_form"); len(d["copies"].([]any)) != 5 {
		t.Errorf("document: %v", d)
	}
	if f := p.findIn("proofs", "name", "fits"); len(f["findings"].([]any)) != 0 || len(f["accepted"].([]any)) != 1 {
		t.Errorf("proof: %v", f)
	}
	if f := p.findIn("fits", "deadline", "closing"); f["limit"] != "21d" || len(f["loops"].([]any)) == 0 {
		t.Errorf("fit: %v", f)
	}
	versions := p.json["versions"].([]any)
	if len(versions) != 1 || versions[0].(map[string]any)["in_force"] != true {
		t.Errorf("versions: %v", versions)
	}
	source := v.get("/policies/manufacturer/source").must(http.StatusOK)
	if !strings.Contains(source.text("source"), "policy: manufacturer") || source.text("sha256") != p.text("sha256") {
		t.Errorf("source: %.200s", source.raw)
	}
	v.get("/policies/manufacturer/source?version=99").refuses(http.StatusNotFound, "not_found")
	land := v.get("/policies/land").must(http.StatusOK)
	if d := land.findIn("deadlines", "id", "handling"); d["extension"].(map[string]any)["most"] != "30d" ||
		len(d["ladder"].([]any)) != 3 {
		t.Errorf("deadline: %v", d)
	}
	for i, want := range []map[string]any{
		{
			"before": "1wd",
			"after":  nil,
			"action": "remind",
			"to":     "holder",
			"slip":   nil,
			"reply":  nil,
		},
		{
			"before": nil,
			"after":  nil,
			"action": "slip",
			"to":     "holder",
			"slip":   "urge",
			"reply":  "2wd",
		},
		{
			"before": nil,
			"after":  "2wd",
			"action": "escalate",
			"to":     "bureau_leader",
			"slip":   nil,
			"reply":  nil,
		},
	} {
		rung := land.findIn("deadlines", "id", "handling")["ladder"].([]any)[i].(map[string]any)
		for field, value := range want {
			if rung[field] != value {
				t.Errorf("rung %d: %s is %v, want %v", i+1, field, rung[field], value)
			}
		}
	}
	if k := land.findIn("kinds", "code", "higher_review"); k["linked"] != true || k["final"] != true {
		t.Errorf("kind: %v", k)
	}
}

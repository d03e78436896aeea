package gateway

import (
	"net/http"
	"strings"
	"testing"
)

// Who speaks for a complainant is behind the same wall as who complains: name, telephone and the file that shows it;
// that somebody does every reader sees.
func TestWhoSpeaksForAPartyIsSealed(t *testing.T) {
	h := newHouse(t)
	h.publishLogistics(
		"\nkinds:\n", "\nparties:\n  complainant:\n    clauses: [\"2.4\"]\n    represented:\n"+
			"      agent: {title: 委托代理人, proof: true, clauses: [\"2.5\"]}\n\nkinds:\n",
		"\nmay:\n", "\nmay:\n  record_representation: {by: [agent], clauses: [\"2.5\"]}\n"+
			"  end_representation: {by: [agent], clauses: [\"2.5\"]}\n")
	id := h.filed()
	path, agent := "/cases/"+id, h.signedIn("logistics.agent")
	openly := agent.attaches(id, "委托书-李律师.pdf", pdf).must(http.StatusCreated).text("id")
	sealed := agent.uploadsWith(path+"/attachments", "", "委托书-王律师.pdf", pdf+"x",
		map[string]string{"field": "authority"}).must(http.StatusCreated).text("id")
	record := func(file string) reply {
		return agent.does(id, "record_representation", "data", map[string]any{
			"party":     "complainant",
			"as":        "agent",
			"name":      "王律师",
			"phone":     "13900000001",
			"until":     "2030-01-01",
			"authority": []any{file},
		})
	}
	if r := record(openly).refuses(http.StatusUnprocessableEntity, "invalid"); r.text("field") != "data.authority" {
		t.Errorf("refused: %s", r.raw)
	}
	record(sealed).must(http.StatusOK)
	for who, sees := range map[string]bool{"logistics.agent": true, "logistics.branch": false} {
		v := h.signedIn(who)
		c, journal := v.get(path).must(http.StatusOK), v.get(path+"/journal").must(http.StatusOK)
		one := c.findIn("parties", "role", "complainant")["representatives"].([]any)[0].(map[string]any)
		if (one["name"] == "王律师") != sees || (one["phone"] == "13900000001") != sees || one["sealed"] != !sees {
			t.Errorf("%s sees %v", who, one)
		}
		if one["title"] != "委托代理人" || one["until"] != "2030-01-01" || one["in_force"] != true {
			t.Errorf("%s is told %v", who, one)
		}
		if got := strings.Contains(c.raw+journal.raw, "王律师"); got != sees {
			t.Errorf("%s finds the name: %v", who, got)
		}
		if a := c.findIn("attachments", "id", sealed); a["sealed"] != !sees {
			t.Errorf("%s sees of the file: %v", who, a)
		}
	}
	agent.does(id, "end_representation", "data", map[string]any{
		"representation": agent.get(path).text("parties", 0, "representatives", 0, "id"), "reason": "解除委托",
	}).must(http.StatusOK)
	if one := agent.get(path).at("parties", 0, "representatives", 0, "in_force"); one != false {
		t.Errorf("in force after its end: %v", one)
	}
}

package gateway

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policies"
	"duban/policy/scenario"
)

// shippedScripts are the scenarios of a regulation, file by file.
func shippedScripts(t *testing.T, id string) []scenario.Script {
	t.Helper()
	files, err := fs.Glob(policies.Files, id+"/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var all []scenario.Script
	for _, file := range files {
		data, err := fs.ReadFile(policies.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		scripts, err := scenario.ReadScripts(id, data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, scripts...)
	}
	return all
}

// Whoever tries a regulation out sees what its scenarios say: each step with its events, or refused by the clause.
func TestAScenarioIsTriedStepByStep(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Scenarios = policies.Files })
	v := h.stranger()
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		id := path.Dir(file)
		scripts := shippedScripts(t, id)
		if listed := v.get("/policies/" + id + "/scenarios").must(http.StatusOK).
			list("items"); len(listed) != len(scripts) {
			t.Fatalf("%s has %d scenarios, listed are %d", id, len(scripts), len(listed))
		}
		for i, s := range scripts {
			tried := v.get(fmt.Sprintf("/policies/%s/scenarios/%d", id, i+1)).must(http.StatusOK)
			if s.File.Refused != nil {
				comparesRefusal(t, tried, 0, s.File.Refused)
				continue
			}
			for n, step := range s.Steps {
				comparesRefusal(t, tried, n+1, step.Refused)
				if step.Gives != nil && step.Refused == nil {
					wantFrame(t, tried, n+1, step.Gives)
				}
			}
		}
	}
	if cases := h.agent().get("/cases").must(http.StatusOK).list("items"); len(cases) != 0 {
		t.Errorf("a trial has left %d cases", len(cases))
	}
}

func wantFrame(t *testing.T, tried reply, frame int, gives []string) {
	t.Helper()
	var types []string
	for i := range tried.list("frames", frame, "events") {
		types = append(types, tried.text("frames", frame, "events", i, "type"))
	}
	if strings.Join(types, " ") != strings.Join(gives, " ") {
		t.Errorf("%s, step %d: want %v, got %v", tried.text("name"), frame, gives, types)
	}
}

func comparesRefusal(t *testing.T, tried reply, frame int, want *scenario.Refusal) {
	t.Helper()
	refusal := func(field string) string { return tried.text("frames", frame, "refusal", field) }
	if want == nil {
		if code := refusal("code"); code != "" {
			t.Errorf("%s, step %d: refused, %s", tried.text("name"), frame, code)
		}
		return
	}
	got := &complaint.Error{
		Code:    complaint.Code(refusal("code")),
		Field:   want.Field,
		Clause:  refusal("clause"),
		Setting: refusal("setting"),
	}
	if !want.Matches(got) {
		t.Errorf("%s, step %d: want %v, got %v", tried.text("name"), frame, *want, got)
	}
}

func TestWhatCannotBeTried(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Scenarios = policies.Files })
	h.public().get("/policies/logistics/scenarios").refuses(http.StatusUnauthorized, "unauthenticated")
	v := h.agent()
	v.get("/policies/nowhere/scenarios").refuses(http.StatusNotFound, "not_found")
	v.get("/policies/logistics/scenarios/999").refuses(http.StatusNotFound, "not_found")
	v.get("/policies/logistics/scenarios/0").refuses(http.StatusUnprocessableEntity, "invalid")
	if none := newHouse(t).agent().get("/policies/logistics/scenarios").must(http.StatusOK).
		list("items"); len(none) != 0 {
		t.Errorf("scenarios out of nowhere: %v", none)
	}
}

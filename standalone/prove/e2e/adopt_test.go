package e2e

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/seed"
	"duban/policies"
	"duban/standalone/play"
)

// A regulation is amended while cases run under it: one that nobody moves stays, one that is moved goes on under the
// new version with its limit counted anew, and is worked to its end by those whom the program asks.
func TestACaseGoesOnUnderAnAmendedVersion(t *testing.T) {
	program := StartProgram(t)
	agent := program.SignIn("logistics.agent")
	moved, stays := fileSevere(t, agent), fileSevere(t, agent)
	before := versionOf(agent, moved)
	chief := administratingSupervisor(t, program)
	ask := func(body map[string]any) Reply {
		body["reason"] = "修订时限"
		return chief.Post("/api/v1/policy-changes", "", body).MustHaveStatus(t, http.StatusCreated)
	}
	// in a demonstration nobody has to agree
	if r := ask(map[string]any{"kind": "publish", "file": amendedLogistics(t)}); r.TextAt("state") != "in_force" {
		t.Fatalf("published: %s", r.Raw)
	}
	rehearsed := chief.Post("/api/v1/policy-rehearsals", "", map[string]any{"policy": "logistics", "version": 100})
	if rehearsed.Status != http.StatusOK || !strings.Contains(string(rehearsed.Raw), `"rehearsal":{"version":100`) ||
		!strings.Contains(string(rehearsed.Raw), `"cases":2,`) {
		t.Errorf("rehearsed: %s", rehearsed.Raw)
	}
	change := ask(map[string]any{
		"kind":    "move",
		"policy":  "logistics",
		"version": 100,
		"cases":   []string{moved},
	})
	for deadline := time.Now().Add(30 * time.Second); versionOf(
		agent, moved,
	) != 100; <-time.After(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not moved: %s", chief.Get("/api/v1/policy-changes/"+change.TextAt("id")).Raw)
		}
	}
	var told []string
	for _, e := range agent.ReadJournal(moved) {
		told = append(told, fmt.Sprint(e["type"]))
	}
	if n := len(told); !slices.Equal(told[n-3:], []string{"version_adopted", "deadline_set", "deadline_superseded"}) {
		t.Errorf("the move is told as %v", told)
	}
	if limits := limitsRunning(agent, moved); !slices.Contains(limits, "5wd") || slices.Contains(limits, "7wd") {
		t.Errorf("limits after the move: %v", limits)
	}
	if v := versionOf(agent, stays); v != before || !slices.Contains(limitsRunning(agent, stays), "7wd") {
		t.Errorf("the other case goes by version %d", v)
	}
	people := play.NewPeople(program.HTTP, Password)
	for id, version := range map[string]int{moved: 100, stays: before} {
		finisher, err := play.NewFinisher(t.Context(), people, "admin", id, "logistics", version)
		if err != nil {
			t.Fatal(err)
		}
		if err := finisher.WorkToArchive(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func fileSevere(t *testing.T, agent *Person) string {
	t.Helper()
	return agent.Post("/api/v1/cases", "", map[string]any{
		"policy":      "logistics",
		"channel":     "hotline",
		"category":    "damage.wet",
		"severity":    "severe",
		"subject":     "货物淋湿",
		"content":     "外箱全湿",
		"complainant": map[string]any{"name": "张三", "phone": "13912345678"},
		"respondents": []any{map[string]any{
			"kind": "unit",
			"id":   string(seed.DemoUnitID("logistics", "branch")),
			"name": "网点",
		}},
		"data": map[string]any{"waybill": "YD1", "declared": 100000},
	}).MustHaveStatus(t, http.StatusCreated).TextAt("id")
}

// amendedLogistics is the shipped regulation as version 100, in which severe matters are handled in 5 working days.
func amendedLogistics(t *testing.T) string {
	t.Helper()
	source, err := fs.ReadFile(policies.Files, "logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	amended := regexp.MustCompile(`(?m)^version: \d+`).ReplaceAllString(string(source), "version: 100")
	shorter := strings.Replace(amended, `severity == "severe",   is: 7wd`, `severity == "severe",   is: 5wd`, 1)
	if shorter == amended {
		t.Fatal("the limit is written otherwise")
	}
	return shorter
}

// administratingSupervisor is a supervisor who reads all cases of the regulation and administers too.
func administratingSupervisor(t *testing.T, program *Program) *Person {
	t.Helper()
	admin := program.SignIn("admin")
	one := admin.Get("/api/v1/accounts?q=logistics.supervisor2").ObjectsAt("items")[0]
	request, err := admin.Request(http.MethodPut, "/api/v1/accounts/"+fmt.Sprint(one["id"]), "", map[string]any{
		"username":    one["username"],
		"name":        one["name"],
		"unit":        one["unit"],
		"roles":       one["roles"],
		"administers": true,
	})
	if err != nil {
		t.Fatal(err)
	}
	request.MustHaveStatus(t, http.StatusOK)
	return program.SignIn("logistics.supervisor2")
}

func versionOf(who *Person, id string) int {
	of, _ := who.Get("/api/v1/cases/" + id).JSON["policy"].(map[string]any)
	version, _ := of["version"].(float64)
	return int(version)
}

// limitsRunning are the lengths of the limits of a case that run, as its journal has them set last.
func limitsRunning(who *Person, id string) []string {
	running := map[string]string{}
	for _, e := range who.ReadJournal(id) {
		data, _ := e["data"].(map[string]any)
		switch set, _ := data["deadline"].(map[string]any); e["type"] {
		case "deadline_set":
			running[fmt.Sprint(set["id"])] = fmt.Sprint(set["limit"])
		case "deadline_superseded", "deadline_met", "deadline_cancelled":
			delete(running, fmt.Sprint(data["deadline"]))
		}
	}
	return slices.Sorted(maps.Values(running))
}

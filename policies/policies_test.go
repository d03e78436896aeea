package policies_test

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

func load(t testing.TB, file string) *policy.Policy {
	t.Helper()
	data, err := os.ReadFile(file) // tests run in the folder of the embedded files
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func cn(t testing.TB) *calendar.Calendar {
	t.Helper()
	return calendar.New("cn", time.FixedZone("CST", 8*60*60), shippedYears(t)...)
}

// shippedYears are the year files of the official calendar as they are shipped.
func shippedYears(t testing.TB) []calendar.Year {
	t.Helper()
	files, err := policies.CalendarFiles("cn")
	if err != nil {
		t.Fatal(err)
	}
	var years []calendar.Year
	for _, file := range files {
		data, err := policies.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		year, err := calendar.ParseYear(file, data)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, year)
	}
	return years
}

// everyPolicy lists the regulations, and beside them the fixtures: policies of kinds that no regulation here
// has, which the engine must take without a change.
func everyPolicy(t *testing.T) []string {
	t.Helper()
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Glob("testdata/*/policy.yaml")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures (%v)", err)
	}
	return append(files, fixtures...)
}

// Every policy passes its proofs: what `duban policy check` says in public holds here too.
func TestEveryRegulationIsProven(t *testing.T) {
	for _, file := range everyPolicy(t) {
		for _, finding := range load(t, file).Prove(file, cn(t)) {
			t.Error(finding)
		}
	}
}

// scriptsOf are the scenarios beside a regulation.
func scriptsOf(t testing.TB, folder string) []scenario.Script {
	t.Helper()
	files, err := filepath.Glob(folder + "/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no scenarios (%v)", folder, err)
	}
	var scripts []scenario.Script
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all, err := scenario.ReadScripts(name, data)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, all...)
	}
	return scripts
}

// Every scenario of every regulation is played on the engine, and every enforced or recorded clause that the
// file does not leave for later is shown by at least one.
func TestScenariosOnTheEngine(t *testing.T) {
	cal := cn(t)
	for _, file := range everyPolicy(t) {
		p := load(t, file)
		shown := map[string]bool{}
		for _, s := range scriptsOf(t, path.Dir(file)) {
			t.Run(p.Doc.Policy+"/"+s.Name, func(t *testing.T) {
				for _, unknown := range scenario.CheckScript(p, s) {
					t.Error(unknown)
				}
				for _, wrong := range scenario.PlayScript(s, &scenario.EnginePlayer{Policy: p, Calendar: cal}) {
					t.Error(wrong)
				}
			})
			for _, c := range s.Clauses {
				shown[c] = true
			}
		}
		for _, c := range p.Doc.Clauses.Entries {
			if c.Value.Kind.Text != "guidance" && c.Value.Later.Text == "" && !shown[c.Key] {
				t.Errorf("%s: no scenario shows clause %s", p.Doc.Policy, c.Key)
			}
		}
		for c := range shown {
			if !p.Doc.Clauses.Has(c) {
				t.Errorf("%s: a scenario shows clause %s, which does not exist", p.Doc.Policy, strings.TrimSpace(c))
			}
		}
	}
}

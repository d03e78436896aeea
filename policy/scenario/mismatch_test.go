package scenario_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
	"duban/web/words"
)

var update = flag.Bool("update", false, "write what is found as the golden text")

// What does not come as a scenario says is told at the line of the step: what was expected, what came.
func TestMismatchesAreTold(t *testing.T) {
	p, scripts := logisticsWith(t, "testdata/wrong.yaml")
	player := &scenario.EnginePlayer{Policy: p, Calendar: calendar.New("cn", nil)}
	compareTold(t, "wrong", scenario.PlayScript(scripts[0], player))
}

// What a scenario names that there is not is told at the line, with what was meant; what is to be refused may name what
// it likes.
func TestUnknownNamesAreTold(t *testing.T) {
	p, scripts := logisticsWith(t, "testdata/misnamed.yaml")
	var found policy.Findings
	for _, s := range scripts {
		found = append(found, scenario.CheckScript(p, s)...)
	}
	compareTold(t, "misnamed", found)
}

// logisticsWith is a regulation with scenarios of a file.
func logisticsWith(t *testing.T, file string) (*policy.Policy, []scenario.Script) {
	t.Helper()
	const regulation = "logistics/policy.yaml"
	data, err := policies.Files.ReadFile(regulation)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Load(regulation, data)
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := scenario.ReadScripts(filepath.Base(file), readFile(t, file))
	if err != nil {
		t.Fatal(err)
	}
	return p, scripts
}

// All that is wrong with the words of a scenario file comes at once, with its place and what to write instead.
func TestAScenarioThatCannotBeRead(t *testing.T) {
	_, err := scenario.ReadScripts("unread.yaml", readFile(t, "testdata/unread.yaml"))
	found, ok := errors.AsType[policy.Findings](err)
	if !ok {
		t.Fatal(err)
	}
	compareTold(t, "unread", found)
}

// allCommands is the list of them, which a golden text leaves out: it grows.
var allCommands = regexp.MustCompile(`assign\b.*\bwithdraw\b`)

// compareTold compares findings with the golden texts that there are, one for each of some languages.
func compareTold(t *testing.T, name string, found policy.Findings) {
	t.Helper()
	goldens, err := filepath.Glob(filepath.Join("testdata", name+".*.txt"))
	if err != nil || len(goldens) < 2 {
		t.Fatalf("golden texts %v, %v", goldens, err)
	}
	for _, golden := range goldens {
		id := strings.TrimPrefix(filepath.Ext(strings.TrimSuffix(golden, ".txt")), ".")
		l, ok := words.AllLanguages().ByID(id)
		if !ok {
			t.Fatalf("%s is in no language", golden)
		}
		var told strings.Builder
		for _, f := range found {
			told.WriteString(allCommands.ReplaceAllString(f.In(l), "assign … withdraw") + "\n")
		}
		if *update {
			if err := os.WriteFile(golden, []byte(told.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want := string(readFile(t, golden)); told.String() != want {
			t.Errorf("%s: got\n%s\nwant\n%s", golden, told.String(), want)
		}
		for _, slip := range []string{"%!", "map[", "int64", "struct", "nil", "{"} {
			if strings.Contains(told.String(), slip) {
				t.Errorf("%s shows %q", golden, slip)
			}
		}
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

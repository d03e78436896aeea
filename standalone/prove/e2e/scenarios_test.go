package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"duban/policies"
	"duban/policy/scenario"
	"duban/standalone/play"
)

// The same scenarios as on the engine, on the real program.
func TestScenariosOnTheProgram(t *testing.T) {
	program := StartProgram(t)
	files, err := policies.PolicyFiles()
	if err != nil || len(files) == 0 {
		t.Fatal("no regulations", err)
	}
	people := play.NewPeople(program.HTTP, Password)
	t.Run("all", func(t *testing.T) { // returns when the parallel ones are done
		t.Run("duplicates", func(t *testing.T) { mergeTellsTheSurvivor(t, program) })
		for _, file := range files {
			regulation, scripts, err := play.FindScenarios(filepath.Dir(file))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range scripts {
				t.Run(regulation.Doc.Policy+"/"+s.Name, func(t *testing.T) {
					t.Parallel()
					for _, wrong := range scenario.PlayScript(s, play.NewPlayer(t.Context(), people, regulation)) {
						t.Error(wrong)
					}
				})
			}
		}
	})
}

// The command of the front page plays a regulation and prints what happened, who did it and by which clause; where
// something goes otherwise than the scenario says it names that and ends with 1.
func TestPlay(t *testing.T) {
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("as written", func(t *testing.T) {
		t.Parallel()
		said, err := exec.CommandContext(t.Context(), binary, "play", "lawfirm").Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		for _, expected := range []string{"专门负责人", "〔lawfirm-", " 系统 ", "归档", "every expectation held"} {
			if !strings.Contains(string(said), expected) {
				t.Errorf("%q is not said:\n%s", expected, said)
			}
		}
	})
	t.Run("otherwise", func(t *testing.T) {
		t.Parallel()
		said, err := exec.CommandContext(t.Context(), binary, "play",
			"testdata/land/scenarios/otherwise.yaml").CombinedOutput()
		if err == nil || !strings.Contains(string(said), "结局的 status：应为：archived；实际为：open") {
			t.Errorf("%v\n%s", err, said)
		}
	})
}

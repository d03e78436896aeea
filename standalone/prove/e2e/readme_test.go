package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The README's walk is run as it stands: a reader who pastes it sees what it promises.
func TestTheWalkOfTheReadme(t *testing.T) {
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, walk, found := strings.Cut(string(text), "```bash\n")
	walk, _, closed := strings.Cut(walk, "```")
	if !found || !closed {
		t.Fatal("the README has no walk")
	}
	program := StartProgram(t)
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", walk)
	cmd.Env = append(os.Environ(), "BASE=http://"+program.HTTP, "DUBAN_DEMO_PASSWORD="+Password)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if !strings.Contains(string(said), "\narchived\n") {
		t.Errorf("the first case was not archived:\n%s", said)
	}
	for _, event := range []string{"reminded", "deadline_missed", "slip_issued", "escalated"} {
		if n := strings.Count(string(said), `"type":"`+event+`"`); n != 1 {
			t.Errorf("%s: %d times\n%s", event, n, said)
		}
	}
}

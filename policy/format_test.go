package policy_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/scenario"
)

// The example of docs/policy-format.md is a sound policy, and its scenario plays.
func TestTheWorkedExample(t *testing.T) {
	page, err := os.ReadFile("../docs/policy-format.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```yaml\n")
	if len(blocks) != 3 {
		t.Fatalf("%d examples", len(blocks)-1)
	}
	text := func(i int) []byte { return []byte(strings.Split(blocks[i], "```")[0]) }
	p, err := policy.Load("school.yaml", text(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range p.Prove("school.yaml", weekends) {
		t.Error(finding)
	}
	scripts, err := scenario.ReadScripts("school scenarios", text(2))
	if err != nil {
		t.Fatal(err)
	}
	cal := calendar.New("cn", time.FixedZone("+08:00", 8*60*60))
	for _, s := range scripts {
		for _, wrong := range scenario.PlayScript(s, &scenario.EnginePlayer{Policy: p, Calendar: cal}) {
			t.Error(wrong)
		}
	}
}

package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const guidePage = "../../docs/policy-guide.zh-CN.md"

// The guide builds the very files of policies/testdata/guide, piece by piece, and shows what the commands say of them
// and of what its mistakes make of them; -update writes anew what they say.
func TestTheGuide(t *testing.T) {
	page := readText(t, guidePage)
	sound := map[string]string{
		"policy":    readText(t, "../../policies/testdata/guide/policy.yaml"),
		"scenarios": readText(t, "../../policies/testdata/guide/scenarios/day.yaml"),
	}
	built, now, tried := map[string]string{}, sound, 0
	made := regexp.MustCompile("(?s)```(\\w+) (\\w+)\n(.*?)```\n").ReplaceAllStringFunc(page, func(
		block string,
	) string {
		part := regexp.MustCompile("(?s)^```(\\w+) (\\w+)\n(.*)```\n$").FindStringSubmatch(block)
		kind, about, text := part[1], part[2], part[3]
		switch kind {
		case "yaml":
			built[about] += text
		case "diff":
			now = mistaken(t, sound, about, text)
			tried++
		case "text":
			said := guideSays(t, about, sound, now)
			if about == "explain" && strings.Contains(said, text) {
				said = text
			}
			now = sound
			return "```text " + about + "\n" + said + "```\n"
		default:
			t.Errorf("nobody checks a block of %s %s", kind, about)
		}
		return block
	})
	for about, want := range sound {
		if withoutBlankLines(built[about]) != withoutBlankLines(want) {
			t.Errorf("the blocks of the guide do not make up the %s:\n%s", about, built[about])
		}
	}
	if tried < 8 {
		t.Errorf("only %d mistakes were tried", tried)
	}
	if *update {
		if err := os.WriteFile(guidePage, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if made != page {
		t.Errorf("the guide shows what is no longer said; go test ./cmd/duban -run TestTheGuide -update\n%s", made)
	}
}

// mistaken are the files after a change: the lines marked - stand in the file once and give way to those marked +.
func mistaken(t *testing.T, sound map[string]string, about, diff string) map[string]string {
	t.Helper()
	old, changed := "", ""
	for line := range strings.Lines(diff) {
		if text, ok := strings.CutPrefix(line, "-"); ok {
			old += text
		}
		if text, ok := strings.CutPrefix(line, "+"); ok {
			changed += text
		}
	}
	if strings.Count(sound[about], old) != 1 {
		t.Fatalf("the %s says %d times\n%s", about, strings.Count(sound[about], old), old)
	}
	now := map[string]string{"policy": sound["policy"], "scenarios": sound["scenarios"]}
	now[about] = strings.Replace(now[about], old, changed, 1)
	return now
}

// guideSays is what a command says of the files, by names in the folder of the policy and without the time it took.
func guideSays(t *testing.T, command string, sound, now map[string]string) string {
	t.Helper()
	folder, published := guideFolder(t, now), guideFolder(t, sound)
	args := []string{command, filepath.Join(folder, "policy.yaml")}
	if command == "against" {
		args = []string{"check", "--against", published, filepath.Join(folder, "policy.yaml")}
	}
	out, err := runCommand(t, newPolicyCommand(), args...)
	if err != nil && !errors.Is(err, errFindings) {
		t.Fatalf("%v: %v", args, err)
	}
	out = strings.ReplaceAll(out, folder+string(filepath.Separator), "")
	return regexp.MustCompile(`(?m)^\d+ 份制度，共 \d+ 毫秒\n`).ReplaceAllString(out, "")
}

func guideFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "estate")
	if err := os.MkdirAll(filepath.Join(folder, "scenarios"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"policy.yaml": files["policy"], filepath.Join("scenarios", "day.yaml"): files["scenarios"],
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func withoutBlankLines(text string) string {
	return regexp.MustCompile(`\n+`).ReplaceAllString(strings.TrimSpace(text), "\n")
}

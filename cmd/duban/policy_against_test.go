package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/policy/proofexamples"
	"duban/web/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What a new text says otherwise than the published one is listed by path in each language, and refused until its
// version is raised.
func TestAFileIsComparedWithThePublished(t *testing.T) {
	folder := t.TempDir()
	published, file := filepath.Join(folder, "published", "bank"), filepath.Join(folder, "new", "bank", "policy.yaml")
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(published, "policy.yaml"), proofexamples.Bank)
	changed := proofexamples.Bank
	for _, c := range [][2]string{
		{"is: 20wd", "is: 25wd"},
		{"value: 2wd", "value: 1wd"},
		{"    need: 2\n", ""},
		{"  manager:    {title: 支行长", "  deputy:     {title: 副行长, level: 3, sees: all}\n  manager:    {title: 支行长"},
		{
			"      returned: {title: 退回, next: propose}\n      rejected: {title: 不同意, next: tell}\n",
			"      rejected: {title: 不同意, next: tell}\n      returned: {title: 退回, next: propose}\n",
		},
		{"next: [opinions, evidence]", "next: [evidence, opinions]"},
		{
			"      - {up_to: 1000元, by: [manager]}\n",
			"      - {up_to: 1000元, by: [deputy]}\n      - {up_to: 5000元, by: [manager]}\n",
		},
		{"measures:\n  answer_time: {title: 答复用时, until: told, clauses: [\"2\"]}\n", ""},
	} {
		if strings.Count(changed, c[0]) != 1 {
			t.Fatalf("the policy says %q %d times", c[0], strings.Count(changed, c[0]))
		}
		changed = strings.Replace(changed, c[0], c[1], 1)
	}
	write(file, changed)
	for _, l := range words.AllLanguages() {
		out, err := runCommand(t, newPolicyCommand(), "check", "--lang", l.ID, "--against", published, file)
		if !errors.Is(err, errFindings) {
			t.Errorf("%s: a version that was not raised passes: %v", l.ID, err)
		}
		lines := strings.Split(strings.ReplaceAll(out, folder+"/", ""), "\n")
		told := strings.Join(lines[:len(lines)-2], "\n") + "\n" // without how long it took
		golden := filepath.Join("testdata", "against."+l.ID+".txt")
		if *update {
			write(golden, told)
		}
		if want := readText(t, golden); told != want {
			t.Errorf("%s: got\n%s\nwant\n%s", l.ID, told, want)
		}
	}

	write(file, strings.Replace(changed, "\nversion: 1\n", "\nversion: 2\n", 1))
	out, err := runCommand(t, newPolicyCommand(), "check", "--lang", "en", "--against", filepath.Dir(published), file)
	if err != nil || !strings.Contains(out, "  version: 1 became 2\n  settings.quickly.value: 2wd became 1wd\n") {
		t.Errorf("raised: %v: %s", err, out)
	}
	write(file, proofexamples.Bank)
	out, err = runCommand(t, newPolicyCommand(), "check", "--lang", "en", "--against", published, file)
	if err != nil || !strings.Contains(out, "the same as version 1") {
		t.Errorf("the same: %v: %s", err, out)
	}
	out, err = runCommand(t, newPolicyCommand(), "check", "--lang", "en", "--against", published, logistics)
	if err != nil || !strings.Contains(out, "no published logistics") {
		t.Errorf("never published: %v: %s", err, out)
	}
	if _, err = runCommand(t, newPolicyCommand(), "check", "--against", folder, file); err == nil ||
		errors.Is(err, errFindings) {
		t.Errorf("a folder without policies is no wrong call: %v", err)
	}
}

package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

const logistics = "../../policies/logistics/policy.yaml"

// What can be read of a sound file is read, for people and as JSON; a broken one is findings, and a missing one a wrong
// call.
func TestPolicyCommands(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(broken, []byte("policy: x\nversion: one\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"check", "explain", "graph", "test"} {
		text, err := runCommand(t, newPolicyCommand(), name, logistics)
		if err != nil || len(text) < 100 {
			t.Errorf("%s: %v: %s", name, err, text)
		}
		text, err = runCommand(t, newPolicyCommand(), name, "--json", logistics)
		if err != nil || !json.Valid([]byte(text)) {
			t.Errorf("%s --json: %v: %s", name, err, text)
		}
		if _, err := runCommand(t, newPolicyCommand(), name, broken); !errors.Is(err, errFindings) {
			t.Errorf("%s of a broken file: %v", name, err)
		}
		var failed failure
		if _, err := runCommand(t, newPolicyCommand(), name, "nowhere.yaml"); err == nil ||
			errors.Is(err, errFindings) ||
			errors.As(err, &failed) {
			t.Errorf("%s of a missing file is no wrong call: %v", name, err)
		}
	}
}

// What is found is told in the language asked for, and in no other than there is.
func TestFindingsInALanguage(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(broken, []byte("policy: x\ntitel: y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{
		"zh": `:2:1: 不认识的键 "titel"；是不是 "title"？`,
		"en": `:2:1: unknown key "titel"; do you mean "title"?`,
	} {
		out, _ := runCommand(t, newPolicyCommand(), "check", "--lang", language, broken)
		if !strings.Contains(out, want) {
			t.Errorf("%s: want %s, got\n%s", language, want, out)
		}
	}
	if _, err := runCommand(t, newPolicyCommand(), "check", "--lang", "fr", broken); err == nil ||
		errors.Is(err, errFindings) {
		t.Errorf("a language that is not there: %v", err)
	}
}

// A word that names no command is a wrong call, not a call for help that ends well.
func TestUnknownCommands(t *testing.T) {
	for _, newCommand := range []func() *cobra.Command{
		newPolicyCommand, newUserCommand, newCalendarCommand, newSubstituteCommand, newTieCommand, newUpgradeCommand,
	} {
		cmd := newCommand()
		out, err := runCommand(t, cmd, "chekc", "x")
		if err == nil {
			t.Errorf("%s chekc: %s", cmd.Name(), out)
		}
	}
	if _, err := runCommand(t, newPolicyCommand(), "chekc"); err == nil || !strings.Contains(err.Error(), "explain") {
		t.Errorf("policy chekc does not tell what there is: %v", err)
	}
}

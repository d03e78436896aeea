package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/complaint"
	"duban/store"
	"duban/store/storetest"
)

// logisticsVersion writes the regulation as another version into a folder.
func logisticsVersion(t *testing.T, folder, version, slip string) string {
	t.Helper()
	data, err := os.ReadFile(logistics)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "logistics-"+version+".yaml")
	text := strings.Replace(string(data), "\nversion: 4\n", "\nversion: "+version+"\n", 1)
	if err := os.WriteFile(file, []byte(strings.Replace(text, "\nkinds:", slip+"\nkinds:", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// changeOf runs a command about versions on a record, in English.
func changeOf(t *testing.T, folder string) func(args ...string) (string, error) {
	return func(args ...string) (string, error) {
		t.Helper()
		return runCommand(t, newPolicyCommand(), append(args, "--data", folder, "--lang", "en")...)
	}
}

// Before any case a version is in force at once and needs no reason; it is withdrawn, and what there is not is refused.
func TestVersionsBeforeAnyCase(t *testing.T) {
	folder := recordWithoutCases(t)
	policy := changeOf(t, folder)
	for _, args := range [][]string{
		{"publish", logisticsVersion(t, folder, "5", "")},
		{"withdraw", "logistics@5"},
	} {
		out, err := policy(args...)
		if err != nil || !strings.Contains(out, "logistics@5") || !strings.Contains(out, "in force") {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
	if out, err := policy("changes"); err != nil || strings.Count(out, "logistics@5") != 2 {
		t.Errorf("changes: %v %s", err, out)
	}
	if _, err := policy("publish", logisticsVersion(t, folder, "6", "\nnothing: 1\n")); !errors.Is(err, errFindings) {
		t.Errorf("a file with a finding: %v", err)
	}
	for code, args := range map[complaint.Code][]string{
		complaint.NotFound: {"withdraw", "logistics@9"},
		complaint.Conflict: {"withdraw", "logistics@5"},
		complaint.Invalid:  {"move", "logistics@4"},
	} {
		_, err := policy(args...)
		if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Code != code {
			t.Errorf("%v: %v, want %s", args, err, code)
		}
	}
	if _, err := policy("withdraw", "logistics"); err == nil {
		t.Error("a name without a version is taken")
	}
}

// Once there are cases a change needs a reason, waits, and can be taken back.
func TestVersionsOnceThereAreCases(t *testing.T) {
	folder := t.TempDir()
	storetest.FilledStore(t, store.Options{Path: filepath.Join(folder, "duban.db")})
	policy, file := changeOf(t, folder), logisticsVersion(t, folder, "95", "")
	_, err := policy("publish", file)
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Field != "reason" {
		t.Fatalf("without a reason: %v", err)
	}
	out, err := policy("publish", file, "--reason", "because")
	if err != nil || !strings.Contains(out, "logistics@95") || strings.Contains(out, "in force") {
		t.Fatalf("waits: %v %s", err, out)
	}
	id := out[strings.Index(out, "change-"):][:len("change-")+36]
	if out, err = policy("take-back", id); err != nil || !strings.Contains(out, "taken back") {
		t.Errorf("taken back: %v %s", err, out)
	}
	_, err = policy("take-back", "change-none")
	if refusal := complaint.RefusalIn(err); refusal == nil || refusal.Code != complaint.NotFound {
		t.Errorf("what was never asked for: %v", err)
	}
}

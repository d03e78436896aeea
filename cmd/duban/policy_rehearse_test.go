package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/seed"
	"duban/policy/amendment"
	"duban/store"
)

// recordWithoutCases is a data directory in which the regulations are published.
func recordWithoutCases(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	ctx := t.Context()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(folder, "duban.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := seed.PublishRegulations(ctx, s); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.AddFirstAccounts(ctx, s, "pw", true); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// A rehearsal reads the record, tells what it did in words and as JSON, and refuses a file that cannot be read.
func TestRehearseReadsTheRecord(t *testing.T) {
	folder := recordWithoutCases(t)
	out, err := runCommand(t, newPolicyCommand(), "rehearse", "--data", folder, "--json", logistics)
	var told amendment.Report
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || told.After.ID != "logistics" || told.Cases != 0 {
		t.Errorf("%v: %s", err, out)
	}
	out, err = runCommand(t, newPolicyCommand(), "rehearse", "--data", folder, "--lang", "en", "logistics@4")
	if err != nil || !strings.Contains(out, "rehearsed 0 cases") {
		t.Errorf("%v: %s", err, out)
	}
	file := filepath.Join(folder, "broken.yaml")
	if err := os.WriteFile(file, []byte("policy: ["), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = runCommand(t, newPolicyCommand(), "rehearse", "--data", folder, file); !errors.Is(err, errFindings) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/policy"
)

// A regulation is changed after its release: check says so until the version is raised; the next release notes it.
func TestAReleasedPolicyKeepsItsText(t *testing.T) {
	released, err := os.ReadFile(logistics)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file, lock := filepath.Join(folder, "logistics", "policy.yaml"), filepath.Join(folder, policy.LockFile)
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := string(released)
	changed := text + "# changed\n"
	p, err := policy.Load(logistics, released)
	if err != nil {
		t.Fatal(err)
	}
	version, next := fmt.Sprintf("\nversion: %d\n", p.Ref().Version), p.Ref().Version+1
	raised := strings.Replace(changed, version, fmt.Sprintf("\nversion: %d\n", next), 1)

	write(changed) // nothing is released yet: anything goes
	if out, err := runCommand(t, newPolicyCommand(), "check", file); err != nil {
		t.Fatalf("without a lock: %v: %s", err, out)
	}
	write(text)
	if out, err := runCommand(t, newPolicyCommand(), "lock", file); err != nil || !strings.Contains(out, lock) {
		t.Fatalf("release: %v: %s", err, out)
	}
	if out, err := runCommand(t, newPolicyCommand(), "check", file); err != nil {
		t.Errorf("as released: %v: %s", err, out)
	}

	write(changed)
	before := readText(t, lock)
	out, err := runCommand(t, newPolicyCommand(), "check", "--lang", "en", file)
	line := 1 + strings.Count(text[:strings.Index(text, version)+1], "\n")
	place := fmt.Sprintf("%s:%d:1: version: ", file, line)
	if !errors.Is(err, errFindings) || !strings.Contains(out, place) ||
		!strings.Contains(out, fmt.Sprintf("raise the version to %d", next)) {
		t.Errorf("changed: %v: %s", err, out)
	}
	if out, err := runCommand(t, newPolicyCommand(), "lock", file); !errors.Is(err, errFindings) ||
		readText(t, lock) != before {
		t.Errorf("changed text is released: %v: %s", err, out)
	}

	write(raised)
	if out, err := runCommand(t, newPolicyCommand(), "check", file); err != nil {
		t.Errorf("raised: %v: %s", err, out)
	}
	if out, err := runCommand(t, newPolicyCommand(), "lock", file); err != nil {
		t.Errorf("release of the raised version: %v: %s", err, out)
	}
	if after := readText(t, lock); !strings.HasPrefix(after, before) ||
		!strings.Contains(after, fmt.Sprintf("\nlogistics %d ", next)) {
		t.Errorf("the lock:\n%s\nafter\n%s", before, after)
	}
}

func readText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

package policies_test

import (
	"os"
	"testing"

	"duban/policies"
	"duban/policy"
)

// What has been released of a regulation keeps its text; who changes it raises its version.
func TestReleasedTextsStand(t *testing.T) {
	data, err := os.ReadFile(policy.LockFile)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := policy.ReadLock("policies/"+policy.LockFile, data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := policies.PolicyFiles()
	if err != nil {
		t.Fatal(err)
	}
	released := map[string]bool{}
	for _, ref := range lock {
		released[ref.ID] = true
	}
	for _, file := range files {
		text, err := policies.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ref := load(t, file).Ref()
		for _, finding := range lock.Check("policies/"+file, text, ref) {
			t.Error(finding)
		}
		delete(released, ref.ID)
	}
	for id := range released {
		t.Errorf("%s has been released and is no longer shipped", id)
	}
}

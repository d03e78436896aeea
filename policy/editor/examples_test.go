package editor

import (
	"slices"
	"testing"

	"duban/policy"
)

// Each key of a policy file has an example that passes, in a file in which nothing is found, and one that is found
// wrong as it says, in both languages.
func TestEachKeyHasItsExamples(t *testing.T) {
	examples, err := KeyExamples()
	if err != nil {
		t.Fatal(err)
	}
	runner, err := newExampleRunner()
	if err != nil {
		t.Fatal(err)
	}
	keys := keysOfFile()
	for key := range examples {
		if !slices.Contains(keys, key) {
			t.Errorf("an example of %s, which is no key", key)
		}
	}
	for _, key := range keys {
		e, ok := examples[key]
		if !ok || (e.Never == "") == (e.Finding == "") {
			t.Errorf("%s has no example, or no reason why it has none", key)
			continue
		}
		if _, err := runner.show(key, e); err != nil {
			t.Error(err)
		}
	}
}

// The files that the passing examples are from are sound.
func TestTheRestIsSound(t *testing.T) {
	runner, err := newExampleRunner()
	if err != nil {
		t.Fatal(err)
	}
	if found := policy.Check("rest.yaml", []byte(restText), runner.cal).Findings; len(found) > 0 {
		t.Error(found)
	}
}

// Each command has a step that is done and one that is refused, in the scenarios that the tests play.
func TestEachCommandHasItsExamples(t *testing.T) {
	played, err := readPlayedSteps()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range policy.CommandEntries() {
		if played.done[c.Name] == "" || played.refusal(c.Name) == "" {
			t.Errorf("%s: done %q, refused %q", c.Name, played.done[c.Name], played.refusal(c.Name))
		}
	}
}

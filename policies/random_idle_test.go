package policies_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"duban/policy"
)

// idleProofs are those about what has no effect. Without them something stands in a file and does nothing: left out, or
// exchanged for any other word, it changes nothing in any case.
var idleProofs = []string{"conditions", "effect"}

// withoutIdle is a file without what a finding says has no effect; "" where the finding names no such thing.
func withoutIdle(text string, f policy.Finding) string {
	if f.ID == "proof.no_such_word" {
		word, _ := f.Args["word"].(string)
		return strings.ReplaceAll(text, fmt.Sprintf("%q", word), `"nowhere"`)
	}
	key, _ := f.Args["key"].(string)
	element, _ := f.Args["element"].(string)
	if f.ID != "proof.effect" || strings.HasPrefix(element, "ladder") {
		return ""
	}
	var file yaml.Node
	if yaml.Load([]byte(text), &file) != nil {
		return ""
	}
	at := block{file.Content[0]}
	path := strings.Split(element+"."+key, ".")
	for _, name := range path[:len(path)-1] {
		if at = at.at(name); len(at.Content) == 0 {
			return ""
		}
	}
	i := slices.Index(at.keys(), path[len(path)-1])
	if i < 0 {
		return ""
	}
	at.Content = slices.Delete(at.Content, 2*i, 2*i+2)
	left, err := yaml.Marshal(file.Content[0])
	if err != nil {
		return ""
	}
	return string(left)
}

// storiesOf are what happens in cases of a policy that are walked by one seed, but for their filing, which names the
// file; nil where the file cannot be read or a walk fails.
func storiesOf(t *testing.T, text string, seed uint64) []string {
	t.Helper()
	p, err := policy.Load("random.yaml", []byte(text))
	if err != nil {
		return nil
	}
	var stories []string
	failed := failing(t, seed, func(rt *rapid.T) {
		for _, kind := range p.KindsPeopleFile() {
			for _, source := range p.Doc.Intake.Sources.Entries {
				w := &walk{life: newLife(rt, p, cnCalendar(), walkBegins)}
				if !w.file(kind, source, severitiesOf(p)[0]) {
					continue
				}
				w.toTheEnd()
				for _, e := range w.Journal[1:] {
					fact, _ := json.Marshal(e.Fact)
					stories = append(stories, fmt.Sprint(e.At, e.Actor, e.Type(), string(fact)))
				}
			}
		}
	})
	if failed {
		return nil
	}
	return stories
}

// isIdle reports whether cases go on alike, by many seeds, without what a finding says has no effect.
func isIdle(t *testing.T, text string, f policy.Finding) bool {
	t.Helper()
	other := withoutIdle(text, f)
	if other == "" || other == text {
		return false
	}
	for seed := uint64(1); seed <= 5; seed++ {
		with := storiesOf(t, text, seed)
		if len(with) == 0 || !slices.Equal(with, storiesOf(t, other, seed)) {
			return false
		}
	}
	return true
}

// What is said to do nothing does nothing: without it every case goes on as it did. A key that does something is left
// out in the same way, and is noticed.
func TestWhatIsSaidToDoNothingDoesNothing(t *testing.T) {
	if testing.Short() || fewRandomPolicies < enoughForEachKey {
		t.Skip("too few random policies for keys that do nothing: run without -short and -race, as make test does")
	}
	idle := map[string]int{}
	var texts []string
	eachRandomPolicy(t, func(_ *rapid.T, text []byte) { texts = append(texts, string(text)) })
	for _, text := range texts {
		p, err := policy.Load("random.yaml", []byte(text))
		if err != nil {
			continue
		}
		for _, f := range p.Prove("random.yaml", cnCalendar()) {
			other := withoutIdle(text, f)
			if other == "" {
				continue
			}
			before, after := storiesOf(t, text, 1), storiesOf(t, other, 1)
			if before == nil || after == nil {
				continue // something else is wrong with it
			}
			idle[f.ID]++
			if !slices.Equal(before, after) {
				t.Errorf("without it a case goes on otherwise: %v\n%s", f, firstDifference(before, after))
			}
		}
	}
	t.Logf("left out or exchanged, and nothing changed: %v", idle)
	if idle["proof.effect"] < 5 || idle["proof.no_such_word"] < 5 {
		t.Error("too few to say so")
	}
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\n" + b[i]
		}
	}
	return fmt.Sprintf("%d and %d events", len(a), len(b))
}

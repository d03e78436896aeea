package policy_test

import (
	"slices"
	"testing"

	"duban/policy"
	"duban/policy/proofexamples"
)

// Each proof has its example: it holds of a sound file and fails of the broken one, at the element named.
func TestEachProofFailsItsExample(t *testing.T) {
	var shown []string
	for _, e := range proofexamples.All {
		shown = append(shown, e.Proof)
		t.Run(e.Proof, func(t *testing.T) {
			broken, err := e.Broken()
			if err != nil {
				t.Fatal(err)
			}
			if found := foundIn(t, e.Sound); len(found) > 0 {
				t.Errorf("the sound file: %v", found)
			}
			found := foundIn(t, broken)
			of := func(f policy.Finding) bool {
				return f.Proof == e.Proof && f.Element == e.Element || f.ID == "proof."+e.Proof && e.Element == ""
			}
			if !slices.ContainsFunc(found, of) {
				t.Errorf("want %s %s, found:\n%v", e.Proof, e.Element, found)
			}
		})
	}
	if want := append(policy.ProofNames(), "accepted"); !slices.Equal(shown, want) {
		t.Errorf("examples of %v, proofs are %v", shown, want)
	}
}

// foundIn is what the proofs find in a file that can be read.
func foundIn(t *testing.T, text string) policy.Findings {
	t.Helper()
	p, err := policy.Load("example.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p.Prove("example.yaml", weekends)
}

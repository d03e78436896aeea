package policy_test

import (
	"strings"
	"testing"

	"duban/policy"
)

// What a complainant hands in is sealed unless the file opens it; a file published when silence meant open stays so.
func TestSilenceSealsWhatComplainantsHandIn(t *testing.T) {
	silent := string(rewritten(t))
	open := strings.Replace(silent, "\nintake:\n", "\nintake:\n  sealed_attachments: false\n", 1)
	for _, c := range []struct {
		name, text string
		edition    int
		seals      bool
	}{
		{"silent", silent, 2, true},
		{"silent, published under the first edition", silent, 1, false},
		{"opened", open, 2, false},
	} {
		p, err := policy.LoadPublished("f.yaml", []byte(c.text), c.edition)
		if err != nil || p.SealsAttachments() != c.seals {
			t.Errorf("%s: seals %v, %v", c.name, !c.seals, err)
		}
	}
}

package store

import (
	"maps"
	"testing"

	"duban/complaint"
)

// Each copy must be kept that the journal has the hash of; what was issued without one need not be.
func TestIssuedCopiesMustBeKept(t *testing.T) {
	issued := []complaint.Event{{Fact: complaint.DocumentIssued{
		Document: "doc3",
		Copies:   []complaint.Copy{{No: 1, SHA256: "one"}, {No: 2, SHA256: "two"}, {No: 3}},
	}}, {Fact: complaint.DocumentIssued{Document: "doc4", SHA256: "four"}}}
	whole := map[keptPaper]string{{"doc3", 1}: "one", {"doc3", 2}: "two", {"doc4", 0}: "four"}
	for name, c := range map[string]struct {
		change func(map[keptPaper]string)
		found  int
	}{
		"as issued":      {func(map[keptPaper]string) {}, 0},
		"one is missing": {func(k map[keptPaper]string) { delete(k, keptPaper{"doc3", 2}) }, 1},
		"one is another": {func(k map[keptPaper]string) { k[keptPaper{"doc4", 0}] = "five" }, 1},
		"all are gone":   {func(k map[keptPaper]string) { clear(k) }, 3},
	} {
		kept := maps.Clone(whole)
		c.change(kept)
		a := &audit{}
		a.checkPapers(&evidence{id: "c", papers: kept}, issued)
		if len(a.found) != c.found {
			t.Errorf("%s: found %v", name, a.found)
		}
	}
}

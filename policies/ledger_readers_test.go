package policies_test

import (
	"slices"
	"strings"
	"testing"

	"duban/complaint"
	"duban/policy/scenario"
)

// Of the penalty notice of manufacturer-11.2 whoever reads an entry sees the number and the three copies; a notice
// about somebody else is none of theirs. Who reads the ledger over all cases is whom its `readers` name, whoever
// decides, and whom the entry concerns.
func TestReadersOfAPenalty(t *testing.T) {
	p := load(t, "manufacturer/policy.yaml")
	scripts := scriptsOf(t, "manufacturer")
	i := slices.IndexFunc(scripts, func(s scenario.Script) bool { return strings.HasPrefix(s.Name, "折让：") })
	player := &scenario.EnginePlayer{Policy: p, Calendar: cn(t)}
	for _, wrong := range scenario.PlayScript(scripts[i], player) {
		t.Fatal(wrong)
	}
	c := player.Engine.Case
	if len(c.Entries) != 3 {
		t.Fatalf("%d entries", len(c.Entries))
	}
	readers := "role:manufacturer.deputy_gm role:manufacturer.gm role:manufacturer.hr role:manufacturer.pm_office"
	w := p.Wall(c)
	for _, want := range []struct{ rule, state, papers, readers, concerned string }{
		{"penalty", "fallen", "", readers, "user:production_qa"},
		{
			"penalty", "final", "penalty_notice manufacturer.pm_office manufacturer.finance production2",
			readers + " user:deputy_gm user:gm", "user:production2",
		},
		{
			"receivable", "final", "",
			strings.Replace(readers, " ", " role:manufacturer.finance ", 1) + " user:finance2", "",
		},
	} {
		at := slices.IndexFunc(c.Entries, func(e complaint.LedgerEntry) bool {
			return e.Rule == want.rule && string(e.State) == want.state
		})
		if at < 0 {
			t.Errorf("no entry of %s is %s", want.rule, want.state)
			continue
		}
		var papers []string
		for _, d := range p.PapersOfEntry(c, &c.Entries[at]) {
			papers = append(papers, d.Kind)
			for _, copied := range d.Copies {
				papers = append(papers, string(copied.To.Role)+string(copied.To.User))
			}
		}
		if got := strings.Join(papers, " "); got != want.papers {
			t.Errorf("%s %s: papers %q, want %q", want.rule, want.state, got, want.papers)
		}
		if got := eachOnce(w.Entries[at].Readers); got != want.readers {
			t.Errorf("%s %s: readers %q, want %q", want.rule, want.state, got, want.readers)
		}
		if got := eachOnce(w.Entries[at].Concerned); got != want.concerned {
			t.Errorf("%s %s: concerned %q, want %q", want.rule, want.state, got, want.concerned)
		}
	}
}

// eachOnce writes subjects in their order, each once.
func eachOnce(subjects []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(subjects))), " ")
}

package play

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"duban/policy/scenario"
)

// State reads the case as its readers see it.
func (p *Player) State() (scenario.State, error) {
	r, err := p.readCase()
	if err != nil {
		return scenario.State{}, err
	}
	s := scenario.State{
		Status:      r.Text("status"),
		Step:        r.Text("step"),
		Disposition: r.Text("disposition"),
		Number:      r.Text("number"),
		Has:         slices.Collect(maps.Keys(object(r.JSON["data"]))),
		Deadlines:   map[string]string{},
		Targets:     map[string]time.Time{},
		Counts:      map[string]int{},
		Copies:      map[string][]string{},
	}
	for _, d := range r.List("documents") {
		s.Copies[text(d["kind"])] = p.copyHolders(d)
	}
	for _, d := range r.List("deadlines") {
		name, rule := text(d["name"]), text(d["clause"])
		if rule == "" {
			rule = text(d["setting"])
		}
		s.Deadlines[name] = strings.Join([]string{text(d["state"]), text(d["last_day"]), rule}, " ")
		if target := text(d["target"]); target != "" {
			if s.Targets[name], err = time.Parse(time.RFC3339, target); err != nil {
				return s, fmt.Errorf("target of %s: %w", name, err)
			}
		}
	}
	journal, err := p.journal(p.id)
	for _, e := range journal {
		s.Counts[text(e["type"])]++
	}
	return s, err
}

// copyHolders name who holds a document's copies as scenarios do.
func (p *Player) copyHolders(document map[string]any) []string {
	names := []string{}
	for _, c := range objects(document["copies"]) {
		name := strings.TrimPrefix(text(c["role"]), p.policy.Doc.Policy+".")
		if name == "" {
			name = "person"
		}
		names = append(names, name)
	}
	return names
}

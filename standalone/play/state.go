package play

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/scenario"
)

// State reads the case as its readers see it.
func (p *Player) State() (scenario.State, error) {
	r, err := p.readCase()
	if err != nil {
		return scenario.State{}, err
	}
	s := scenario.State{
		Status:      r.TextAt("status"),
		Step:        r.TextAt("step"),
		Disposition: r.TextAt("disposition"),
		Number:      r.TextAt("number"),
		Has:         slices.Collect(maps.Keys(asObject(r.JSON["data"]))),
		Deadlines:   map[string]string{},
		Targets:     map[string]time.Time{},
		Counts:      map[string]int{},
		Copies:      map[string][]string{},
		Circulars:   map[string][]string{},
		Registers:   map[string][]string{},
		Says:        map[string]string{},
	}
	for _, d := range r.ObjectsAt("documents") {
		s.Copies[textOfJSON(d["kind"])] = p.copyHolderRoles(d)
	}
	for _, c := range r.ObjectsAt("circulars") {
		s.Circulars[textOfJSON(c["kind"])] = p.circularTells(c)
	}
	for _, n := range r.ObjectsAt("notices") {
		s.Says[textOfJSON(n["step"])] = textOfJSON(n["says"])
	}
	for _, d := range r.ObjectsAt("deadlines") {
		name, rule := textOfJSON(d["name"]), textOfJSON(d["clause"])
		if rule == "" {
			rule = textOfJSON(d["setting"])
		}
		s.Deadlines[name] = strings.Join([]string{textOfJSON(d["state"]), textOfJSON(d["last_day"]), rule}, " ")
		if target := textOfJSON(d["target"]); target != "" {
			if s.Targets[name], err = time.Parse(time.RFC3339, target); err != nil {
				return s, fmt.Errorf("target of %s: %w", name, err)
			}
		}
	}
	for _, register := range p.policy.Doc.Registers.Keys() {
		if s.Registers[register], err = p.registerTells(register, s.Number); err != nil {
			return s, err
		}
	}
	journal, err := p.readJournal(p.id)
	for _, e := range journal {
		s.Counts[textOfJSON(e["type"])]++
	}
	if err == nil {
		s.Entries, err = p.entriesInShort(journal)
	}
	return s, err
}

// registerTells are the columns that a register has filled in of the case, found by its number.
func (p *Player) registerTells(register, number string) ([]string, error) {
	reader, err := p.readerOfAll()
	if err != nil {
		return nil, err
	}
	r, err := reader.Get(p.ctx, "/api/v1/cases?"+url.Values{
		"register": {p.policy.Doc.Policy + "." + register},
		"q":        {number},
	}.Encode())
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("read register: %d %s", r.Status, r.Raw)
	}
	var columns []string
	for _, row := range r.ObjectsAt("items") {
		for _, line := range asObjects(row["lines"]) {
			if row["id"] == p.id {
				columns = append(columns, textOfJSON(line["field"]))
			}
		}
	}
	return columns, err
}

// copyHolderRoles name who holds a document's copies as scenarios do.
func (p *Player) copyHolderRoles(document map[string]any) []string {
	names := []string{}
	for _, c := range asObjects(document["copies"]) {
		name := strings.TrimPrefix(textOfJSON(c["role"]), p.policy.Doc.Policy+".")
		if party := textOfJSON(c["party"]); party != "" {
			name = party
		}
		if name == "" {
			name = "person"
		}
		names = append(names, name)
	}
	return names
}

// circularTells names whom a circular is for and what it tells, as scenarios do.
func (p *Player) circularTells(circular map[string]any) []string {
	var tells []string
	for _, role := range asTexts(circular["to"]) {
		tells = append(tells, strings.TrimPrefix(role, p.policy.Doc.Policy+"."))
	}
	if len(tells) == 0 {
		tells = []string{complaint.EverybodySubject}
	}
	return append(tells, slices.Sorted(maps.Keys(asObject(circular["data"])))...)
}

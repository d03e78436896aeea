package play

import (
	"encoding/json"
	"fmt"
	"strings"

	"duban/complaint"
	"duban/internal/seed"
	"duban/policy/scenario"
)

// entriesInShort are the entries of the ledger as the journal tells them, and as scenarios write them.
func (p *Player) entriesInShort(journal []map[string]any) ([]string, error) {
	c := complaint.NewCase(complaint.CaseID(p.id))
	for _, e := range journal {
		name := textOfJSON(e["type"])
		if !strings.HasPrefix(name, "entry_") {
			continue
		}
		data, err := json.Marshal(e["data"])
		if err != nil {
			return nil, fmt.Errorf("event %s: %w", name, err)
		}
		fact, err := complaint.DecodeFact(name, data)
		if err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
		if err := c.Apply(complaint.Event{Case: c.ID, Seq: c.Seq + 1, Fact: fact}); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
	}
	var all []string
	for i := range c.Entries {
		e := &c.Entries[i]
		e.Against.User = complaint.UserID(p.nameOfUser(string(e.Against.User)))
		e.Against.Unit = complaint.UnitID(p.nameOfUnit(string(e.Against.Unit)))
		role := strings.TrimPrefix(string(e.Against.Role), string(p.policy.RoleID("")))
		all = append(all, scenario.EntryInShort(e, role))
	}
	return all, nil
}

// nameOfUser is the name that the scenario gives a user; an id that is nobody's stays as it is.
func (p *Player) nameOfUser(id string) string {
	for name, m := range p.own.people {
		if m.id == id {
			return name
		}
	}
	for _, role := range p.policy.Doc.Roles.Keys() {
		for _, name := range []string{role, role + "2"} {
			if string(seed.DemoUserID(p.policy.Doc.Policy+"."+name)) == id {
				return name
			}
		}
	}
	return id
}

// nameOfUnit is the name that the scenario gives a unit; an id that is none's stays as it is.
func (p *Player) nameOfUnit(id string) string {
	for name, own := range p.own.units {
		if own == id {
			return name
		}
	}
	for _, role := range p.policy.Doc.Roles.Keys() {
		if string(seed.DemoUnitID(p.policy.Doc.Policy, role)) == id {
			return role
		}
	}
	return id
}

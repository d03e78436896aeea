package policy

import (
	"slices"
	"time"

	"duban/complaint"
	"duban/web/words"
)

// TitlesShown are what whoever reads a case sees of it besides texts, in every language: what its kind and category are
// called, and what the fields of its forms hold. Names of people and units are not among them. The zone is that of
// instants.
func (p *Policy) TitlesShown(c *complaint.Case, zone *time.Location) []string {
	var titles []string
	for _, language := range words.AllLanguages() {
		l := p.In(language)
		titles = append(titles, l.SayValue(p.KindTitle(c.Kind)))
		if c.Category != "" {
			titles = append(titles, l.SayValue(p.CategoryTitle(c.Category)))
		}
		for name, value := range c.Data {
			f, _ := p.fieldNamed(name)
			_, truth := value.(bool)
			if f == nil || truth || f.kind().Sealed() || f.kind().WhatValuesName() != NothingNamed {
				continue
			}
			titles = append(titles, p.sayFieldValue(l, f, value, complaint.Directory{}, zone))
		}
	}
	slices.Sort(titles)
	return slices.Compact(titles)
}

// SealedScopes are the scopes that not every reader of a case sees.
func (p *Policy) SealedScopes() []complaint.TextScope {
	scopes := []complaint.TextScope{complaint.ScopeIdentity}
	for _, form := range p.allForms() {
		for _, e := range form.Entries {
			if len(e.Value.Sealed) > 0 {
				scopes = append(scopes, complaint.ScopeOfField(e.Key))
			}
		}
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// RolesSeeing are the roles whose people see what a scope seals; none for what whoever reads the case sees.
func (p *Policy) RolesSeeing(scope complaint.TextScope) []complaint.RoleID {
	var roles []complaint.RoleID
	switch scope {
	case complaint.ScopeCase:
	case complaint.ScopeIdentity:
		for _, e := range p.Doc.Roles.Entries {
			if e.Value.Identity {
				roles = append(roles, p.RoleID(e.Key))
			}
		}
	default:
		if f, _ := p.fieldNamed(scope.Field()); f != nil {
			for _, w := range f.Sealed {
				roles = append(roles, p.RoleID(w.Text))
			}
		}
	}
	return roles
}

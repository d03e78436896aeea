package policy

import (
	"slices"

	"duban/complaint"
)

// Sight is what somebody sees inside those cases of a regulation which the wall lets them read. The zero Sight sees
// what every reader of a case sees.
type Sight struct {
	// Identity: they may know who complained.
	Identity bool
	p        *Policy
	person   complaint.Person
}

// SightOf is the person's sight, in every capacity in which they act.
func (p *Policy) SightOf(person complaint.Person) Sight {
	return Sight{Identity: p.SeesIdentity(person), p: p, person: person}
}

// Sees reports whether they see a text or file of a scope that an author handed in: of what a field seals the author
// and the roles that the field names, and nobody else.
func (s Sight) Sees(scope complaint.TextScope, author complaint.UserID) bool {
	switch {
	case scope == complaint.ScopeCase:
		return true
	case scope == complaint.ScopeIdentity:
		return s.Identity
	case s.p == nil:
		return false
	case s.person.Active && s.person.ID == author:
		return true
	}
	return s.p.seesScope(s.person, scope)
}

// SeesAttachment reports whether they see a file of the case: what the complainant handed in sealed has been opened to
// every reader of the case, or they see its scope.
func (s Sight) SeesAttachment(c *complaint.Case, a complaint.Attachment) bool {
	return slices.Contains(c.AttachmentsOpened, a.ID) || s.Sees(a.Scope, a.Author)
}

// ScopeOfField is the scope of what is filled into a field: the case's, unless the field is sealed. A field that no
// form of the file has may be one of a command.
func (p *Policy) ScopeOfField(name string) complaint.TextScope {
	switch f, _ := p.fieldNamed(name); {
	case f == nil && slices.ContainsFunc(ClientCommands(), func(command string) bool {
		return ScopeOfCommandField(command, name) == complaint.ScopeIdentity
	}):
		return complaint.ScopeIdentity
	case f != nil && len(f.Sealed) > 0:
		return complaint.ScopeOfField(name)
	}
	return complaint.ScopeCase
}

// ScopeOfCommandField is the scope of what a command says in a field outside the forms of steps.
func ScopeOfCommandField(command, name string) complaint.TextScope {
	if row, ok := allCommands().byName[command]; ok && slices.Contains(row.identity, name) {
		return complaint.ScopeIdentity
	}
	return complaint.ScopeCase
}

// ScopeInCommand is the scope of a text of a command's own that says all of the data.
func (p *Policy) ScopeInCommand(command string, data map[string]any, name string) complaint.TextScope {
	if row, ok := allCommands().byName[command]; ok && row.scope != nil {
		return row.scope(p, data, name)
	}
	return ScopeOfCommandField(command, name)
}

// checkSealed: only what the record keeps apart can be sealed, texts and files; what conditions read stands in the
// journal itself. A field of one name is sealed alike in all forms.
func (c *checker) checkSealed(e Entry[Field]) {
	c.checkRoles(e.Value.Sealed)
	kind := e.Value.kind()
	if len(e.Value.Sealed) > 0 && !kind.Sealed() && kind.WhatValuesName() != AttachmentsNamed {
		c.f.add(e.Pos, "field.sealed", args{"field": e.Key})
	}
	first, at := c.p.fieldNamed(e.Key)
	if first != nil && at != e.Pos && !slices.Equal(textsOfWords(first.Sealed), textsOfWords(e.Value.Sealed)) {
		c.f.add(e.Pos, "field.sealed_otherwise", args{"field": e.Key, "line": at.Line})
	}
}

// checkSealedField: a file that a sealed field names was handed in for it, or else whoever reads the case sees it.
func checkSealedField(e Entry[Field], a *complaint.Attachment) *complaint.Error {
	if len(e.Value.Sealed) == 0 || a.Scope != complaint.ScopeCase {
		return nil
	}
	return complaint.Refuse(complaint.Invalid, "attachment.not_sealed", complaint.Args{"field": e.Value.Title.Text}).
		At("data." + e.Key)
}

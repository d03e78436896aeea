package complaint

import (
	"slices"
	"strings"
)

// Text is a sealed text: written once, never changed, named by the commitment to its content.
type Text struct {
	ID     TextID
	Case   CaseID
	Author UserID
	// Scope says who may see it.
	Scope TextScope
	Salt  []byte
	Body  string
	// Shared are other cases it can be read in: those that its case opened.
	Shared []CaseID
}

// IsReadableIn reports whether the text belongs to the case or is shared with it.
func (t Text) IsReadableIn(c CaseID) bool { return t.Case == c || slices.Contains(t.Shared, c) }

// TextScope says who may see a text: whoever may read the case, only those who may know the complainant, or whom the
// policy names at the field that the text was filled into ([ScopeOfField]).
type TextScope string

// The closed set of scopes.
const (
	ScopeCase     TextScope = "case"
	ScopeIdentity TextScope = "identity"
)

const fieldScope = "field:"

// ScopeOfField is the scope of what a sealed field of a form holds.
func ScopeOfField(field string) TextScope { return TextScope(fieldScope + field) }

// Field is the field that seals; "" for the other scopes.
func (s TextScope) Field() string {
	field, ok := strings.CutPrefix(string(s), fieldScope)
	if !ok {
		return ""
	}
	return field
}

// Identity is a party's personal data, as looked up by exact match. It lives in SQL only.
type Identity struct {
	Party PartyID
	Name  string
	Phone string
}

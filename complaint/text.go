package complaint

import (
	"slices"
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

// TextScope says who may see a text: whoever may read the case, or only those who may know the complainant.
type TextScope string

// The closed set of scopes.
const (
	ScopeCase     TextScope = "case"
	ScopeIdentity TextScope = "identity"
)

// Identity is a party's personal data, as looked up by exact match. It lives in SQL only.
type Identity struct {
	Party PartyID
	Name  string
	Phone string
}

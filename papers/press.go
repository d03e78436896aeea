package papers

import (
	"fmt"
	"unicode"

	"duban/documents"
)

// Press sets the papers of a house and prints them.
type Press struct {
	House
	Fonts *documents.Fonts
}

// Check finds the first character of an issued paper that no font has ([documents.LackingError]).
func (p *Press) Check(i *Issued, reader Reader) error {
	set, _ := p.Compose(i, 0, reader)
	return p.Fonts.CheckPapers(set...)
}

// Issue prints a paper as it is kept, with a box for each character that no font has.
func (p *Press) Issue(i *Issued, no int, reader Reader) (documents.Printed, error) {
	set, _ := p.Compose(i, no, reader)
	for k := range set {
		set[k].Gaps = true
	}
	return p.Fonts.Print(set...)
}

// NameCharacter says which character it is that no font has: as a screen may show it, and by its code point.
func NameCharacter(r rune) string {
	code := fmt.Sprintf("U+%04X", r)
	if unicode.In(r, unicode.C, unicode.Z) { // nothing to see
		return code
	}
	return fmt.Sprintf("%c（%s）", r, code)
}

package papers

import "duban/documents"

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

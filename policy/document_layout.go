package policy

import (
	"reflect"

	"go.yaml.in/yaml/v4"
)

// LayoutRule is how a paper is set: a form of rows of cells, or a letter of which each cell is a paragraph. As one word
// it is a layout of the program's own.
type LayoutRule struct {
	// Like is the layout of the program's own whose rows, places for signatures and seal stand where this one gives no
	// rows: form, letter, slip or service (a receipt of service).
	Like Word `yaml:"like" set:"layout"`
	// Letter: it is a letter to the party whose copy it is, not a form.
	Letter bool `yaml:"letter"`
	// Rows are what it says, from the top down.
	Rows []LayoutRow `yaml:"rows"`
	// Notes stand below, such as what becomes of each copy.
	Notes []Text `yaml:"notes"`
	// Signed are the places for signatures, by who signs.
	Signed []Text `yaml:"signed"`
	// Seal: the organisation seals it.
	Seal bool `yaml:"seal"`
}

func (l *LayoutRule) readNode(r reader, n *node) {
	if n.Kind == yaml.ScalarNode {
		l.Like.readNode(r, n)
		return
	}
	r.readStruct(n, reflect.ValueOf(l).Elem())
}

// LayoutRow is a heading over the whole width, or cells side by side.
type LayoutRow struct {
	// Heading is what the rows below are about; a paragraph of its own in a letter.
	Heading Text `yaml:"heading"`
	// Cells stand side by side, at most four.
	Cells []LayoutCell `yaml:"cells"`
}

// LayoutCell is one thing that a paper says.
type LayoutCell struct {
	// Title is what is asked; the field's own title, if absent.
	Title Text `yaml:"title"`
	// Says is a field of a form, what the case is (case.number, case.content …), a party (party.complainant,
	// party.complainant.phone …), how a step ended and who ended it (step.<step>), or what a slip or notice says
	// (slip.due, service.at …); an empty place to write in, if absent.
	Says Word `yaml:"says"`
	// Lines is for how many lines there is room at least.
	Lines int `yaml:"lines"`
	// Sign is the step that whoever has ended signs at its foot, with the date, or by_hand for a place to sign and
	// date.
	Sign Word `yaml:"sign"`
}

package policy

import (
	"cmp"

	"duban/complaint"
	"duban/web/words"
)

// structured is the first edition whose events tell their reasons and the lines of a computation by id and fields. A
// program of an older one recomputes hashes without these keys, so it must never meet them.
const structuredEdition = 2

// editionBefore reports whether the edition in force is older than another.
func (t *turn) editionBefore(edition int) bool {
	return cmp.Or(t.f.Edition, complaint.Edition) < edition
}

// writtenReason is a reason as the edition in force has it.
func (t *turn) writtenReason(r *complaint.Reason) *complaint.Reason {
	if r == nil || r.ID == "" {
		return r
	}
	written := *r
	written.Text = sentence(r)
	if t.editionBefore(structuredEdition) {
		written.ID, written.Args = "", nil
	}
	return &written
}

// writtenLine is a line of a computation as the edition in force has it.
func (t *turn) writtenLine(c complaint.Counted) complaint.Counted {
	c.Text = sentence(&c)
	if t.editionBefore(structuredEdition) {
		return proseLine(c)
	}
	if c.At != nil {
		at := complaint.Instant(c.At.Time)
		c.At = &at
	}
	return c
}

// proseLine is a line of a computation as the first edition has it.
func proseLine(c complaint.Counted) complaint.Counted {
	name := c.Name
	switch {
	case c.Clause != "":
		name = c.Clause
	case c.Setting != "":
		name = "设定 " + c.Setting
	}
	return complaint.Counted{
		Date: c.Date,
		Kind: c.Kind,
		Name: name,
		Text: c.Text,
	}
}

// sentence is what stands in the record beside an id and its arguments: the words of the default language, lengths as
// the regulation writes them, so that it is the same in every edition.
func sentence(s words.Spoken) string {
	key, blanks := s.Word()
	plain := make(map[string]any, len(blanks))
	for name, value := range blanks {
		switch v := value.(type) {
		case complaint.Span:
			plain[name] = string(v)
		case complaint.Length:
			plain[name] = string(v)
		default:
			plain[name] = v
		}
	}
	return words.Default().Text(key, plain)
}

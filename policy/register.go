package policy

import (
	"time"

	"duban/complaint"
	"duban/web/words"
)

// checkRegisters: what a register shows are fields of forms, no files.
func (c *checker) checkRegisters() {
	for _, e := range c.doc.Registers.Entries {
		c.noteCites("registers."+e.Key, e.Value.Cites)
		if len(e.Value.Columns) == 0 {
			c.f.add(e.Pos, "register.shows_nothing", args{"register": e.Key})
		}
		c.eachOnce(e.Value.Columns)
		for _, w := range e.Value.Columns {
			switch f, _ := c.p.fieldNamed(w.Text); {
			case f == nil:
				c.mustBeOneOf(w, c.doc.namesOfFields())
			case !f.kind().fitsALine():
				c.f.add(w.Pos, "register.attachment", args{"field": w.Text, "register": e.Key})
			}
		}
	}
}

// describeRegister reads a register: what it tells of each case.
func (r reading) describeRegister(name string) string {
	rule, _ := r.p.Doc.Registers.Get(name)
	fields := make([]string, len(rule.Columns))
	for i, w := range rule.Columns {
		fields[i] = r.fieldTitle(w.Text)
	}
	return r.say("register", blanks{"title": rule.Title.Text, "fields": r.joinTitles(fields)})
}

// RegisterColumns are the titles of a register's columns by field, in the order of the file and in a language; none
// where the file has no such register.
func (p *Policy) RegisterColumns(l words.Language, name string) []FieldLine {
	rule, ok := p.Doc.Registers.Get(name)
	if !ok {
		return nil
	}
	l = p.In(l)
	columns := []FieldLine{}
	for _, w := range rule.Columns {
		if f, _ := p.fieldNamed(w.Text); f != nil {
			columns = append(columns, FieldLine{Field: w.Text, Title: l.SayValue(f.Title.Text)})
		}
	}
	return columns
}

// RegisterLines are what a register tells of a case: its columns that are filled in; in a language, with the names of
// the directory and in the organisation's zone. The file of the case may have no such register.
func (p *Policy) RegisterLines(
	l words.Language, name string, c *complaint.Case, d complaint.Directory, zone *time.Location,
) []FieldLine {
	rule, ok := p.Doc.Registers.Get(name)
	if !ok {
		return []FieldLine{}
	}
	return p.fieldLines(l, rule.Columns, c.Data, d, zone)
}

// FilledColumns are the columns of a register that the case has filled in, in the order of the file.
func (p *Policy) FilledColumns(name string, c *complaint.Case) []string {
	rule, ok := p.Doc.Registers.Get(name)
	if !ok {
		return nil
	}
	var filled []string
	for _, w := range rule.Columns {
		if _, has := c.Data[w.Text]; has {
			filled = append(filled, w.Text)
		}
	}
	return filled
}

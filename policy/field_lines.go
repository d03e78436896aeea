package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/web/words"
)

// FieldLine is one field of a form: its title, and what it says, or the sealed text that says it.
type FieldLine struct {
	Field, Title, Says string
	Text               complaint.TextID
	// People: it names members of staff.
	People bool
}

// fieldLines are what fields say that are filled in, in this order; in a language, with the names of the directory and
// in the organisation's zone.
func (p *Policy) fieldLines(
	l words.Language, fields []Word, data map[string]any, d complaint.Directory, zone *time.Location,
) []FieldLine {
	l = p.In(l)
	lines := []FieldLine{}
	for _, w := range fields {
		if line, filled := p.fieldLine(l, w.Text, data, d, zone); filled {
			lines = append(lines, line)
		}
	}
	return lines
}

// ProposalLines are what an approval decides on: what the forms of the steps that are put forward to it say, as far as
// they are filled in. A step of another kind has none.
func (p *Policy) ProposalLines(
	l words.Language, step complaint.StepID, c *complaint.Case, d complaint.Directory, zone *time.Location,
) []FieldLine {
	s := p.Step(step)
	if s == nil || s.Kind.Text != approvalKind {
		return []FieldLine{}
	}
	var fields []Word
	for _, of := range s.Of {
		if put := p.Step(complaint.StepID(of.Text)); put != nil {
			for _, name := range put.Form.Keys() {
				fields = append(fields, Word{Text: name})
			}
		}
	}
	return p.fieldLines(l, fields, c.Data, d, zone)
}

// FieldLine is what a field of the file's forms says; its title alone where nothing is filled in. The second value is
// false if no form has the field.
func (p *Policy) FieldLine(
	l words.Language, name string, data map[string]any, d complaint.Directory, zone *time.Location,
) (FieldLine, bool) {
	f, _ := p.fieldNamed(name)
	if f == nil {
		return FieldLine{}, false
	}
	if line, filled := p.fieldLine(p.In(l), name, data, d, zone); filled {
		return line, true
	}
	return FieldLine{Field: name, Title: p.In(l).SayValue(f.Title.Text)}, true
}

func (p *Policy) fieldLine(
	l words.Language, name string, data map[string]any, d complaint.Directory, zone *time.Location,
) (FieldLine, bool) {
	f, _ := p.fieldNamed(name)
	value, filled := data[name]
	if f == nil || !filled {
		return FieldLine{}, false
	}
	line := FieldLine{
		Field:  name,
		Title:  l.SayValue(f.Title.Text),
		People: f.kind().WhatValuesName() == PeopleNamed,
	}
	if text, ok := value.(string); ok && f.kind().Sealed() {
		line.Text = complaint.TextID(text)
	} else {
		line.Says = p.sayFieldValue(l, f, value, d, zone)
	}
	return line, true
}

// sayFieldValue is what a field that is no text holds, for people.
func (p *Policy) sayFieldValue(
	l words.Language, f *Field, value any, d complaint.Directory, zone *time.Location,
) string {
	switch v := value.(type) {
	case bool:
		if v {
			return l.Text("form.yes", nil)
		}
		return l.Text("form.no", nil)
	case float64:
		if f.kind() == MoneyField {
			return fmt.Sprintf("%.2f", v/100) + l.Text("form.yuan", nil)
		}
		return fmt.Sprintf("%g", v)
	case []any:
		all := make([]string, len(v))
		for i, one := range v {
			all[i] = p.sayFieldValue(l, f, one, d, zone)
		}
		return strings.Join(all, l.Text("mark.each", nil))
	case string:
		return p.sayFieldWord(l, f, v, d, zone)
	}
	return fmt.Sprint(value)
}

// sayFieldWord is the title of a code, the name of what an id names, a date or an instant.
func (p *Policy) sayFieldWord(
	l words.Language, f *Field, v string, d complaint.Directory, zone *time.Location,
) string {
	switch kind := f.kind(); {
	case kind == CategoryFieldKind:
		return l.SayValue(p.CategoryTitle(v))
	case kind == SeverityFieldKind:
		return l.SayValue(p.SeverityTitle(v))
	case kind.WhatValuesName() == UnitsNamed:
		return d.Units[complaint.UnitID(v)].Name
	case kind.WhatValuesName() == PeopleNamed:
		return d.People[complaint.UserID(v)].Name
	case kind == InstantField:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return at.In(zone).Format("2006-01-02 15:04")
		}
	}
	if title, ok := f.Options.Get(v); ok {
		return l.SayValue(title.Text)
	}
	return v
}

// FieldsInOrder are the fields of forms that data hold something of, in the order in which forms ask for them.
func (p *Policy) FieldsInOrder(data map[string]any) []string {
	var names []string
	for _, form := range p.compiledForms() {
		for _, e := range form.Entries {
			if value, ok := data[e.Key]; ok && value != nil && value != "" && !slices.Contains(names, e.Key) {
				names = append(names, e.Key)
			}
		}
	}
	return names
}

// ClauseGist is what a clause says in short, by its full id or the one that the file has for it; "" if it has none.
func (p *Policy) ClauseGist(id string) string {
	clause, _ := p.Doc.Clauses.Get(strings.TrimPrefix(id, p.Doc.Policy+"-"))
	return clause.Gist.Text
}

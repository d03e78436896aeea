package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/web/words"
)

// checkCirculars: what a circular shows is a field that staff filled in and every reader of the case may see.
func (c *checker) checkCirculars() {
	outsiders := c.doc.fieldsOfOutsiders()
	for _, e := range c.doc.Circulars.Entries {
		c.noteCites("circulars."+e.Key, e.Value.Cites)
		c.checkRoles(e.Value.To)
		if len(e.Value.Shows) == 0 {
			c.f.add(e.Pos, "circular.shows_nothing", args{"circular": e.Key})
		}
		for _, w := range e.Value.Shows {
			f, _ := c.p.fieldNamed(w.Text)
			switch {
			case f == nil:
				c.mustBeOneOf(w, c.doc.namesOfFields())
			case len(f.Sealed) > 0, f.kind().WhatValuesName() == AttachmentsNamed:
				c.f.add(w.Pos, "circular.sealed", args{"field": w.Text, "circular": e.Key})
			case outsiders[w.Text]:
				c.f.add(w.Pos, "circular.of_complainant", args{"field": w.Text, "circular": e.Key})
			}
		}
	}
}

// namesOfFields are the fields of all forms that stand in the file.
func (d *Document) namesOfFields() []string {
	var names []string
	for _, form := range d.forms() {
		names = append(names, form.Keys()...)
	}
	return names
}

// fieldsOfOutsiders are those that somebody outside the organisation can have filled in: at filing, in a survey, with a
// command that the receipt opens. What stands there may tell who they are.
func (d *Document) fieldsOfOutsiders() map[string]bool {
	named := map[string]bool{}
	add := func(form Map[Field]) {
		for _, name := range form.Keys() {
			named[name] = true
		}
	}
	add(d.Intake.Form)
	for _, e := range d.Steps.Entries {
		if e.Value.Kind.Text == surveyKind {
			add(e.Value.Form)
		}
	}
	for _, e := range d.May.Entries {
		if slices.ContainsFunc(e.Value.By, func(w Word) bool { return w.Text == complaint.Complainant }) {
			add(e.Value.Form)
		}
	}
	return named
}

// publishCirculars tells the organisation what an outcome publishes, as the case's forms have it now.
func (t *turn) publishCirculars(step complaint.StepID, kinds []Word) error {
	for _, w := range kinds {
		rule, ok := t.p.Doc.Circulars.Get(w.Text)
		if !ok {
			return fmt.Errorf("decide: policy has no circular %s", w.Text)
		}
		if t.writesPlainEvents() {
			continue
		}
		fact := complaint.CircularPublished{
			Circular: complaint.CircularID(fmt.Sprintf("cir%d", t.nextSeq())),
			Kind:     w.Text,
			Title:    rule.Title.Text,
			Step:     step,
			To:       make([]complaint.RoleID, len(rule.To)),
			Data:     map[string]any{},
		}
		for i, role := range rule.To {
			fact.To[i] = t.p.RoleID(role.Text)
		}
		for _, field := range rule.Shows {
			if value, filled := t.c.Data[field.Text]; filled {
				fact.Data[field.Text] = value
			}
		}
		reason := t.p.reasonCiting(rule.Cites, "circular").With(complaint.Args{"title": rule.Title.Text})
		if err := t.emit(fact, reason); err != nil {
			return err
		}
	}
	return nil
}

// describeCircular reads a circular: whom it tells what.
func (r reading) describeCircular(name string) string {
	rule, _ := r.p.Doc.Circulars.Get(name)
	fields := make([]string, len(rule.Shows))
	for i, w := range rule.Shows {
		fields[i] = r.fieldTitle(w.Text)
	}
	about := blanks{
		"title": rule.Title.Text, "fields": r.joinTitles(fields), "roles": r.roleTitles(rule.To),
	}
	if len(rule.To) == 0 {
		return r.say("circular.to_all", about)
	}
	return r.say("circular", about)
}

// CircularLine is one field of a circular: its title, and what it says, or the sealed text that says it.
type CircularLine struct {
	Field, Title, Says string
	Text               complaint.TextID
}

// CircularLines are what a circular says, in the order of the file; in a language, with the names of the directory and
// in the organisation's zone.
func (p *Policy) CircularLines(
	l words.Language, c complaint.Circular, d complaint.Directory, zone *time.Location,
) []CircularLine {
	l = p.In(l)
	rule, ok := p.Doc.Circulars.Get(c.Kind)
	if !ok {
		return nil
	}
	lines := []CircularLine{}
	for _, w := range rule.Shows {
		f, _ := p.fieldNamed(w.Text)
		value, filled := c.Data[w.Text]
		if f == nil || !filled {
			continue
		}
		line := CircularLine{Field: w.Text, Title: l.SayValue(f.Title.Text)}
		if text, ok := value.(string); ok && f.kind().Sealed() {
			line.Text = complaint.TextID(text)
		} else {
			line.Says = p.sayFieldValue(l, f, value, d, zone)
		}
		lines = append(lines, line)
	}
	return lines
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

package policy

import (
	"fmt"
	"slices"
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
			case len(f.Sealed) > 0, !f.kind().fitsALine():
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

// CircularLines are what a circular says, in the order of the file; in a language, with the names of the directory and
// in the organisation's zone.
func (p *Policy) CircularLines(
	l words.Language, c complaint.Circular, d complaint.Directory, zone *time.Location,
) []FieldLine {
	rule, ok := p.Doc.Circulars.Get(c.Kind)
	if !ok {
		return nil
	}
	return p.fieldLines(l, rule.Shows, c.Data, d, zone)
}

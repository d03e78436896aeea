package policy

import (
	"maps"
	"slices"

	"duban/complaint"
	"duban/web/words"
)

// checkFields checks the fields of a form as the file gives them.
func (c *checker) checkFields(where string, form Map[Field]) {
	for _, e := range form.Entries {
		c.noteCites(where+"."+e.Key, e.Value.Cites)
		c.mustBeOfClosedSet(e.Value.Type, setFieldTypes)
		kind := e.Value.kind()
		if kind == ChoiceField && len(e.Value.Options.Entries) == 0 {
			c.f.add(e.Pos, "field.options", args{"field": e.Key})
		}
		if reserved := reservedFields[e.Key]; reserved != "" && reserved != kind ||
			(kind == CategoryFieldKind || kind == SeverityFieldKind) && string(kind) != e.Key {
			c.f.add(e.Pos, "field.reserved", nil)
		}
		if len(e.Value.Holds)+len(e.Value.Except) > 0 && kind.WhatValuesName() != PeopleNamed {
			c.f.add(e.Pos, "field.holds", args{"field": e.Key})
		}
		c.checkSealed(e)
		c.checkColumns(where, e)
		if e.Value.Original && kind.WhatValuesName() != AttachmentsNamed {
			c.f.add(e.Pos, "field.original", args{"field": e.Key})
		}
		c.checkSeats(e.Value.Holds)
		c.checkSeats(e.Value.Except)
	}
}

// reservedFields determine the case itself wherever a step's form has them.
var reservedFields = map[string]FieldKind{
	complaint.CategoryField:        CategoryFieldKind,
	complaint.SeverityField:        SeverityFieldKind,
	complaint.ResponsibleUnitField: UnitField,
}

// typesOfAllFields are the form fields of the whole file; one name has one type.
func (c *checker) typesOfAllFields() map[string]FieldKind {
	types := map[string]FieldKind{}
	var add func(form Map[Field])
	add = func(form Map[Field]) {
		for _, e := range form.Entries {
			k := e.Value.kind()
			if old, ok := types[e.Key]; ok && old != k {
				c.f.add(e.Pos, "field.types", args{"field": e.Key, "there": string(old), "here": string(k)})
			}
			types[e.Key] = k
			columns := Map[Field]{}
			for _, col := range e.Value.Columns.Entries {
				columns.Entries = append(columns.Entries, Entry[Field]{
					Key:   col.Key,
					Pos:   col.Pos,
					Value: col.Value.field(),
				})
			}
			add(columns)
		}
	}
	add(c.doc.Intake.Form)
	for _, e := range c.doc.Steps.Entries {
		add(c.stepFields(e.Value))
	}
	for _, a := range c.doc.acts() {
		add(a.asks.Form)
	}
	return types
}

// kindOfFieldNamed is the type of a field by name, "" if no form has it; one name has one type.
func (p *Policy) kindOfFieldNamed(name string) FieldKind {
	if f, _ := p.fieldNamed(name); f != nil {
		return f.kind()
	}
	return ""
}

// IntakeForm is the name of the form filled in at filing.
const IntakeForm = "intake"

func (c *checker) compileForms() {
	c.compileForm(IntakeForm, c.doc.Intake.Form)
	for _, e := range c.doc.Steps.Entries {
		c.compileForm(e.Key, c.stepFields(e.Value))
	}
	for id, s := range c.p.addedSteps {
		c.compileForm(string(id), c.stepFields(*s))
	}
	c.compileActForms()
}

func (c *checker) compileForm(name string, fields Map[Field]) {
	c.p.forms[name] = newForm(name, fields)
}

// stepFields are a step's own fields, with those its kind brings along: a notice has its service before them, a
// meeting its record; where an outcome asks for its reason, that ends it.
func (c *checker) stepFields(s Step) Map[Field] {
	var fields Map[Field]
	switch s.Kind.Text {
	case noticeKind:
		fields = c.serviceFields(s.Served)
		if c.doc.tellsRepresented(&s) {
			fields.Entries = append(fields.Entries, c.throughServiceField())
		}
		for i := range fields.Entries {
			f := &fields.Entries[i].Value
			f.Required = f.Required && !s.canEndUnserved() // else the outcome decides
		}
	case surveyKind:
		if c.doc.asksRepresented(&s) {
			fields.Entries = c.throughActField()
		}
	case meetingKind:
		fields.Entries = c.meetingFormFields(s.Votes != nil)
	case recusalKind:
		if c.doc.complainantMayRecuse() {
			fields.Entries = append(fields.Entries, c.newField(recusedField, PersonField, "recused_found", false))
		}
	}
	for _, e := range s.Form.Entries {
		kind := e.Value.kind()
		if kind == CategoryFieldKind {
			e.Value.Options = c.categoryTitles()
		}
		if kind == SeverityFieldKind {
			e.Value.Options = c.doc.Intake.Severities
		}
		fields.Entries = append(fields.Entries, e)
	}
	if s.asksReason() {
		title := "outcome_reason"
		if s.Kind.Text == approvalKind {
			title = "approval_reason"
		}
		fields.Entries = append(fields.Entries, c.newField("reason", LongTextField, title, false))
	}
	return fields
}

// canEndUnserved reports whether a notice has an outcome by which it does not reach the party.
func (s *Step) canEndUnserved() bool {
	return slices.ContainsFunc(s.Outcomes.Entries, func(o Entry[Outcome]) bool { return o.Value.Unserved })
}

func (c *checker) categoryTitles() Map[Text] {
	var m Map[Text]
	for _, code := range c.p.CategoryCodes() {
		m.Entries = append(m.Entries, Entry[Text]{Key: code, Value: textOf(c.p.CategoryTitle(code))})
	}
	return m
}

func (c *checker) serviceFields(served Map[Text]) Map[Field] {
	return Map[Field]{Entries: []Entry[Field]{
		c.newField("at", InstantField, "served_at", true),
		c.newChoiceField("how", "served_how", true, served),
		c.newField("proof", TextField, "served_proof", false),
		c.newField("text", LongTextField, "served_text", false),
	}}
}

// throughServiceField asks through whom a notice reached the party.
func (c *checker) throughServiceField() Entry[Field] {
	return c.newField(throughField, IDField, "served_through", false)
}

// newField is a field that the program brings along; its title is the words title.<title>.
func (c *checker) newField(name string, k FieldKind, title string, required bool) Entry[Field] {
	return Entry[Field]{Key: name, Value: Field{
		Type:     Word{Text: string(k)},
		Title:    c.p.bringTitle(broughtPhrase(title, nil)),
		Required: required,
	}}
}

func (c *checker) newChoiceField(name, title string, required bool, options Map[Text]) Entry[Field] {
	e := c.newField(name, ChoiceField, title, required)
	e.Value.Options = options
	return e
}

// allWaysOfService are all the ways in which this policy's notices can be served.
func (c *checker) allWaysOfService() Map[Text] {
	var m Map[Text]
	for _, e := range c.doc.Steps.Entries {
		for _, s := range e.Value.Served.Entries {
			if !m.Has(s.Key) {
				m.Entries = append(m.Entries, s)
			}
		}
	}
	return m
}

// Form finds a form by name, or nil.
func (p *Policy) Form(name string) *Form { return p.forms[name] }

// FormNames are the names of all forms, in order.
func (p *Policy) FormNames() []string { return slices.Sorted(maps.Keys(p.forms)) }

// FormSchemas are all forms of the policy by name, as JSON Schema with the titles of a language of [Policy.In].
func (p *Policy) FormSchemas(l words.Language) map[string]any {
	all := make(map[string]any, len(p.forms))
	for name, f := range p.forms {
		all[name] = f.Schema(l)
	}
	return all
}

// FormNameOf names the form that a command of the case's policy takes; task is needed for complete.
func (p *Policy) FormNameOf(c *complaint.Case, cmd complaint.Command) string {
	if done, ok := cmd.(complaint.Complete); ok {
		if t := c.Task(done.Task); t != nil {
			return string(t.Step)
		}
		return ""
	}
	for _, name := range []string{p.nameOfActForm(c, cmd), commandFormName(complaint.NameOf(cmd))} {
		if p.forms[name] != nil {
			return name
		}
	}
	return ""
}

package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// act is a command with what the file asks of whoever gives it: one that `may:` permits, or one that moves a deadline.
type act struct {
	command string
	// deadline is the name of the one that it moves, "" for none.
	deadline string
	// where is the path of the element that permits it.
	where string
	at    Pos
	cites Cites
	asks  *ActForm
	// byReceipt: whoever holds the receipt may give it.
	byReceipt bool
	// form are the fields that the file asks for, once they are compiled.
	form *Form
}

// CanAskForMore reports whether a regulation can ask for a form with a command: with any but those on a slip, and those
// on a task that it need not permit.
func CanAskForMore(command string) bool {
	row, ok := allCommands().byName[command]
	return ok && row.by != bySystem && row.by != byAddressee && (row.inMay || row.rule.ofTask == nil)
}

// isSet reports whether anything is asked.
func (f *ActForm) isSet() bool { return len(f.Form.Entries)+len(f.Must) > 0 }

// acts are all commands that the file permits, in its order.
func (d *Document) acts() []*act {
	var all []*act
	for i := range d.May.Entries {
		e := &d.May.Entries[i]
		all = append(all, &act{
			command:   e.Key,
			where:     "may." + e.Key,
			at:        e.Pos,
			cites:     e.Value.Cites,
			asks:      &e.Value.ActForm,
			byReceipt: slices.ContainsFunc(e.Value.By, func(w Word) bool { return w.Text == complaint.Complainant }),
		})
	}
	for i := range d.Deadlines.Entries {
		e := &d.Deadlines.Entries[i]
		all = append(all, e.Value.acts(e.Key, "deadlines."+e.Key)...)
	}
	for i := range d.Steps.Entries {
		e := &d.Steps.Entries[i]
		all = append(all, e.Value.acts(stepDeadlineName(complaint.StepID(e.Key)), "steps."+e.Key)...)
	}
	return all
}

// acts are the commands that move a deadline.
func (m *Moves) acts(deadline, where string) []*act {
	var all []*act
	add := func(cmd complaint.Command, element string, cites Cites, asks *ActForm) {
		all = append(all, &act{
			command:  complaint.NameOf(cmd),
			deadline: deadline,
			where:    where + element,
			cites:    cites,
			asks:     asks,
		})
	}
	if s := m.Suspension; s != nil {
		add(complaint.Suspend{}, ".suspension", s.Cites, &s.ActForm)
		if s.Ends != nil {
			add(complaint.Resume{}, ".suspension.ends", m.citesOf(complaint.Resume{}), &s.Ends.ActForm)
		}
	}
	if e := m.Extension; e != nil {
		add(complaint.RequestExtension{}, ".extension", e.Cites, &e.ActForm)
	}
	return all
}

// endsAskNothing reports whether the file says that something is asked at the end of a suspension, and not what.
func (m *Moves) endsAskNothing() bool {
	return m.Suspension != nil && m.Suspension.Ends != nil && !m.Suspension.Ends.isSet()
}

// formName is the name of the act's form: that of the command, or one of its own where it moves a deadline.
func (a *act) formName() string { return actFormName(a.command, a.deadline) }

func actFormName(command, deadline string) string {
	if deadline == "" {
		return commandFormName(command)
	}
	return commandFormName(command) + "." + deadline
}

// actOf is the act that a command is; nil where the file permits none such.
func (p *Policy) actOf(c *complaint.Case, cmd complaint.Command) *act {
	return p.acts[p.nameOfActForm(c, cmd)]
}

func (p *Policy) nameOfActForm(c *complaint.Case, cmd complaint.Command) string {
	row := allCommands().rowOf(cmd)
	if row.rule.about != nil {
		if d := c.Deadline(row.rule.about(cmd).deadline); d != nil {
			return actFormName(row.name, d.Name)
		}
	}
	return actFormName(row.name, "")
}

// AsksWith reports whether the file asks for a field with a command, of whatever deadline it may be.
func (p *Policy) AsksWith(command, field string) bool {
	for _, a := range p.acts {
		if a.command == command && a.asks.Form.Has(field) {
			return true
		}
	}
	return false
}

// FormsOfCommand are all forms that a command can have: of each deadline that it moves there can be one.
func (p *Policy) FormsOfCommand(name string) []*Form {
	var forms []*Form
	for _, form := range slices.Sorted(maps.Keys(p.forms)) {
		if strings.HasPrefix(form+".", commandFormName(name)+".") {
			forms = append(forms, p.forms[form])
		}
	}
	return forms
}

// isAskedWithCommand reports whether a command fills in a field, which it can at any time.
func (p *Policy) isAskedWithCommand(field string) bool {
	return slices.ContainsFunc(p.Doc.acts(), func(a *act) bool { return a.asks.Form.Has(field) })
}

// checkActForm judges what was filled in with a command.
func (t *turn) checkActForm(cmd complaint.Command) *complaint.Error {
	a := t.p.actOf(t.c, cmd)
	if a == nil {
		if len(t.form) > 0 {
			return complaint.Refuse(complaint.Invalid, "command.unknown_field", nil).At("data")
		}
		return nil
	}
	if refusal := a.form.Check("data", t.form); refusal != nil {
		return refusal
	}
	in := t.scope()
	in.form = t.form
	if refusal := t.checkFilledIn(a.form, in); refusal != nil {
		return refusal
	}
	return t.checkMustConditions(a.asks.Must, complaint.Term("command."+a.command), in)
}

// recordForm records what was filled in with a command, before what the command does.
func (t *turn) recordForm(cmd complaint.Command) error {
	a := t.p.actOf(t.c, cmd)
	if a == nil || len(t.form) == 0 {
		return nil
	}
	filled := complaint.FormFilled{Command: a.command, Data: t.form}
	if a.deadline != "" {
		filled.Deadline = allCommands().rowOf(cmd).rule.about(cmd).deadline
	}
	return t.emit(filled, t.p.reasonCiting(a.cites, ""))
}

// countFromForm starts and counts anew the limits that rest on what was filled in with a command.
func (t *turn) countFromForm() error {
	if len(t.form) == 0 || t.c.Status == complaint.StatusArchived {
		return nil
	}
	if err := t.recountAgreedLimits(t.form); err != nil {
		return err
	}
	return t.startDeadlinesCountedFromFields(t.form)
}

// reasonCitingAct cites what permits a command.
func (t *turn) reasonCitingAct(cmd complaint.Command) *complaint.Reason {
	if a := t.p.actOf(t.c, cmd); a != nil {
		return t.p.reasonCiting(a.cites, "")
	}
	return t.reasonCitingMayRule(complaint.NameOf(cmd), "")
}

// checkActForms checks what the file asks for with commands.
func (c *checker) checkActForms() {
	for _, a := range c.doc.acts() {
		c.checkFields(a.where+".form", a.asks.Form)
		own := complaint.KeysOfCommand(a.command)
		if row := allCommands().byName[a.command]; row != nil && row.by == byAddressee && a.asks.isSet() {
			c.f.add(a.at, "may.asks_nothing", args{"command": a.command})
		}
		for _, e := range a.asks.Form.Entries {
			names := e.Value.kind().WhatValuesName()
			switch {
			case slices.Contains(own, e.Key):
				c.f.add(e.Pos, "field.own_key", args{"field": e.Key, "command": a.command})
			case reservedFields[e.Key] != "":
				c.f.add(e.Pos, "field.in_steps_only", args{"field": e.Key})
			case a.byReceipt && (names == PeopleNamed || names == UnitsNamed):
				c.f.add(e.Pos, "field.not_by_receipt", args{"field": e.Key, "command": a.command})
			}
		}
		for _, m := range a.asks.Must {
			c.noteCites(a.where+".must", m.Cites)
			c.mustBeOneOf(m.Field, slices.Concat(a.asks.Form.Keys(), own))
		}
	}
}

// compileActForms makes the forms of acts, each after the fields that its command brings along.
func (c *checker) compileActForms() {
	brought := c.fieldsOfCommandForms()
	for name, fields := range brought {
		c.compileForm(commandFormName(name), fields)
	}
	for _, a := range c.doc.acts() {
		a.form = newForm(a.formName()+".form", a.asks.Form)
		c.p.acts[a.formName()] = a
		if len(a.asks.Form.Entries) > 0 {
			fields := slices.Concat(brought[a.command].Entries, a.asks.Form.Entries)
			c.compileForm(a.formName(), Map[Field]{Entries: fields})
		}
	}
}

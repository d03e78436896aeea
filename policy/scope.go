package policy

import (
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"

	"duban/complaint"
	"duban/policy/calendar"
)

// responsibleUnit is the variable and the seat word for the respondent of kind unit.
const responsibleUnit = complaint.ResponsibleUnitField

// outcomeVariable is the outcome being given, in a field's `required_when`; "" elsewhere.
const outcomeVariable = "outcome"

// periodVariable is the name of the period for which the program has opened the matter, "" in others.
const periodVariable = "period"

// builtins are what every condition may read besides the fields of forms.
var builtins = map[string]func(scope) any{
	"kind":          func(s scope) any { return s.c.Kind },
	"source":        func(s scope) any { return s.c.Source },
	"channel":       func(s scope) any { return s.c.Channel },
	"category":      func(s scope) any { return s.c.Category },
	"severity":      func(s scope) any { return s.c.Severity },
	"respondents":   func(s scope) any { return countParties(s.c, complaint.Respondent) },
	responsibleUnit: func(s scope) any { return string(s.c.ResponsibleUnit()) },
	outcomeVariable: func(s scope) any { return s.outcome },
	"received":      func(s scope) any { return s.dayOf(s.c.ReceivedAt.Time) },
	"today":         func(s scope) any { return s.dayOf(s.now) },
	"overdue":       func(s scope) any { return s.c.IsOverdue(s.now) },
	periodVariable:  func(s scope) any { return s.c.PeriodName() },
}

// changeByTime are those of them that nobody need do anything to change.
var changeByTime = []string{"today", "overdue"}

// youngBuiltins came when files with fields of these names may have been published; there the field counts, and the
// proof `conditions` tells.
var youngBuiltins = []string{"received", "today", "overdue", periodVariable}

// The variables of each step: how often it has been done; with which outcome the last time, "" before that; and with
// which outcomes all who did it the last time, each outcome once. And of each role of parties, how many there are; of
// each way to represent one, whether somebody does so for any.
const (
	timesVariable       = "times."
	lastVariable        = "last."
	eachVariable        = "each."
	partiesVariable     = "parties."
	representedVariable = "represented."
)

// countParties is how many persons, units or others the case names in a role.
func countParties(c *complaint.Case, role string) int64 { return int64(len(c.PartiesInRole(role))) }

// outcomesGiven are the outcomes which those who did a step gave the last time, each once, in the order of the file.
func (p *Policy) outcomesGiven(c *complaint.Case, step complaint.StepID) []string {
	given := c.LastOutcomesOf(step)
	return slices.DeleteFunc(p.step(step).Outcomes.Keys(), func(code string) bool {
		return !slices.Contains(given, code)
	})
}

// scope is what conditions see: the case's own values, the fields of its forms, and the zero of a field not yet set. A
// value is looked up when a condition reads it.
type scope struct {
	p *Policy
	c *complaint.Case
	// form is being completed, with an outcome; its values go before the case's.
	form    map[string]any
	outcome string
	// now and calendar are when and by which days a condition is asked; without a calendar there are no dates.
	now      time.Time
	calendar *calendar.Calendar
	// counts are the other cases that have been counted; none where nobody decides.
	counts *counts
}

var _ cel.FunctionActivation = scope{}

// Parent implements [cel.Activation].
func (s scope) Parent() cel.Activation { return nil }

// ResolveName implements [cel.Activation].
func (s scope) ResolveName(name string) (any, bool) {
	zero, known := s.p.zeroValues[name]
	if !known {
		return nil, false
	}
	if value, filled := s.form[name]; filled {
		return asConditionValue(value, zero), true
	}
	if own, ok := builtins[name]; ok && !s.p.isHidden(name) {
		return own(s), true
	}
	if count, ok := strings.CutPrefix(name, countedVariable); ok {
		return s.counts.number(count), true
	}
	if step, ok := strings.CutPrefix(name, timesVariable); ok {
		if passesOn(step) && !s.p.Doc.Steps.Has(step) {
			return int64(s.c.TimesPassed(step)), true
		}
		return s.c.TimesDone(complaint.StepID(step)), true
	}
	if step, ok := strings.CutPrefix(name, lastVariable); ok {
		return s.c.LastOutcomeOf(complaint.StepID(step)), true
	}
	if step, ok := strings.CutPrefix(name, eachVariable); ok {
		return s.p.outcomesGiven(s.c, complaint.StepID(step)), true
	}
	if role, ok := strings.CutPrefix(name, partiesVariable); ok {
		return countParties(s.c, role), true
	}
	if way, ok := strings.CutPrefix(name, representedVariable); ok {
		return s.isRepresented(way), true
	}
	if value, filled := s.c.Data[name]; filled {
		return asConditionValue(value, zero), true
	}
	return zero, true
}

// isRepresented reports whether somebody speaks for a party in a way, as of the day on which it is asked.
func (s scope) isRepresented(way string) bool {
	day := s.dayOf(s.now)
	return slices.ContainsFunc(s.c.Representations, func(r complaint.Representation) bool {
		return r.As == way && r.IsInForce(s.now, day)
	})
}

// isHidden reports whether a field of the file has the name of a young builtin.
func (p *Policy) isHidden(builtin string) bool {
	return slices.Contains(youngBuiltins, builtin) && p.hasField(builtin)
}

// hasField reports whether any form of the file has a field of that name.
func (p *Policy) hasField(name string) bool {
	f, _ := p.fieldNamed(name)
	return f != nil
}

// fieldNamed finds a field in the forms of the file, and where it stands; nil if none has that name.
func (p *Policy) fieldNamed(name string) (*Field, Pos) {
	for _, form := range p.allForms() {
		for i := range form.Entries {
			if e := &form.Entries[i]; e.Key == name {
				return &e.Value, e.Pos
			}
		}
	}
	return nil, Pos{}
}

// allForms are all that stand in the file, and those of the steps that follow from other rules.
func (p *Policy) allForms() []Map[Field] {
	all := p.Doc.forms()
	for _, s := range p.addedSteps {
		all = append(all, s.Form)
	}
	return all
}

// forms are all that stand in the file: the intake's, those of the steps, and what commands ask for.
func (d *Document) forms() []Map[Field] {
	all := []Map[Field]{d.Intake.Form}
	for _, e := range d.Steps.Entries {
		all = append(all, e.Value.Form)
	}
	for _, a := range d.acts() {
		all = append(all, a.asks.Form)
	}
	return all
}

// asConditionValue is a form's value in the type that conditions know: JSON has one kind of number.
func asConditionValue(value, zero any) any {
	if _, whole := zero.(int64); whole {
		if f, isFloat := value.(float64); isFloat {
			return int64(f)
		}
	}
	return value
}

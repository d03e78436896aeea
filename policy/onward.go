package policy

import (
	"fmt"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"

	"duban/complaint"
)

func (o *Onward) readNode(r reader, n *node) {
	if n.Kind == yaml.ScalarNode {
		o.Step.readNode(r, n)
		return
	}
	r.readStruct(n, reflect.ValueOf(o).Elem())
}

// onwardAfter is the step at which the case goes on after a command that changes some values; "" where it goes its way.
func (t *turn) onwardAfter(command string, changed map[string]any) (complaint.StepID, error) {
	rule, ok := t.p.Doc.May.Get(command)
	if !ok {
		return "", nil
	}
	if rule.AtMost.isPassed(t.c.TimesPassed(command) + 1) {
		return complaint.StepID(rule.AtMost.Then.Text), nil
	}
	after := t.scope()
	after.form = changed
	for _, o := range rule.LeadsTo {
		holds, err := t.p.conditionHolds(o.When, after)
		if err != nil {
			return "", fmt.Errorf("decide: %s leads to %s: %w", command, o.Step, err)
		}
		if holds {
			return complaint.StepID(o.Step.Text), nil
		}
	}
	return "", nil
}

// goOnAt takes the case out of its way: what was to be done there is withdrawn, limits whose end cannot come any more
// fall away, and it goes on at the step. What a command has opened beside the procedure is still decided.
func (t *turn) goOnAt(step complaint.StepID, why *complaint.Reason) error {
	beside := t.p.sideSteps()
	for _, task := range t.c.LiveProcedureTasks() {
		if slices.Contains(beside, task.Step) {
			continue
		}
		if err := t.withdrawTask(task, why); err != nil {
			return err
		}
	}
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		rule, ofCase := t.p.Doc.Deadlines.Get(d.Name)
		if !ofCase || d.IsEnded() || t.p.canStillEnd(rule, step) {
			continue
		}
		if err := t.cancelDeadline(d); err != nil {
			return err
		}
	}
	return t.advanceTo([]Word{{Text: string(step)}})
}

// canStillEnd reports whether a case at a step can come to what ends a limit.
func (p *Policy) canStillEnd(d *DeadlineRule, from complaint.StepID) bool {
	if d.Until.Text == milestoneClosed {
		return true
	}
	for _, e := range p.Doc.Steps.Entries {
		id := complaint.StepID(e.Key)
		ends := reaches(e.Value.Sets, d.Until.Text) ||
			slices.ContainsFunc(e.Value.Outcomes.Entries, func(o Entry[Outcome]) bool {
				return reaches(o.Value.Sets, d.Until.Text)
			})
		if ends && (id == from || p.leadsTo(from, id)) {
			return true
		}
	}
	return false
}

// checkOnward: only some commands take a case out of its way, and only to a step.
func (c *checker) checkOnward(e *Entry[Permission]) {
	for i := range e.Value.LeadsTo {
		o := &e.Value.LeadsTo[i]
		c.noteCites("may."+e.Key+".leads_to", o.Cites)
		c.mustBeOneOf(o.Step, c.doc.Steps.Keys())
		if row := allCommands().byName[e.Key]; row != nil && !row.leads {
			c.f.add(o.Step.Pos, "may.not_led", args{"command": e.Key})
		}
	}
}

// onwards are the steps at which the case can go on after a command, one that was given too often too.
func (m *Permission) onwards() []Onward {
	all := slices.Clone(m.LeadsTo)
	if m.AtMost != nil && m.AtMost.Then.Text != "" {
		all = append(all, Onward{Step: m.AtMost.Then})
	}
	return all
}

// placesCommandsLeadTo are the places at which commands let cases of a kind go on, from wherever they were: of the case
// nothing is known there but its kind, and what the command sets.
func (x *procedure) placesCommandsLeadTo(kind string) []place { return x.placesLedToUnset(kind, "") }

// placesLedToUnset are those of them at which a field may not have been set.
func (x *procedure) placesLedToUnset(kind, field string) []place {
	var places []place
	for _, m := range x.p.Doc.May.Entries {
		if row := allCommands().byName[m.Key]; row != nil && row.ofComplaint && x.p.isPeriodic(kind) {
			continue
		}
		k := known{"kind": kind}
		if m.Key == redirectCommand {
			k[responsibleUnit] = something
		}
		if _, set := k[field]; set {
			continue
		}
		for _, o := range m.Value.onwards() {
			if x.judgeCondition(o.When, k).canHold {
				places = append(places, x.placeAt(complaint.StepID(o.Step.Text), k))
			}
		}
	}
	return places
}

package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// need is something that a step reads of the case: a field, or who did a step ("doer of x").
type need struct {
	name string
	at   Pos
	// when is the condition under which it is read.
	when Expr
	// entering: it is read when the case comes to the step, before the step's own form is filled in.
	entering bool
}

// needsOfStep are all that a step reads: what its conditions count with, and whom its seats name. That a condition asks
// whether something has been filled in needs nothing.
func (p *Policy) needsOfStep(s *Step) []need {
	var all []need
	condition := func(e Expr, entering bool) {
		for _, name := range p.variablesRead[e.Pos] {
			if ast := p.asts[e.Pos]; ast == nil || !onlyAsksWhetherSet(ast, name) {
				all = append(all, need{name: name, at: e.Pos, entering: entering})
			}
		}
	}
	seats := func(rules []SeatRule, entering bool) {
		for _, r := range rules {
			condition(r.When, entering)
			if name := r.fieldOrStepRead(p); name != "" && !s.meansPartyBy(r) {
				all = append(all, need{name, r.Pos, r.When, entering})
			}
		}
	}
	condition(s.When, true)
	seats(slices.Concat(s.By, s.All, s.Attend), true)
	for _, f := range s.Form.Entries {
		seats(slices.Concat(f.Value.Holds, f.Value.Except), false)
	}
	closings := []*Closing{s.Closes}
	for _, o := range s.Outcomes.Entries {
		closings = append(closings, o.Value.Closes)
	}
	for _, closing := range closings {
		if closing != nil {
			condition(closing.Disposition, false)
		}
	}
	for _, m := range s.Must {
		condition(m.That, false)
	}
	return all
}

// fieldOrStepRead is what a seat rule reads of the case: a field, or "doer of <step>"; "" for a role.
func (r SeatRule) fieldOrStepRead(p *Policy) string {
	if strings.Contains(r.Text, eitherSeat) {
		return "" // roles
	}
	switch {
	case strings.HasPrefix(r.Text, personSeat):
		return strings.TrimPrefix(r.Text, personSeat)
	case strings.HasPrefix(r.Text, doerSeat):
		return r.Text
	case strings.HasPrefix(r.Text, authoritySeat):
		if table, ok := p.Doc.Authority.Get(strings.TrimPrefix(r.Text, authoritySeat)); ok {
			return table.On.Text
		}
		return "" // a check goes on where there is no such table
	}
	seat, _ := cutUnitSeat(r.Text)
	return seat.field
}

// proveEverythingReadIsSet: what a step's conditions and seats read has been set on every way there on which they are
// read.
func (v *prover) proveEverythingReadIsSet() {
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Otherwise == nil && slices.ContainsFunc(e.Value.By, e.Value.meansPartyBy) {
			v.cannotProve(e.Pos, e.Key, "proof.party_outside", args{"step": e.Key})
		}
		for _, n := range v.p.needsOfStep(&e.Value) {
			setters := v.p.settersOf(n.name)
			if setters == nil || !n.entering && v.p.formOf(e.Key).Has(n.name) {
				continue
			}
			reads := func(at place) bool {
				if at.step != complaint.StepID(e.Key) {
					return false
				}
				k := at.known
				entered := n.at == e.Value.When.Pos || v.procedure.judgeCondition(e.Value.When, k).canHold
				return entered && v.procedure.judgeCondition(n.when, k).canHold
			}
			for _, kind := range v.p.Doc.Kinds.Keys() {
				if v.procedure.canBeUnset(kind, n.name, setters, reads) && !v.carriedInto(kind, n.name, setters) {
					c := v.procedure.courseUnset(kind, n.name, setters, reads)
					v.along(c).cannotProve(n.at, e.Key+"."+strings.ReplaceAll(n.name, " ", "_"),
						"proof.assigned", args{"step": e.Key, "field": n.name})
					break
				}
			}
		}
	}
}

// canBeUnset reports whether cases of a kind come to a place that reads a field without its having been set.
func (x *procedure) canBeUnset(kind, field string, setters map[string]bool, reads func(place) bool) bool {
	if x.p.asksAtFiling(field) && !x.p.isPeriodic(kind) {
		return false
	}
	if (route{x: x, avoid: setters, filling: true}).canReach(x.placesLedToUnset(kind, field), reads) {
		return true
	}
	unset, isWord := x.p.zeroValues[field].(string)
	if !x.followed[field] || !isWord {
		return route{x: x, avoid: setters, filling: true}.canReach(x.placesAtOpening(kind), reads)
	}
	forgotten := func(at place) bool { // nothing in this case reads it any more: it is read where another begins
		_, isKnown := at.known[field]
		return reads(at) && !isKnown
	}
	return slices.ContainsFunc(x.reachable(x.placesAtOpening(kind)), func(at place) bool {
		return reads(at) && at.known[field] == unset
	}) || route{x: x, avoid: setters, filling: true}.canReach(x.placesAtOpening(kind), forgotten)
}

// courseUnset is a course of a kind to a place that reads a field without its having been set.
func (x *procedure) courseUnset(kind, field string, setters map[string]bool, reads func(place) bool) *Course {
	if unset, isWord := x.p.zeroValues[field].(string); x.followed[field] && isWord {
		return x.courseOfKind(kind, route{x: x}, func(at place) bool {
			return reads(at) && at.known[field] == unset
		})
	}
	return x.courseOfKind(kind, route{x: x, avoid: setters, filling: true}, reads)
}

// settersOf are the steps that surely set what is read; nil where the case always has it.
func (p *Policy) settersOf(name string) map[string]bool {
	if step, ok := strings.CutPrefix(name, doerSeat); ok {
		return map[string]bool{step: true}
	}
	for _, always := range []string{
		settingVariable, timesVariable, lastVariable, eachVariable, partiesVariable, representedVariable,
		countedVariable,
	} {
		if strings.HasPrefix(name, always) {
			return nil
		}
	}
	if _, always := builtins[name]; always && name != responsibleUnit { // which the filing may name, and need not
		return nil
	}
	if p.asksAtFiling(name) && len(p.PeriodicKinds()) == 0 {
		return nil
	}
	setters := map[string]bool{}
	for _, step := range p.Doc.Steps.Keys() {
		if f, ok := p.formOf(step).Get(name); ok && (f.Required || f.RequiredWhen.Text != "") {
			setters[step] = true
		}
	}
	return setters
}

// formOf are the fields that a step's form has in the end; none where the step has no form.
func (p *Policy) formOf(step string) Map[Field] {
	if form := p.forms[step]; form != nil {
		return form.Fields
	}
	return Map[Field]{}
}

// compiledForms are all forms of the file with the fields that they have in the end, those of commands without what
// the commands ask for by themselves.
func (p *Policy) compiledForms() []Map[Field] {
	all := []Map[Field]{p.formOf(IntakeForm)}
	for _, step := range p.Doc.Steps.Keys() {
		all = append(all, p.formOf(step))
	}
	for _, a := range p.Doc.acts() {
		all = append(all, a.asks.Form)
	}
	return all
}

// carriedInto reports whether cases of a kind begin from others only, and each time with a field that has been set
// there.
func (v *prover) carriedInto(kind, field string, setters map[string]bool) bool {
	if k, ok := v.p.Doc.Kinds.Get(kind); !ok || !k.Linked {
		return false
	}
	for step, allLinkedCaseBeginnings := range v.p.beginningsAt() {
		for _, b := range allLinkedCaseBeginnings {
			if b.Kind.Text != kind {
				continue
			}
			carries := field == responsibleUnit || v.p.Doc.Intake.Form.Has(field) ||
				slices.Contains(textsOfWords(b.Carry), field)
			unset := func(from string) bool {
				return from != kind && !setters[step] &&
					v.procedure.canBeUnset(from, field, setters, isAtStep(complaint.StepID(step)))
			}
			if !carries || slices.ContainsFunc(v.p.Doc.Kinds.Keys(), unset) {
				return false
			}
		}
	}
	return true
}

// beginningsAt are the linked cases that can begin, by the step at which they do: one that a party asks for begins in
// the time given for it.
func (p *Policy) beginningsAt() map[string][]*Beginning {
	at := map[string][]*Beginning{}
	for i := range p.Doc.Steps.Entries {
		e := &p.Doc.Steps.Entries[i]
		for j := range e.Value.Outcomes.Entries {
			if b := e.Value.Outcomes.Entries[j].Value.Begins; b != nil {
				at[e.Key] = append(at[e.Key], b)
			}
		}
		if request, ok := p.Doc.May.Get("request_review"); ok && e.Value.Kind.Text == windowKind {
			for j := range request.Begins {
				at[e.Key] = append(at[e.Key], &request.Begins[j])
			}
		}
	}
	return at
}

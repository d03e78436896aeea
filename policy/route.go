package policy

import (
	"strings"

	"duban/complaint"
)

// route asks whether a case can come from one step to another without certain steps ("step") or outcomes
// ("step/outcome") having been done. Where branches run side by side and the target lies behind both, each of
// them must have come there, or have ended, without them too.
type route struct {
	p     *Policy
	avoid map[string]bool
	// alone: one branch coming there is enough, wherever the others are.
	alone bool
}

func (r route) canReach(from, to complaint.StepID) bool {
	arrives, rests := map[complaint.StepID]bool{to: true}, map[complaint.StepID]bool{to: true, archiveStep: true}
	for changed := true; changed; {
		changed = false
		for _, e := range r.p.Doc.Steps.Entries {
			id := complaint.StepID(e.Key)
			for _, w := range r.waysOnFrom(id, &e.Value) {
				if !arrives[id] && id != to && r.someBranchArrives(w, to, arrives, rests) {
					arrives[id], rests[id], changed = true, true, true
				}
				if !rests[id] && allStepsIn(w, rests) {
					rests[id], changed = true, true
				}
			}
		}
	}
	return arrives[from]
}

// waysOnFrom are the ways on from a step: by an outcome that is not avoided, or past it by its `else`.
func (r route) waysOnFrom(id complaint.StepID, s *Step) [][]Word {
	var ways [][]Word
	if s.Else.Text != "" {
		ways = append(ways, []Word{s.Else})
	}
	if r.avoid[string(id)] {
		return ways
	}
	for _, o := range s.Outcomes.Entries {
		if !r.avoid[string(id)+"/"+o.Key] {
			ways = append(ways, o.Value.Next)
		}
	}
	return ways
}

func (r route) someBranchArrives(next []Word, to complaint.StepID, arrives, rests map[complaint.StepID]bool) bool {
	one := false
	for _, w := range next {
		id := complaint.StepID(w.Text)
		one = one || arrives[id]
		if !r.alone && !rests[id] && (r.p.leadsTo(id, to) || id == to) {
			return false
		}
	}
	return one
}

func allStepsIn(next []Word, in map[complaint.StepID]bool) bool {
	for _, w := range next {
		if !in[complaint.StepID(w.Text)] {
			return false
		}
	}
	return true
}

// fieldsReadBy are the fields, and the steps done before ("doer of x"), that entering and finishing a step depend on.
func (p *Policy) fieldsReadBy(s *Step) map[string]Pos {
	reads := map[string]Pos{}
	expr := func(e Expr) {
		for _, name := range p.variablesRead[e.Pos] {
			reads[name] = e.Pos
		}
	}
	expr(s.When)
	rules := append(append(append([]SeatRule{}, s.By...), s.All...), s.Attend...)
	for _, f := range s.Form.Entries {
		rules = append(append(rules, f.Value.Holds...), f.Value.Except...)
	}
	for _, r := range rules {
		expr(r.When)
		if name := r.fieldOrStepRead(p); name != "" {
			reads[name] = r.Pos
		}
	}
	if s.Closes != nil {
		expr(s.Closes.Disposition)
	}
	for _, m := range s.Must {
		expr(m.That)
	}
	return reads
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
		table, _ := p.Doc.Authority.Get(strings.TrimPrefix(r.Text, authoritySeat))
		return table.On.Text
	}
	_, field, _ := strings.Cut(r.Text, " of ")
	return field
}

// stepsThatSet are the steps that surely set what is read; nil where the case always has it.
func (p *Policy) stepsThatSet(name, reader string) map[string]bool {
	if step, ok := strings.CutPrefix(name, doerSeat); ok {
		return map[string]bool{step: true}
	}
	if strings.HasPrefix(name, settingVariable) {
		return nil
	}
	if _, always := builtins[name]; always && name != responsibleUnit {
		return nil
	}
	if f, ok := p.Doc.Intake.Form.Get(name); ok && f.Required {
		return nil
	}
	marks := map[string]bool{}
	for _, e := range p.Doc.Steps.Entries {
		if form := p.forms[e.Key]; form != nil {
			if f, ok := form.Fields.Get(name); ok && (e.Key == reader || f.Required || f.RequiredWhen.Text != "") {
				marks[e.Key] = true
			}
		}
	}
	if name == responsibleUnit || marks[reader] {
		return nil // the filing may name it; or the step's own form sets it
	}
	return marks
}

package policy

import (
	"slices"

	"duban/complaint"
)

// mostOutcomesApart is of how many outcomes of a step proofs tell apart which of them several can have given.
const mostOutcomesApart = 4

// outcomesToldApart are the outcomes that those who do a step can have given between them: none yet, and each choice of
// some; nil where there are too many.
func (p *Policy) outcomesToldApart(step complaint.StepID) []any {
	s := p.step(step)
	if s == nil || len(s.Outcomes.Entries) > mostOutcomesApart {
		return nil
	}
	all := []any{[]string{}}
	for _, code := range s.Outcomes.Keys() {
		for _, some := range slices.Clone(all) {
			all = append(all, append(slices.Clone(some.([]string)), code))
		}
	}
	return all
}

// waysWithOutcome are the ways on from a step with an outcome, over all that is known then of who gave which.
func (x *procedure) waysWithOutcome(k known, step complaint.StepID, o Entry[Outcome], unfilled bool) []way {
	var ways []way
	for _, after := range x.withOutcomeOf(k, step, o.Key) {
		for _, next := range o.Value.waysOn() {
			w := way{outcome: o.Key, unfilled: unfilled}
			for _, step := range next {
				w.next = append(w.next, x.placeAt(complaint.StepID(step.Text), after))
			}
			ways = append(ways, w)
		}
	}
	return ways
}

// withOutcomeOf notes the outcome of a step where something can ask for it. Where several do the step, which others
// they gave besides is not known; the last of them may have given any.
func (x *procedure) withOutcomeOf(k known, step complaint.StepID, outcome string) []known {
	all := []known{k}
	if name := eachVariable + string(step); x.followed[name] {
		all = nil
		for _, given := range x.p.outcomesThatDecide(step, outcome) {
			all = append(all, k.withValue(name, given))
		}
	}
	if name := lastVariable + string(step); x.followed[name] {
		var wider []known
		for _, one := range all {
			for _, last := range x.p.lastOutcomesWith(step, outcome, one[eachVariable+string(step)]) {
				wider = append(wider, one.withValue(name, last))
			}
		}
		all = wider
	}
	return all
}

// outcomesThatDecide are those that several can have given between them where a step ends with an outcome: that one
// alone where one does the step; with others after it in the file where it is done for each party; any where the file
// counts votes.
func (p *Policy) outcomesThatDecide(step complaint.StepID, outcome string) []any {
	s := p.step(step)
	if !s.hasParts() {
		return []any{[]string{outcome}}
	}
	return slices.DeleteFunc(p.outcomesToldApart(step), func(given any) bool {
		some, _ := given.([]string)
		return len(some) == 0 || s.leadsByFirst() && some[0] != outcome
	})
}

// lastOutcomesWith are those of which the last can be that somebody gave where a step ends with an outcome; given are
// all that were, if that is known.
func (p *Policy) lastOutcomesWith(step complaint.StepID, outcome string, given any) []string {
	s := p.step(step)
	if some, ok := given.([]string); ok && s.hasParts() {
		return some
	}
	if !s.hasParts() {
		return []string{outcome}
	}
	return s.Outcomes.Keys()
}

package policy

import "slices"

// canLapse reports whether time can end a step at a place: it does where the step has a length there, and a window that
// nobody closes has that of the review.
func (x *procedure) canLapse(at place) bool {
	s := x.p.step(at.step)
	switch {
	case s.lapseOutcome() == "":
		return false
	case s.Kind.Text == windowKind && s.LapsesByItself():
		return true
	}
	lengths, _ := x.possibleLimits(s.LimitChoices(), at.known)
	return len(lengths) > 0
}

// surelyLapses reports whether time ends a step at a place in each case: none of the choices that can hold there is
// `none`.
func (x *procedure) surelyLapses(at place) bool {
	if !x.canLapse(at) {
		return false
	}
	choices := x.p.step(at.step).LimitChoices()
	conditions := make([]Expr, len(choices))
	for i, choice := range choices {
		conditions[i] = choice.When
	}
	for i, choice := range choices {
		isTaken := func(holds []bool) bool { return slices.Index(holds, true) == i }
		if choice.Is.IsNone() && x.can(at.known, conditions[:i+1], isTaken) {
			return false
		}
	}
	return true
}

// canWaitForEver reports whether a case can stand at a place that nobody does and no time ends.
func (x *procedure) canWaitForEver(at place) bool {
	s := x.p.step(at.step)
	return s != nil && s.LapsesByItself() && x.judgeCondition(s.When, at.known).canHold && !x.surelyLapses(at)
}

// timeRunsOut reports whether a time can come at a place at which no outcome is left and none comes by itself.
func (x *procedure) timeRunsOut(at place) bool {
	s := x.p.step(at.step)
	return s != nil && s.eachChoiceMayBeOver() && x.judgeCondition(s.When, at.known).canHold && !x.surelyLapses(at)
}

package policy

import (
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

// proveEveryOutcomeHasItsTime: each outcome of a step has a time at which it can be given.
func (v *prover) proveEveryOutcomeHasItsTime(step *Entry[Step]) {
	s := &step.Value
	moves := s.Suspension != nil || s.Extension != nil
	for i := range s.Outcomes.Entries {
		e := &s.Outcomes.Entries[i]
		from, until := e.Value.NotBefore, e.Value.NotAfter
		if !from.IsSet() {
			continue
		}
		if until.IsSet() && v.isNeverBefore(from.Length, until.Length, 0) {
			v.neverGiven(step.Key, e, until.Length)
			continue
		}
		if s.lapseOutcome() == "" || strings.HasPrefix(s.From.Text, fieldPrefix) || moves || s.Kind.Text == windowKind {
			continue
		}
		later := 0 // at the limit itself only time gives its own outcome
		if e.Key == s.lapseOutcome() {
			later = 1
		}
		for _, choice := range s.LimitChoices() {
			if !choice.Is.IsNone() && v.isNeverBefore(from.Length, choice.Is.Length, later) {
				v.neverGiven(step.Key, e, choice.Is.Length)
				break
			}
		}
	}
}

func (v *prover) neverGiven(step string, e *Entry[Outcome], over calendar.Limit) {
	v.cannotProve(e.Pos, "steps."+step+".outcomes."+e.Key+".not_before", "proof.never_given", args{
		"outcome": e.Value.Title.Text,
		"from":    complaint.Span(e.Value.NotBefore.Length.String()),
		"over":    complaint.Span(over.String()),
	})
}

// isNeverBefore reports whether one length is over no sooner than another wherever both begin, or only later by so much
// of their unit.
func (v *prover) isNeverBefore(one, other calendar.Limit, by int) bool {
	if one.Unit == other.Unit {
		return one.N >= other.N+by
	}
	return limitInCalendarDays(one, v.cal, false) >= limitInCalendarDays(other, v.cal, true)+by
}

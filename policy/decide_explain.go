package policy

import (
	"duban/complaint"
	"duban/policy/calendar"
)

// explainTerm turns the calendar's steps into lines a person can follow (all-explain).
func (t *turn) explainTerm(term calendar.Term, d *complaint.Deadline) []complaint.Counted {
	rule := complaint.Counted{
		Date:   calendar.DateOf(term.Started, t.f.Calendar.Location()).String(),
		Kind:   complaint.CountedRule,
		Clause: d.Clause,
		Limit:  term.Limit.String(),
	}
	if rule.Clause == "" {
		rule.Setting = d.Setting
	}
	lines := make([]complaint.Counted, 1, 1+len(term.Steps))
	lines[0] = t.lineAsEditionWritesIt(rule)
	for _, s := range term.Steps {
		lines = append(lines, t.explainCountingStep(s))
	}
	return lines
}

// explainCountingStep is one step of the calendar's.
func (t *turn) explainCountingStep(s calendar.Step) complaint.Counted {
	line := complaint.Counted{
		Date: s.Date.String(),
		Kind: string(s.Kind),
		Name: s.Name,
		N:    s.N,
		Unit: string(s.Unit),
	}
	if s.Name == calendar.WeekendName {
		line.Day = complaint.Weekend
	}
	if !s.At.IsZero() {
		line.At = &complaint.Time{Time: s.At}
	}
	switch s.Kind { //nolint:exhaustive // the others have no time left
	case calendar.StepSuspended, calendar.StepResumed, calendar.StepOffice:
		line.Left = complaint.LengthOf(s.Left)
	}
	return t.lineAsEditionWritesIt(line)
}

// reasonCitingDeadline cites what a deadline rests on; id names the words that say why.
func reasonCitingDeadline(d *complaint.Deadline, id string) *complaint.Reason {
	return &complaint.Reason{Clause: d.Clause, Setting: d.Setting, ID: id}
}

package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

func providesSuspension(m Moves) bool { return m.Suspension != nil }

// suspensionClause is the row of the clause table by which a clock stops only where the regulation provides for it.
const suspensionClause = "all-wait"

func (t *turn) possibleSuspensions() []complaint.Suspend {
	var all []complaint.Suspend
	for _, id := range idsOrBlank(t.unendedDeadlines(providesSuspension)) {
		all = append(all, complaint.Suspend{Deadline: id})
	}
	return all
}

func (t *turn) possibleResumptions() []complaint.Resume {
	var all []complaint.Resume
	for _, id := range idsOrBlank(t.unendedDeadlines(providesSuspension)) {
		all = append(all, complaint.Resume{Deadline: id})
	}
	return all
}

func (t *turn) fillSuspendOmissions(c complaint.Suspend) (complaint.Suspend, *complaint.Error) {
	c.Deadline = t.deadlineMeant(c.Deadline, providesSuspension, func(id complaint.DeadlineID) *complaint.Error {
		return t.permitSuspend(complaint.Suspend{Deadline: id})
	})
	return c, nil
}

func (t *turn) fillResumeOmissions(c complaint.Resume) (complaint.Resume, *complaint.Error) {
	c.Deadline = t.deadlineMeant(c.Deadline, providesSuspension, func(id complaint.DeadlineID) *complaint.Error {
		return t.permitResume(complaint.Resume{Deadline: id})
	})
	return c, nil
}

func (t *turn) permitSuspend(c complaint.Suspend) *complaint.Error {
	d, why, refusal := t.permitClockChange(c, c.Deadline)
	switch {
	case refusal != nil:
		return refusal
	case d.State == complaint.StateSuspended:
		return complaint.Refuse(complaint.Conflict, "deadline.already_suspended", complaint.Args{"deadline": d.Title}).
			Because(*why)
	case d.State != complaint.StateRunning || d.LimitPassed(t.now):
		return complaint.Refuse(complaint.Conflict, "deadline.too_late_to_suspend",
			complaint.Args{"deadline": d.Title}).Because(*why)
	case t.now.Before(d.Started.Time):
		return complaint.Refuse(complaint.Conflict, "deadline.not_started", complaint.Args{"deadline": d.Title}).
			Because(*why)
	}
	if refusal := t.refuseWithoutTimeToTell(d, t.moveRulesOf(d).Suspension.Ahead); refusal != nil {
		return refusal.Because(*why)
	}
	return nil
}

func (t *turn) checkSuspend(c complaint.Suspend) *complaint.Error {
	rule := t.moveRulesOf(t.c.Deadline(c.Deadline)).Suspension
	if !rule.Grounds.Has(c.Ground) {
		return complaint.Refuse(complaint.Invalid, "suspension.unknown_ground",
			complaint.Args{"grounds": codesWithTitles(rule.Grounds)}).At("data.ground").
			Because(*t.p.reasonCiting(rule.Cites, ""))
	}
	return nil
}

// suspendDeadline stops the clock and records what remains, to the microsecond.
func (t *turn) suspendDeadline(c complaint.Suspend) error {
	d := t.c.Deadline(c.Deadline)
	rule := t.moveRulesOf(d).Suspension
	term, err := t.recordedLimitTerm(d)
	if err != nil {
		return err
	}
	fact := complaint.DeadlineSuspended{
		Deadline: d.ID,
		Ground:   c.Ground,
		Comment:  t.comment,
		Left:     complaint.LengthOf(t.f.Calendar.RemainingTime(term, t.now)),
	}
	if d.Target != nil {
		if term, err = t.recordedTargetTerm(d); err != nil {
			return err
		}
		fact.TargetLeft = complaint.LengthOf(t.f.Calendar.RemainingTime(term, t.now))
	}
	before := *d
	why := t.p.reasonCiting(rule.Cites, "suspended").With(complaint.Args{"ground": titleOrCode(rule.Grounds, c.Ground)})
	if err := t.emit(fact, why); err != nil {
		return err
	}
	return t.tellOfMove(before, rule.Tells, rule.Cites)
}

func (t *turn) permitResume(c complaint.Resume) *complaint.Error {
	d, why, refusal := t.permitClockChange(c, c.Deadline)
	if refusal == nil && d.State != complaint.StateSuspended {
		refusal = complaint.Refuse(complaint.Conflict, "deadline.not_suspended", complaint.Args{"deadline": d.Title}).
			Because(*why)
	}
	return refusal
}

// resumeDeadline starts the clock again with exactly what remained; rungs not yet fired move with the limit.
func (t *turn) resumeDeadline(c complaint.Resume) error {
	d := *t.c.Deadline(c.Deadline)
	term, err := t.recordedLimitTerm(&d)
	if err != nil {
		return err
	}
	before := len(term.Steps)
	if term, err = t.termAfterSuspension(&d, term, d.Left); err != nil {
		return err
	}
	if d.Target != nil {
		target, err := t.recordedTargetTerm(&d)
		if err == nil {
			target, err = t.termAfterSuspension(&d, target, d.TargetLeft)
		}
		if err != nil {
			return err
		}
		at := complaint.Instant(target.Due)
		d.Target, d.Provisional = &at, d.Provisional || target.Provisional
	}
	until := complaint.Instant(t.now)
	d.Ledger = append(slices.Clip(d.Ledger), complaint.Change{
		Kind:  complaint.ChangeSuspended,
		At:    *d.SuspendedAt,
		Until: &until,
	})
	d.State, d.SuspendedAt, d.Left, d.TargetLeft = complaint.StateRunning, nil, "", ""
	if err := t.moveDeadline(&d, term, before); err != nil {
		return err
	}
	return t.emit(complaint.DeadlineResumed{Deadline: d},
		t.p.reasonCiting(t.moveRulesOf(&d).Suspension.Cites, "resumed"))
}

// termAfterSuspension is the term after the suspension that ends now; one that was over before is not moved.
func (t *turn) termAfterSuspension(
	d *complaint.Deadline, term calendar.Term, left complaint.Length,
) (calendar.Term, error) {
	if !d.SuspendedAt.Before(term.Due) {
		return term, nil
	}
	remaining, err := left.Duration()
	if err != nil {
		return term, err
	}
	return t.f.Calendar.ResumeTerm(term, d.SuspendedAt.Time, t.now, remaining)
}

// recordedLimitTerm is the deadline's term as the journal has it: what moves it further counts from there, so that a
// calendar published meanwhile moves nothing by the way.
func (t *turn) recordedLimitTerm(d *complaint.Deadline) (calendar.Term, error) {
	term, err := recordedTerm(d.Started, d.Limit, d.Due, d.LastDay)
	term.Provisional = d.Provisional
	for _, c := range d.Ledger {
		if c.Kind == complaint.ChangeExtended && err == nil {
			var by calendar.Limit
			by, err = calendar.ParseLimit(c.By)
			term.Steps = append(term.Steps, calendar.Step{
				Date: term.LastDay,
				Kind: calendar.StepExtended,
				N:    by.N,
				Unit: by.Unit,
			})
		}
	}
	if err != nil {
		return calendar.Term{}, fmt.Errorf("deadline %s as recorded: %w", d.ID, err)
	}
	return term, nil
}

func (t *turn) recordedTargetTerm(d *complaint.Deadline) (calendar.Term, error) {
	last := calendar.DateOf(d.Target.Time, t.f.Calendar.Location())
	term, err := recordedTerm(d.Started, d.TargetLimit, *d.Target, last.String())
	if err != nil {
		return calendar.Term{}, fmt.Errorf("target of deadline %s as recorded: %w", d.ID, err)
	}
	return term, nil
}

func recordedTerm(started complaint.Time, limit string, due complaint.Time, lastDay string) (calendar.Term, error) {
	length, err := calendar.ParseLimit(limit)
	if err != nil {
		return calendar.Term{}, err
	}
	last, err := calendar.ParseDate(lastDay)
	if err != nil {
		return calendar.Term{}, err
	}
	return calendar.Term{
		Started: started.Time,
		Limit:   length,
		LastDay: last,
		Due:     due.Time,
	}, nil
}

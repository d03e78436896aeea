package calendar

import (
	"fmt"
	"slices"
	"time"
)

// RemainingTime returns the countable time from the instant at to Due: for a term in working days the time
// inside working days, 24 hours each (a day on which summer time changes has what it has); for one in office
// hours the time inside them; for every other the time on the clock. A term in working days or office hours
// that was extended in another unit counts by the clock, since its end may lie where no such time is. It is 0 from Due
// on; an instant before the start counts as the start.
func (c *Calendar) RemainingTime(t Term, at time.Time) time.Duration {
	if at.Before(t.Started) {
		at = t.Started
	}
	if !at.Before(t.Due) {
		return 0
	}
	unit, counted := t.countedUnit()
	if !counted {
		return t.Due.Sub(at)
	}
	w := walk{calendar: c}
	return w.countedTimeBetween(at, t.Due, unit)
}

// ResumeTerm returns the term after a suspension 中止: the new Due is the earliest instant with the same
// Remaining from resumedAt as the old one had from suspendedAt, to the nanosecond (all-wait). So a term
// that ended at midnight may now end at any time of day, and it does not roll: that would give more than
// was left. left is what Remaining said when the clock stopped; it is an argument because the calendar may
// have changed since. The steps record both instants and the time left. Suspending before the start or from
// Due on, resuming before suspending, less than nothing left, and a term that is not valid are errors.
func (c *Calendar) ResumeTerm(t Term, suspendedAt, resumedAt time.Time, left time.Duration) (Term, error) {
	if err := c.checkSuspension(t, suspendedAt, resumedAt); err != nil {
		return Term{}, fmt.Errorf("resume a term: %w", err)
	}
	if left < 0 {
		return Term{}, fmt.Errorf("resume a term: %s is left of it", left)
	}
	suspendedAt, resumedAt = suspendedAt.In(c.loc).Round(0), resumedAt.In(c.loc).Round(0)
	w := walk{calendar: c, steps: slices.Clone(t.Steps), provisional: t.Provisional}
	w.addStep(Step{
		Date: DateOf(suspendedAt, c.loc),
		Kind: StepSuspended,
		At:   suspendedAt,
		Left: left,
	})
	w.addStep(Step{
		Date: DateOf(resumedAt, c.loc),
		Kind: StepResumed,
		At:   resumedAt,
		Left: left,
	})
	if unit, counted := t.countedUnit(); counted {
		t.LastDay, t.Due = w.afterCountedTime(resumedAt, left, unit)
	} else {
		t.Due = resumedAt.Add(left)
		t.LastDay = dateOfLastInstant(t.Due, c.loc)
	}
	w.addStep(Step{Date: t.LastDay, Kind: StepLast})
	t.Provisional, t.Steps = w.provisional, w.steps
	return t, nil
}

// countedUnit is the unit in whose hours the term's time passes, if every stretch of it is in that unit: working days
// or office hours. The time of any other term passes on the clock.
func (t Term) countedUnit() (unit Unit, counted bool) {
	unit = t.Limit.Unit
	other := func(s Step) bool { return s.Kind == StepExtended && s.Unit != unit }
	return unit, (unit == WorkingDays || unit == OfficeHours) && !slices.ContainsFunc(t.Steps, other)
}

func (c *Calendar) checkSuspension(t Term, suspendedAt, resumedAt time.Time) error {
	if err := c.checkComputed(t); err != nil {
		return err
	}
	if err := checkInstant(resumedAt); err != nil {
		return err
	}
	switch {
	case suspendedAt.Before(t.Started):
		return fmt.Errorf("it was suspended at %s, before its start at %s",
			instantText(suspendedAt), instantText(t.Started))
	case !suspendedAt.Before(t.Due):
		return fmt.Errorf("it was suspended at %s, when it had ended at %s: nothing is left",
			instantText(suspendedAt), instantText(t.Due))
	case resumedAt.Before(suspendedAt):
		return fmt.Errorf("it was resumed at %s, before it was suspended at %s",
			instantText(resumedAt), instantText(suspendedAt))
	}
	return nil
}

func instantText(t time.Time) string { return t.Format(time.RFC3339) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

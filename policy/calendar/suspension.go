package calendar

import (
	"fmt"
	"slices"
	"time"
)

// RemainingTime returns the countable time from the instant at to Due: for a term in working days the time
// inside working days, 24 hours each (a day on which summer time changes has what it has); for every
// other the time on the clock. A term in working days that was extended in another unit counts by the
// clock, since its end may lie where no working time is. It is 0 from Due on; an instant before the
// start counts as the start.
func (c *Calendar) RemainingTime(t Term, at time.Time) time.Duration {
	if at.Before(t.Started) {
		at = t.Started
	}
	if !at.Before(t.Due) {
		return 0
	}
	if !t.isInWorkingDays() {
		return t.Due.Sub(at)
	}
	var left time.Duration
	for day := DateOf(at, c.loc); ; day = day.AddDays(1) {
		begin, end := day.StartOfDay(c.loc), day.AddDays(1).StartOfDay(c.loc)
		if working, _, _ := c.IsWorkingDay(day); working {
			left += earlier(end, t.Due).Sub(later(begin, at))
		}
		if !end.Before(t.Due) {
			return left
		}
	}
}

// ResumeTerm returns the term after a suspension 中止: the new Due is the earliest instant with the same
// Remaining from resumedAt as the old one had from suspendedAt, to the nanosecond (all-wait). So a term
// that ended at midnight may now end at any time of day, and it does not roll: that would give more than
// was left. left is what Remaining said when the clock stopped; it is an argument because the calendar may
// have changed since. The steps record both instants and the time left. Suspending before the start or from
// Due on, resuming before suspending, less than nothing left, and a term that is not valid are errors.
func (c *Calendar) ResumeTerm(t Term, suspendedAt, resumedAt time.Time, left time.Duration) (Term, error) {
	if err := checkSuspension(t, suspendedAt, resumedAt); err != nil {
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
	if t.isInWorkingDays() {
		t.LastDay, t.Due = w.afterWorkingTime(resumedAt, left)
	} else {
		t.Due = resumedAt.Add(left)
		t.LastDay = dateOfLastInstant(t.Due, c.loc)
	}
	w.addStep(Step{Date: t.LastDay, Kind: StepLast})
	t.Provisional, t.Steps = w.provisional, w.steps
	return t, nil
}

// afterWorkingTime returns the earliest instant before which left has passed inside working days, and the
// working day it ends. A midnight belongs to the working day it ends, not to the one it begins.
func (w *walk) afterWorkingTime(from time.Time, left time.Duration) (Date, time.Time) {
	loc := w.calendar.loc
	for day := DateOf(from, loc); ; day = day.AddDays(1) {
		working, name := w.lookUpDay(day)
		if !working {
			w.addStep(Step{Date: day, Kind: StepSkipped, Name: name})
			continue
		}
		begin := later(day.StartOfDay(loc), from)
		if name != "" {
			w.addStep(Step{Date: day, Kind: StepMakeup, Name: name})
		}
		span := day.AddDays(1).StartOfDay(loc).Sub(begin)
		if left <= span {
			return day, begin.Add(left)
		}
		left -= span
	}
}

// isInWorkingDays reports whether every stretch of the term is in working days.
func (t Term) isInWorkingDays() bool {
	other := func(s Step) bool { return s.Kind == StepExtended && s.Unit != WorkingDays }
	return t.Limit.Unit == WorkingDays && !slices.ContainsFunc(t.Steps, other)
}

func checkSuspension(t Term, suspendedAt, resumedAt time.Time) error {
	if err := t.checkComputed(); err != nil {
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

package calendar

import (
	"fmt"
	"slices"
	"time"
)

// RungAfter returns the instant of a rung l after the limit: the first instant after a stretch of l counted
// from the term's last day, whatever the rules say of the first term's start. A last day
// of Tuesday 3 March and 1wd give Thursday 00:00. In minutes and hours it counts from Due. It is never before Due.
// provisional is as for Term, of the dates this stretch consulted only. A limit or term that is not
// valid is an error.
func (c *Calendar) RungAfter(t Term, l Limit, r Rule) (at time.Time, provisional bool, err error) {
	if err := c.checkTermAndLimit(t, l); err != nil {
		return time.Time{}, false, fmt.Errorf("count a rung after a term: %w", err)
	}
	w := walk{calendar: c}
	_, at = w.countFromLastDay(t, l, r)
	return at, w.provisional, nil
}

// RungBefore returns the instant of a rung l before the limit: in minutes and hours, so long before Due (in office
// hours the latest instant from which so much office time is left until Due); in working days,
// calendar days or months, the start of the day so many of them before the last day (2wd before a Friday
// last day: Wednesday 00:00). It is never before the term's start. provisional is as for After. A limit or
// term that is not valid is an error.
func (c *Calendar) RungBefore(t Term, l Limit) (at time.Time, provisional bool, err error) {
	if err := c.checkTermAndLimit(t, l); err != nil {
		return time.Time{}, false, fmt.Errorf("count a rung before a term: %w", err)
	}
	w := walk{calendar: c}
	switch l.Unit {
	case Minutes, Hours:
		at = t.Due.Add(-l.onTheClock())
	case OfficeHours:
		at = w.beforeOfficeTime(t.Due, l.hours())
	case WorkingDays:
		at = w.workingDaysBefore(t.LastDay, l.N).StartOfDay(c.loc)
	case CalendarDays:
		at = t.LastDay.AddDays(-l.N).StartOfDay(c.loc)
	case Months:
		day, _ := t.LastDay.addMonths(-l.N)
		at = day.StartOfDay(c.loc)
	}
	if at.Before(t.Started) {
		at = t.Started
	}
	return at.In(c.loc).Round(0), w.provisional, nil
}

// ExtendTerm adds one more stretch, counted from the last day so far by the rules (the day after it is the
// stretch's first). In minutes and hours it is added to Due. The steps so far stay, the new ones follow. Whether an
// extension is allowed, and how often, is the policy's to say. A limit of 0, or one or a term that is not
// valid, is an error.
func (c *Calendar) ExtendTerm(t Term, by Limit, r Rule) (Term, error) {
	if err := c.checkTermAndLimit(t, by); err != nil {
		return Term{}, fmt.Errorf("extend a term: %w", err)
	}
	if by.N == 0 {
		return Term{}, fmt.Errorf("extend a term: an extension by %s is none: write 1%s or more", by, by.Unit)
	}
	// Clone, since the steps before the extension may still be shown as the superseded answer.
	w := walk{calendar: c, steps: slices.Clone(t.Steps), provisional: t.Provisional}
	w.addStep(Step{
		Date: t.LastDay,
		Kind: StepExtended,
		N:    by.N,
		Unit: by.Unit,
	})
	t.LastDay, t.Due = w.countFromLastDay(t, by, r)
	w.addStep(Step{Date: t.LastDay, Kind: StepLast})
	t.Provisional, t.Steps = w.provisional, w.steps
	return t, nil
}

// countFromLastDay counts a further stretch. The last day is the starting event, so the stretch always starts
// the day after it. A term that ends with its last day goes on in whole days: there is no time of day to keep.
func (w *walk) countFromLastDay(t Term, l Limit, r Rule) (Date, time.Time) {
	due := t.Due.In(w.calendar.loc).Round(0)
	r.StartNextDay = true
	r.WholeDays = r.WholeDays || due.Equal(t.LastDay.AddDays(1).StartOfDay(w.calendar.loc))
	return w.countLimit(due, t.LastDay, l, r)
}

// workingDaysBefore returns the n-th working day counted back from the day before day; for 0 day itself.
func (w *walk) workingDaysBefore(day Date, n int) Date {
	for n > 0 {
		day = day.AddDays(-1)
		if working, _ := w.lookUpDay(day); working {
			n--
		}
	}
	return day
}

func (c *Calendar) checkTermAndLimit(t Term, l Limit) error {
	if err := c.checkLimit(l); err != nil {
		return err
	}
	return c.checkComputed(t)
}

package policy

import (
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

// bringReminderIntoOffice brings a reminder forward that would come while the office is closed: to the last minute
// before it in which the office is open and that is still to come. It reports whether it has.
func (t *turn) bringReminderIntoOffice(d *complaint.Deadline, r *complaint.Rung) bool {
	if r.At.Equal(d.Due.Time) {
		return false // at the limit, and not before it
	}
	at, provisional := t.f.Calendar.LastOfficeInstant(r.At.Time, t.p.officeForReminders())
	if !at.Before(r.At.Time) || !at.After(t.now) || at.Before(d.Started.Time) {
		return false
	}
	r.At, r.Provisional = complaint.Instant(at), r.Provisional || provisional
	d.Computation = append(d.Computation, t.lineAsEditionWritesIt(complaint.Counted{
		Date: calendar.DateOf(at, t.f.Calendar.Location()).String(),
		Kind: complaint.CountedReminder,
		At:   &complaint.Time{Time: at},
	}))
	return true
}

func isReminderLine(c complaint.Counted) bool { return c.Kind == complaint.CountedReminder }

// armedOutOfOffice reports whether a deadline's reminders were armed when they did not yet heed the office's hours, as
// the first edition did, and have not been brought forward since.
func armedOutOfOffice(d *complaint.Deadline) bool {
	return !slices.ContainsFunc(d.Computation, isReminderLine) &&
		slices.ContainsFunc(d.Computation, func(c complaint.Counted) bool { return !c.FieldsSayAll() })
}

// bringRemindersIntoOffice brings those of running deadlines forward that an earlier edition armed.
func (t *turn) bringRemindersIntoOffice() error {
	for i := range t.c.Deadlines {
		d := t.c.Deadlines[i]
		if d.IsEnded() || d.State == complaint.StateSuspended || !armedOutOfOffice(&d) {
			continue
		}
		d.Rungs, d.Computation = slices.Clone(d.Rungs), slices.Clone(d.Computation)
		moved := false
		for j := range d.Rungs {
			if r := &d.Rungs[j]; r.Action == complaint.RungRemind && !r.Fired && !r.Skipped {
				moved = t.bringReminderIntoOffice(&d, r) || moved
			}
		}
		if !moved {
			continue
		}
		why := reasonCitingDeadline(&d, "reminders_moved").With(complaint.Args{"title": d.Title})
		if err := t.emit(complaint.RemindersMoved{Deadline: d}, why); err != nil {
			return err
		}
	}
	return nil
}

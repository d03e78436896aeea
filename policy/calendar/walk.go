package calendar

import "time"

// walk goes over the calendar day by day and remembers what it met, so that the reasons of an answer are
// the counting itself and cannot differ from it.
type walk struct {
	calendar    *Calendar
	steps       []Step
	provisional bool
}

func (w *walk) addStep(s Step) { w.steps = append(w.steps, s) }

// lookUpDay asks for one day; whatever was asked makes the answer as provisional as its year.
func (w *walk) lookUpDay(d Date) (working bool, name string) {
	working, name, provisional := w.calendar.IsWorkingDay(d)
	w.provisional = w.provisional || provisional
	return working, name
}

// countLimit counts l from an event at the instant from on the given day; it returns the last day and the
// first instant too late.
func (w *walk) countLimit(from time.Time, day Date, l Limit, r Rule) (Date, time.Time) {
	var last Date
	switch l.Unit {
	case Minutes, Hours, OfficeHours:
		return w.timeLater(from, day, l)
	case WorkingDays:
		last = w.workingDaysLater(day, l.N, r)
	case CalendarDays:
		last = w.rollToWorkingDay(daysLater(day, l.N, r), r)
	case Months:
		last = w.rollToWorkingDay(monthsLater(day, l.N, r), r)
	}
	if r.WholeDays {
		return last, last.AddDays(1).StartOfDay(w.calendar.loc)
	}
	hour, minute, second := from.Clock()
	return last, time.Date(last.Year, last.Month, last.Day, hour, minute, second, from.Nanosecond(), w.calendar.loc)
}

// timeLater counts minutes or hours from an instant. None of them end at once, on the day of the event.
func (w *walk) timeLater(from time.Time, day Date, l Limit) (Date, time.Time) {
	if l.N == 0 {
		return day, from
	}
	if l.Unit == OfficeHours {
		return w.afterCountedTime(from, l.hours(), OfficeHours)
	}
	due := from.Add(l.onTheClock())
	return dateOfLastInstant(due, w.calendar.loc), due
}

// hours is the length of a limit in hours or office hours, onTheClock that of one in minutes or hours.
func (l Limit) hours() time.Duration { return time.Duration(l.N) * time.Hour }

func (l Limit) onTheClock() time.Duration {
	if l.Unit == Minutes {
		return time.Duration(l.N) * time.Minute
	}
	return l.hours()
}

// dateOfLastInstant is the date of the last instant before due: at midnight, of the day that ends then.
func dateOfLastInstant(due time.Time, loc *time.Location) Date {
	return DateOf(due.Add(-time.Nanosecond), loc)
}

// startsNextDay: see Rule.StartNextDay for why the rule needs whole days.
func (r Rule) startsNextDay() bool { return r.StartNextDay || !r.WholeDays }

// workingDaysLater returns the n-th working day; for n = 0 the day itself, or the first working day after it.
func (w *walk) workingDaysLater(day Date, n int, r Rule) Date {
	if n > 0 && r.startsNextDay() {
		day = day.AddDays(1)
	}
	for counted := 0; ; day = day.AddDays(1) {
		working, name := w.lookUpDay(day)
		if !working {
			w.addStep(Step{Date: day, Kind: StepSkipped, Name: name})
			continue
		}
		counted++
		if name != "" {
			w.addStep(Step{
				Date: day,
				Kind: StepMakeup,
				Name: name,
				N:    counted,
			})
		}
		if counted >= n {
			return day
		}
	}
}

// daysLater returns the n-th day.
func daysLater(day Date, n int, r Rule) Date {
	if n > 0 && !r.startsNextDay() {
		n--
	}
	return day.AddDays(n)
}

// monthsLater returns the last day of n months. If the day of the event is itself the first of the term, the
// term ends the day before the day of that number (1 March to 31 March), but at the end of a month that
// has no such day (31 January to 28 February): a month is never cut short twice.
func monthsLater(day Date, n int, r Rule) Date {
	end, has := day.addMonths(n)
	if n > 0 && has && !r.startsNextDay() {
		return end.AddDays(-1)
	}
	return end
}

// rollToWorkingDay moves a last day that is not a working day to the next one.
func (w *walk) rollToWorkingDay(day Date, r Rule) Date {
	if !r.Roll {
		return day
	}
	for moved := 0; ; moved++ {
		working, name := w.lookUpDay(day)
		if working {
			if moved > 0 {
				w.addStep(Step{
					Date: day,
					Kind: StepRolled,
					Name: name,
					N:    moved,
				})
			}
			return day
		}
		w.addStep(Step{Date: day, Kind: StepSkipped, Name: name})
		day = day.AddDays(1)
	}
}

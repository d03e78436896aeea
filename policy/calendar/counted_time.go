package calendar

import "time"

// countedHoursOf are the hours of a day that count for time in working days, which is all of a working day, or in
// office hours. They are none where begin is not before end.
func (w *walk) countedHoursOf(day Date, u Unit) (begin, end time.Time) {
	loc, office := w.calendar.loc, w.calendar.office
	if u == OfficeHours {
		begin, end = office.openingHoursOn(day, loc)
		if office.EveryDay {
			return begin, end
		}
	} else {
		begin, end = day.StartOfDay(loc), day.AddDays(1).StartOfDay(loc)
	}
	working, name := w.lookUpDay(day)
	switch {
	case !working:
		w.addStep(Step{Date: day, Kind: StepSkipped, Name: name})
		return begin, begin
	case name != "":
		w.addStep(Step{Date: day, Kind: StepMakeup, Name: name})
	}
	return begin, end
}

// afterCountedTime returns the earliest instant before which left has passed inside the hours that count, and the day
// it ends. A midnight, or an office's closing, belongs to the day it ends, not to the one that it waits for.
func (w *walk) afterCountedTime(from time.Time, left time.Duration, u Unit) (Date, time.Time) {
	first := DateOf(from, w.calendar.loc)
	if _, closes := w.calendar.office.openingHoursOn(first, w.calendar.loc); u == OfficeHours && !from.Before(closes) {
		first = first.AddDays(1) // whether that day was a working one is of no account
	}
	for day := first; ; day = day.AddDays(1) {
		begin, end := w.countedHoursOf(day, u)
		begin = later(begin, from)
		if !begin.Before(end) {
			continue
		}
		counted := min(left, end.Sub(begin))
		if u == OfficeHours {
			w.addStep(Step{Date: day, Kind: StepOffice, Left: counted})
		}
		if left -= counted; left == 0 {
			return day, begin.Add(counted)
		}
	}
}

// beforeOfficeTime returns the latest instant after which so much office time is left until due.
func (w *walk) beforeOfficeTime(due time.Time, left time.Duration) time.Time {
	if left == 0 {
		return due
	}
	for day := DateOf(due, w.calendar.loc); ; day = day.AddDays(-1) {
		begin, end := w.countedHoursOf(day, OfficeHours)
		end = earlier(end, due)
		if !begin.Before(end) {
			continue
		}
		counted := min(left, end.Sub(begin))
		if left -= counted; left == 0 {
			return end.Add(-counted)
		}
	}
}

// countedTimeBetween is the time between two instants inside the hours that count.
func (w *walk) countedTimeBetween(from, until time.Time, u Unit) time.Duration {
	var sum time.Duration
	last := DateOf(until, w.calendar.loc)
	for day := DateOf(from, w.calendar.loc); !last.Before(day); day = day.AddDays(1) {
		begin, end := w.countedHoursOf(day, u)
		sum += max(0, earlier(end, until).Sub(later(begin, from)))
	}
	return sum
}

package calendar_test

import (
	"time"

	"duban/policy/calendar"
)

// This file counts the same terms a second time, independently and slowly. It shares no code with the
// package and has its own list of days, written down separately: the weekdays that are off and the
// weekend days that are worked. It walks day by day, or in steps of ten minutes, and only counts.

// refFree are the days off from Monday to Friday; weekends are off by themselves.
var refFree = refSet(
	"20250101", "20250128", "20250129", "20250130", "20250131", "20250203", "20250204", "20250404", "20250501",
	"20250502", "20250505", "20250602", "20251001", "20251002", "20251003", "20251006", "20251007", "20251008",
	"20260101", "20260102", "20260216", "20260217", "20260218", "20260219", "20260220", "20260223", "20260406",
	"20260501", "20260504", "20260505", "20260619", "20260925", "20261001", "20261002", "20261005", "20261006",
	"20261007",
	"20270101", "20270205", "20270208", "20270405", "20270609", "20270915", "20271001",
)

// refWorked are the make-up working days.
var refWorked = refSet(
	"20250126", "20250208", "20250427", "20250928", "20251011",
	"20260104", "20260214", "20260228", "20260509", "20260920", "20261010",
)

func refSet(days ...string) map[string]bool {
	set := map[string]bool{}
	for _, day := range days {
		set[day] = true
	}
	return set
}

func refWorks(t time.Time) bool {
	key := t.Format("20060102")
	weekend := t.Format("Mon") == "Sat" || t.Format("Mon") == "Sun"
	return refWorked[key] || !weekend && !refFree[key]
}

// refCounter notes whether an uncertain year was looked at.
type refCounter struct{ uncertain bool }

func (r *refCounter) works(t time.Time) bool {
	r.uncertain = r.uncertain || t.Year() < 2025 || t.Year() > 2026
	return refWorks(t)
}

// last returns noon of the last day of a term in days or months from an event on the day of start.
func (r *refCounter) last(start time.Time, l calendar.Limit, rule calendar.Rule) time.Time {
	noon := time.Date(start.Year(), start.Month(), start.Day(), 12, 0, 0, 0, zone)
	eventCounts := !rule.StartNextDay && rule.WholeDays
	switch l.Unit {
	case calendar.WorkingDays:
		return r.lastWorking(noon, l.N, eventCounts)
	case calendar.CalendarDays:
		for days := l.N; days > 0; days-- {
			if !eventCounts || days < l.N {
				noon = noon.Add(24 * time.Hour)
			}
		}
	case calendar.Months:
		noon = refMonths(noon, l.N, eventCounts)
	case calendar.Minutes, calendar.Hours, calendar.OfficeHours:
		panic("minutes and hours have no days to count")
	}
	for rule.Roll && !r.works(noon) {
		noon = noon.Add(24 * time.Hour)
	}
	return noon
}

func (r *refCounter) lastWorking(noon time.Time, n int, eventCounts bool) time.Time {
	if n == 0 {
		n, eventCounts = 1, true
	}
	if !eventCounts {
		noon = noon.Add(24 * time.Hour)
	}
	for ; ; noon = noon.Add(24 * time.Hour) {
		if r.works(noon) {
			n--
		}
		if n == 0 {
			return noon
		}
	}
}

// refMonths walks until the day of the same number in the right month, or that month's end.
func refMonths(noon time.Time, n int, eventCounts bool) time.Time {
	number, passed := noon.Day(), 0
	for day := noon; ; day = day.Add(24 * time.Hour) {
		tomorrow := day.Add(24 * time.Hour)
		switch {
		case passed == n && day.Day() == number && eventCounts && n > 0:
			return day.Add(-24 * time.Hour)
		case passed == n && (day.Day() == number || tomorrow.Day() == 1):
			return day
		case tomorrow.Day() == 1:
			passed++
		}
	}
}

// refTerm returns the last day, the first instant too late, and whether the answer is uncertain.
func refTerm(start time.Time, l calendar.Limit, rule calendar.Rule) (last string, due time.Time, uncertain bool) {
	var r refCounter
	if minutes := refMinutesOf(l.Unit); minutes > 0 {
		due = start
		for left := l.N * minutes / int(refTick/time.Minute); left > 0; due = due.Add(refTick) {
			if l.Unit != calendar.OfficeHours || r.open(due) {
				left--
			}
		}
		last = start.Format(time.DateOnly)
		if l.N > 0 {
			last = due.Add(-1).Format(time.DateOnly)
		}
		return last, due, r.uncertain
	}
	noon := r.last(start, l, rule)
	due = noon.Add(12 * time.Hour)
	if !rule.WholeDays {
		midnight := noon.Add(-12 * time.Hour)
		due = midnight.Add(start.Sub(time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, zone)))
	}
	return noon.Format(time.DateOnly), due, r.uncertain
}

// refTick is the grain of the slow clock; random instants are multiples of it.
const refTick = 10 * time.Minute

// refMinutesOf is how many minutes a unit has, 0 for a unit of days.
func refMinutesOf(u calendar.Unit) int {
	return map[calendar.Unit]int{calendar.Minutes: 1, calendar.Hours: 60, calendar.OfficeHours: 60}[u]
}

// refEveryDay: the office of the reference, open from 08:00 to 20:00, is open on every day.
var refEveryDay bool

// open reports whether the office is open during the tick that begins then.
func (r *refCounter) open(tick time.Time) bool {
	at := tick.In(zone)
	return at.Hour() >= 8 && at.Hour() < 20 && (refEveryDay || r.works(at))
}

// refLeft counts the ticks from one instant to another that are in the hours of a unit.
func refLeft(from, to time.Time, u calendar.Unit) time.Duration {
	var left time.Duration
	var r refCounter
	for tick := from; tick.Before(to); tick = tick.Add(refTick) {
		switch {
		case u == calendar.WorkingDays && !refWorks(tick.In(zone)):
		case u == calendar.OfficeHours && !r.open(tick):
		default:
			left += refTick
		}
	}
	return left
}

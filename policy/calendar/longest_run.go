package calendar

import (
	"maps"
	"slices"
	"time"
)

// CalendarDaysOfWorkingDays says how many calendar days so many working days can take, whenever they begin, in the
// years whose calendars are official: at least and at most, from the day after the start to the last of them. Where no
// year is official only weekends are off.
func (c *Calendar) CalendarDaysOfWorkingDays(workingDays int) (shortest, longest int) {
	days := c.workingFlagsOfOfficialDays()
	for start := range days {
		run, ok := runLengthOfWorkingDays(days[start:], workingDays)
		if !ok {
			break
		}
		if start == 0 {
			shortest = run
		}
		shortest, longest = min(shortest, run), max(longest, run)
	}
	return shortest, longest
}

// CalendarDaysOfTime says the same of a limit in minutes, hours or office hours, in days begun and days completed.
func (c *Calendar) CalendarDaysOfTime(l Limit) (shortest, longest int) {
	const day = 24 * time.Hour
	if l.Unit != OfficeHours {
		return int(l.onTheClock() / day), int((l.onTheClock() + day - 1) / day)
	}
	perDay := c.office.Closes - c.office.Opens
	if l.N == 0 || perDay <= 0 {
		return 0, 0
	}
	// From its closing so many open days are needed, from its opening one of them is that day.
	openDays := int((l.hours() + perDay - 1) / perDay)
	if c.office.EveryDay {
		return openDays - 1, openDays
	}
	shortest, _ = c.CalendarDaysOfWorkingDays(openDays - 1)
	_, longest = c.CalendarDaysOfWorkingDays(openDays)
	return shortest, longest
}

// workingFlagsOfOfficialDays tells of each day of the official years, one after the other, whether it is a working day.
func (c *Calendar) workingFlagsOfOfficialDays() []bool {
	var days []bool
	for _, year := range slices.Sorted(maps.Keys(c.years)) {
		if c.years[year].provisional {
			continue
		}
		for d := (Date{Year: year, Month: 1, Day: 1}); d.Year == year; d = d.AddDays(1) {
			working, _, _ := c.IsWorkingDay(d)
			days = append(days, working)
		}
	}
	if days == nil {
		for d := range 2 * 366 {
			days = append(days, d%7 < 5)
		}
	}
	return days
}

func runLengthOfWorkingDays(days []bool, workingDays int) (run int, ok bool) {
	for run < len(days) && workingDays > 0 {
		if days[run] {
			workingDays--
		}
		run++
	}
	return run, workingDays == 0
}

// DaysAddedByRolling says how many more calendar days terms of so many days, one after the other, can take at most than
// they say, because each ends on the next working day where its last day is none; in the years whose calendars are
// official.
func (c *Calendar) DaysAddedByRolling(terms []int) int {
	days := c.workingFlagsOfOfficialDays()
	most := 0
	for start := range days {
		at, sum := start, 0
		for _, n := range terms {
			at, sum = at+n, sum+n
			for at < len(days) && !days[at] {
				at++
			}
		}
		if at >= len(days) {
			break
		}
		most = max(most, at-start-sum)
	}
	return most
}

package calendar

import "time"

// WorkingDaysLeft counts the working days after today that are still in time for a term due at that instant (the first
// too late): 0 on the last day, negative once it has passed, the number of working days begun since.
func (c *Calendar) WorkingDaysLeft(now, due time.Time) int {
	today, last := DateOf(now, c.loc), dateOfLastInstant(due, c.loc)
	if last.Before(today) {
		return -c.workingDaysBetween(last, today)
	}
	return c.workingDaysBetween(today, last)
}

// LatestDueLeavingWorkingDays is the last due instant of which [Calendar.WorkingDaysLeft] still says n or less: the
// beginning of the working day after n more.
func (c *Calendar) LatestDueLeavingWorkingDays(now time.Time, workingDays int) time.Time {
	for day := DateOf(now, c.loc).AddDays(1); ; day = day.AddDays(1) {
		if working, _, _ := c.IsWorkingDay(day); !working {
			continue
		}
		if workingDays--; workingDays < 0 {
			return day.StartOfDay(c.loc)
		}
	}
}

// workingDaysBetween counts the working days after one day up to another. It walks the years and not the days: a list
// asks for every row, and some rows are late by years.
func (c *Calendar) workingDaysBetween(after, until Date) int {
	n := weekdaysUpTo(until) - weekdaysUpTo(after)
	for year := after.Year; year <= until.Year; year++ {
		table := c.years[year]
		if table == nil {
			continue
		}
		from, to := 0, len(table.gained)-1
		if year == after.Year {
			from = after.asUTC().YearDay()
		}
		if year == until.Year {
			to = until.asUTC().YearDay()
		}
		n += table.gained[to] - table.gained[from]
	}
	return n
}

// weekdaysUpTo counts the days that are no weekend from the Monday with which the civil calendar begins.
func weekdaysUpTo(d Date) int {
	const day = 24 * 60 * 60
	days := int((d.asUTC().Unix()-time.Time{}.Unix())/day) + 1
	return days/7*5 + min(days%7, 5)
}

// sumGainedDays makes gained of what is listed.
func (t *yearTable) sumGainedDays(year int) {
	for i := 1; i < len(t.gained); i++ {
		t.gained[i] = t.gained[i-1]
		switch off := isWeekend(Date{year, time.January, i}.Weekday()); {
		case !t.listed[i] || t.working[i] != off:
		case off:
			t.gained[i]++
		default:
			t.gained[i]--
		}
	}
}

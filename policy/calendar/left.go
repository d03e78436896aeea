package calendar

import "time"

// farthest bounds how many days WorkingDaysLeft walks: nobody plans by a number beyond it.
const farthest = 400

// WorkingDaysLeft counts the working days after today that are still in time for a term due at that instant (the first
// too late): 0 on the last day, negative once it has passed, the number of working days begun since. What lies more
// than farthest days away counts as far as that.
func (c *Calendar) WorkingDaysLeft(now, due time.Time) int {
	today, last := DateOf(now, c.loc), lastInstant(due, c.loc)
	if last.Before(today) {
		return -c.workingDaysBetween(last, today)
	}
	return c.workingDaysBetween(today, last)
}

// workingDaysBetween counts the working days after one day up to another.
func (c *Calendar) workingDaysBetween(after, until Date) int {
	n := 0
	for day, walked := after, 0; day.Before(until) && walked < farthest; walked++ {
		day = day.AddDays(1)
		if working, _, _ := c.Working(day); working {
			n++
		}
	}
	return n
}

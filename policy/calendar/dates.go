package calendar

import "fmt"

// AddToDate is the day that lies a length after a day, or before it where sign is -1: the n-th working day, the n-th
// day, or the same day n months on, the month's last where it has none. Minutes and hours are no length of days.
func (c *Calendar) AddToDate(d Date, l Limit, sign int) (Date, error) {
	if err := c.checkLimit(l); err != nil {
		return Date{}, err
	}
	switch l.Unit {
	case WorkingDays:
		for n := l.N; n > 0; {
			d = d.AddDays(sign)
			if working, _, _ := c.IsWorkingDay(d); working {
				n--
			}
		}
		return d, nil
	case CalendarDays:
		return d.AddDays(sign * l.N), nil
	case Months:
		day, _ := d.addMonths(sign * l.N)
		return day, nil
	case Minutes, Hours, OfficeHours:
	}
	return Date{}, fmt.Errorf("calendar: %s is no length of days", l)
}

// DaysBetween counts the days from one day to another, WorkingDaysBetween the working days after the first up to and
// including the other; both are negative where the other comes first.
func DaysBetween(from, to Date) int {
	const day = 24 * 60 * 60
	return int((to.asUTC().Unix() - from.asUTC().Unix()) / day)
}

// WorkingDaysBetween is explained at [DaysBetween].
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	if to.Before(from) {
		return -c.workingDaysBetween(to, from)
	}
	return c.workingDaysBetween(from, to)
}

// MonthsBetween counts the months completed from one day to another, negative where the other comes first.
func MonthsBetween(from, to Date) int {
	if to.Before(from) {
		return -MonthsBetween(to, from)
	}
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if day, _ := from.addMonths(n); to.Before(day) {
		n--
	}
	return n
}

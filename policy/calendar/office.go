package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Office are the hours in which an organisation is open. The zero Office is open at all hours.
type Office struct {
	// Opens and Closes count from midnight; what comes at Closes or later waits for the next day.
	Opens, Closes time.Duration
	// EveryDay: it is open on every day, else on working days only.
	EveryDay bool
}

// officeGrain is what the hours of an office are written in.
const officeGrain = time.Minute

// ParseOffice reads "09:00-18:00", of working days; "" is the zero Office.
func ParseOffice(s string) (Office, error) {
	if s == "" {
		return Office{}, nil
	}
	opens, closes, found := strings.Cut(s, "-")
	from, err := ParseTimeOfDay(opens)
	if err != nil || !found {
		return Office{}, fmt.Errorf("%q are not office hours: write them as 09:00-18:00", s)
	}
	to, err := ParseTimeOfDay(closes)
	if err != nil || to <= from {
		return Office{}, fmt.Errorf("%q are not office hours: write them as 09:00-18:00", s)
	}
	return Office{Opens: from, Closes: to}, nil
}

// ParseTimeOfDay reads "09:00" as the time since midnight.
func ParseTimeOfDay(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fmt.Errorf("%q is no time of day: write it as 09:00", s)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}

// NextOfficeInstant is at itself if the office is open then, else the instant it opens next.
func (c *Calendar) NextOfficeInstant(at time.Time, o Office) time.Time {
	if o == (Office{}) {
		return at
	}
	for day := DateOf(at, c.loc); ; day = day.AddDays(1) {
		if !c.isOpenOn(day, o) {
			continue
		}
		opens, closes := o.openingHoursOn(day, c.loc)
		switch {
		case at.Before(opens):
			return opens
		case at.Before(closes):
			return at
		}
	}
}

// usualOffice stands for the hours of an office that is open at all hours, where one of them has to be chosen.
var usualOffice = Office{Opens: 9 * time.Hour, Closes: 18 * time.Hour, EveryDay: true}

// NextMorning is the instant at which the office opens next on a later day than that of at.
func (c *Calendar) NextMorning(at time.Time, o Office) time.Time {
	if o == (Office{}) {
		o = usualOffice
	}
	return c.NextOfficeInstant(DateOf(at, c.loc).AddDays(1).StartOfDay(c.loc), o)
}

// LastOfficeInstant is at itself if the office is open then, else the last minute before it in which the office is.
// provisional is as for Term, of the days looked at.
func (c *Calendar) LastOfficeInstant(at time.Time, o Office) (last time.Time, provisional bool) {
	if o == (Office{}) {
		return at, false
	}
	w := walk{calendar: c}
	for day := DateOf(at, c.loc); ; day = day.AddDays(-1) {
		if !o.EveryDay {
			if working, _ := w.lookUpDay(day); !working {
				continue
			}
		}
		opens, closes := o.openingHoursOn(day, c.loc)
		switch {
		case !at.Before(closes):
			return closes.Add(-officeGrain), w.provisional
		case !at.Before(opens):
			return at, w.provisional
		}
	}
}

func (c *Calendar) isOpenOn(d Date, o Office) bool {
	working, _, _ := c.IsWorkingDay(d)
	return working || o.EveryDay
}

// openingHoursOn are the instants at which the office opens and closes on a day, on the wall of the zone.
func (o Office) openingHoursOn(d Date, loc *time.Location) (opens, closes time.Time) {
	clock := func(since time.Duration) time.Time {
		return time.Date(d.Year, d.Month, d.Day, 0, int(since/time.Minute), 0, 0, loc)
	}
	return clock(o.Opens), clock(o.Closes)
}

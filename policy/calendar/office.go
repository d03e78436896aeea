package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Office are the hours of a working day in which an organisation tells people things. The zero Office is open
// at all hours.
type Office struct {
	// Opens and Closes count from midnight; what comes at Closes or later waits for the next working day.
	Opens, Closes time.Duration
}

// ParseOffice reads "09:00-18:00"; "" is the zero Office.
func ParseOffice(s string) (Office, error) {
	if s == "" {
		return Office{}, nil
	}
	opens, closes, found := strings.Cut(s, "-")
	from, err := time.Parse("15:04", opens)
	if err != nil || !found {
		return Office{}, fmt.Errorf("%q are not office hours: write them as 09:00-18:00", s)
	}
	to, err := time.Parse("15:04", closes)
	if err != nil || !from.Before(to) {
		return Office{}, fmt.Errorf("%q are not office hours: write them as 09:00-18:00", s)
	}
	midnight := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	return Office{Opens: from.Sub(midnight), Closes: to.Sub(midnight)}, nil
}

// NextOfficeInstant is at itself if the office is open then, else the instant it opens next.
func (c *Calendar) NextOfficeInstant(at time.Time, o Office) time.Time {
	if o == (Office{}) {
		return at
	}
	for day := DateOf(at, c.loc); ; day = day.AddDays(1) {
		if working, _, _ := c.IsWorkingDay(day); !working {
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

// openingHoursOn are the instants at which the office opens and closes on a day, on the wall of the zone.
func (o Office) openingHoursOn(d Date, loc *time.Location) (opens, closes time.Time) {
	clock := func(since time.Duration) time.Time {
		return time.Date(d.Year, d.Month, d.Day, 0, int(since/time.Minute), 0, 0, loc)
	}
	return clock(o.Opens), clock(o.Closes)
}

package calendar_test

import (
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestWorkingDaysLeft(t *testing.T) {
	zone := time.FixedZone("+08:00", 8*60*60)
	cal := calendar.New("test", zone)
	at := func(day, hour int) time.Time { return time.Date(2026, time.November, day, hour, 0, 0, 0, zone) }
	for _, c := range []struct {
		now, due time.Time
		want     int
	}{
		{at(24, 9), at(25, 0), 0},  // due at the end of today, a Tuesday
		{at(24, 9), at(28, 0), 3},  // at the end of Friday
		{at(27, 9), at(30, 17), 1}, // over a weekend
		{at(24, 18), at(24, 12), 0},
		{at(25, 9), at(25, 0), -1}, // late since midnight
		{at(30, 9), at(28, 0), -1}, // the weekend does not count
		{at(24, 9), at(24, 9).AddDate(9, 0, 0), 286},
	} {
		if got := cal.WorkingDaysLeft(c.now, c.due); got != c.want {
			t.Errorf("on %s due %s: %d, want %d", c.now, c.due, got, c.want)
		}
	}
}

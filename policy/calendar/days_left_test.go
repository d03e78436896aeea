package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

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
		{at(24, 9), at(24, 9).AddDate(9, 0, 0), 2348},
	} {
		if got := cal.WorkingDaysLeft(c.now, c.due); got != c.want {
			t.Errorf("on %s due %s: %d, want %d", c.now, c.due, got, c.want)
		}
	}
}

func TestWorkingDaysLeftEqualsAWalk(t *testing.T) {
	c := china(t)
	rapid.Check(t, func(t *rapid.T) {
		now, due := drawInstant(t), drawInstant(t)
		from, to, sign := calendar.DateOf(now, zone), calendar.DateOf(due.Add(-time.Nanosecond), zone), 1
		if to.Before(from) {
			from, to, sign = to, from, -1
		}
		walked := 0
		for day := from; day.Before(to); {
			day = day.AddDays(1)
			if working, _, _ := c.IsWorkingDay(day); working {
				walked += sign
			}
		}
		if got := c.WorkingDaysLeft(now, due); got != walked {
			t.Fatalf("on %s due %s: %d, and day by day %d", now, due, got, walked)
		}
	})
}

func TestLeavesAtMost(t *testing.T) {
	c := china(t)
	rapid.Check(t, func(t *rapid.T) {
		now, n := drawInstant(t), rapid.IntRange(0, 5).Draw(t, "n")
		last := c.LatestDueLeavingWorkingDays(now, n)
		if got := c.WorkingDaysLeft(now, last); got != n {
			t.Fatalf("on %s the last due with %d working days left is %s, and it leaves %d", now, n, last, got)
		}
		if got := c.WorkingDaysLeft(now, last.Add(time.Nanosecond)); got != n+1 {
			t.Fatalf("on %s due just after %s: %d left, want %d", now, last, got, n+1)
		}
	})
}

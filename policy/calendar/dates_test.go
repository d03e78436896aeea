package calendar_test

import (
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestLengthsBeforeAndAfterADay(t *testing.T) {
	cal := calendar.New("cn", nil) // weekends only
	for _, c := range []struct {
		from, length string
		sign         int
		want         string
	}{
		{"2026-03-06", "1wd", 1, "2026-03-09"}, // Friday, Monday
		{"2026-03-09", "1wd", -1, "2026-03-06"},
		{"2026-03-06", "0wd", 1, "2026-03-06"},
		{"2026-01-31", "1m", 1, "2026-02-28"},
		{"2026-03-31", "1m", -1, "2026-02-28"},
		{"2024-02-29", "12m", 1, "2025-02-28"},
		{"2026-12-30", "5d", 1, "2027-01-04"},
		{"2026-03-01", "1d", -1, "2026-02-28"},
	} {
		from, _ := calendar.ParseDate(c.from)
		length, err := calendar.ParseLimit(c.length)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := cal.AddToDate(from, length, c.sign); err != nil || got.String() != c.want {
			t.Errorf("%s %+d×%s is %s (%v); want %s", c.from, c.sign, c.length, got, err, c.want)
		}
	}
	if _, err := cal.AddToDate(calendar.DateOf(time.Unix(0, 0), time.UTC), calendar.Limit{
		N:    4,
		Unit: calendar.Hours,
	}, 1); err == nil {
		t.Error("hours are taken for a length of days")
	}
}

func TestTimeBetweenDays(t *testing.T) {
	cal := calendar.New("cn", nil)
	for _, c := range []struct {
		from, to                    string
		days, workingDays, inMonths int
	}{
		{"2026-03-06", "2026-03-09", 3, 1, 0},
		{"2026-03-09", "2026-03-06", -3, -1, 0},
		{"2026-03-09", "2026-03-09", 0, 0, 0},
		{"2008-03-10", "2026-03-09", 6573, 4695, 215}, // a day short of eighteen years
		{"2008-03-10", "2026-03-10", 6574, 4696, 216},
		{"2026-01-31", "2026-02-28", 28, 20, 1},
	} {
		from, _ := calendar.ParseDate(c.from)
		to, _ := calendar.ParseDate(c.to)
		if got := calendar.DaysBetween(from, to); got != c.days {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.days)
		}
		if got := cal.WorkingDaysBetween(from, to); got != c.workingDays {
			t.Errorf("%s to %s: %d working days, want %d", c.from, c.to, got, c.workingDays)
		}
		if got := calendar.MonthsBetween(from, to); got != c.inMonths {
			t.Errorf("%s to %s: %d months, want %d", c.from, c.to, got, c.inMonths)
		}
	}
}

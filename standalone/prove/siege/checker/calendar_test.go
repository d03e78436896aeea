package checker

import (
	"testing"
	"time"
)

// The official calendars have 248 working days in each of the two published years.
func TestWorkingDaysOfAYear(t *testing.T) {
	for _, year := range []int{2025, 2026} {
		n := 0
		for day := time.Date(year, 1, 1, 0, 0, 0, 0, Zone); day.Year() == year; day = day.AddDate(0, 0, 1) {
			if isWorkingDay(day) {
				n++
			}
		}
		if n != 248 {
			t.Errorf("%d has %d working days", year, n)
		}
	}
}

func TestDue(t *testing.T) {
	for _, c := range []struct {
		start string
		days  int
		due   string
	}{
		{"2026-02-13T10:00:00+08:00", 1, "2026-02-15"}, // Saturday the 14th is a make-up day
		{"2026-02-14T00:30:00+08:00", 1, "2026-02-25"}, // over the Spring Festival
		{"2026-09-30T23:59:59+08:00", 3, "2026-10-11"}, // Saturday the 10th is a make-up day
		{"2026-03-04T16:30:00Z", 1, "2026-03-07"},      // already the 5th in the organisation's zone
	} {
		start, err := time.Parse(time.RFC3339, c.start)
		if err != nil {
			t.Fatal(err)
		}
		if got := DueAfterTerm(start, c.days).Format(time.DateOnly); got != c.due {
			t.Errorf("%d working days from %s: due %s, want %s", c.days, c.start, got, c.due)
		}
	}
}

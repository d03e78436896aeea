package calendar_test

import (
	"testing"

	"duban/policy/calendar"
)

// Counted by hand in the official years: one working day takes longest from 2026-02-14 to the 24th, over Spring
// Festival; five take longest from 2026-09-24, over Mid-Autumn and National Day, to 10-09.
func TestRuns(t *testing.T) {
	c := china(t)
	for _, want := range []struct{ working, shortest, longest int }{{0, 0, 0}, {1, 1, 10}, {5, 5, 15}} {
		if short, long := c.CalendarDaysOfWorkingDays(want.working); short != want.shortest || long != want.longest {
			t.Errorf("%d working days take %d to %d days, want %d to %d",
				want.working, short, long, want.shortest, want.longest)
		}
	}
	if short, long := calendar.New("none", nil).CalendarDaysOfWorkingDays(5); short != 5 || long != 7 {
		t.Errorf("with weekends only, five working days take %d to %d days", short, long)
	}
}

// From the closing of 30 September the next office hours are those of 8 October; from an opening they are over within
// the day.
func TestDaysOfTime(t *testing.T) {
	for _, want := range []struct {
		limit             string
		everyDay          bool
		shortest, longest int
	}{
		{"30min", false, 0, 1},
		{"1440min", false, 1, 1},
		{"25h", false, 1, 2},
		{"0oh", false, 0, 0},
		{"12oh", false, 0, 10},
		{"12oh", true, 0, 1},
		{"13oh", false, 1, 11},
		{"13oh", true, 1, 2},
	} {
		short, long := fromEightToEight(t, want.everyDay).CalendarDaysOfTime(limit(t, want.limit))
		if short != want.shortest || long != want.longest {
			t.Errorf("%s, every day %v: %d to %d days, want %d to %d",
				want.limit, want.everyDay, short, long, want.shortest, want.longest)
		}
	}
}

// With weekends only a term rolls two days at most; five days from a Monday end on a Saturday, and so do five more from
// where they have rolled to. In the official years a term that ends on 2026-02-15 rolls over Spring Festival to the
// 24th, nine days; five days more end on Sunday 1 March.
func TestDaysAddedByRolling(t *testing.T) {
	for _, want := range []struct {
		terms                 []int
		weekendsOnly, inChina int
	}{
		{nil, 0, 0},
		{[]int{1}, 2, 9},
		{[]int{5}, 2, 9},
		{[]int{5, 5}, 4, 10},
	} {
		weekends := calendar.New("none", nil).DaysAddedByRolling(want.terms)
		inChina := china(t).DaysAddedByRolling(want.terms)
		if weekends != want.weekendsOnly || inChina != want.inChina {
			t.Errorf("%v: %d and %d days more, want %d and %d",
				want.terms, weekends, inChina, want.weekendsOnly, want.inChina)
		}
	}
}

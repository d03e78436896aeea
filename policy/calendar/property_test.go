package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"duban/policy/calendar"
)

// firstInstant and spanTicks bound the random instants: December 2024, a year without data, to January
// 2028, again one.
var firstInstant = time.Date(2024, 12, 20, 0, 0, 0, 0, zone)

const spanTicks = (3*365 + 30) * 24 * int(time.Hour/refTick)

func drawInstant(t *rapid.T) time.Time {
	return firstInstant.Add(time.Duration(rapid.IntRange(0, spanTicks).Draw(t, "tick")) * refTick)
}

func drawLimit(t *rapid.T, label string) calendar.Limit {
	unit := rapid.SampledFrom([]calendar.Unit{
		calendar.Minutes, calendar.Hours, calendar.OfficeHours,
		calendar.WorkingDays, calendar.CalendarDays, calendar.Months,
	}).Draw(t, label+" unit")
	most := map[calendar.Unit]int{
		calendar.Minutes:      50, // of ten
		calendar.Hours:        100,
		calendar.OfficeHours:  60,
		calendar.WorkingDays:  40,
		calendar.CalendarDays: 70,
		calendar.Months:       14,
	}[unit]
	n := rapid.IntRange(0, most).Draw(t, label)
	if unit == calendar.Minutes {
		n *= int(refTick / time.Minute)
	}
	return calendar.Limit{N: n, Unit: unit}
}

// inBothOffices runs a property with an office that is open on working days and with one that is open on every day.
func inBothOffices(t *testing.T, property func(t *rapid.T, c *calendar.Calendar)) {
	for _, refEveryDay = range []bool{false, true} {
		office := calendar.Office{Opens: 8 * time.Hour, Closes: 20 * time.Hour, EveryDay: refEveryDay}
		c := china(t).WithOffice(office)
		rapid.Check(t, func(t *rapid.T) { property(t, c) })
	}
}

func drawRule(t *rapid.T) calendar.Rule {
	return calendar.Rule{
		StartNextDay: rapid.Bool().Draw(t, "next day"),
		WholeDays:    rapid.Bool().Draw(t, "whole days"),
		Roll:         rapid.Bool().Draw(t, "roll"),
	}
}

func drawTerm(t *rapid.T, c *calendar.Calendar) (calendar.Term, calendar.Rule) {
	rule := drawRule(t)
	counted, err := c.CountTerm(drawInstant(t), drawLimit(t, "limit"), rule)
	if err != nil {
		t.Fatal(err)
	}
	return counted, rule
}

func TestTermEqualsTheReference(t *testing.T) {
	inBothOffices(t, func(t *rapid.T, c *calendar.Calendar) {
		got, rule := drawTerm(t, c)
		last, due, uncertain := refTerm(got.Started, got.Limit, rule)
		if got.LastDay.String() != last || !got.Due.Equal(due) || got.Provisional != uncertain {
			t.Fatalf("%s, %s, provisional %v; the reference says %s, %s, %v",
				got.LastDay, got.Due, got.Provisional, last, due, uncertain)
		}
		// A person can count the answer again from the steps alone.
		days := int(got.LastDay.StartOfDay(zone).Sub(calendar.DateOf(got.Started, zone).StartOfDay(zone)).Hours() / 24)
		skipped := 0
		for _, step := range got.Steps {
			if step.Kind == calendar.StepSkipped {
				skipped++
			}
		}
		if rule.StartNextDay && got.Limit.N > 0 && (got.Limit.Unit == calendar.WorkingDays ||
			got.Limit.Unit == calendar.CalendarDays) && days != got.Limit.N+skipped {
			t.Fatalf("%d days passed, the steps skip %d", days, skipped)
		}
	})
}

func TestWorkingEqualsTheReference(t *testing.T) {
	c := china(t)
	for day := time.Date(2024, 1, 1, 12, 0, 0, 0, zone); day.Year() < 2029; day = day.Add(24 * time.Hour) {
		if working, _, provisional := c.IsWorkingDay(calendar.DateOf(day, zone)); working != refWorks(day) ||
			provisional != (day.Year() != 2025 && day.Year() != 2026) {
			t.Errorf("%s: working %v, provisional %v", day, working, provisional)
		}
	}
}

// refFurther counts a stretch from the last day of a term, which is then the event.
func refFurther(
	before calendar.Term, l calendar.Limit, rule calendar.Rule,
) (last string, due time.Time, uncertain bool) {
	if !l.Unit.IsOfDays() {
		return refTerm(before.Due, l, rule)
	}
	rule.StartNextDay = true
	event := time.Date(before.LastDay.Year, before.LastDay.Month, before.LastDay.Day, 0, 0, 0, 0, zone)
	ofDay := before.Due.Sub(event)
	if ofDay == 24*time.Hour {
		ofDay, rule.WholeDays = 0, true
	}
	return refTerm(event.Add(ofDay), l, rule)
}

func TestAfterAndExtendEqualTheReference(t *testing.T) {
	inBothOffices(t, func(t *rapid.T, c *calendar.Calendar) {
		before, rule := drawTerm(t, c)
		by := drawLimit(t, "by")
		last, due, uncertain := refFurther(before, by, rule)
		at, provisional, err := c.RungAfter(before, by, rule)
		if err != nil || !at.Equal(due) || provisional != uncertain || at.Before(before.Due) {
			t.Fatalf("after: %s, %v, %v; the reference says %s, %v", at, provisional, err, due, uncertain)
		}
		if by.N == 0 {
			return
		}
		longer, err := c.ExtendTerm(before, by, rule)
		if err != nil || longer.LastDay.String() != last || !longer.Due.Equal(due) ||
			longer.Provisional != (before.Provisional || uncertain) || !longer.Due.After(before.Due) {
			t.Fatalf("extended: %s, %s, %v, %v; the reference says %s, %s",
				longer.LastDay, longer.Due, longer.Provisional, err, last, due)
		}
	})
}

func TestBeforeLiesInsideTheTerm(t *testing.T) {
	inBothOffices(t, func(t *rapid.T, c *calendar.Calendar) {
		counted, _ := drawTerm(t, c)
		by := drawLimit(t, "by")
		at, _, err := c.RungBefore(counted, by)
		if err != nil || at.Before(counted.Started) || at.After(counted.Due) {
			t.Fatalf("%s, %v: not from %s to %s", at, err, counted.Started, counted.Due)
		}
		if at.Equal(counted.Started) {
			return // cut off there
		}
		end := counted.LastDay.StartOfDay(zone)
		switch by.Unit {
		case calendar.WorkingDays:
			if got := refLeft(at, end, calendar.WorkingDays); got != time.Duration(by.N)*24*time.Hour ||
				by.N > 0 && !refWorks(at) {
				t.Fatalf("%s is %s of working time before the last day", at, got)
			}
		case calendar.CalendarDays:
			if got := end.Sub(at); got != time.Duration(by.N)*24*time.Hour {
				t.Fatalf("%s is %s before the last day", at, got)
			}
		case calendar.Minutes:
			if got := counted.Due.Sub(at); got != time.Duration(by.N)*time.Minute {
				t.Fatalf("%s is %s before the end", at, got)
			}
		case calendar.OfficeHours:
			want := time.Duration(by.N) * time.Hour
			if got := refLeft(at, counted.Due, by.Unit); got != want {
				t.Fatalf("%s is %s of office time before the end", at, got)
			}
			if later := at.Add(refTick); by.N > 0 && refLeft(later, counted.Due, by.Unit) == want {
				t.Fatalf("%s is so long before the end as well, and later than %s", later, at)
			}
		case calendar.Hours:
			if got := counted.Due.Sub(at); got != time.Duration(by.N)*time.Hour {
				t.Fatalf("%s is %s before the end", at, got)
			}
		case calendar.Months:
			if months := (counted.LastDay.Year-at.Year())*12 + int(counted.LastDay.Month-at.Month()); months != by.N {
				t.Fatalf("%s is %d months before the last day", at, months)
			}
		}
	})
}

func TestSuspensionsKeepTheTimeLeft(t *testing.T) {
	inBothOffices(t, func(t *rapid.T, c *calendar.Calendar) {
		counted, _ := drawTerm(t, c)
		unit := counted.Limit.Unit
		for range rapid.IntRange(1, 3).Draw(t, "suspensions") {
			ticks := int(counted.Due.Sub(counted.Started) / refTick)
			if ticks == 0 {
				return
			}
			off := counted.Started.Add(time.Duration(rapid.IntRange(0, ticks-1).Draw(t, "off")) * refTick)
			on := off.Add(time.Duration(rapid.IntRange(0, 30*144).Draw(t, "for")) * refTick)
			resumed, err := resume(c, counted, off, on)
			if err != nil {
				t.Fatal(err)
			}
			want := refLeft(off, counted.Due, unit)
			if got := c.RemainingTime(counted, off); got != want {
				t.Fatalf("Remaining says %s, the reference %s", got, want)
			}
			if got := refLeft(on, resumed.Due, unit); got != want || c.RemainingTime(resumed, on) != want {
				t.Fatalf("%s were left, %s are: due %s", want, got, resumed.Due)
			}
			if want > 0 && refLeft(on, resumed.Due.Add(-refTick), unit) == want {
				t.Fatalf("due %s is later than it need be", resumed.Due)
			}
			if want > 0 && resumed.LastDay.String() != resumed.Due.Add(-1).Format(time.DateOnly) {
				t.Fatalf("last day %s, due %s", resumed.LastDay, resumed.Due)
			}
			counted = resumed
		}
	})
}

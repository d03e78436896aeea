// Package calendar computes legal terms over official calendars, make-up working days 调休 included.
//
// It is pure: it reads no clock and no file, and the same arguments always give the same answer with the
// same reasons. No library knows 调休, so the days come from year files (ParseYear), one for each civil
// year. The counting rules are those of docs/clauses.md (Counting): a term
// starts the day after the starting event, ends at the end of its last day, and a term in calendar days
// or months whose last day is not a working day ends on the next working day; a policy may set each of
// the three (Rule).
package calendar

import (
	"maps"
	"slices"
	"time"
)

// Names Working gives to days that no holiday names.
const (
	WeekendName = "周末"
	makeupName  = "调休上班"
)

// defaultZone is China's: no summer time since 1991, so a fixed offset needs no zone database.
var defaultZone = time.FixedZone("UTC+08:00", 8*60*60)

// Calendar is an official calendar with the organisation's zone. It never changes once made and can be
// used from several goroutines.
type Calendar struct {
	id     string
	loc    *time.Location
	years  map[int]*yearTable
	office Office
}

// yearTable holds a year ready for looking up, by day of the year from 1: a term asks for every day it
// passes, so the question must cost no search.
type yearTable struct {
	provisional bool
	listed      [367]bool
	working     [367]bool
	name        [367]string
	// gained is by how many working days the year up to that day has more than its weekdays, with what is listed.
	gained [367]int
}

// New makes a calendar of years that passed ParseYear. id is the policy file's `calendar:`; loc is the
// organisation's zone, nil meaning +08:00. Of two years with one number the later in the list counts. What a year says
// of a day of a neighbouring year counts where that year says nothing of it, in whichever order they are given.
func New(id string, loc *time.Location, years ...Year) *Calendar {
	if loc == nil {
		loc = defaultZone
	}
	c := &Calendar{id: id, loc: loc, years: make(map[int]*yearTable, len(years))}
	inForce := make(map[int]Year, len(years))
	for _, y := range years {
		inForce[y.Year] = y
		// Anything but a plain "official" is not to be relied on.
		c.years[y.Year] = &yearTable{provisional: y.Status != Official}
	}
	for year, y := range inForce {
		c.enterDays(y.Off, false, func(of int) bool { return of == year })
		c.enterDays(y.Work, true, func(of int) bool { return of == year })
	}
	for _, year := range slices.Sorted(maps.Keys(inForce)) {
		c.enterDays(inForce[year].Off, false, func(of int) bool { return of == year-1 || of == year+1 })
		c.enterDays(inForce[year].Work, true, func(of int) bool { return of == year-1 || of == year+1 })
	}
	for year, table := range c.years {
		table.sumGainedDays(year)
	}
	return c
}

// enterDays enters the days of some years that nothing was said of before. Of a year that is not known it knows these
// days, and no more.
func (c *Calendar) enterDays(days []Day, working bool, isOf func(year int) bool) {
	for _, day := range days {
		if !isOf(day.Date.Year) || !day.Date.isValid() {
			continue
		}
		t, i := c.years[day.Date.Year], day.Date.asUTC().YearDay()
		if t == nil {
			t = &yearTable{provisional: true}
			c.years[day.Date.Year] = t
		}
		if t.listed[i] {
			continue
		}
		t.listed[i], t.working[i], t.name[i] = true, working, day.Name
		if working {
			t.name[i] = makeupName
		}
	}
}

// FirstDifference is the first day on which a calendar says something else than another of what is worked, or of how
// far that can be relied on; false where they say the same of every day.
func (c *Calendar) FirstDifference(other *Calendar) (Date, bool) {
	known := maps.Clone(c.years)
	maps.Copy(known, other.years)
	for _, year := range slices.Sorted(maps.Keys(known)) {
		for d := (Date{Year: year, Month: time.January, Day: 1}); d.Year == year; d = d.AddDays(1) {
			working, _, provisional := c.IsWorkingDay(d)
			otherWorking, _, otherProvisional := other.IsWorkingDay(d)
			if working != otherWorking || provisional != otherProvisional {
				return d, true
			}
		}
	}
	return Date{}, false
}

// WithOffice is the calendar for limits in the hours of an office. Without one there are no such limits.
func (c *Calendar) WithOffice(o Office) *Calendar {
	with := *c
	with.office = o
	return &with
}

// ID returns the calendar's name, as policy files cite it.
func (c *Calendar) ID() string { return c.id }

// Location returns the organisation's zone, in which days begin and end.
func (c *Calendar) Location() *time.Location { return c.loc }

// IsWorkingDay reports whether d is a working day. name says why it is not an ordinary one: the holiday
// ("国庆节"), "周末" for a weekend, "调休上班" for a make-up working day, else "". provisional is true where
// the year is provisional or unknown; of an unknown year only the weekends are off.
func (c *Calendar) IsWorkingDay(d Date) (working bool, name string, provisional bool) {
	at := d.asUTC()
	table := c.years[d.Year]
	provisional = table == nil || table.provisional
	if table != nil && table.listed[at.YearDay()] {
		i := at.YearDay()
		return table.working[i], table.name[i], provisional
	}
	if isWeekend(at.Weekday()) {
		return false, WeekendName, provisional
	}
	return true, "", provisional
}

func isWeekend(w time.Weekday) bool { return w == time.Saturday || w == time.Sunday }

package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"duban/policy/calendar"
)

// PeriodUnit is what periods last.
type PeriodUnit string

// What periods can last.
const (
	DayPeriods      PeriodUnit = "day"
	MonthPeriods    PeriodUnit = "month"
	QuarterPeriods  PeriodUnit = "quarter"
	HalfYearPeriods PeriodUnit = "half_year"
	YearPeriods     PeriodUnit = "year"
)

// PeriodShape says how time is cut into periods: day, month, quarter, half_year or year; "month from 19", from the 19th
// of each month to the 18th of the next; "day from 12:00", from noon to noon; or "setting <name>" whose value is one.
type PeriodShape struct {
	Word
	// Unit, FromDay, FromTime and SettingName are filled when the file is validated ([ParsePeriodShape]). FromDay is
	// the day of the month on which a period begins, from 1 to 28, and FromTime the time of day.
	Unit        PeriodUnit
	FromDay     int
	FromTime    time.Duration
	SettingName string
}

// The years whose periods have names of the usual length.
const (
	firstPeriodYear = 1900
	lastPeriodYear  = 9000
)

// lastFirstDay is the last day of a month that every month has.
const lastFirstDay = 28

// PeriodPattern is what a period's shape looks like, as a regular expression.
const PeriodPattern = `(day|day from [0-2][0-9]:[0-5][0-9]|month|month from [1-9][0-9]?|quarter|half_year|year)`

var periodShape = regexp.MustCompile(`^` + PeriodPattern + `$`)

// ParsePeriodShape reads a shape such as quarter or "month from 19".
func ParsePeriodShape(text string) (PeriodShape, error) {
	s := PeriodShape{Word: Word{Text: text}, FromDay: 1}
	if !periodShape.MatchString(text) {
		return PeriodShape{}, fmt.Errorf("%q is no period", text)
	}
	unit, from, shifted := strings.Cut(text, " from ")
	s.Unit = PeriodUnit(unit)
	if !shifted {
		return s, nil
	}
	if s.Unit == DayPeriods {
		at, err := calendar.ParseTimeOfDay(from)
		if err != nil {
			return PeriodShape{}, fmt.Errorf("%q: %w", text, err)
		}
		s.FromTime = at
		return s, nil
	}
	day, err := strconv.Atoi(from)
	if err != nil || day > lastFirstDay {
		return PeriodShape{}, fmt.Errorf("%q: not every month has day %s", text, from)
	}
	s.FromDay = day
	return s, nil
}

// Shape is the shape itself, also where the file names a setting.
func (s PeriodShape) Shape() string {
	switch {
	case s.FromTime > 0:
		return fmt.Sprintf("%s from %02d:%02d", s.Unit, int(s.FromTime.Hours()), int(s.FromTime.Minutes())%60)
	case s.FromDay > 1:
		return fmt.Sprintf("%s from %d", s.Unit, s.FromDay)
	}
	return string(s.Unit)
}

// IsSet reports whether the file gives a shape at all.
func (s PeriodShape) IsSet() bool { return s.Text != "" }

// Period is one piece of time of a shape: it has its first instant and not its last.
type Period struct {
	// Name tells it from the others of its shape: 2026, 2026-H1, 2026-Q4, 2026-10, 2026-10@19 (from 19 October on),
	// 2026-10-05, 2026-10-05@12:00. It is the same in every zone.
	Name string
	// From is the first instant, Until the first one that is too late, both in the organisation's zone.
	From, Until time.Time

	shape PeriodShape
	loc   *time.Location
}

// PeriodAt is the period in which an instant lies. loc is the organisation's zone.
func (s PeriodShape) PeriodAt(at time.Time, loc *time.Location) Period {
	day := calendar.DateOf(at, loc)
	first := day
	switch s.Unit {
	case DayPeriods:
	case MonthPeriods:
		if day.Day < s.FromDay {
			first = monthsOn(day, -1)
		}
		first.Day = s.FromDay
	case QuarterPeriods, HalfYearPeriods, YearPeriods:
		months := time.Month(s.months())
		first = calendar.Date{Year: day.Year, Month: (day.Month-1)/months*months + 1, Day: 1}
	}
	p := s.periodFrom(first, loc)
	if at.Before(p.From) { // a day that begins at noon, in the morning
		return s.periodFrom(first.AddDays(-1), loc)
	}
	return p
}

// ParsePeriod finds the period of a name. Any other form than the one of this shape is an error.
func (s PeriodShape) ParsePeriod(name string, loc *time.Location) (Period, error) {
	var year, n, day int
	switch base, _, _ := strings.Cut(name, "@"); s.Unit {
	case DayPeriods:
		_, _ = fmt.Sscanf(base, "%d-%d-%d", &year, &n, &day)
	case MonthPeriods:
		_, _ = fmt.Sscanf(base, "%d-%d", &year, &n)
		day = s.FromDay
	case QuarterPeriods:
		_, _ = fmt.Sscanf(base, "%d-Q%d", &year, &n)
	case HalfYearPeriods:
		_, _ = fmt.Sscanf(base, "%d-H%d", &year, &n)
	case YearPeriods:
		_, _ = fmt.Sscanf(base, "%d", &year)
		n = 1
	}
	if months := s.months(); months > 1 {
		n, day = (n-1)*months+1, 1
	}
	p := s.periodFrom(calendar.Date{Year: year, Month: time.Month(n), Day: day}, loc)
	isNamed := p.Name == name && s.PeriodAt(p.From, loc).Name == name // 2026-02-29 lies in another
	if !isNamed || year < firstPeriodYear || year > lastPeriodYear || n < 1 || n > 12 {
		return Period{}, fmt.Errorf("%q is no %s", name, s.Unit)
	}
	return p, nil
}

// Next is the period that begins when this one ends.
func (p Period) Next() Period { return p.shape.PeriodAt(p.Until, p.loc) }

// Previous is the period that ends when this one begins.
func (p Period) Previous() Period { return p.shape.PeriodAt(p.From.Add(-1), p.loc) }

// IsClosedAt reports whether the period is over at an instant.
func (p Period) IsClosedAt(at time.Time) bool { return !at.Before(p.Until) }

// Has reports whether an instant lies in the period.
func (p Period) Has(at time.Time) bool { return !at.Before(p.From) && at.Before(p.Until) }

// periodFrom is the period that begins on a day.
func (s PeriodShape) periodFrom(first calendar.Date, loc *time.Location) Period {
	end := first.AddDays(1)
	if s.Unit != DayPeriods {
		end = monthsOn(first, s.months())
	}
	return Period{
		Name:  s.nameOf(first),
		From:  s.instantOn(first, loc),
		Until: s.instantOn(end, loc),
		shape: s,
		loc:   loc,
	}
}

// nameOf is the name of the period that begins on a day.
func (s PeriodShape) nameOf(first calendar.Date) string {
	month := int(first.Month)
	switch s.Unit {
	case DayPeriods:
		if s.FromTime > 0 {
			return fmt.Sprintf("%s@%02d:%02d", first, int(s.FromTime.Hours()), int(s.FromTime.Minutes())%60)
		}
		return first.String()
	case MonthPeriods:
		if s.FromDay > 1 {
			return fmt.Sprintf("%04d-%02d@%d", first.Year, month, s.FromDay)
		}
		return fmt.Sprintf("%04d-%02d", first.Year, month)
	case QuarterPeriods:
		return fmt.Sprintf("%04d-Q%d", first.Year, (month-1)/3+1)
	case HalfYearPeriods:
		return fmt.Sprintf("%04d-H%d", first.Year, (month-1)/6+1)
	case YearPeriods:
	}
	return fmt.Sprintf("%04d", first.Year)
}

// months is how many months a period lasts; 0 where it lasts a day.
func (s PeriodShape) months() int {
	return map[PeriodUnit]int{
		MonthPeriods:    1,
		QuarterPeriods:  3,
		HalfYearPeriods: 6,
		YearPeriods:     12,
	}[s.Unit]
}

// instantOn is when a period begins that begins on this day: a time of day on the wall, whatever summer time does.
func (s PeriodShape) instantOn(day calendar.Date, loc *time.Location) time.Time {
	if s.FromTime == 0 {
		return day.StartOfDay(loc)
	}
	hour, minute := int(s.FromTime.Hours()), int(s.FromTime.Minutes())%60
	return time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, loc)
}

// monthsOn is the same day n months later; the day is one that every month has.
func monthsOn(day calendar.Date, n int) calendar.Date {
	first := time.Date(day.Year, day.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return calendar.Date{Year: first.Year(), Month: first.Month(), Day: min(day.Day, lastFirstDay)}
}

// checkPeriod reads a period's shape, and notes which setting it comes from.
func (c *checker) checkPeriod(where string, s *PeriodShape) {
	if !s.IsSet() {
		return
	}
	text, setting := s.Text, ""
	if name, ok := strings.CutPrefix(s.Text, "setting "); ok {
		chosen, found := c.doc.Settings.Get(name)
		if !found {
			c.noSuchSetting(Word{name, s.Pos})
			return
		}
		text, setting = chosen.Value.Text, name
		c.p.restingOn[name] = append(c.p.restingOn[name], where)
		if text == "" {
			return // the setting says nothing, which is found there
		}
	}
	shape, err := ParsePeriodShape(text)
	if err != nil {
		c.f.add(s.Pos, "period.malformed", args{"value": text})
		return
	}
	shape.Word, shape.SettingName = s.Word, setting
	*s = shape
}

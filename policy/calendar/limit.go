package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is what a limit is counted in. The set is closed.
type Unit string

// The units, written after the number in a policy file.
const (
	Minutes      Unit = "min" // minutes on the clock
	Hours        Unit = "h"   // hours on the clock, day and night
	OfficeHours  Unit = "oh"  // hours in which the office is open, 办公小时; see [Calendar.WithOffice]
	WorkingDays  Unit = "wd"  // working days by the official calendar, 工作日
	CalendarDays Unit = "d"   // days of any sort, 自然日
	Months       Unit = "m"   // calendar months
)

// UnitPattern is the units as a regular expression has them.
const UnitPattern = "(min|h|oh|wd|d|m)"

// IsOfDays reports whether the unit leads from one day to another, whatever the time of day.
func (u Unit) IsOfDays() bool { return u == WorkingDays || u == CalendarDays || u == Months }

// Limit is a 时限: the length of a term as a policy writes it, such as 3wd, 14d, 1m or 4h. N is a whole
// number of units, 0 or more; nought is possible only where somebody wrote it, since the zero Limit has
// no unit and is refused everywhere.
type Limit struct {
	N    int
	Unit Unit
}

// meantUnit is what people write for a unit that we do not accept but can correct.
var meantUnit = map[string]Unit{
	"minute":      Minutes,
	"minutes":     Minutes,
	"mins":        Minutes,
	"分":           Minutes,
	"分钟":          Minutes,
	"officehour":  OfficeHours,
	"officehours": OfficeHours,
	"办公小时":        OfficeHours,
	"个办公小时":       OfficeHours,
	"工作小时":        OfficeHours,
	"个工作小时":       OfficeHours,
	"hr":          Hours,
	"hour":        Hours,
	"hours":       Hours,
	"小时":          Hours,
	"时":           Hours,
	"个小时":         Hours,
	"workingday":  WorkingDays,
	"workingdays": WorkingDays,
	"workday":     WorkingDays,
	"workdays":    WorkingDays,
	"bd":          WorkingDays,
	"工作日":         WorkingDays,
	"个工作日":        WorkingDays,
	"day":         CalendarDays,
	"days":        CalendarDays,
	"cd":          CalendarDays,
	"天":           CalendarDays,
	"日":           CalendarDays,
	"自然日":         CalendarDays,
	"个自然日":        CalendarDays,
	"日历日":         CalendarDays,
	"mo":          Months,
	"month":       Months,
	"months":      Months,
	"月":           Months,
	"个月":          Months,
	"min":         Minutes,
	"h":           Hours,
	"oh":          OfficeHours,
	"wd":          WorkingDays,
	"d":           CalendarDays,
	"m":           Months,
}

// ParseLimit reads a limit: a whole number without sign or leading nought and, without a space, its
// unit: "4h", "3wd", "14d", "1m". The greatest is about ten years, of months fifty. The error says what to write
// instead.
func ParseLimit(s string) (Limit, error) {
	text := strings.TrimSpace(s)
	rest := strings.TrimLeft(text, "0123456789")
	digits := strings.TrimSuffix(text, rest)
	unit, known := meantUnit[strings.ToLower(strings.TrimSpace(rest))] // generously: the space is corrected below
	if digits == "" || !known {
		return Limit{}, notALimitError(s)
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return Limit{}, fmt.Errorf("%q is too long a limit: %s", s, greatestCountsInWords())
	}
	l := Limit{N: n, Unit: unit}
	if err := l.checkBounds(); err != nil {
		return Limit{}, err
	}
	if l.String() != s {
		return Limit{}, fmt.Errorf("%q is not a limit: write %q", s, l.String())
	}
	return l, nil
}

// String returns the limit as a policy writes it, such as 3wd.
func (l Limit) String() string { return strconv.Itoa(l.N) + string(l.Unit) }

// MarshalText writes the limit as a policy does; a limit that is not valid is an error.
func (l Limit) MarshalText() ([]byte, error) {
	if err := l.checkBounds(); err != nil {
		return nil, err
	}
	return []byte(l.String()), nil
}

// UnmarshalText reads a limit as ParseLimit does.
func (l *Limit) UnmarshalText(text []byte) error {
	parsed, err := ParseLimit(string(text))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}

// checkBounds refuses what ParseLimit would: limits are also built by hand and filled in by people in forms.
func (l Limit) checkBounds() error {
	most := l.Unit.greatestCount()
	switch {
	case most == 0:
		return notALimitError(l.String())
	case l.N < 0:
		return fmt.Errorf("limit %s is negative: write 0%s or more", l, l.Unit)
	case l.N > most:
		return fmt.Errorf("%q is too long a limit: %s", l.String(), greatestCountsInWords())
	}
	return nil
}

// greatestCount is the greatest number of the unit, about ten years, fifty in months, for which records are kept; 0 for
// what is no unit. A regulation's longest term for an act is sixty days; a longer one than these is a slip of the
// keyboard.
func (u Unit) greatestCount() int {
	switch u {
	case Minutes:
		return 5_256_000
	case Hours:
		return 87_600
	case OfficeHours:
		return 20_000
	case WorkingDays:
		return 2_500
	case CalendarDays:
		return 3_650
	case Months:
		return 600
	}
	return 0
}

func notALimitError(s string) error {
	return fmt.Errorf(`%q is not a limit: write a whole number and, without a space, min (minutes), h (hours), `+
		`oh (office hours), wd (working days), d (calendar days) or m (months), such as "3wd"`, s)
}

func greatestCountsInWords() string {
	most := make([]string, 0, 6)
	for _, u := range []Unit{Minutes, Hours, OfficeHours, WorkingDays, CalendarDays, Months} {
		most = append(most, Limit{N: u.greatestCount(), Unit: u}.String())
	}
	last := len(most) - 1
	return "write at most " + strings.Join(most[:last], ", ") + " or " + most[last]
}

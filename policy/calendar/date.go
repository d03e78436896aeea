package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a civil date: a day on the wall calendar, in no zone and without a time of day. Legal terms
// are counted in dates and only their end becomes an instant, so that no zone can shift a day. The zero
// Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Years outside this range are surely a mistake, and the bounds keep all sums inside four-digit years.
const (
	firstYear = 1900
	finalYear = 9000
)

// DateOf returns the date on the wall in loc at the instant t. loc must not be nil.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return Date{Year: y, Month: m, Day: d}
}

// ParseDate reads a date written as 2026-03-02. Any other form, and a day no calendar has, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date: write year, month and day such as 2026-03-02", s)
	}
	return DateOf(t, time.UTC), nil
}

// String returns the date as 2026-03-02.
func (d Date) String() string {
	if !d.isValid() {
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
	}
	return d.asUTC().Format(time.DateOnly)
}

// IsZero reports whether d is the zero Date, which is no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays returns the date n days later; a negative n goes back.
func (d Date) AddDays(n int) Date { return DateOf(d.asUTC().AddDate(0, 0, n), time.UTC) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.asUTC().Weekday() }

// Compare returns -1 if d is before other, 0 if it is the same day, +1 if it is after it.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// StartOfDay returns the first instant of the day in loc: midnight, or, where summer time skips midnight,
// the first instant after the gap. loc must not be nil.
func (d Date) StartOfDay(loc *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
	if DateOf(t, loc).Before(d) {
		_, t = t.ZoneBounds()
	}
	return t
}

// MarshalText writes the date as 2026-03-02. A Date no calendar has, the zero Date among them, is an error.
func (d Date) MarshalText() ([]byte, error) {
	if !d.isValid() {
		return nil, fmt.Errorf("%s is not a date", d)
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a date as ParseDate does.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// asUTC is the date as an instant with which days can be reckoned: UTC has no summer time.
func (d Date) asUTC() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// isValid reports whether some calendar page carries the date.
func (d Date) isValid() bool {
	return d.Year >= 0 && d.Year <= 9999 && DateOf(d.asUTC(), time.UTC) == d
}

// addMonths returns the same day n months later, and whether that month has such a day: 31 January and
// one month is the last day of February, false.
func (d Date) addMonths(n int) (day Date, hasDay bool) {
	first := DateOf(time.Date(d.Year, d.Month, 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0), time.UTC)
	end := DateOf(time.Date(first.Year, first.Month+1, 0, 0, 0, 0, 0, time.UTC), time.UTC)
	if d.Day > end.Day {
		return end, false
	}
	first.Day = d.Day
	return first, true
}

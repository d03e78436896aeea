package checker

import "time"

// Zone is the organisation's.
var Zone = time.FixedZone("+08:00", 8*60*60)

// span is a stretch of days off, both ends included.
type span struct{ from, to string }

// The official years as the State Council published them; 2027 is provisional: statutory days only. They are
// written down here once more, on purpose: the product's own files are what is being checked.
var (
	daysOff = []span{
		{"2025-01-01", "2025-01-01"},
		{"2025-01-28", "2025-02-04"},
		{"2025-04-04", "2025-04-06"},
		{"2025-05-01", "2025-05-05"},
		{"2025-05-31", "2025-06-02"},
		{"2025-10-01", "2025-10-08"},
		{"2026-01-01", "2026-01-03"},
		{"2026-02-15", "2026-02-23"},
		{"2026-04-04", "2026-04-06"},
		{"2026-05-01", "2026-05-05"},
		{"2026-06-19", "2026-06-21"},
		{"2026-09-25", "2026-09-27"},
		{"2026-10-01", "2026-10-07"},
		{"2027-01-01", "2027-01-01"},
		{"2027-02-05", "2027-02-08"},
		{"2027-04-05", "2027-04-05"},
		{"2027-05-01", "2027-05-02"},
		{"2027-06-09", "2027-06-09"},
		{"2027-09-15", "2027-09-15"},
		{"2027-10-01", "2027-10-03"},
	}
	makeUpDays = map[string]bool{
		"2025-01-26": true,
		"2025-02-08": true,
		"2025-04-27": true,
		"2025-09-28": true,
		"2025-10-11": true,
		"2026-01-04": true,
		"2026-02-14": true,
		"2026-02-28": true,
		"2026-05-09": true,
		"2026-09-20": true,
		"2026-10-10": true,
	}
)

// isKnownDay reports whether this calendar can judge a day.
func isKnownDay(day time.Time) bool { return day.Year() >= 2025 && day.Year() <= 2027 }

// isWorkingDay reports whether people work on a day.
func isWorkingDay(day time.Time) bool {
	date := day.Format(time.DateOnly)
	if makeUpDays[date] {
		return true
	}
	for _, off := range daysOff {
		if off.from <= date && date <= off.to {
			return false
		}
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// midnightOf is the beginning of an instant's day.
func midnightOf(t time.Time) time.Time {
	y, m, d := t.In(Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Zone)
}

// LastDayOfTerm is the beginning of the last day of a term of n working days that begins the day after start.
func LastDayOfTerm(start time.Time, n int) time.Time {
	day := midnightOf(start)
	for n > 0 {
		if day = day.AddDate(0, 0, 1); isWorkingDay(day) {
			n--
		}
	}
	return day
}

// DueAfterTerm is the first instant after such a term.
func DueAfterTerm(start time.Time, n int) time.Time { return LastDayOfTerm(start, n).AddDate(0, 0, 1) }

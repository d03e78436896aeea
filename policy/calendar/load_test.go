package calendar_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"duban/policy/calendar"
)

// yearsDir holds the published year files; the tests run on what is shipped, not on a copy.
const yearsDir = "../../policies/calendars/cn"

var zone = time.FixedZone("", 8*60*60)

// loadYear reads one shipped year file.
func loadYear(t testing.TB, year int) calendar.Year {
	t.Helper()
	name := filepath.Join(yearsDir, strconv.Itoa(year)+".yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	y, err := calendar.ParseYear(name, data)
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	return y
}

// china is the shipped calendar, 2025 and 2026 official and 2027 provisional.
func china(t testing.TB) *calendar.Calendar {
	t.Helper()
	return calendar.New("cn", nil, loadYear(t, 2025), loadYear(t, 2026), loadYear(t, 2027))
}

// at reads an instant on the wall in China: "2026-03-02 10:00".
func at(t testing.TB, s string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func limit(t testing.TB, s string) calendar.Limit {
	t.Helper()
	l, err := calendar.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// term counts a term that must be countable.
func term(t testing.TB, c *calendar.Calendar, start, length string, r calendar.Rule) calendar.Term {
	t.Helper()
	counted, err := c.CountTerm(at(t, start), limit(t, length), r)
	if err != nil {
		t.Fatalf("Term(%s, %s): %v", start, length, err)
	}
	return counted
}

// wants fails unless the last day is last and Due is the instant due.
func wants(t testing.TB, got calendar.Term, last, due string) {
	t.Helper()
	if got.LastDay.String() != last || !got.Due.Equal(at(t, due)) {
		t.Errorf("last day %s, due %s; want %s, %s", got.LastDay, got.Due.Format("2006-01-02 15:04"), last, due)
	}
}

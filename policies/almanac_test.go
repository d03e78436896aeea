package policies_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/terms"
	"duban/policy/calendar"
)

var china = time.FixedZone("CST", 8*60*60)

// almanac is one course of publications: 2027 provisional and 2028 unknown, then 2027 published, then 2028. Each
// version is given twice, to the engine and to the checker.
type almanac struct {
	engine  []*calendar.Calendar
	checker []*terms.Days
}

// The published years and the statutory days of 2027, written down here a second time for the checker.
const (
	freeDays = `20250101 20250128 20250129 20250130 20250131 20250203 20250204 20250404 20250501 20250502 20250505
		20250602 20251001 20251002 20251003 20251006 20251007 20251008
		20260101 20260102 20260216 20260217 20260218 20260219 20260220 20260223 20260406 20260501 20260504 20260505
		20260619 20260925 20261001 20261002 20261005 20261006 20261007`
	statutory2027 = `20270101 20270205 20270208 20270405 20270609 20270915 20271001`
	workedDays    = `20250126 20250208 20250427 20250928 20251011 20260104 20260214 20260228 20260509 20260920 20261010`
)

func set(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for day := range strings.FieldsSeq(list) {
			all[day] = true
		}
	}
	return all
}

func newAlmanac(t *testing.T, rng *rand.Rand) almanac {
	t.Helper()
	shipped := shippedYears(t)
	plain := &terms.Days{
		Free:     set(freeDays, statutory2027),
		Worked:   set(workedDays),
		Official: map[int]bool{2025: true, 2026: true},
		Open:     8*time.Hour + 30*time.Minute,
		Close:    17*time.Hour + 30*time.Minute,
	}
	a := almanac{engine: []*calendar.Calendar{calendar.New("cn", china, shipped...)}, checker: []*terms.Days{plain}}
	years := shipped
	free, worked := []string{freeDays}, []string{workedDays}
	for _, y := range []int{2027, 2028} {
		year, off, work := publication(rng, y)
		years = append(slices.Clip(years), year)
		free, worked = append(free, off), append(worked, work)
		official := map[int]bool{
			2025: true,
			2026: true,
			2027: true,
			2028: y == 2028,
		}
		a.engine = append(a.engine, calendar.New("cn", china, years...))
		published := *plain
		published.Free, published.Worked, published.Official = set(free...), set(worked...), official
		a.checker = append(a.checker, &published)
	}
	return a
}

// publication invents an official year: holidays of random length about the usual days, and make-up weekends.
func publication(rng *rand.Rand, y int) (year calendar.Year, free, worked string) {
	year = calendar.Year{Year: y, Status: calendar.Official, Source: "invented"}
	taken := map[string]bool{}
	for _, h := range []struct {
		month, day, most int
	}{{1, 1, 4}, {2, 3, 9}, {4, 3, 4}, {5, 1, 5}, {6, 8, 3}, {9, 14, 3}, {10, 1, 8}, {12, 29, 3}} {
		from := time.Date(y, time.Month(h.month), h.day+rng.IntN(2), 12, 0, 0, 0, time.UTC)
		for i := range 1 + rng.IntN(h.most) {
			at := from.AddDate(0, 0, i)
			if at.Year() != y {
				break
			}
			taken[at.Format("20060102")] = true
			year.Off = append(year.Off, calendar.Day{Date: calendar.DateOf(at, time.UTC), Name: "假"})
			free += at.Format("20060102") + " "
		}
	}
	for range 8 {
		at := time.Date(y, 1, 1+rng.IntN(365), 12, 0, 0, 0, time.UTC)
		if rng.IntN(2) == 0 { // many about the turn of the year, where most cases are
			at = time.Date(y, 1, 1+rng.IntN(25), 12, 0, 0, 0, time.UTC)
		}
		for at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			at = at.AddDate(0, 0, 1)
		}
		key := at.Format("20060102")
		if taken[key] || at.Year() != y {
			continue
		}
		taken[key] = true
		year.Work = append(year.Work, calendar.Day{Date: calendar.DateOf(at, time.UTC), Name: "调休上班"})
		worked += key + " "
	}
	return year, free, worked
}

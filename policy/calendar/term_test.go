package calendar_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestTerm(t *testing.T) {
	c := china(t)
	for _, tc := range []struct {
		why, start, limit, last, due string
		provisional                  bool
	}{
		{"logistics-4.1a, an ordinary Monday", "2026-03-02 10:00", "1wd", "2026-03-03", "2026-03-04 00:00", false},
		{"Sunday is a make-up working day", "2026-09-18 16:00", "1wd", "2026-09-20", "2026-09-21 00:00", false},
		{"Friday before an ordinary weekend", "2026-03-06 16:00", "1wd", "2026-03-09", "2026-03-10 00:00", false},
		{"received on a Saturday", "2026-03-07 10:00", "1wd", "2026-03-09", "2026-03-10 00:00", false},
		{"the last second of the day is that day", "2026-03-02 23:59", "1wd", "2026-03-03", "2026-03-04 00:00", false},
		{"midnight belongs to the day it begins", "2026-03-03 00:00", "1wd", "2026-03-04", "2026-03-05 00:00", false},
		{
			"Spring Festival 2026: Saturday 14 counts", "2026-02-13 09:00", "3wd", "2026-02-25", "2026-02-26 00:00",
			false,
		},
		{"received on the make-up Saturday", "2026-02-14 09:00", "1wd", "2026-02-24", "2026-02-25 00:00", false},
		{"received in the holiday", "2026-02-17 09:00", "1wd", "2026-02-24", "2026-02-25 00:00", false},
		{"make-up Saturday after the festival", "2026-02-27 09:00", "2wd", "2026-03-02", "2026-03-03 00:00", false},
		{
			"National Day 2025: 28 September and 11 October count", "2025-09-26 09:00", "7wd", "2025-10-13",
			"2025-10-14 00:00", false,
		},
		{"National Day 2026", "2026-09-30 09:00", "1wd", "2026-10-08", "2026-10-09 00:00", false},
		{"make-up Saturday 10 October", "2026-09-30 09:00", "3wd", "2026-10-10", "2026-10-11 00:00", false},
		{"year end into an official year", "2025-12-31 09:00", "1wd", "2026-01-04", "2026-01-05 00:00", false},
		{"last day of the last official year", "2026-12-30 09:00", "1wd", "2026-12-31", "2027-01-01 00:00", false},
		{"into a provisional year", "2026-12-31 09:00", "1wd", "2027-01-04", "2027-01-05 00:00", true},
		{"a missing year knows weekends only", "2028-09-29 09:00", "2wd", "2028-10-03", "2028-10-04 00:00", true},
		{
			"21 working days in January, 16 in February, 22 in March", "2025-12-31 09:00", "60wd", "2026-04-01",
			"2026-04-02 00:00", false,
		},
		{"manufacturer-10", "2026-03-02 10:00", "14d", "2026-03-16", "2026-03-17 00:00", false},
		{"rolls over a weekend", "2026-03-02 10:00", "5d", "2026-03-09", "2026-03-10 00:00", false},
		{"rolls over Spring Festival", "2026-02-02 10:00", "14d", "2026-02-24", "2026-02-25 00:00", false},
		{"does not roll from a make-up Sunday", "2026-09-17 10:00", "3d", "2026-09-20", "2026-09-21 00:00", false},
		{"rolls onto a make-up Sunday", "2026-09-17 10:00", "2d", "2026-09-20", "2026-09-21 00:00", false},
		{"land-3, ends on a Sunday", "2026-07-15 10:00", "60d", "2026-09-14", "2026-09-15 00:00", false},
		{"land-2b into a provisional year", "2026-12-10 10:00", "30d", "2027-01-11", "2027-01-12 00:00", true},
		{"no roll needed, but 2027 may change that", "2026-12-10 10:00", "27d", "2027-01-06", "2027-01-07 00:00", true},
		{"31 January and a month", "2025-01-31 10:00", "1m", "2025-02-28", "2025-03-01 00:00", false},
		{
			"the end of February is a make-up Saturday", "2026-01-31 10:00", "1m", "2026-02-28", "2026-03-01 00:00",
			false,
		},
		{"leap year", "2028-01-31 10:00", "1m", "2028-02-29", "2028-03-01 00:00", true},
		{"30 November and three months", "2025-11-30 10:00", "3m", "2026-02-28", "2026-03-01 00:00", false},
		{"a month rolls", "2026-09-01 10:00", "1m", "2026-10-08", "2026-10-09 00:00", false},
		{"hours over midnight, in a holiday", "2026-10-01 22:30", "4h", "2026-10-02", "2026-10-02 02:30", false},
		{"hours up to midnight", "2026-03-02 22:00", "2h", "2026-03-02", "2026-03-03 00:00", false},
		{"hours ask no calendar", "2028-03-02 22:00", "48h", "2028-03-04", "2028-03-04 22:00", false},
		{"at once", "2026-03-02 00:00", "0h", "2026-03-02", "2026-03-02 00:00", false},
		{"the same working day", "2026-03-02 10:00", "0wd", "2026-03-02", "2026-03-03 00:00", false},
		{"no working day to be the same", "2026-03-07 10:00", "0wd", "2026-03-09", "2026-03-10 00:00", false},
		{"the same day, rolled", "2026-03-07 10:00", "0d", "2026-03-09", "2026-03-10 00:00", false},
		{"the same day by month", "2026-03-02 10:00", "0m", "2026-03-02", "2026-03-03 00:00", false},
	} {
		t.Run(tc.why, func(t *testing.T) {
			got := term(t, c, tc.start, tc.limit, calendar.DefaultRule())
			wants(t, got, tc.last, tc.due)
			if got.Provisional != tc.provisional {
				t.Errorf("provisional %v", got.Provisional)
			}
			if !got.Started.Equal(at(t, tc.start)) || got.Limit.String() != tc.limit ||
				got.Due.Location() != c.Location() {
				t.Errorf("started %s, limit %s, zone %s", got.Started, got.Limit, got.Due.Location())
			}
		})
	}
}

func TestTermByOtherRules(t *testing.T) {
	c := china(t)
	sameDay := calendar.Rule{StartNextDay: false, WholeDays: true, Roll: true}
	exact := calendar.Rule{StartNextDay: true, WholeDays: false, Roll: true}
	exactSameDay := calendar.Rule{StartNextDay: false, WholeDays: false, Roll: true}
	fixed := calendar.Rule{StartNextDay: true, WholeDays: true, Roll: false}
	for _, tc := range []struct {
		rule                    calendar.Rule
		start, limit, last, due string
	}{
		{sameDay, "2026-03-02 10:00", "1wd", "2026-03-02", "2026-03-03 00:00"},
		{sameDay, "2026-03-07 10:00", "1wd", "2026-03-09", "2026-03-10 00:00"},
		{sameDay, "2026-03-06 10:00", "2wd", "2026-03-09", "2026-03-10 00:00"},
		{sameDay, "2026-03-02 10:00", "3d", "2026-03-04", "2026-03-05 00:00"},
		{sameDay, "2026-03-02 10:00", "0d", "2026-03-02", "2026-03-03 00:00"},
		{sameDay, "2026-03-01 10:00", "1m", "2026-03-31", "2026-04-01 00:00"},
		{sameDay, "2025-01-31 10:00", "1m", "2025-02-28", "2025-03-01 00:00"},
		{sameDay, "2025-01-29 10:00", "1m", "2025-02-28", "2025-03-01 00:00"},
		{sameDay, "2025-01-28 10:00", "1m", "2025-02-27", "2025-02-28 00:00"},
		{exact, "2026-03-02 10:00", "1wd", "2026-03-03", "2026-03-03 10:00"},
		{exact, "2026-03-06 10:00", "1wd", "2026-03-09", "2026-03-09 10:00"},
		{exact, "2026-03-02 10:00", "5d", "2026-03-09", "2026-03-09 10:00"},
		{exact, "2026-03-02 10:00", "1m", "2026-04-02", "2026-04-02 10:00"},
		{exactSameDay, "2026-03-02 10:00", "1wd", "2026-03-03", "2026-03-03 10:00"},
		{exactSameDay, "2026-03-02 10:00", "1d", "2026-03-03", "2026-03-03 10:00"},
		{exactSameDay, "2026-03-02 10:00", "1m", "2026-04-02", "2026-04-02 10:00"},
		{fixed, "2026-03-02 10:00", "5d", "2026-03-07", "2026-03-08 00:00"},
		{fixed, "2026-09-01 10:00", "1m", "2026-10-01", "2026-10-02 00:00"},
		{fixed, "2026-03-06 10:00", "1wd", "2026-03-09", "2026-03-10 00:00"},
		{fixed, "2027-03-01 10:00", "5d", "2027-03-06", "2027-03-07 00:00"},
		{calendar.Rule{}, "2026-03-02 10:00", "4h", "2026-03-02", "2026-03-02 14:00"},
	} {
		t.Run(fmt.Sprintf("%+v %s %s", tc.rule, tc.start, tc.limit), func(t *testing.T) {
			got := term(t, c, tc.start, tc.limit, tc.rule)
			wants(t, got, tc.last, tc.due)
			if got.Provisional {
				t.Error("provisional, although no uncertain date was consulted")
			}
		})
	}
}

func TestTermIsCountedInTheOrganisationsZone(t *testing.T) {
	late := time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC) // Tuesday 01:00 in China
	got, err := china(t).CountTerm(late, limit(t, "1wd"), calendar.DefaultRule())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, got, "2026-03-04", "2026-03-05 00:00")
}

// tell writes steps as a person would read them.
func tell(steps []calendar.Step) string {
	var lines []string
	for _, s := range steps {
		line := fmt.Sprintf("%s %s %s %d%s", s.Date.String()[5:], s.Kind, s.Name, s.N, s.Unit)
		if s.Left != 0 {
			line += " " + s.Left.String()
		}
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

func TestStepsTellTheAnswer(t *testing.T) {
	c := china(t)
	for _, tc := range []struct{ start, limit, want string }{
		{"2026-09-18 16:00", "3wd", `09-18 started 3wd
09-19 skipped 周末 0
09-20 makeup 调休上班 1
09-22 last 0`},
		{"2025-09-30 16:00", "3wd", `09-30 started 3wd
10-01 skipped 国庆节、中秋节 0
10-02 skipped 国庆节、中秋节 0
10-03 skipped 国庆节、中秋节 0
10-04 skipped 国庆节、中秋节 0
10-05 skipped 国庆节、中秋节 0
10-06 skipped 国庆节、中秋节 0
10-07 skipped 国庆节、中秋节 0
10-08 skipped 国庆节、中秋节 0
10-11 makeup 调休上班 3
10-11 last 0`},
		{"2026-09-22 16:00", "4d", `09-22 started 4d
09-26 skipped 中秋节 0
09-27 skipped 中秋节 0
09-28 rolled 2
09-28 last 0`},
		{"2026-09-17 16:00", "2d", `09-17 started 2d
09-19 skipped 周末 0
09-20 rolled 调休上班 1
09-20 last 0`},
		{"2026-09-19 16:00", "4h", "09-19 started 4h\n09-19 last 0"},
	} {
		if got := tell(term(t, c, tc.start, tc.limit, calendar.DefaultRule()).Steps); got != tc.want {
			t.Errorf("%s %s:\n%s\nwant\n%s", tc.start, tc.limit, got, tc.want)
		}
	}
}

func TestTermRefuses(t *testing.T) {
	c, start := china(t), at(t, "2026-03-02 10:00")
	for _, tc := range []struct {
		start time.Time
		limit calendar.Limit
		want  string
	}{
		{start, calendar.Limit{}, "is not a limit"},
		{start, calendar.Limit{N: 3}, "is not a limit"},
		{start, calendar.Limit{N: 3, Unit: "w"}, "is not a limit"},
		{start, calendar.Limit{N: -1, Unit: calendar.Hours}, "negative"},
		{start, calendar.Limit{N: 3651, Unit: calendar.CalendarDays}, "too long"},
		{time.Time{}, calendar.Limit{N: 1, Unit: calendar.Hours}, "no instant"},
		{start.AddDate(-200, 0, 0), calendar.Limit{N: 1, Unit: calendar.Hours}, "not between 1900 and 9000"},
	} {
		if _, err := c.CountTerm(tc.start, tc.limit, calendar.DefaultRule()); err == nil ||
			!strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s %+v: %v", tc.start, tc.limit, err)
		}
	}
}

func TestTermKeepsItsMeaningInJSON(t *testing.T) {
	before := term(t, china(t), "2026-09-18 16:00", "1wd", calendar.DefaultRule())
	text, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"started":"2026-09-18T16:00:00+08:00","limit":"1wd","last_day":"2026-09-20",` +
		`"due":"2026-09-21T00:00:00+08:00","provisional":false,"steps":[` +
		`{"date":"2026-09-18","kind":"started","n":1,"unit":"wd","at":"2026-09-18T16:00:00+08:00"},` +
		`{"date":"2026-09-19","kind":"skipped","name":"周末"},` +
		`{"date":"2026-09-20","kind":"makeup","name":"调休上班","n":1},{"date":"2026-09-20","kind":"last"}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	var after calendar.Term
	if err := json.Unmarshal(text, &after); err != nil || tell(after.Steps) != tell(before.Steps) ||
		!after.Due.Equal(before.Due) {
		t.Errorf("%v %+v", err, after)
	}
}

func BenchmarkTermSixtyWorkingDays(b *testing.B) {
	c, start, sixty := china(b), at(b, "2026-01-05 10:00"), limit(b, "60wd")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.CountTerm(start, sixty, calendar.DefaultRule()); err != nil {
			b.Fatal(err)
		}
	}
}

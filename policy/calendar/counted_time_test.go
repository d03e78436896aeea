package calendar_test

import (
	"strings"
	"testing"
	"time"

	"duban/policy/calendar"
)

// fromEightToEight is an office that is open from 08:00 to 20:00.
func fromEightToEight(t *testing.T, everyDay bool) *calendar.Calendar {
	t.Helper()
	return china(t).WithOffice(calendar.Office{Opens: 8 * time.Hour, Closes: 20 * time.Hour, EveryDay: everyDay})
}

func TestMinutesAndOfficeHours(t *testing.T) {
	for _, tc := range []struct {
		why, start, limit string
		everyDay          bool
		last, due         string
		provisional       bool
	}{
		{"minutes run through the night", "2026-03-02 23:45", "30min", false, "2026-03-03", "2026-03-03 00:15", false},
		{"up to midnight is that day", "2026-03-02 23:30", "30min", false, "2026-03-02", "2026-03-03 00:00", false},
		{"inside the office's hours", "2026-03-02 10:00", "2oh", false, "2026-03-02", "2026-03-02 12:00", false},
		{"before it opens", "2026-03-02 06:30", "2oh", false, "2026-03-02", "2026-03-02 10:00", false},
		{"after it has closed", "2026-03-02 20:00", "2oh", false, "2026-03-03", "2026-03-03 10:00", false},
		{"over the night", "2026-03-02 19:30", "2oh", false, "2026-03-03", "2026-03-03 09:30", false},
		{"up to its closing", "2026-03-02 18:00", "2oh", false, "2026-03-02", "2026-03-02 20:00", false},
		{"over a weekend", "2026-03-06 19:30", "2oh", false, "2026-03-09", "2026-03-09 09:30", false},
		{"a weekend on which it is open", "2026-03-06 19:30", "2oh", true, "2026-03-07", "2026-03-07 09:30", false},
		{"a make-up Sunday", "2026-09-19 10:00", "2oh", false, "2026-09-20", "2026-09-20 10:00", false},
		{"over National Day", "2026-09-30 19:00", "13oh", false, "2026-10-08", "2026-10-08 20:00", false},
		{"none of them", "2026-03-02 22:00", "0oh", false, "2026-03-02", "2026-03-02 22:00", false},
		{"into a provisional year", "2026-12-31 19:00", "2oh", false, "2027-01-04", "2027-01-04 09:00", true},
		{"which does not matter to it", "2026-12-31 19:00", "2oh", true, "2027-01-01", "2027-01-01 09:00", false},
	} {
		t.Run(tc.why, func(t *testing.T) {
			got := term(t, fromEightToEight(t, tc.everyDay), tc.start, tc.limit, calendar.DefaultRule())
			wants(t, got, tc.last, tc.due)
			if got.Provisional != tc.provisional {
				t.Errorf("provisional %v", got.Provisional)
			}
		})
	}
}

func TestOfficeHoursAreTold(t *testing.T) {
	c := fromEightToEight(t, false)
	const want = `09-18 started 3oh
09-18 office 0 1h0m0s
09-19 skipped 周末 0
09-20 makeup 调休上班 0
09-20 office 0 2h0m0s
09-20 last 0`
	if got := tell(term(t, c, "2026-09-18 19:00", "3oh", calendar.DefaultRule()).Steps); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestRungsInOfficeHours(t *testing.T) {
	c := fromEightToEight(t, false)
	for _, tc := range []struct{ why, start, limit, by, before, after string }{
		{"on one day", "2026-03-02 08:00", "6oh", "2oh", "2026-03-02 12:00", "2026-03-02 16:00"},
		{"over the night", "2026-03-02 18:00", "3oh", "2oh", "2026-03-02 19:00", "2026-03-03 11:00"},
		{"when it opens, not when it closed", "2026-03-02 18:00", "4oh", "2oh", "2026-03-03 08:00", "2026-03-03 12:00"},
		{"around a limit in days", "2026-03-05 10:00", "1wd", "2oh", "2026-03-06 18:00", "2026-03-09 10:00"},
		{"minutes", "2026-03-02 18:00", "3oh", "90min", "2026-03-03 07:30", "2026-03-03 10:30"},
		{"not before the start", "2026-03-02 10:00", "2oh", "5oh", "2026-03-02 10:00", "2026-03-02 17:00"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			counted := term(t, c, tc.start, tc.limit, calendar.DefaultRule())
			before, _, err := c.RungBefore(counted, limit(t, tc.by))
			after, _, errAfter := c.RungAfter(counted, limit(t, tc.by), calendar.DefaultRule())
			if err != nil || errAfter != nil || !before.Equal(at(t, tc.before)) || !after.Equal(at(t, tc.after)) {
				t.Errorf("before %s, %v; after %s, %v", before, err, after, errAfter)
			}
		})
	}
}

func TestSuspensionInOfficeHours(t *testing.T) {
	c := fromEightToEight(t, false)
	monday := term(t, c, "2026-03-02 10:00", "12oh", calendar.DefaultRule()) // due on Tuesday at ten
	for _, tc := range []struct{ why, off, on, last, due string }{
		{"two hours of the day", "2026-03-02 11:00", "2026-03-02 13:00", "2026-03-03", "2026-03-03 12:00"},
		{"the night costs nothing", "2026-03-02 20:00", "2026-03-03 08:00", "2026-03-03", "2026-03-03 10:00"},
		{"up to the closing", "2026-03-03 08:00", "2026-03-06 18:00", "2026-03-06", "2026-03-06 20:00"},
		{"over a weekend", "2026-03-03 09:00", "2026-03-07 11:00", "2026-03-09", "2026-03-09 09:00"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			got, err := resume(c, monday, at(t, tc.off), at(t, tc.on))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, got, tc.last, tc.due)
		})
	}
	longer, err := c.ExtendTerm(monday, limit(t, "3oh"), calendar.DefaultRule())
	if err != nil {
		t.Fatal(err)
	}
	wants(t, longer, "2026-03-03", "2026-03-03 13:00")
}

func TestOfficeHoursNeedAnOffice(t *testing.T) {
	_, err := china(t).CountTerm(at(t, "2026-03-02 10:00"), limit(t, "2oh"), calendar.DefaultRule())
	if err == nil || !strings.Contains(err.Error(), "hours of the office") {
		t.Errorf("counted without an office: %v", err)
	}
}

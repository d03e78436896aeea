package calendar_test

import (
	"strings"
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestRemaining(t *testing.T) {
	c := china(t)
	for _, tc := range []struct {
		why, start, limit, at string
		want                  time.Duration
	}{
		{
			"working time of the rest of Monday and Tuesday", "2026-03-02 10:00", "1wd", "2026-03-02 15:00",
			33 * time.Hour,
		},
		{"a weekend is no working time", "2026-03-06 10:00", "1wd", "2026-03-07 15:00", 24 * time.Hour},
		{"a make-up Sunday is", "2026-09-18 10:00", "1wd", "2026-09-19 15:00", 24 * time.Hour},
		{"half of it has passed", "2026-09-18 10:00", "1wd", "2026-09-20 12:00", 12 * time.Hour},
		{"calendar time includes the weekend", "2026-03-06 10:00", "3d", "2026-03-07 00:00", 72 * time.Hour},
		{"hours", "2026-03-06 10:00", "4h", "2026-03-06 11:30", 150 * time.Minute},
		{"at the end", "2026-03-06 10:00", "4h", "2026-03-06 14:00", 0},
		{"after the end", "2026-03-02 10:00", "1wd", "2026-03-05 15:00", 0},
		{"before the start", "2026-03-02 10:00", "1wd", "2026-02-02 15:00", 38 * time.Hour},
	} {
		counted := term(t, c, tc.start, tc.limit, calendar.DefaultRule())
		if got := c.RemainingTime(counted, at(t, tc.at)); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.why, got, tc.want)
		}
	}
}

// resume suspends and resumes under one calendar.
func resume(c *calendar.Calendar, t calendar.Term, off, on time.Time) (calendar.Term, error) {
	return c.ResumeTerm(t, off, on, c.RemainingTime(t, off))
}

func TestResumeTerm(t *testing.T) {
	c, whole := china(t), calendar.DefaultRule()
	exact := calendar.Rule{StartNextDay: true, Roll: true}
	for _, tc := range []struct {
		why, start, limit string
		rule              calendar.Rule
		off, on           string
		last, due         string
	}{
		{
			"an hour is an hour", "2026-03-02 10:00", "3wd", whole, "2026-03-03 10:00", "2026-03-03 11:00",
			"2026-03-06", "2026-03-06 01:00",
		},
		{
			"the weekend costs nothing", "2026-03-02 10:00", "3wd", whole, "2026-03-04 12:00", "2026-03-07 12:00",
			"2026-03-10", "2026-03-10 12:00",
		},
		{
			"up to midnight ends on the working day before", "2026-03-05 10:00", "1wd", whole, "2026-03-06 00:00",
			"2026-03-07 12:00", "2026-03-09", "2026-03-10 00:00",
		},
		{
			"suspended over National Day, resumed inside it", "2026-09-28 10:00", "2wd", whole, "2026-09-29 12:00",
			"2026-10-03 09:00", "2026-10-09", "2026-10-09 12:00",
		},
		{
			"a make-up Sunday runs", "2026-09-17 10:00", "1wd", whole, "2026-09-18 12:00", "2026-09-20 18:00",
			"2026-09-21", "2026-09-21 06:00",
		},
		{
			"calendar time, not rolled", "2026-03-02 10:00", "3d", whole, "2026-03-04 00:00", "2026-03-06 12:00",
			"2026-03-08", "2026-03-08 12:00",
		},
		{
			"hours", "2026-03-02 10:00", "4h", whole, "2026-03-02 11:00", "2026-03-03 11:00", "2026-03-03",
			"2026-03-03 14:00",
		},
		{
			"a month", "2026-03-02 10:00", "1m", whole, "2026-04-02 12:00", "2026-04-03 12:00", "2026-04-03",
			"2026-04-04 00:00",
		},
		{
			"resumed at the same instant", "2026-03-02 10:00", "3wd", whole, "2026-03-03 10:00", "2026-03-03 10:00",
			"2026-03-05", "2026-03-06 00:00",
		},
		{
			"nothing counts between the last working day and a start at midnight", "2026-03-07 00:00", "1wd", exact,
			"2026-03-08 12:00", "2026-03-14 12:00", "2026-03-16", "2026-03-16 00:00",
		},
	} {
		t.Run(tc.why, func(t *testing.T) {
			before := term(t, c, tc.start, tc.limit, tc.rule)
			got, err := resume(c, before, at(t, tc.off), at(t, tc.on))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, got, tc.last, tc.due)
			if left, want := c.RemainingTime(got, at(t, tc.on)), c.RemainingTime(before, at(t, tc.off)); left != want {
				t.Errorf("%s are left, %s were", left, want)
			}
		})
	}
}

func TestSuspensionIsExactToTheNanosecond(t *testing.T) {
	c := china(t)
	before := term(t, c, "2026-03-02 10:00", "3wd", calendar.DefaultRule())
	off := at(t, "2026-03-03 10:00").Add(time.Nanosecond)
	got, err := resume(c, before, off, at(t, "2026-03-04 10:00").UTC())
	if want := at(t, "2026-03-07 00:00").Add(-time.Nanosecond); err != nil || !got.Due.Equal(want) ||
		got.LastDay != date(t, "2026-03-06") {
		t.Errorf("due %s, last day %s, %v", got.Due, got.LastDay, err)
	}
}

func TestSuspensionStepsAndProvisional(t *testing.T) {
	c := china(t)
	before := term(t, c, "2026-12-29 10:00", "2wd", calendar.DefaultRule())
	got, err := resume(c, before, at(t, "2026-12-31 06:00"), at(t, "2026-12-31 18:00"))
	if err != nil || before.Provisional || !got.Provisional {
		t.Fatalf("provisional %v, then %v, %v", before.Provisional, got.Provisional, err)
	}
	const want = `12-29 started 2wd
12-31 last 0
12-31 suspended 0 18h0m0s
12-31 resumed 0 18h0m0s
01-01 skipped 元旦 0
01-02 skipped 周末 0
01-03 skipped 周末 0
01-04 last 0`
	if tell(got.Steps) != want || !got.Steps[2].At.Equal(at(t, "2026-12-31 06:00")) ||
		!got.Steps[3].At.Equal(at(t, "2026-12-31 18:00")) {
		t.Errorf("%s\nwant\n%s", tell(got.Steps), want)
	}
}

func TestSuspensionKeepsWhatWasKnown(t *testing.T) {
	c := china(t)
	doubtful := term(t, c, "2026-12-31 10:00", "2wd", calendar.DefaultRule())
	certain := calendar.New("cn", nil, loadYear(t, 2026), calendar.Year{Year: 2027, Status: calendar.Official})
	got, err := resume(certain, doubtful, at(t, "2027-01-04 06:00"), at(t, "2027-01-04 07:00"))
	if err != nil || !got.Provisional {
		t.Errorf("a doubtful term became certain: %v", err)
	}
	// Two answers grown from one term must not write into each other's steps.
	first, errFirst := resume(c, doubtful, at(t, "2027-01-04 06:00"), at(t, "2027-01-04 07:00"))
	told := tell(first.Steps)
	_, errSecond := resume(c, doubtful, at(t, "2027-01-04 08:00"), at(t, "2027-01-08 09:00"))
	if errFirst != nil || errSecond != nil || tell(first.Steps) != told {
		t.Errorf("%v, %v, the steps changed to\n%s", errFirst, errSecond, tell(first.Steps))
	}
}

func TestSuspensionAfterAMixedExtensionCountsByTheClock(t *testing.T) {
	c := china(t)
	// Friday, then two calendar days that do not roll: due on Sunday at midnight, where no working time is.
	fixed := calendar.Rule{StartNextDay: true, WholeDays: true}
	mixed, err := c.ExtendTerm(term(t, c, "2026-03-05 10:00", "1wd", fixed), limit(t, "2d"), fixed)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, mixed, "2026-03-08", "2026-03-09 00:00")
	got, err := resume(c, mixed, at(t, "2026-03-07 12:00"), at(t, "2026-03-09 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, got, "2026-03-10", "2026-03-11 00:00")
}

func TestResumeTermRefuses(t *testing.T) {
	c := china(t)
	good := term(t, c, "2026-03-02 10:00", "1wd", calendar.DefaultRule())
	for _, tc := range []struct {
		term          calendar.Term
		off, on, want string
	}{
		{good, "2026-03-02 09:00", "2026-03-03 09:00", "before its start"},
		{good, "2026-03-04 00:00", "2026-03-05 09:00", "nothing is left"},
		{good, "2026-03-03 09:00", "2026-03-03 08:00", "before it was suspended"},
		{good, "2026-03-03 09:00", "9500-03-03 08:00", "not between"},
		{calendar.Term{}, "2026-03-03 09:00", "2026-03-03 10:00", "is not a limit"},
	} {
		if _, err := resume(c, tc.term, at(t, tc.off), at(t, tc.on)); err == nil ||
			!strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s to %s: %v, want %q", tc.off, tc.on, err, tc.want)
		}
	}
}

package calendar_test

import (
	"strings"
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestAfter(t *testing.T) {
	c, whole := china(t), calendar.DefaultRule()
	exact := calendar.Rule{StartNextDay: true, Roll: true}
	sameDay := calendar.Rule{WholeDays: true, Roll: true}
	for _, tc := range []struct {
		why, start, limit string
		rule              calendar.Rule
		after, want       string
		provisional       bool
	}{
		{"last day Tuesday", "2026-03-02 10:00", "1wd", whole, "1wd", "2026-03-05 00:00", false},
		{
			"the first day of a term is not the first of a rung", "2026-03-02 10:00", "2wd", sameDay, "1wd",
			"2026-03-05 00:00", false,
		},
		{"over a weekend with a make-up Sunday", "2026-09-17 10:00", "1wd", whole, "2wd", "2026-09-22 00:00", false},
		{"National Day", "2026-09-29 10:00", "1wd", whole, "1wd", "2026-10-09 00:00", false},
		{"calendar days roll", "2026-03-02 10:00", "1wd", whole, "4d", "2026-03-10 00:00", false},
		{"nothing after", "2026-03-02 10:00", "1wd", whole, "0d", "2026-03-04 00:00", false},
		{"hours from the end", "2026-03-02 10:00", "1wd", whole, "4h", "2026-03-04 04:00", false},
		{"no hours", "2026-03-02 10:00", "4h", whole, "0h", "2026-03-02 14:00", false},
		{"a day after hours is a whole day", "2026-03-02 10:00", "4h", whole, "1wd", "2026-03-04 00:00", false},
		{"a day after hours by the clock", "2026-03-02 10:00", "4h", exact, "1wd", "2026-03-03 14:00", false},
		{"without whole days at the same time", "2026-03-05 10:00", "1wd", exact, "1wd", "2026-03-09 10:00", false},
		{"a month after", "2026-01-30 10:00", "1d", whole, "1m", "2026-03-03 00:00", false},
		{"into the provisional year", "2026-12-30 10:00", "1wd", whole, "1wd", "2027-01-05 00:00", true},
	} {
		t.Run(tc.why, func(t *testing.T) {
			counted := term(t, c, tc.start, tc.limit, tc.rule)
			got, provisional, err := c.RungAfter(counted, limit(t, tc.after), tc.rule)
			if err != nil || !got.Equal(at(t, tc.want)) || provisional != tc.provisional {
				t.Errorf("%s, provisional %v, %v; want %s", got, provisional, err, tc.want)
			}
		})
	}
}

func TestAfterATermThatEndsWithItsDayCountsWholeDays(t *testing.T) {
	c := china(t)
	friday := term(t, c, "2026-03-05 10:00", "1wd", calendar.DefaultRule())
	got, _, err := c.RungAfter(friday, limit(t, "1wd"), calendar.Rule{})
	if err != nil || !got.Equal(at(t, "2026-03-10 00:00")) {
		t.Errorf("%s, %v: Monday must have passed", got, err)
	}
}

func TestBefore(t *testing.T) {
	c := china(t)
	for _, tc := range []struct{ why, start, limit, before, want string }{
		{"hours before the end", "2026-03-02 10:00", "3wd", "4h", "2026-03-05 20:00"},
		{"two working days before a Friday", "2026-03-02 10:00", "4wd", "2wd", "2026-03-04 00:00"},
		{"back over National Day", "2026-09-29 10:00", "3wd", "2wd", "2026-09-30 00:00"},
		{"back over a make-up Sunday", "2026-09-18 10:00", "2wd", "1wd", "2026-09-20 00:00"},
		{"calendar days", "2026-03-02 10:00", "14d", "3d", "2026-03-13 00:00"},
		{"a month, as long as February has days", "2025-12-31 10:00", "3m", "1m", "2026-02-28 00:00"},
		{"the last day itself", "2026-03-02 10:00", "14d", "0wd", "2026-03-16 00:00"},
		{"no hours: at the end", "2026-03-02 10:00", "14d", "0h", "2026-03-17 00:00"},
		{"not before the start", "2026-03-02 10:00", "1wd", "5wd", "2026-03-02 10:00"},
		{"the start of the starting day is before the start", "2026-03-02 10:00", "1wd", "1d", "2026-03-02 10:00"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			got, _, err := c.RungBefore(term(t, c, tc.start, tc.limit, calendar.DefaultRule()), limit(t, tc.before))
			if err != nil || !got.Equal(at(t, tc.want)) {
				t.Errorf("%s, %v; want %s", got, err, tc.want)
			}
		})
	}
}

func TestExtend(t *testing.T) {
	c, whole := china(t), calendar.DefaultRule()
	exact := calendar.Rule{StartNextDay: true, Roll: true}
	for _, tc := range []struct {
		why, start, limit string
		rule              calendar.Rule
		by, last, due     string
	}{
		{"working days", "2026-03-02 10:00", "3wd", whole, "2wd", "2026-03-09", "2026-03-10 00:00"},
		{
			"land-2b, from the rolled last day", "2026-02-02 10:00", "14d", whole, "10d", "2026-03-06",
			"2026-03-07 00:00",
		},
		{"a month", "2026-03-02 10:00", "30d", whole, "1m", "2026-05-06", "2026-05-07 00:00"},
		{"hours", "2026-03-02 10:00", "4h", whole, "20h", "2026-03-03", "2026-03-03 10:00"},
		{"hours after days", "2026-03-02 10:00", "1wd", whole, "4h", "2026-03-04", "2026-03-04 04:00"},
		{"days after hours", "2026-03-02 10:00", "4h", whole, "1d", "2026-03-03", "2026-03-04 00:00"},
		{"at the time of day of the start", "2026-03-02 10:00", "3wd", exact, "2wd", "2026-03-09", "2026-03-09 10:00"},
		{
			"the first day of a term is not the first of an extension", "2026-03-02 10:00", "1wd",
			calendar.Rule{WholeDays: true},
			"1wd", "2026-03-03", "2026-03-04 00:00",
		},
	} {
		t.Run(tc.why, func(t *testing.T) {
			before := term(t, c, tc.start, tc.limit, tc.rule)
			told := tell(before.Steps)
			got, err := c.ExtendTerm(before, limit(t, tc.by), tc.rule)
			if err != nil {
				t.Fatal(err)
			}
			wants(t, got, tc.last, tc.due)
			if got.Limit != before.Limit || !strings.HasPrefix(tell(got.Steps), told+"\n") ||
				tell(before.Steps) != told {
				t.Errorf("the limit is %s, the steps\n%s", got.Limit, tell(got.Steps))
			}
		})
	}
}

func TestExtensionStepsAndProvisional(t *testing.T) {
	c := china(t)
	base := term(t, c, "2026-12-30 10:00", "1wd", calendar.DefaultRule())
	got, err := c.ExtendTerm(base, limit(t, "1wd"), calendar.DefaultRule())
	if err != nil || base.Provisional || !got.Provisional {
		t.Errorf("provisional %v, then %v, %v", base.Provisional, got.Provisional, err)
	}
	const want = `12-30 started 1wd
12-31 last 0
12-31 extended 1wd
01-01 skipped 元旦 0
01-02 skipped 周末 0
01-03 skipped 周末 0
01-04 last 0`
	if tell(got.Steps) != want {
		t.Errorf("%s\nwant\n%s", tell(got.Steps), want)
	}
	// Once marked, always marked: the doubt about the first stretch stays.
	again, err := calendar.New("cn", nil, loadYear(t, 2026)).ExtendTerm(got, limit(t, "1h"), calendar.DefaultRule())
	if err != nil || !again.Provisional {
		t.Errorf("%v, %v", again.Provisional, err)
	}
}

func TestRungsAndExtensionsRefuse(t *testing.T) {
	c := china(t)
	good := term(t, c, "2026-03-02 10:00", "1wd", calendar.DefaultRule())
	ended := good
	ended.Due = good.Started.Add(-time.Hour)
	for _, tc := range []struct {
		term  calendar.Term
		limit calendar.Limit
	}{
		{good, calendar.Limit{}},
		{good, calendar.Limit{N: -1, Unit: calendar.WorkingDays}},
		{calendar.Term{}, limit(t, "1wd")},
		{calendar.Term{Limit: good.Limit, Started: good.Started, Due: good.Due}, limit(t, "1wd")},
		{ended, limit(t, "1wd")},
	} {
		if _, _, err := c.RungAfter(tc.term, tc.limit, calendar.DefaultRule()); err == nil {
			t.Errorf("After(%+v, %+v) is accepted", tc.term, tc.limit)
		}
		if _, _, err := c.RungBefore(tc.term, tc.limit); err == nil {
			t.Errorf("Before(%+v, %+v) is accepted", tc.term, tc.limit)
		}
		if _, err := c.ExtendTerm(tc.term, tc.limit, calendar.DefaultRule()); err == nil {
			t.Errorf("Extend(%+v, %+v) is accepted", tc.term, tc.limit)
		}
	}
	if _, err := c.ExtendTerm(good, limit(t, "0wd"), calendar.DefaultRule()); err == nil ||
		!strings.Contains(err.Error(), "write 1wd") {
		t.Errorf("an extension by nothing: %v", err)
	}
}

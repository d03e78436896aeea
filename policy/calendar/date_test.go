package calendar_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones with summer time, also where the system has none

	"duban/policy/calendar"
)

func TestDate(t *testing.T) {
	d := date(t, "2026-02-28")
	if d != (calendar.Date{Year: 2026, Month: time.February, Day: 28}) || d.Weekday() != time.Saturday {
		t.Errorf("%+v, %s", d, d.Weekday())
	}
	if got := d.AddDays(1).String(); got != "2026-03-01" {
		t.Errorf("the day after is %s", got)
	}
	if got := d.AddDays(-59).String(); got != "2025-12-31" {
		t.Errorf("59 days before is %s", got)
	}
	next := date(t, "2026-03-01")
	if !d.Before(next) || next.Before(d) || d.Before(d) || d.Compare(d) != 0 || next.Compare(d) != 1 ||
		d.Compare(date(t, "2027-01-01")) != -1 {
		t.Error("the order of days is wrong")
	}
	if got := next.StartOfDay(zone); !got.Equal(time.Date(2026, 2, 28, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("it starts at %s", got)
	}
	if got := calendar.DateOf(time.Date(2026, 2, 28, 16, 0, 0, 0, time.UTC), zone); got != next {
		t.Errorf("the date in China is %s", got)
	}
	if !(calendar.Date{}).IsZero() || d.IsZero() {
		t.Error("only the zero Date is zero")
	}
}

func TestDateText(t *testing.T) {
	for _, bad := range []string{
		"", "2026-2-28", "2026-02-29", "2026-13-01", "20260228", "2026-02-28T00:00:00Z", "02-28",
	} {
		var d calendar.Date
		if err := d.UnmarshalText([]byte(bad)); err == nil ||
			!strings.Contains(err.Error(), "write year, month and day") || !d.IsZero() {
			t.Errorf("%q: %v, %s", bad, err, d)
		}
	}
	for _, bad := range []calendar.Date{{}, {
		Year:  2026,
		Month: 2,
		Day:   29,
	}, {Year: 2026, Month: 13, Day: 1}, {Year: -1, Month: 1, Day: 1}, {Year: 10000, Month: 1, Day: 1}} {
		if text, err := bad.MarshalText(); err == nil {
			t.Errorf("%+v is written as %s", bad, text)
		}
	}
	if text, err := date(t, "2026-02-28").MarshalText(); err != nil || string(text) != "2026-02-28" {
		t.Errorf("%s, %v", text, err)
	}
}

func TestDaysOfSummerTimeZones(t *testing.T) {
	brazil, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	// On 4 November 2018 clocks there went from midnight to one o'clock.
	gap := calendar.Date{Year: 2018, Month: time.November, Day: 4}
	if got := gap.StartOfDay(brazil); calendar.DateOf(got, brazil) != gap || got.Hour() != 1 ||
		!got.Equal(time.Date(2018, 11, 4, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("the day starts at %s", got)
	}
	c := calendar.New("br", brazil)
	counted, err := c.CountTerm(time.Date(2018, 11, 2, 9, 0, 0, 0, brazil), limit(t, "2d"), calendar.Rule{
		WholeDays:    true,
		StartNextDay: true,
	})
	if err != nil || counted.LastDay != gap {
		t.Fatalf("%+v, %v", counted, err)
	}
	if left := c.RemainingTime(counted, gap.StartOfDay(brazil)); left != 23*time.Hour {
		t.Errorf("that day has %s", left)
	}
}

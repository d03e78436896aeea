package calendar_test

import (
	"testing"
	"time"

	"duban/policy/calendar"
)

func TestOffice(t *testing.T) {
	zone := time.FixedZone("", 8*60*60)
	cal := calendar.New("x", zone, calendar.Year{
		Year:   2026,
		Status: calendar.Official,
		Off:    []calendar.Day{{Date: calendar.Date{Year: 2026, Month: 3, Day: 3}, Name: "校庆"}},
		Work:   []calendar.Day{{Date: calendar.Date{Year: 2026, Month: 3, Day: 7}}},
	})
	office, err := calendar.ParseOffice("09:00-17:30")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{
		"2026-03-02T08:59:59+08:00": "2026-03-02T09:00:00+08:00", // Monday
		"2026-03-02T09:00:00+08:00": "2026-03-02T09:00:00+08:00",
		"2026-03-02T17:29:59+08:00": "2026-03-02T17:29:59+08:00",
		"2026-03-02T17:30:00+08:00": "2026-03-04T09:00:00+08:00", // over the day off
		"2026-03-06T20:00:00+08:00": "2026-03-07T09:00:00+08:00", // a Saturday made up
		"2026-03-07T20:00:00+08:00": "2026-03-09T09:00:00+08:00",
		"2026-03-02T23:00:00Z":      "2026-03-04T09:00:00+08:00", // Tuesday in China
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := cal.NextOfficeInstant(instant, office).In(zone).Format(time.RFC3339); got != want {
			t.Errorf("at %s: got %s, want %s", at, got, want)
		}
		if got := cal.NextOfficeInstant(instant, calendar.Office{}); !got.Equal(instant) {
			t.Errorf("an office always open keeps %s waiting until %s", at, got)
		}
	}
}

// A reminder that would come while the office is closed comes in the last minute before, and never later.
func TestLastOfficeInstant(t *testing.T) {
	c, office := china(t), calendar.Office{Opens: 9 * time.Hour, Closes: 18 * time.Hour}
	everyDay := office
	everyDay.EveryDay = true
	for _, tc := range []struct {
		at     string
		office calendar.Office
		want   string
	}{
		{"2026-03-03 09:00", office, "2026-03-03 09:00"},
		{"2026-03-03 17:59", office, "2026-03-03 17:59"},
		{"2026-03-03 18:00", office, "2026-03-03 17:59"},
		{"2026-03-03 20:00", office, "2026-03-03 17:59"},
		{"2026-03-03 08:59", office, "2026-03-02 17:59"},
		{"2026-03-09 00:00", office, "2026-03-06 17:59"},   // Monday at midnight, over the weekend
		{"2026-03-09 00:00", everyDay, "2026-03-08 17:59"}, // which is none to it
		{"2026-09-21 00:00", office, "2026-09-20 17:59"},   // a make-up Sunday
		{"2026-10-08 08:00", office, "2026-09-30 17:59"},
		{"2026-03-08 20:00", calendar.Office{}, "2026-03-08 20:00"},
	} {
		if got, _ := c.LastOfficeInstant(at(t, tc.at), tc.office); !got.Equal(at(t, tc.want)) {
			t.Errorf("%s: %s, want %s", tc.at, got, tc.want)
		}
	}
}

// The next morning is one of a later day, whatever the hour, over days off and made up; of an office open at all hours
// it is nine o'clock of the next day.
func TestNextMorning(t *testing.T) {
	c, office := china(t), calendar.Office{Opens: 8 * time.Hour, Closes: 18 * time.Hour}
	for _, tc := range []struct {
		at     string
		office calendar.Office
		want   string
	}{
		{"2026-03-03 00:00", office, "2026-03-04 08:00"},
		{"2026-03-03 07:59", office, "2026-03-04 08:00"},
		{"2026-03-06 20:00", office, "2026-03-09 08:00"},
		{"2026-09-19 10:00", office, "2026-09-20 08:00"}, // a make-up Sunday
		{"2026-09-30 17:00", office, "2026-10-08 08:00"},
		{"2026-03-06 20:00", calendar.Office{}, "2026-03-07 09:00"},
	} {
		if got := c.NextMorning(at(t, tc.at), tc.office); !got.Equal(at(t, tc.want)) {
			t.Errorf("%s: %s, want %s", tc.at, got, tc.want)
		}
	}
}

func TestParseOffice(t *testing.T) {
	if o, err := calendar.ParseOffice(""); err != nil || o != (calendar.Office{}) {
		t.Errorf("empty: %v, %v", o, err)
	}
	for _, bad := range []string{"9-18", "18:00-09:00", "09:00", "09:00-09:00", "09:00-25:00", "-"} {
		if _, err := calendar.ParseOffice(bad); err == nil {
			t.Errorf("%q was taken for office hours", bad)
		}
	}
}

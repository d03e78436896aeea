package policy_test

import (
	"testing"
	"time"

	"duban/policy"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func shapeOf(t *testing.T, text string) policy.PeriodShape {
	t.Helper()
	s, err := policy.ParsePeriodShape(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPeriodsOfInstants(t *testing.T) {
	const layout = "2006-01-02T15:04"
	for _, x := range []struct{ shape, at, name, from, until, previous, next string }{
		{"day", "2026-12-31T23:59", "2026-12-31", "2026-12-31T00:00", "2027-01-01T00:00", "2026-12-30", "2027-01-01"},
		{
			"day from 12:00", "2027-01-01T11:59", "2026-12-31@12:00", "2026-12-31T12:00", "2027-01-01T12:00",
			"2026-12-30@12:00",
			"2027-01-01@12:00",
		},
		{
			"day from 12:00", "2027-01-01T12:00", "2027-01-01@12:00", "2027-01-01T12:00", "2027-01-02T12:00",
			"2026-12-31@12:00",
			"2027-01-02@12:00",
		},
		{"month", "2026-12-31T23:59", "2026-12", "2026-12-01T00:00", "2027-01-01T00:00", "2026-11", "2027-01"},
		{"month", "2028-02-29T10:00", "2028-02", "2028-02-01T00:00", "2028-03-01T00:00", "2028-01", "2028-03"},
		{
			"month from 19", "2026-10-18T23:59", "2026-09@19", "2026-09-19T00:00", "2026-10-19T00:00", "2026-08@19",
			"2026-10@19",
		},
		{
			"month from 19", "2026-10-19T00:00", "2026-10@19", "2026-10-19T00:00", "2026-11-19T00:00", "2026-09@19",
			"2026-11@19",
		},
		{
			"month from 19", "2027-01-05T00:00", "2026-12@19", "2026-12-19T00:00", "2027-01-19T00:00", "2026-11@19",
			"2027-01@19",
		},
		{
			"month from 28", "2027-03-31T00:00", "2027-03@28", "2027-03-28T00:00", "2027-04-28T00:00", "2027-02@28",
			"2027-04@28",
		},
		{"quarter", "2026-10-01T00:00", "2026-Q4", "2026-10-01T00:00", "2027-01-01T00:00", "2026-Q3", "2027-Q1"},
		{"quarter", "2026-03-31T23:59", "2026-Q1", "2026-01-01T00:00", "2026-04-01T00:00", "2025-Q4", "2026-Q2"},
		{"half_year", "2026-07-01T00:00", "2026-H2", "2026-07-01T00:00", "2027-01-01T00:00", "2026-H1", "2027-H1"},
		{"half_year", "2026-06-30T23:59", "2026-H1", "2026-01-01T00:00", "2026-07-01T00:00", "2025-H2", "2026-H2"},
		{"year", "2026-12-31T23:59", "2026", "2026-01-01T00:00", "2027-01-01T00:00", "2025", "2027"},
	} {
		at, err := time.ParseInLocation(layout, x.at, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		shape := shapeOf(t, x.shape)
		p := shape.PeriodAt(at, shanghai)
		got := [...]string{p.Name, p.From.Format(layout), p.Until.Format(layout), p.Previous().Name, p.Next().Name}
		if want := [...]string{x.name, x.from, x.until, x.previous, x.next}; got != want {
			t.Errorf("%s at %s: %v, not %v", x.shape, x.at, got, want)
		}
		if !p.Has(at) || p.IsClosedAt(p.Until.Add(-1)) || !p.IsClosedAt(p.Until) || p.Has(p.Until) {
			t.Errorf("%s at %s: it begins at its first instant and is closed at its end", x.shape, x.at)
		}
		named, err := shape.ParsePeriod(x.name, shanghai)
		if err != nil || !named.From.Equal(p.From) || !named.Until.Equal(p.Until) {
			t.Errorf("%s named %s: %v %v", x.shape, x.name, named, err)
		}
	}
}

// Ten years of periods follow one another without a gap, and each is found by its name.
func TestPeriodsFollowOneAnother(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin") // with summer time
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"day", "day from 12:00", "day from 02:30", "month", "month from 19", "month from 28",
		"quarter", "half_year", "year",
	} {
		shape := shapeOf(t, text)
		p := shape.PeriodAt(time.Date(2020, 1, 1, 12, 0, 0, 0, berlin), berlin)
		for p.From.Year() < 2030 {
			next := p.Next()
			if !next.From.Equal(p.Until) || next.Previous() != p || !p.Until.After(p.From) {
				t.Fatalf("%s: %s [%s, %s) and then %s from %s", text, p.Name, p.From, p.Until, next.Name, next.From)
			}
			named, err := shape.ParsePeriod(p.Name, berlin)
			if err != nil || named != p {
				t.Fatalf("%s: %s is found as %v: %v", text, p.Name, named, err)
			}
			p = next
		}
	}
}

func TestWhatIsNoPeriod(t *testing.T) {
	for _, text := range []string{
		"", "week", "month from 29", "month from 0", "month from 12:00", "day from 24:00",
		"quarter from 2", "Month", "month ",
	} {
		if _, err := policy.ParsePeriodShape(text); err == nil {
			t.Errorf("%q is read as a period", text)
		}
	}
	for shape, names := range map[string][]string{
		"day":            {"2026-02-29", "2026-2-3", "2026-02", "2026-02-03@12:00", ""},
		"day from 12:00": {"2026-02-03", "2026-02-03@13:00"},
		"month": {
			"2026-13", "2026-00", "2026-1", "2026-Q1", "2026", "2026-01@19", "26-01", "2026-01-01", "12026-01",
		},
		"month from 19": {"2026-01", "2026-01@18"},
		"quarter":       {"2026-Q0", "2026-Q5", "2026-q1", "2026-01"},
		"half_year":     {"2026-H3", "2026-Q1"},
		"year":          {"26", "2026-01", "year", "99999"},
	} {
		for _, name := range names {
			if p, err := shapeOf(t, shape).ParsePeriod(name, shanghai); err == nil {
				t.Errorf("%s: %q is read as %s", shape, name, p.Name)
			}
		}
	}
}

package calendar_test

import (
	"strings"
	"testing"

	"duban/policy/calendar"
)

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]calendar.Limit{
		"3wd":    {N: 3, Unit: calendar.WorkingDays},
		"14d":    {N: 14, Unit: calendar.CalendarDays},
		"1m":     {N: 1, Unit: calendar.Months},
		"4h":     {N: 4, Unit: calendar.Hours},
		"0d":     {N: 0, Unit: calendar.CalendarDays},
		"2500wd": {N: 2500, Unit: calendar.WorkingDays},
	} {
		got, err := calendar.ParseLimit(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
		var again calendar.Limit
		if written, err := got.MarshalText(); err != nil || string(written) != text ||
			again.UnmarshalText(written) != nil || again != want {
			t.Errorf("%q is written %q and read %+v, %v", text, written, again, err)
		}
	}
}

func TestParseLimitSaysWhatToWrite(t *testing.T) {
	const general = `write a whole number and, without a space, min (minutes), h (hours), oh (office hours), ` +
		`wd (working days), d (calendar days) or m (months), such as "3wd"`
	for text, want := range map[string]string{
		"":                      general,
		"3":                     general,
		"wd":                    general,
		"-3d":                   general,
		"+3d":                   general,
		"3w":                    general,
		"1.5d":                  general,
		"3d4h":                  general,
		"３d":                    general,
		"1 4d":                  general,
		"3 y":                   general,
		"3 wd":                  `write "3wd"`,
		"03wd":                  `write "3wd"`,
		"3WD":                   `write "3wd"`,
		" 3wd ":                 `write "3wd"`,
		"3 days":                `write "3d"`,
		"3天":                    `write "3d"`,
		"3个工作日":                 `write "3wd"`,
		"2个月":                   `write "2m"`,
		"4小时":                   `write "4h"`,
		"30分钟":                  `write "30min"`,
		"2 办公小时":                `write "2oh"`,
		"20001oh":               "write at most",
		"5256001min":            "write at most",
		"3651d":                 "write at most 5256000min, 87600h, 20000oh, 2500wd, 3650d or 600m",
		"2501wd":                "write at most",
		"601m":                  "write at most",
		"87601h":                "write at most",
		"99999999999999999999d": "write at most",
	} {
		l := calendar.Limit{N: 7, Unit: calendar.Hours}
		err := l.UnmarshalText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || l.N != 7 {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	for _, l := range []calendar.Limit{{}, {N: 3}, {
		N:    3,
		Unit: "y",
	}, {N: -3, Unit: calendar.Hours}, {N: 700, Unit: calendar.Months}} {
		if text, err := l.MarshalText(); err == nil {
			t.Errorf("%+v is written as %q", l, text)
		}
	}
}

// FuzzParseLimit holds that a limit reads as it is written and everything else is refused with advice.
func FuzzParseLimit(f *testing.F) {
	for _, seed := range []string{"3wd", "0d", "", "03m", "4 hours", "三天", "-1h", "9999999999999999999999h", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := calendar.ParseLimit(text)
		switch {
		case err == nil && l.String() != text:
			t.Errorf("%q reads as %s", text, l)
		case err != nil && !strings.Contains(err.Error(), "write"):
			t.Errorf("%q: no advice: %v", text, err)
		}
	})
}

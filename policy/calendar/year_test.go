package calendar_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/policy"
	"duban/policy/calendar"
	"duban/web/words"
)

func TestShippedYears(t *testing.T) {
	for _, tc := range []struct {
		year, working, off, work int
		status                   calendar.Status
	}{
		{2025, 248, 1 + 8 + 3 + 5 + 3 + 8, 5, calendar.Official},
		{2026, 248, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6, calendar.Official},
		// 365 days, 261 from Monday to Friday, less those statutory days that fall on one: 01-01, 02-05,
		// 02-08, 04-05, 06-09, 09-15, 10-01.
		{2027, 254, 1 + 4 + 1 + 2 + 1 + 1 + 3, 0, calendar.Provisional},
	} {
		y := loadYear(t, tc.year)
		if y.Year != tc.year || y.Status != tc.status || y.Source == "" || len(y.Off) != tc.off ||
			len(y.Work) != tc.work {
			t.Errorf("%d: year %d, %s, source %q, %d off, %d work",
				tc.year, y.Year, y.Status, y.Source, len(y.Off), len(y.Work))
		}
		c, working := china(t), 0
		for d := (calendar.Date{Year: tc.year, Month: time.January, Day: 1}); d.Year == tc.year; d = d.AddDays(1) {
			if is, _, _ := c.IsWorkingDay(d); is {
				working++
			}
		}
		if working != tc.working {
			t.Errorf("%d has %d working days, want %d", tc.year, working, tc.working)
		}
	}
}

func TestWorkingNamesTheReason(t *testing.T) {
	c := china(t)
	for _, tc := range []struct {
		date        string
		working     bool
		name        string
		provisional bool
	}{
		{"2025-01-26", true, "调休上班", false}, // Sunday
		{"2025-10-06", false, "国庆节、中秋节", false},
		{"2025-10-11", true, "调休上班", false},
		{"2026-03-02", true, "", false},
		{"2026-03-07", false, "周末", false},
		{"2026-02-15", false, "春节", false}, // a Sunday inside the holiday
		{"2026-02-14", true, "调休上班", false},
		{"2026-09-20", true, "调休上班", false},
		{"2026-09-25", false, "中秋节", false},
		{"2027-02-05", false, "春节", true},
		{"2027-02-09", true, "", true},
		{"2027-02-13", false, "周末", true},
		{"2028-10-02", true, "", true}, // no data: a Monday, although certainly a holiday
		{"2028-10-01", false, "周末", true},
		{"2024-12-31", true, "", true},
	} {
		working, name, provisional := c.IsWorkingDay(date(t, tc.date))
		if working != tc.working || name != tc.name || provisional != tc.provisional {
			t.Errorf("%s: %v %q provisional %v", tc.date, working, name, provisional)
		}
	}
}

// A notice moves days of the December before, or of the January after. They count whichever of the two years is
// published first, and what the year itself says of them comes before.
func TestDaysOfANeighbouringYear(t *testing.T) {
	const head = "status: official\nsource: x\n"
	next, err := calendar.ParseYear("y.yaml", []byte("year: 2027\n"+head+
		"off:\n  2026-12-31..2027-01-02: 元旦\n  2027-01-03: 元旦\nwork: [2026-12-27, 01-09]\n"))
	if err != nil {
		t.Fatal(err)
	}
	corrected, err := calendar.ParseYear("y.yaml", []byte("year: 2026\n"+head+"off: {01-01: 元旦}\nwork: [12-27]\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, years := range map[string][]calendar.Year{
		"in order":      {loadYear(t, 2026), next},
		"the other way": {next, loadYear(t, 2026)},
		"corrected":     {next, corrected},
	} {
		c := calendar.New("cn", nil, years...)
		for _, tc := range []struct {
			date    string
			working bool
			name    string
		}{
			{"2026-12-26", false, "周末"},
			{"2026-12-27", true, "调休上班"},
			{"2026-12-30", true, ""},
			{"2026-12-31", false, "元旦"},
			{"2027-01-01", false, "元旦"},
			{"2027-01-03", false, "元旦"},
			{"2027-01-09", true, "调休上班"},
		} {
			working, said, provisional := c.IsWorkingDay(date(t, tc.date))
			if working != tc.working || said != tc.name || provisional {
				t.Errorf("%s: %s: %v %q provisional %v", name, tc.date, working, said, provisional)
			}
		}
	}
	alone := calendar.New("cn", nil, next)
	if working, _, provisional := alone.IsWorkingDay(date(t, "2026-12-31")); working || !provisional {
		t.Error("of a year that nobody has published the days of its neighbour are not known")
	}
	own, err := calendar.ParseYear("y.yaml", []byte("year: 2026\n"+head+"off: {12-31: 岁末}\nwork: []\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, name, _ := calendar.New("cn", nil, next, own).IsWorkingDay(date(t, "2026-12-31")); name != "岁末" {
		t.Errorf("31 December is %q, although its own year says 岁末", name)
	}
}

func TestFirstDifference(t *testing.T) {
	shipped := calendar.New("cn", nil, loadYear(t, 2026), loadYear(t, 2027))
	year := func(text string) calendar.Year {
		y, err := calendar.ParseYear("y.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return y
	}
	official := "status: official\nsource: x\n"
	for name, tc := range map[string]struct {
		years []calendar.Year
		want  string
	}{
		"the same":    {[]calendar.Year{loadYear(t, 2026), loadYear(t, 2027)}, ""},
		"a year gone": {[]calendar.Year{loadYear(t, 2026)}, "2027-01-01"},
		"a year made sure": {
			[]calendar.Year{loadYear(t, 2026), year("year: 2027\n" + official + "off: {01-01: 元旦}\nwork: []\n")},
			"2027-01-01",
		},
		"the December before": {
			[]calendar.Year{
				loadYear(t, 2026), loadYear(t, 2027),
				year("year: 2028\n" + official + "off: {2027-12-31: 元旦}\nwork: []\n"),
			},
			"2027-12-31",
		},
	} {
		d, differs := shipped.FirstDifference(calendar.New("cn", nil, tc.years...))
		if differs != (tc.want != "") || differs && d.String() != tc.want {
			t.Errorf("%s: %v %v, want %s", name, d, differs, tc.want)
		}
	}
}

func TestNewDoubtsAndReplaces(t *testing.T) {
	c := calendar.New("cn", nil, loadYear(t, 2026))
	if _, _, provisional := calendar.New("cn", nil,
		calendar.Year{Year: 2026}).IsWorkingDay(date(t, "2026-03-02")); !provisional {
		t.Error("a year without a status is relied on")
	}
	later := calendar.Year{
		Year:   2026,
		Status: calendar.Official,
		Off:    []calendar.Day{{Date: date(t, "2026-03-02"), Name: "某日"}},
	}
	if working, name, _ := calendar.New("cn", nil,
		loadYear(t, 2026), later).IsWorkingDay(date(t, "2026-03-02")); working ||
		name != "某日" {
		t.Error("of two files for one year the later does not count")
	}
	if c.ID() != "cn" || c.Location().String() != "UTC+08:00" {
		t.Errorf("id %q, zone %s", c.ID(), c.Location())
	}
	if working, _, provisional := calendar.New("none", zone).IsWorkingDay(date(t, "2026-10-01")); !working ||
		!provisional {
		t.Error("a calendar without years knows weekends only and says so")
	}
}

// head is a right beginning of a year file, three lines long.
const head = "year: 2026\nstatus: official\nsource: 通知\n"

// wrongYears are files with what is found in them.
var wrongYears = map[string]struct {
	file string
	want []string // a part of each finding
}{
	"empty":    {"", []string{"y.yaml:1:1: the file is empty: write the keys year, status, source, off, work"}},
	"not keys": {"- a\n", []string{"y.yaml:1:1: the file is not a list of keys: write the keys"}},
	"not yaml": {
		"year: 2026\noff: [\n",
		[]string{"y.yaml:3:1: this is not YAML (did not find expected node content): write \"key: value\" lines"},
	},
	"two": {
		head + "off: {01-01: 元旦}\nwork: []\n---\nyear: 2027\n",
		[]string{"y.yaml:6:1: a second document begins: write one year to a file"},
	},
	"nothing": {
		"{}",
		[]string{`y.yaml:1:1: the key "year" is missing: write "year:" and the year`, `"status"`, `"source"`, `"off"`},
	},
	"unknown key": {
		head + "of: 1\noff: {01-01: 元旦}\nwork: []\n",
		[]string{`y.yaml:4:1: "of" is not a key of a year file: write one of year,`},
	},
	"key twice": {
		head + "year: 2027\noff: {01-01: 元旦}\nwork: []\n",
		[]string{`y.yaml:4:1: "year" was given on line 1: write it once`},
	},
	"bad year": {
		"year: 26\nstatus: official\nsource: x\noff: {13-01: 元旦}\nwork: [01-05]\n",
		[]string{`y.yaml:1:7: "26" is not a year: write four digits`, `y.yaml:4:7: no year has a day 13-01: write`},
	},
	"bad status": {
		"year: 2026\nstatus: final\nsource: x\noff: {01-01: 元旦}\n",
		[]string{`y.yaml:2:9: "final" is not a status: write official`},
	},
	"no source": {
		"year: 2026\nstatus: official\nsource:\noff: {01-01: 元旦}\nwork: []\n",
		[]string{`y.yaml:3:8: here a text is needed: write the notice`},
	},
	"no work": {
		head + "off: {01-01: 元旦}\n",
		[]string{`y.yaml:1:1: the key "work" is missing: write the make-up working days, or "work: []"`},
	},
	"off as list": {
		head + "off: [01-01]\nwork: []\n",
		[]string{`y.yaml:4:6: "off" is not a list of days with names: write lines such as`},
	},
	"off empty": {head + "off: {}\nwork: []\n", []string{`y.yaml:4:6: "off" is not a list of days with names`}},
	"work as text": {
		head + "off: {01-01: 元旦}\nwork: 01-04\n",
		[]string{`y.yaml:5:7: "work" is not a list of dates: write lines such as`},
	},
	"no name": {
		head + "off:\n  01-01:\nwork: []\n",
		[]string{"y.yaml:5:9: here a text is needed: write the holiday's name, such as 元旦"},
	},
	"name a list": {head + "off:\n  01-01: [元旦]\nwork: []\n", []string{"y.yaml:5:10: here a text is needed"}},
	"other date": {head + "off:\n  2025/12/31: 元旦\nwork: [1-4, 1月4日]\n", []string{
		`y.yaml:5:3: "2025/12/31" is not a date: write 2025-12-31`, `y.yaml:6:8: "1-4" is not a date: write 01-04`,
		`"1月4日" is not a date: write 01-04`,
	}},
	"far year": {head + "off:\n  2024-12-31: 元旦\nwork: [2028-01-01]\n", []string{
		`y.yaml:5:3: 2024-12-31 is no day of 2026 or of the year before or after`,
		`y.yaml:6:8: 2028-01-01 is no day of 2026`,
	}},
	"into the next year": {head + "off:\n  12-31..01-02: 元旦\nwork: []\n", []string{
		`y.yaml:5:3: the range runs from one year into the next: write the year, such as 2025-12-31..01-02`,
	}},
	"no date": {head + "off:\n  元旦: 01-01\nwork: [13/45]\n", []string{
		`y.yaml:5:3: "元旦" is not a date: write month and day, two digits each, such as 01-04`,
		`y.yaml:6:8: "13/45" is not a date: write month and day`,
	}},
	"no such day": {head + "off:\n  02-29: 春节\n  06-31..07-01: x\nwork: [00-10]\n", []string{
		`y.yaml:5:3: 2026 has no day 02-29: write`, `y.yaml:6:3: 2026 has no day 06-31`,
		`y.yaml:7:8: 2026 has no day 00-10`,
	}},
	"range sign": {head + "off:\n  01-01-01-03: 元旦\n  02-15 .. 02-23: 春节\n  04-04...04-06: 清明节\nwork: []\n", []string{
		`y.yaml:5:3: "01-01-01-03" is not a range: write 01-01..01-03`,
		`y.yaml:6:3: "02-15 .. 02-23" is not a range: write 02-15..02-23`, `write 04-04..04-06`,
	}},
	"backwards": {
		head + "off:\n  01-03..01-01: 元旦\nwork: []\n",
		[]string{`y.yaml:5:3: the range ends before it begins: write 01-01..01-03`},
	},
	"half a range": {head + "off:\n  01-01..: 元旦\nwork: []\n", []string{`y.yaml:5:3: "" is not a date: write`}},
	"long": {
		head + "off:\n  01-01..02-01: 元旦\nwork: []\n",
		[]string{`y.yaml:5:3: the range is longer than 31 days: write the holiday's own days`},
	},
	"order": {head + "off:\n  04-04..04-06: 清明节\n  01-01: 元旦\nwork: [02-28, 02-14]\n", []string{
		`y.yaml:6:3: 01-01 comes after 04-06 in the file: write the days in order`,
		`y.yaml:7:15: 02-14 comes after 02-28 in the file: write the days in order`,
	}},
	"overlap": {
		head + "off:\n  01-01..01-03: 元旦\n  01-03..01-05: 又\nwork: []\n",
		[]string{`y.yaml:6:3: 01-03 is already given on line 5 (元旦): write each day once`},
	},
	"key repeated": {
		head + "off:\n  01-01: 元旦\n  01-01: 元旦\nwork: []\n",
		[]string{`y.yaml:6:3: 01-01 is already given on line 5 (元旦)`},
	},
	"work off": {
		head + "off:\n  01-01..01-04: 元旦\nwork:\n  - 01-04\n",
		[]string{`y.yaml:7:5: 01-04 is already given on line 5 (元旦): write each day once`},
	},
	"work twice": {
		head + "off: {01-01: 元旦}\nwork:\n  - 01-04\n  - 01-04\n",
		[]string{`y.yaml:7:5: 01-04 is already given on line 6 (调休上班)`},
	},
	"weekday": {head + "off: {01-01: 元旦}\nwork: [01-05]\n", []string{
		`y.yaml:5:8: 01-05 is a Monday, a working day unless it is off: write a Saturday or Sunday or remove it`,
	}},
	"alias": {head + "off: {01-01: &n 元旦, 01-02: *n}\nwork: []\n", []string{`y.yaml:4:28: here a text is needed`}},
	"too big": {
		strings.Repeat("# 注\n", 20_000),
		[]string{"y.yaml:1:1: the file has 120000 bytes, more than a year needs: write at most 65536"},
	},
}

func TestParseYearFindings(t *testing.T) {
	for name, tc := range wrongYears {
		t.Run(name, func(t *testing.T) {
			y, err := calendar.ParseYear("y.yaml", []byte(tc.file))
			var findings calendar.Findings
			if !errors.As(err, &findings) || y.Year != 0 {
				t.Fatalf("year %d, error %v", y.Year, err)
			}
			for _, want := range tc.want {
				if !strings.Contains(strings.Join(english(findings), "\n"), want) {
					t.Errorf("no finding says %q:\n%v", want, err)
				}
			}
			for _, f := range findings {
				if !strings.Contains(err.Error(), f.ID) {
					t.Errorf("%s is not told: %v", f.ID, err)
				}
			}
			if len(findings) != len(tc.want) {
				t.Errorf("%d findings, want %d:\n%v", len(findings), len(tc.want), err)
			}
		})
	}
}

func TestParseYearProvisionalMayOmitWork(t *testing.T) {
	y, err := calendar.ParseYear("y.yaml", []byte("year: 2028\nstatus: provisional\nsource: x\noff: {02-29: 某日}\n"))
	if err != nil || len(y.Off) != 1 || y.Off[0].Date != date(t, "2028-02-29") || y.Off[0].Name != "某日" {
		t.Errorf("%+v, %v", y, err)
	}
}

// english are the findings in English.
func english(findings calendar.Findings) []string {
	en, _ := words.AllLanguages().ByID("en")
	lines := make([]string, len(findings))
	for i, f := range policy.YearFindings(findings) {
		lines[i] = f.In(en)
	}
	return lines
}

func TestFindingsNameTheirKey(t *testing.T) {
	_, err := calendar.ParseYear("y.yaml", []byte(head+"off:\n  02-30: 春节\nwork: [01-05]\npublic: []\n"))
	var findings calendar.Findings
	if !errors.As(err, &findings) || len(findings) != 3 {
		t.Fatal(err)
	}
	told := policy.YearFindings(findings).Tell(words.DefaultLanguage())
	for i, want := range []string{
		"off year.no_day: 2026 年没有 02-30 这一天：月份写 01 到 12，日子写该月有的",
		"work year.weekday: 01-05 是周一，不放假就是工作日：写周六或周日，或者去掉",
		`public year.key: 年份文件里没有 "public" 这个键：只能写 year、status、source、off、work`,
	} {
		if got := fmt.Sprintf("%s %s: %s", told[i].Element, told[i].ID, told[i].Text); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// FuzzParseYear holds that no file makes the parser fail other than by findings with a place and advice,
// and that whatever it accepts is a calendar that can be walked.
func FuzzParseYear(f *testing.F) {
	for _, seed := range []string{
		"", "{}", head + "off: {01-01: 元旦}\nwork: [01-04]\n", head + "off:\n  01-01..01-03: 元旦\n  ? [a]\n  : b\n",
		"a: &a [*a]", "%YAML 3.0\n---\n",
		"\x00", "year: \"\xff\"", "off: {..: x, 01-01..: y}", "---\n---\n", "<<: {year: 1}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		y, err := calendar.ParseYear("f", data)
		if err == nil {
			if _, err := calendar.New("x", nil, y).CountTerm(time.Date(y.Year, 1, 1, 8, 0, 0, 0, zone),
				limit(t, "300wd"),
				calendar.DefaultRule()); err != nil {
				t.Error(err)
			}
			return
		}
		var findings calendar.Findings
		if !errors.As(err, &findings) || len(findings) == 0 {
			t.Fatalf("%T %v", err, err)
		}
		for i, finding := range policy.YearFindings(findings).Tell(words.DefaultLanguage()) {
			if finding.File != "f" || finding.Line < 1 || finding.Col < 1 ||
				!strings.Contains(english(findings)[i], "write") || !strings.Contains(finding.Text, "写") {
				t.Errorf("no place or no advice: %v", finding)
			}
		}
	})
}

package calendar_test

import (
	"fmt"
	"strings"
	"time"

	"duban/policy/calendar"
)

// Two working days from the Wednesday before a holiday: its days do not count, the Sunday made up for it does.
func ExampleCalendar_CountTerm() {
	year, err := calendar.ParseYear("2026.yaml", []byte(`year: 2026
status: official
source: an example
off:
  10-01..10-03: 国庆节
work:
  - 10-04
`))
	if err != nil {
		panic(err)
	}
	china := calendar.New("cn", time.FixedZone("+08:00", 8*60*60), year)
	limit, err := calendar.ParseLimit("2wd")
	if err != nil {
		panic(err)
	}
	received := time.Date(2026, 9, 30, 9, 0, 0, 0, time.FixedZone("+08:00", 8*60*60))
	term, err := china.CountTerm(received, limit, calendar.DefaultRule())
	if err != nil {
		panic(err)
	}
	fmt.Println("last day:", term.LastDay)
	fmt.Println("too late from:", term.Due.Format(time.DateTime))
	for _, step := range term.Steps {
		fmt.Println(strings.TrimSpace(fmt.Sprintf("%s %s %s", step.Date, step.Kind, step.Name)))
	}
	// Output:
	// last day: 2026-10-05
	// too late from: 2026-10-06 00:00:00
	// 2026-09-30 started
	// 2026-10-01 skipped 国庆节
	// 2026-10-02 skipped 国庆节
	// 2026-10-03 skipped 国庆节
	// 2026-10-04 makeup 调休上班
	// 2026-10-05 last
}

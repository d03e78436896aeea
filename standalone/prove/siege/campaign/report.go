package campaign

import (
	"fmt"
	"io"
	"slices"
	"time"

	"duban/standalone/prove/siege/checker"
)

// mostShown is how many violations are printed in full.
const mostShown = 20

// PrintReport writes what a trial did and found, for people.
func PrintReport(w io.Writer, seed uint64, o Outcome, r checker.Report) error {
	lines := []string{
		fmt.Sprintf(
			"siege: seed %d: %d cases, %d commands acknowledged, %d refused, %d sendings repeated, %d kills in %s",
			seed, o.Cases, o.Commands, o.Refused, o.Again, o.Kills, o.Took.Round(time.Second),
		),
	}
	if n := len(o.Recoveries); n > 0 {
		slices.Sort(o.Recoveries)
		lines = append(
			lines, fmt.Sprintf("first new acknowledgement after everything was killed: %d times, p50 %s, most %s",
				n, o.Recoveries[n/2].Round(time.Millisecond), o.Recoveries[n-1].Round(time.Millisecond)),
		)
	}
	lines = append(lines, r.Figures...)
	lines = append(lines, fmt.Sprintf("violations: %d", len(r.Violations)))
	for _, v := range r.Violations[:min(mostShown, len(r.Violations))] {
		lines = append(lines, "  "+v.String())
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

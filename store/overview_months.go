package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// What an overview counts of a case stands in one row for each month in which there is something to count, sorted by
// the circle that may read the case: cases of one circle that went alike are counted by reading an index from one place
// on. A circle is the set of seats that a wall admits; there are few of them, however many cases there are. The people
// whom walls name are not of it: whoever reads the overview looks at the cases that name them one by one (overview.go).

// circleBytes of a circle's name are written, in hexadecimal.
const circleBytes = 16

// circleOf is the name of the circle that the wall admits, and its seats.
func circleOf(w complaint.Wall) (name string, seats []string) {
	for _, subject := range sortedUnique(w.Grants) {
		if !complaint.NamesPerson(subject) {
			seats = append(seats, subject)
		}
	}
	return circleName(seats), seats
}

// circleName is the name of the circle of some seats, sorted.
func circleName(seats []string) string {
	sum := sha256.Sum256([]byte(strings.Join(seats, "\n")))
	return hex.EncodeToString(sum[:circleBytes])
}

// counted is what there is to count of a case in a month.
type counted struct {
	month                 record.Month
	received, met, missed int
	// rated are the answers to surveys, as step and outcome.
	rated [][2]string
}

// monthRows is what overviews count of the case, from its first act on. zone is the organisation's; surveys are the
// steps whose outcomes are counted.
func monthRows(
	k *complaint.Case, w complaint.Wall, zone *time.Location, surveys []complaint.StepID,
) (caseRows, error) {
	l := caseRows{
		table:   "case_months",
		columns: `circle, month, policy, category, received, met, missed, rated, case_id`,
	}
	if k.Seq == 0 {
		return l, nil
	}
	circle, seats := circleOf(w)
	for _, m := range countsByMonth(k, zone, surveys) {
		rated, err := formatRatings(m.rated)
		if err != nil {
			return l, err
		}
		l.rows = append(l.rows,
			[]any{circle, int(m.month), k.Policy.ID, k.Category, m.received, m.met, m.missed, rated, k.ID})
	}
	l.prepare = func(ctx context.Context, c conn) error { return c.addCircle(ctx, circle, seats) }
	return l, nil
}

// addCircle makes sure that the circle is known.
func (c conn) addCircle(ctx context.Context, circle string, seats []string) error {
	if len(seats) == 0 {
		return nil
	}
	var rows [][]any
	var args []any
	for _, seat := range seats {
		rows, args = append(rows, []any{seat, circle}), append(args, seat, circle)
	}
	values := strings.TrimSuffix(strings.Repeat(`(?, ?), `, len(rows)), `, `)
	_, err := c.exec(ctx, `INSERT INTO circles (subject, circle) VALUES `+values+` ON CONFLICT DO NOTHING`, args...)
	return wrapError("admit circle", err)
}

// countsByMonth is what there is to count of the case, month by month.
func countsByMonth(k *complaint.Case, zone *time.Location, surveys []complaint.StepID) []counted {
	if k.Period != nil {
		return nil // nobody complained
	}
	months := map[record.Month]*counted{}
	in := func(at time.Time) *counted {
		month := record.MonthOf(at, zone)
		if months[month] == nil {
			months[month] = &counted{month: month}
		}
		return months[month]
	}
	in(k.ReceivedAt.Time).received = 1
	for _, r := range k.Results {
		switch r.Kind {
		case complaint.LimitMet:
			in(r.At.Time).met++
		case complaint.LimitMissed:
			in(r.At.Time).missed++
		case complaint.TaskResult:
			if slices.Contains(surveys, r.Step) {
				m := in(r.At.Time)
				m.rated = append(m.rated, [2]string{string(r.Step), r.Outcome})
			}
		case complaint.PassedResult, complaint.MovedResult, complaint.NumberedResult, complaint.ClosedResult,
			complaint.ArchivedResult, complaint.CorrectedResult:
			// reports count them
		}
	}
	var all []counted
	for _, m := range months {
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b counted) int { return cmp.Compare(a.month, b.month) })
	return all
}

// formatRatings writes answers, "" for none.
func formatRatings(rated [][2]string) (string, error) {
	if len(rated) == 0 {
		return "", nil
	}
	text, err := json.Marshal(rated)
	return string(text), wrapError("encode ratings", err)
}

// parseRatings is the opposite of formatRatings.
func parseRatings(text string) (rated [][2]string, err error) {
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &rated); err != nil {
		return nil, fmt.Errorf("decode ratings: %w", err)
	}
	return rated, nil
}

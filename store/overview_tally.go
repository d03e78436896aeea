package store

import (
	"cmp"
	"slices"
	"time"

	"duban/complaint"
	"duban/record"
)

// tally adds up what an overview tells of the months asked for.
type tally struct {
	query     record.OverviewQuery
	byReceipt map[record.Received]int // with no Cases
	byEnd     map[record.Ended][2]int // met and missed, with neither
	byRating  map[record.Rated]int    // with no Times
}

func newTally(q record.OverviewQuery) tally {
	return tally{q, map[record.Received]int{}, map[record.Ended][2]int{}, map[record.Rated]int{}}
}

// addMonth counts the cases that went alike.
func (t tally) addMonth(row monthRow) error {
	month := row.Month - int(t.query.First)
	if row.Received > 0 {
		t.byReceipt[record.Received{
			Policy:   row.Policy,
			Category: row.Category,
			Month:    month,
		}] += row.Received * row.Cases
	}
	if row.Met+row.Missed > 0 {
		end := record.Ended{Policy: row.Policy, Month: month}
		before := t.byEnd[end]
		t.byEnd[end] = [2]int{before[0] + row.Met*row.Cases, before[1] + row.Missed*row.Cases}
	}
	rated, err := parseRatings(row.Rated)
	for _, r := range rated {
		survey := record.Survey{Policy: row.Policy, Step: complaint.StepID(r[0]), Outcome: r[1]}
		t.byRating[record.Rated{Survey: survey, Month: month}] += row.Cases
	}
	return err
}

// addCase counts one case.
func (t tally) addCase(k *complaint.Case, zone *time.Location) error {
	for _, m := range countsByMonth(k, zone, t.surveysOf(k.Policy.ID)) {
		if m.month < t.query.First || int(m.month-t.query.First) >= t.query.Months {
			continue
		}
		rated, err := formatRatings(m.rated)
		if err != nil {
			return err
		}
		err = t.addMonth(monthRow{
			Month:    int(m.month),
			Policy:   k.Policy.ID,
			Category: k.Category,
			Received: m.received,
			Met:      m.met,
			Missed:   m.missed,
			Rated:    rated,
			Cases:    1,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// surveysOf are the policy's steps whose outcomes were asked for.
func (t tally) surveysOf(policy string) (steps []complaint.StepID) {
	for _, s := range t.query.Surveys {
		if s.Policy == policy {
			steps = append(steps, s.Step)
		}
	}
	return steps
}

func (t tally) receivedRows() []record.Received {
	var rows []record.Received
	for row, cases := range t.byReceipt {
		row.Cases = cases
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b record.Received) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Category, b.Category),
			cmp.Compare(a.Month, b.Month))
	})
	return rows
}

func (t tally) endedRows() []record.Ended {
	var rows []record.Ended
	for row, n := range t.byEnd {
		row.Met, row.Missed = n[0], n[1]
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b record.Ended) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Month, b.Month))
	})
	return rows
}

// ratedRows are the answers to the surveys asked for, in their order.
func (t tally) ratedRows() []record.Rated {
	var rows []record.Rated
	for _, survey := range t.query.Surveys {
		for month := range t.query.Months {
			row := record.Rated{Survey: survey, Month: month}
			if row.Times = t.byRating[row]; row.Times > 0 {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

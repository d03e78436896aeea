package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
)

// predicate is a condition on the row c of cases, with its parameters. It is the only form in which the
// program says who may read what; no list is written without one.
type predicate struct {
	sql  string
	args []any
}

// wallAdmitting is [complaint.Wall.Admits] in SQL: some grant is for one of the person's subjects, and no bar is for
// the person. storetest holds the two equal.
func wallAdmitting(p complaint.Person) predicate {
	var ways filters
	for _, as := range p.CapacitiesToActIn() {
		if !as.Active {
			continue
		}
		subjects := as.AdmittingSubjectsOfOneCapacity()
		f := filters{{`EXISTS (SELECT 1 FROM case_grants g WHERE g.case_id = c.id AND g.subject IN (` +
			parameterList(len(subjects)) + `))`, asArguments(subjects)}}
		if as.For != "" {
			f = append(f, notBarred(as))
		}
		ways = append(ways, f.joinConditions(" AND "))
	}
	if len(ways) == 0 {
		return predicate{sql: `1 = 0`}
	}
	all := filters{ways.joinConditions(" OR "), notBarred(p)}
	all[0].sql = "(" + all[0].sql + ")"
	return all.joinConditions(" AND ")
}

// notBarredByWall is the wall for a case that is reached by a grant for one of the person's subjects. Of those of
// people they stand in for it knows too little, so whoever stands in for somebody is asked in full.
func notBarredByWall(p complaint.Person) predicate {
	switch {
	case !p.Active:
		return predicate{sql: `1 = 0`}
	case len(p.StandsIn) > 0:
		return wallAdmitting(p)
	}
	return notBarred(p)
}

// notBarred: no bar is for the person, or for whom they act as, or for a unit that one belongs to.
func notBarred(p complaint.Person) predicate {
	bars := barsAgainst(p)
	return predicate{
		sql: `NOT EXISTS (SELECT 1 FROM case_bars b WHERE b.case_id = c.id AND b.user_id IN (` +
			parameterList(len(bars)) + `))`,
		args: asArguments(bars),
	}
}

// barsAgainst are the values of case_bars.user_id that keep the person out in one capacity: a user's id, or that of a
// unit in the form of [barOfUnit].
func barsAgainst(p complaint.Person) []string {
	bars := []string{string(cmp.Or(p.For, p.ID))}
	if p.Unit != "" {
		bars = append(bars, barOfUnit(p.Unit))
	}
	for _, unit := range p.Above {
		bars = append(bars, barOfUnit(unit))
	}
	return bars
}

// barOfUnit stands among the ids of users for all people of a unit.
func barOfUnit(u complaint.UnitID) string { return "unit:" + string(u) }

// MayRead reports whether the person may read the case; false if there is no such case.
func (s *Store) MayRead(ctx context.Context, p complaint.Person, id complaint.CaseID) (bool, error) {
	var may bool
	err := s.read(ctx, fmt.Sprintf("may read case %s", id), func(c conn) (err error) {
		var one int
		w := wallAdmitting(p)
		may, err = c.findRow(ctx, &one, `SELECT 1 FROM cases c WHERE c.id = ? AND `+w.sql,
			append([]any{id}, w.args...)...)
		return err
	})
	return may, err
}

// standing is when a case was filed and how its clock stands, in microseconds: what lists show besides the folded
// state.
type standing struct {
	FiledAt     int64 `db:"filed_at"`
	ClockOffset int64 `db:"clock_offset"`
}

func standingOfFiling(f complaint.Filing) standing {
	return standing{FiledAt: microsOf(f.FiledAt), ClockOffset: f.ClockOffset.Microseconds()}
}

// wallRows are the case's wall. A grant repeats what the register is sorted and filtered by, so that whoever it
// admits reads any of its pages in order.
func wallRows(k *complaint.Case, at standing, w complaint.Wall) []caseRows {
	var due *time.Time
	if d := k.NextDueDeadline(); d != nil {
		due = &d.Due.Time
	}
	grants := caseRows{table: "case_grants", columns: `case_id, subject, filed_at, policy, status, step, late_at`}
	for _, subject := range sortedUnique(w.Grants) {
		grants.rows = append(grants.rows,
			[]any{k.ID, subject, at.FiledAt, k.Policy.ID, k.Status, k.Step, maybeMicrosOf(due)})
	}
	grants.makeRows = func(context.Context, conn) ([][]any, error) {
		return rowsByWallTime(grants.rows, at.ClockOffset), nil
	}
	bars := caseRows{table: "case_bars", columns: `case_id, user_id`}
	for _, user := range sortedUnique(w.Barred) {
		bars.rows = append(bars.rows, []any{k.ID, user})
	}
	for _, unit := range sortedUnique(w.BarredUnits) {
		bars.rows = append(bars.rows, []any{k.ID, barOfUnit(unit)})
	}
	return []caseRows{grants, bars}
}

// rowsByWallTime are the rows with their last column, a limit by the case's clock, by wall time.
func rowsByWallTime(rows [][]any, clockOffset int64) [][]any {
	shown := make([][]any, len(rows))
	for i, row := range rows {
		shown[i] = slices.Clone(row)
		last := &shown[i][len(row)-1]
		if due, _ := (*last).(*int64); due != nil {
			*last = *due - clockOffset
		}
	}
	return shown
}

// sortedUnique leaves out what comes again.
func sortedUnique[V cmp.Ordered](values []V) []V {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

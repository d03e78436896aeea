package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"duban/complaint"
)

// predicate is a condition on the row c of cases, with its parameters. It is the only form in which the
// program says who may read what; no list is written without one.
type predicate struct {
	sql  string
	args []any
}

// wallFor is [complaint.Wall.Admits] in SQL: some grant is for one of the person's subjects, and no bar is for
// the person. storetest holds the two equal.
func wallFor(p complaint.Person) predicate {
	if !p.Active {
		return predicate{sql: `1 = 0`}
	}
	subjects, open := complaint.Subjects(p), unbarred(p.ID)
	return predicate{
		sql: `EXISTS (SELECT 1 FROM case_grants g WHERE g.case_id = c.id AND g.subject IN (` + marks(len(subjects)) + `)) AND ` +
			open.sql,
		args: append(anys(subjects), open.args...),
	}
}

func unbarred(user complaint.UserID) predicate {
	return predicate{
		sql:  `NOT EXISTS (SELECT 1 FROM case_bars b WHERE b.case_id = c.id AND b.user_id = ?)`,
		args: []any{user},
	}
}

// May reports whether the person may read the case; false if there is no such case.
func (s *Store) May(ctx context.Context, p complaint.Person, id complaint.CaseID) (bool, error) {
	var may bool
	err := s.read(ctx, fmt.Sprintf("may read case %s", id), func(c conn) (err error) {
		var one int
		w := wallFor(p)
		may, err = c.find(ctx, &one, `SELECT 1 FROM cases c WHERE c.id = ? AND `+w.sql, append([]any{id}, w.args...)...)
		return err
	})
	return may, err
}

// wallListings are the case's wall. A grant knows when its case was filed, so that the register of whoever it admits
// is read in order.
func wallListings(id complaint.CaseID, filedAt int64, w complaint.Wall) []listing {
	grants := listing{table: "case_grants", columns: `case_id, subject, filed_at`}
	for _, subject := range once(w.Grants) {
		grants.rows = append(grants.rows, []any{id, subject, filedAt})
	}
	bars := listing{table: "case_bars", columns: `case_id, user_id`}
	for _, user := range once(w.Barred) {
		bars.rows = append(bars.rows, []any{id, user})
	}
	return []listing{grants, bars}
}

// once leaves out what comes again.
func once[V cmp.Ordered](values []V) []V { return slices.Compact(slices.Sorted(slices.Values(values))) }

package store

import (
	"context"

	"duban/complaint"
	"duban/record"
)

// CountPeriod counts what came in, was closed and fell due between two instants, in the cases behind whose wall the
// person is. Each case of the period is held against its wall, so it costs as much as the period is long.
func (s *Store) CountPeriod(
	ctx context.Context, p complaint.Person, q record.PeriodQuery,
) (n record.PeriodCounts, err error) {
	// What the program opens for a period has no category: nobody has complained.
	filed := predicate{`c.category <> ''`, nil}
	err = s.read(ctx, "count period", func(c conn) error {
		var row struct {
			First  int64 `db:"first"`
			Second int64 `db:"second"`
		}
		from := periodSource(p, q, `figure_cases`, `f.received`, filed)
		if _, err := c.findRow(ctx, &row, `SELECT COUNT(*) AS first, 0 AS second`+from.sql, from.args...); err != nil {
			return wrapError("received", err)
		}
		n.Received = int(row.First)
		from = periodSource(p, q, `figure_cases`, `f.closed`, filed)
		_, err := c.findRow(ctx, &row, `SELECT COUNT(*) AS first,
			COALESCE(CAST(AVG(f.closed - f.received) AS BIGINT), 0) AS second`+from.sql, from.args...)
		if err != nil {
			return wrapError("closed", err)
		}
		n.Closed, n.Took = int(row.First), durationOfMicros(row.Second)
		from = periodSource(p, q, `figure_items`, `f.at`, predicate{`f.grain = 'deadline'`, nil})
		_, err = c.findRow(ctx, &row, `SELECT COALESCE(SUM(CASE f.state WHEN 'met' THEN 1 ELSE 0 END), 0) AS first,
			COALESCE(SUM(CASE f.state WHEN 'missed' THEN 1 ELSE 0 END), 0) AS second`+from.sql, from.args...)
		n.Met, n.Missed = int(row.First), int(row.Second)
		return wrapError("limits", err)
	})
	return n, err
}

// periodSource are the rows of a table whose instant lies in the period, of cases that the person may read.
func periodSource(p complaint.Person, q record.PeriodQuery, table, at string, which predicate) predicate {
	where := filters{
		{at + ` >= ?`, []any{microsOf(q.From)}},
		{at + ` < ?`, []any{microsOf(q.Before)}},
		{`f.known_to = ` + stillKnownInSQL, nil},
		which,
		{`c.id = f.case_id`, nil},
		wallAdmitting(p),
	}
	if q.Policy != "" {
		where.addCondition(`f.policy = ?`, q.Policy)
	}
	all := where.joinConditions(" AND ")
	return predicate{` FROM ` + table + ` f CROSS JOIN cases c WHERE ` + all.sql, all.args}
}

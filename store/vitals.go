package store

import (
	"context"
	"database/sql"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// CountVitals are counts over the whole record, for operators.
func (s *Store) CountVitals(ctx context.Context) (record.Vitals, error) {
	var cases struct {
		Open    int `db:"open"`
		Overdue int `db:"overdue"`
	}
	var outbox struct {
		Pending int    `db:"pending"`
		Oldest  *int64 `db:"oldest"`
	}
	now := s.nowRounded()
	err := s.read(ctx, "vitals", func(c conn) error {
		err := c.getRow(ctx, &cases,
			`SELECT COUNT(*) AS open, COALESCE(SUM(CASE WHEN due - clock_offset <= ? THEN 1 ELSE 0 END), 0) AS overdue
			FROM cases WHERE status <> ?`, microsOf(now), complaint.StatusArchived)
		if err != nil {
			return err
		}
		return c.getRow(ctx, &outbox, `SELECT COUNT(*) AS pending,
			MIN(CASE WHEN kind = ? THEN created_at WHEN kind = ? THEN NULL WHEN try_at <= ? THEN try_at END) AS oldest
			FROM outbox`, complaint.StartErrand, complaint.DispatchErrand, microsOf(now))
	})
	v := record.Vitals{Open: cases.Open, Overdue: cases.Overdue, Pending: outbox.Pending}
	if outbox.Oldest != nil {
		v.Lag = max(0, now.Sub(instantOfMicros(*outbox.Oldest)))
	}
	return v, err
}

// probeKey is the fact about the database that is only there to be written.
const probeKey = "probe"

// TryWrite reports whether the database takes a commit, which a full disk or a replica does not. It writes one
// small row, always the same.
func (s *Store) TryWrite(ctx context.Context) error {
	return s.SetMeta(ctx, probeKey, fmt.Sprint(microsOf(s.nowRounded())))
}

// PoolStats are the state of the connections by pool.
func (s *Store) PoolStats() map[string]sql.DBStats {
	pools := map[string]sql.DBStats{"writer": s.writer.Stats()}
	if s.reader != s.writer {
		pools["reader"] = s.reader.Stats()
	}
	return pools
}

package store

import (
	"context"
	"fmt"

	"duban/complaint"
)

// startKind is the kind of outbox row that asks for a case's workflow.
const startKind = "start"

func (c conn) orderStart(ctx context.Context, f complaint.Filing, now int64) error {
	return c.insert(ctx, "outbox", `case_id, kind, clock_offset, created_at`,
		[]any{f.Case, startKind, f.ClockOffset.Microseconds(), now})
}

// startedBy marks the case's order to start as done.
func (c conn) startedBy(ctx context.Context, id complaint.CaseID, now int64) error {
	_, err := c.exec(ctx, `UPDATE outbox SET done_at = ? WHERE case_id = ? AND kind = ? AND done_at IS NULL`,
		now, id, startKind)
	return wrap("outbox", err)
}

// PendingStarts are the cases whose workflow must still be started, oldest first, at most limit.
func (s *Store) PendingStarts(ctx context.Context, limit int) ([]complaint.StartOrder, error) {
	var rows []struct {
		ID          int64  `db:"id"`
		Case        string `db:"case_id"`
		ClockOffset int64  `db:"clock_offset"`
		CreatedAt   int64  `db:"created_at"`
	}
	err := s.read(ctx, "pending starts", func(c conn) error {
		return c.all(ctx, &rows, `SELECT id, case_id, clock_offset, created_at FROM outbox
			WHERE kind = ? AND done_at IS NULL ORDER BY id LIMIT ?`, startKind, limit)
	})
	if err != nil {
		return nil, err
	}
	orders := make([]complaint.StartOrder, len(rows))
	for i, r := range rows {
		orders[i] = complaint.StartOrder{
			ID: r.ID, Case: complaint.CaseID(r.Case), ClockOffset: duration(r.ClockOffset), CreatedAt: instant(r.CreatedAt),
		}
	}
	return orders, nil
}

// StartDone marks a start order as done; one already done stays as it is.
func (s *Store) StartDone(ctx context.Context, id int64) error {
	return s.write(ctx, fmt.Sprintf("start order %d done", id), func(c conn) error {
		_, err := c.exec(ctx, `UPDATE outbox SET done_at = ? WHERE id = ? AND done_at IS NULL`, micros(s.now()), id)
		return err
	})
}

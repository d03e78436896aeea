package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
)

// startsGatewayFirst is how long the relay leaves a filing to the gateway, which starts it by itself and waits so
// long for the answer.
const startsGatewayFirst = 5 * time.Second

// addErrand adds an errand that may be taken up after a while; one that is waiting already stays as it is.
func (c conn) addErrand(ctx context.Context, e complaint.Errand, now time.Time, after time.Duration) error {
	_, err := c.exec(ctx, `INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries) VALUES (?, ?, ?, ?, ?, 0)
		ON CONFLICT (case_id, kind, item) DO NOTHING`, e.Kind, e.Case, e.Item, microsOf(now), microsOf(now.Add(after)))
	return wrapError("order errand", err)
}

// removeErrands removes a case's errands whose effect now stands in the record. item "" means whatever the item.
func (c conn) removeErrands(ctx context.Context, kind complaint.ErrandKind, id complaint.CaseID, item string) error {
	_, err := c.exec(ctx, `DELETE FROM outbox WHERE case_id = ? AND kind = ? AND item = ?`, id, kind, item)
	return wrapError("errand done", err)
}

// TakeErrands takes up due errands of one kind, the oldest first, at most limit; until the lease has passed nobody is
// given them again. Two relays never hold one errand at the same time, unless the first outstays its lease.
func (s *Store) TakeErrands(
	ctx context.Context, kind complaint.ErrandKind, limit int, lease time.Duration,
) ([]complaint.Errand, error) {
	var rows []struct {
		ID        int64  `db:"id"`
		Case      string `db:"case_id"`
		Item      string `db:"item"`
		Tries     int    `db:"tries"`
		CreatedAt int64  `db:"created_at"`
	}
	now := s.nowRounded()
	err := s.write(ctx, "take up errands", func(c conn) error {
		return c.allRows(ctx, &rows, `WITH due AS (
				SELECT id FROM outbox WHERE kind = ? AND try_at <= ? ORDER BY try_at, id LIMIT ?`+
			s.dialect.skipLockedClause()+`)
			UPDATE outbox SET tries = tries + 1, try_at = ? WHERE id IN (SELECT id FROM due)
			RETURNING id, case_id, item, tries, created_at`, kind, microsOf(now), limit, microsOf(now.Add(lease)))
	})
	if err != nil {
		return nil, err
	}
	errands := make([]complaint.Errand, len(rows))
	for i, r := range rows {
		errands[i] = complaint.Errand{
			ID:        r.ID,
			Kind:      kind,
			Case:      complaint.CaseID(r.Case),
			Item:      r.Item,
			Tries:     r.Tries,
			CreatedAt: instantOfMicros(r.CreatedAt),
		}
	}
	slices.SortFunc(errands, func(a, b complaint.Errand) int { return int(a.ID - b.ID) })
	return errands, nil
}

// PutOffErrand lets nobody take up an errand again for a while.
func (s *Store) PutOffErrand(ctx context.Context, errand int64, wait time.Duration) error {
	return s.write(ctx, fmt.Sprintf("put off errand %d", errand), func(c conn) error {
		_, err := c.exec(ctx, `UPDATE outbox SET try_at = ? WHERE id = ?`, microsOf(s.nowRounded().Add(wait)), errand)
		return err
	})
}

// DropErrand removes an errand that has nothing left to do; one that is gone already stays gone.
func (s *Store) DropErrand(ctx context.Context, errand int64) error {
	return s.write(ctx, fmt.Sprintf("drop errand %d", errand), func(c conn) error {
		_, err := c.exec(ctx, `DELETE FROM outbox WHERE id = ?`, errand)
		return err
	})
}

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"duban/complaint"
	"duban/record"
)

const (
	// noticesFor is how long the inbox shows a notice that was read; the journal keeps the event.
	noticesFor   = 7 * 24 * time.Hour
	noticesLimit = 100
)

// OrderNotice implements [record.Tx].
func (t *transaction) OrderNotice(ctx context.Context, seq int) error {
	return t.addErrand(ctx, complaint.Errand{
		Kind: complaint.NoticeErrand,
		Case: t.id,
		Item: strconv.Itoa(seq),
	}, t.store.nowRounded(), 0)
}

// DeliverNotice implements [record.Tx].
func (t *transaction) DeliverNotice(ctx context.Context, seq int, to []complaint.UserID) error {
	for _, user := range to {
		_, err := t.exec(ctx, `INSERT INTO inbox_notices (user_id, case_id, seq, delivered_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (user_id, case_id, seq) DO NOTHING`, user, t.id, seq, microsOf(t.store.nowRounded()))
		if err != nil {
			return fmt.Errorf("deliver: %w", err)
		}
	}
	return t.removeErrands(ctx, complaint.NoticeErrand, t.id, strconv.Itoa(seq))
}

// MarkNoticesRead marks what the person was told up to an instant, that included, as read.
func (s *Store) MarkNoticesRead(ctx context.Context, user complaint.UserID, until time.Time) error {
	return s.write(ctx, "read notices", func(c conn) error {
		_, err := c.exec(ctx,
			`UPDATE inbox_notices SET read_at = ? WHERE user_id = ? AND delivered_at <= ? AND read_at IS NULL`,
			microsOf(s.nowRounded()), user, microsOf(until))
		return err
	})
}

// NoticesFor are what the person has not read, and what they were told in the last 7 days, about cases they may read
// now, the newest first.
func (s *Store) NoticesFor(ctx context.Context, p complaint.Person) ([]record.NoticeRow, error) {
	var rows []struct {
		caseRow
		Seq         int     `db:"event_seq"`
		Type        string  `db:"type"`
		At          int64   `db:"at"`
		Reason      *string `db:"reason"`
		DeliveredAt int64   `db:"delivered_at"`
		ReadAt      *int64  `db:"read_at"`
	}
	now, w := s.nowRounded(), wallAdmitting(p)
	err := s.read(ctx, "notices", func(c conn) error {
		return c.allRows(ctx,
			&rows, `SELECT `+caseColumns+`, n.seq AS event_seq, n.delivered_at, n.read_at, j.type, j.at, j.reason
			FROM inbox_notices n JOIN cases c ON c.id = n.case_id
			JOIN journal j ON j.case_id = n.case_id AND j.seq = n.seq
			WHERE n.user_id = ? AND (n.delivered_at >= ? OR n.read_at IS NULL) AND `+w.sql+`
			ORDER BY n.delivered_at DESC, n.case_id, n.seq LIMIT ?`,
			append(append([]any{p.ID, microsOf(now.Add(-noticesFor))}, w.args...), noticesLimit)...)
	})
	if err != nil {
		return nil, err
	}
	notices := make([]record.NoticeRow, len(rows))
	for i, r := range rows {
		notices[i] = record.NoticeRow{
			Case:        r.asRegisterRow(now),
			Seq:         r.Seq,
			Type:        r.Type,
			At:          instantOfMicros(r.At),
			DeliveredAt: instantOfMicros(r.DeliveredAt),
			Read:        r.ReadAt != nil,
		}
		if r.Reason != nil {
			if err := json.Unmarshal([]byte(*r.Reason), &notices[i].Reason); err != nil {
				return nil, fmt.Errorf("notices: reason: %w", err)
			}
		}
	}
	return notices, nil
}

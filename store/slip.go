package store

import (
	"context"
	"encoding/json"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// slipRow is an issued slip with its case.
type slipRow struct {
	caseRow
	Slip       string `db:"slip_id"`
	SlipKind   string `db:"slip_kind"`
	SlipNumber string `db:"slip_number"`
	Addressed  string `db:"addressed"`
	IssuedAt   int64  `db:"issued_at"`
	ReplyDue   *int64 `db:"reply_due"`
	State      string `db:"state"`
	Reply      string `db:"reply"`
	Ground     string `db:"ground"`
	Text       string `db:"text"`
	Received   string `db:"received"`
	Void       string `db:"void"`
}

// ListSlips lists the slips of the cases the person may read, the latest issued first, and the cursor of the next
// page, "" on the last. A bad cursor is Invalid.
func (s *Store) ListSlips(
	ctx context.Context, p complaint.Person, q record.SlipQuery,
) (slips []record.SlipRow, next string, err error) {
	from, err := parseCursor(slipList, q.Cursor)
	if err != nil {
		return nil, "", err
	}
	size, now := pageSize(q.Limit), s.nowRounded()
	f := filters{wallAdmitting(p)}
	if q.Unanswered {
		f.addCondition(`s.state = ?`, complaint.SlipOpen)
	}
	if from != nil {
		f.addCondition(`(s.issued_at, s.case_id, s.slip_id) < (?, ?, ?)`, from.At, from.Case, from.Item)
	}
	where := f.joinConditions(" AND ")
	var rows []slipRow
	err = s.read(ctx, "slips", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT `+caseColumns+`, s.slip_id, s.kind AS slip_kind, s.number AS slip_number,
			s.addressed, s.issued_at, s.reply_due, s.state, s.reply, s.ground, s.text, s.received, s.void
			FROM case_slips s JOIN cases c ON c.id = s.case_id WHERE `+where.sql+`
			ORDER BY s.issued_at DESC, s.case_id DESC, s.slip_id DESC LIMIT ?`, append(where.args, size+1)...)
	})
	if err != nil {
		return nil, "", err
	}
	rows, next = cutToPage(rows, size, func(r slipRow) cursor {
		return cursor{
			List: slipList,
			At:   r.IssuedAt,
			Case: r.ID,
			Item: r.Slip,
		}
	})
	for _, r := range rows {
		slip, err := r.asSlip()
		if err != nil {
			return nil, "", fmt.Errorf("slips: %w", err)
		}
		late := slip.State == complaint.SlipOpen && r.isOverdueAt(r.ReplyDue, now)
		slips = append(slips, record.SlipRow{Slip: slip, Case: complaint.CaseID(r.ID), Overdue: late})
	}
	return slips, next, nil
}

func (r slipRow) asSlip() (complaint.IssuedSlip, error) {
	s := complaint.IssuedSlip{
		ID:       complaint.SlipID(r.Slip),
		Kind:     r.SlipKind,
		Number:   r.SlipNumber,
		IssuedAt: complaint.Instant(instantOfMicros(r.IssuedAt)),
		State:    complaint.SlipState(r.State),
		Reply:    complaint.TextID(r.Reply),
		Ground:   r.Ground,
		Text:     complaint.TextID(r.Text),
		Void:     complaint.TextID(r.Void),
	}
	if due := maybeInstantOfMicros(r.ReplyDue); due != nil {
		at := complaint.Instant(*due)
		s.ReplyDue = &at
	}
	if err := json.Unmarshal([]byte(r.Addressed), &s.To); err != nil {
		return complaint.IssuedSlip{}, fmt.Errorf("address of slip %s: %w", r.Slip, err)
	}
	if r.Received != "" {
		if err := json.Unmarshal([]byte(r.Received), &s.Received); err != nil {
			return complaint.IssuedSlip{}, fmt.Errorf("receipts of slip %s: %w", r.Slip, err)
		}
	}
	return s, nil
}

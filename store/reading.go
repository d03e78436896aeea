package store

import (
	"cmp"
	"context"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// NoteReading records that somebody has read something of a case, once for each [record.ReadingSpan].
func (s *Store) NoteReading(ctx context.Context, r record.Reading) error {
	return s.write(ctx, fmt.Sprintf("note reading of case %s", r.Case), func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO readings (case_id, user_id, what, object, span, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (case_id, user_id, what, object, span) DO NOTHING`, r.Case, r.User, r.Kind,
			cmp.Or(string(r.Attachment), string(r.Paper)), r.SpanNumber(), microsOf(r.At))
		return err
	})
}

// readingRow is an entry of the reading log. Its item tells entries of one instant and person apart.
type readingRow struct {
	User   string `db:"user_id"`
	What   string `db:"what"`
	Object string `db:"object"`
	At     int64  `db:"at"`
	Item   string `db:"item"`
}

// ReadingsOfCase lists who read what of the case, the latest first, and the cursor of the next page, "" on the last. A
// bad cursor is Invalid. Who may see it is for the caller to judge.
func (s *Store) ReadingsOfCase(
	ctx context.Context, id complaint.CaseID, after string, limit int,
) ([]record.Reading, string, error) {
	from, err := parseCursor(readingList, after)
	if err != nil {
		return nil, "", err
	}
	size := pageSize(limit)
	f := filters{{`case_id = ?`, []any{id}}}
	if from != nil {
		f.addCondition(`(at, user_id, what || '/' || object) < (?, ?, ?)`, from.At, from.Case, from.Item)
	}
	where := f.joinConditions(" AND ")
	var rows []readingRow
	err = s.read(ctx, fmt.Sprintf("readings of case %s", id), func(c conn) error {
		return c.allRows(ctx,
			&rows, `SELECT user_id, what, object, at, what || '/' || object AS item FROM readings WHERE `+where.sql+`
			ORDER BY at DESC, user_id DESC, item DESC LIMIT ?`, append(where.args, size+1)...)
	})
	if err != nil {
		return nil, "", err
	}
	rows, next := cutToPage(rows, size, func(r readingRow) cursor {
		return cursor{
			List: readingList,
			At:   r.At,
			Case: r.User,
			Item: r.Item,
		}
	})
	readings := make([]record.Reading, len(rows))
	for i, r := range rows {
		readings[i] = record.Reading{
			Case: id,
			User: complaint.UserID(r.User),
			Kind: record.ReadingKind(r.What),
			At:   instantOfMicros(r.At),
		}
		if readings[i].Kind == record.ReadPaper {
			readings[i].Paper = complaint.PaperID(r.Object)
		} else {
			readings[i].Attachment = complaint.AttachmentID(r.Object)
		}
	}
	return readings, next, nil
}

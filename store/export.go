package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

const (
	// exportDeadAfter is how long nothing is heard of whoever writes a workbook before they are taken for dead.
	exportDeadAfter = 30 * time.Second
	// exportKept is how long a file can be fetched.
	exportKept = time.Hour
)

// BeginExport notes that a workbook is being written for a person, once for each id; begun is false where it was asked
// for before.
func (s *Store) BeginExport(ctx context.Context, p complaint.Person, e record.Export) (begun bool, err error) {
	now := microsOf(s.nowRounded())
	err = s.write(ctx, "begin export", func(c conn) error {
		barred, err := c.casesBarring(ctx, p, now)
		if err != nil {
			return err
		}
		n, err := c.exec(ctx, `INSERT INTO exports
			(id, user_id, subject, standing, barred, asked_at, seen_at, state, row_count, file)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (id) DO NOTHING`,
			e.ID, p.ID, e.Subject, e.Standing, strings.Join(barred, ","), now, now, record.ExportWorking, []byte{})
		begun = n > 0
		return err
	})
	return begun, err
}

// NoteExportRows notes how many rows have been written, and that whoever writes them is alive.
func (s *Store) NoteExportRows(ctx context.Context, id string, rows int) error {
	return s.write(ctx, "note export", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE exports SET row_count = ?, seen_at = ? WHERE id = ? AND state = ?`,
			rows, microsOf(s.nowRounded()), id, record.ExportWorking)
		return err
	})
}

// EndExport keeps the finished workbook; nil means that it could not be written.
func (s *Store) EndExport(ctx context.Context, id string, rows int, file []byte) error {
	state := record.ExportDone
	if file == nil {
		state, file = record.ExportFailed, []byte{}
	}
	now := microsOf(s.nowRounded())
	return s.write(ctx, "end export", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE exports SET state = ?, row_count = ?, seen_at = ?, ended_at = ?, file = ?
			WHERE id = ? AND state = ?`, state, rows, now, now, file, id, record.ExportWorking)
		return err
	})
}

// ExportOf is a person's own workbook; NotFound if they asked for none of the id.
func (s *Store) ExportOf(ctx context.Context, user complaint.UserID, id string) (record.Export, error) {
	var row struct {
		Subject  string `db:"subject"`
		Standing string `db:"standing"`
		AskedAt  int64  `db:"asked_at"`
		SeenAt   int64  `db:"seen_at"`
		State    string `db:"state"`
		Rows     int    `db:"row_count"`
	}
	err := s.read(ctx, "export", func(c conn) error {
		found, err := c.findRow(ctx, &row, `SELECT subject, standing, asked_at, seen_at, state, row_count
			FROM exports WHERE id = ? AND user_id = ?`, id, user)
		if err == nil && !found {
			err = complaint.Refuse(complaint.NotFound, "export.none", nil)
		}
		return err
	})
	if err != nil {
		return record.Export{}, err
	}
	e := record.Export{
		ID:       id,
		Subject:  row.Subject,
		Standing: row.Standing,
		AskedAt:  instantOfMicros(row.AskedAt),
		State:    record.ExportState(row.State),
		Rows:     row.Rows,
	}
	if e.State == record.ExportWorking && s.nowRounded().Sub(instantOfMicros(row.SeenAt)) > exportDeadAfter {
		e.State = record.ExportFailed
	}
	return e, nil
}

// ExportFile is the workbook itself.
func (s *Store) ExportFile(ctx context.Context, id string) ([]byte, error) {
	var file []byte
	err := s.read(ctx, "export file", func(c conn) error {
		return c.getRow(ctx, &file, `SELECT file FROM exports WHERE id = ?`, id)
	})
	return file, err
}

// DropOldExports empties the files that can be fetched no longer.
func (s *Store) DropOldExports(ctx context.Context) error {
	return s.write(ctx, "drop exports", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE exports SET state = ?, file = ? WHERE state = ? AND ended_at < ?`,
			record.ExportGone, []byte{}, record.ExportDone, microsOf(s.nowRounded().Add(-exportKept)))
		return err
	})
}

// IsBarredSinceExport reports whether a case that was there when the workbook was asked for, and did not keep the
// person out then, now does, in any of their capacities.
func (s *Store) IsBarredSinceExport(ctx context.Context, p complaint.Person, id string) (bool, error) {
	var row struct {
		Barred  string `db:"barred"`
		AskedAt int64  `db:"asked_at"`
	}
	var now []string
	err := s.read(ctx, "barred since export", func(c conn) (err error) {
		if err := c.getRow(ctx, &row, `SELECT barred, asked_at FROM exports WHERE id = ?`, id); err != nil {
			return err
		}
		now, err = c.casesBarring(ctx, p, row.AskedAt)
		return err
	})
	before := strings.Split(row.Barred, ",")
	return slices.ContainsFunc(now, func(id string) bool { return !slices.Contains(before, id) }), err
}

// casesBarring are the cases filed up to an instant that keep the person out, in any of their capacities.
func (c conn) casesBarring(ctx context.Context, p complaint.Person, until int64) ([]string, error) {
	var bars []string
	for _, as := range p.CapacitiesToActIn() {
		bars = append(bars, barsAgainst(as)...)
	}
	var ids []string
	err := c.allRows(ctx, &ids, `SELECT DISTINCT b.case_id FROM case_bars b JOIN cases c ON c.id = b.case_id
		WHERE b.user_id IN (`+parameterList(len(bars))+`) AND c.filed_at <= ? ORDER BY b.case_id`,
		append(asArguments(bars), until)...)
	return ids, wrapError("cases that bar", err)
}

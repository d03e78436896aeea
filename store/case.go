package store

import (
	"context"
	"fmt"
	"time"

	"duban/complaint"
	"duban/record"
)

// caseRow is what lists show of a case.
type caseRow struct {
	ID          string `db:"id"`
	Number      string `db:"number"`
	Policy      string `db:"policy"`
	Version     int    `db:"version"`
	Kind        string `db:"kind"`
	Category    string `db:"category"`
	Severity    string `db:"severity"`
	Status      string `db:"status"`
	Step        string `db:"step"`
	StepTitle   string `db:"step_title"`
	Unit        string `db:"unit"`
	Subject     string `db:"subject"`
	ReceivedAt  int64  `db:"received_at"`
	FiledAt     int64  `db:"filed_at"`
	ClosedAt    *int64 `db:"closed_at"`
	Due         *int64 `db:"due"`
	ClockOffset int64  `db:"clock_offset"`
	Period      string `db:"period"`
}

const caseColumns = `c.id, c.number, c.policy, c.version, c.kind, c.category, c.severity, c.status, c.step,
	c.step_title, c.unit, c.subject, c.received_at, c.filed_at, c.due, c.clock_offset,
	(SELECT f.closed FROM figure_cases f WHERE f.case_id = c.id AND f.known_to = ` + stillKnownInSQL + `) AS closed_at,
	COALESCE((SELECT m.period FROM period_matters m WHERE m.case_id = c.id), '') AS period`

// isOverdueAt is a limit's instant against the case's own clock: wall time and offset.
func (r caseRow) isOverdueAt(due *int64, now time.Time) bool {
	return due != nil && *due <= microsOf(now)+r.ClockOffset
}

func (r caseRow) asRegisterRow(now time.Time) record.CaseRow {
	return record.CaseRow{
		ID:          complaint.CaseID(r.ID),
		Number:      r.Number,
		Policy:      r.Policy,
		Version:     r.Version,
		Kind:        r.Kind,
		Category:    r.Category,
		Severity:    r.Severity,
		Status:      complaint.Status(r.Status),
		Step:        complaint.StepID(r.Step),
		StepTitle:   r.StepTitle,
		Unit:        complaint.UnitID(r.Unit),
		Subject:     complaint.TextID(r.Subject),
		ReceivedAt:  instantOfMicros(r.ReceivedAt),
		FiledAt:     instantOfMicros(r.FiledAt),
		ClosedAt:    maybeInstantOfMicros(r.ClosedAt),
		Due:         maybeInstantOfMicros(r.Due),
		Overdue:     r.isOverdueAt(r.Due, now),
		ClockOffset: durationOfMicros(r.ClockOffset),
		Period:      r.Period,
	}
}

func noCaseError() error { return complaint.Refuse(complaint.NotFound, "case.unknown", nil) }

// CaseRow is one line of the register by id, NotFound if there is none. It asks no wall: see [Store.MayRead].
func (s *Store) CaseRow(ctx context.Context, id complaint.CaseID) (record.CaseRow, error) {
	var row caseRow
	err := s.read(ctx, fmt.Sprintf("case %s", id), func(c conn) error {
		found, err := c.findRow(ctx, &row, `SELECT `+caseColumns+` FROM cases c WHERE c.id = ?`, id)
		if err == nil && !found {
			err = noCaseError()
		}
		return err
	})
	if err != nil {
		return record.CaseRow{}, err
	}
	return row.asRegisterRow(s.nowRounded()), nil
}

// CasesDue are cases with a rung whose instant, by the case's own clock, is before the wall time given; the
// longest overdue first, at most limit. The sweeper compares with it and fires nothing itself.
func (s *Store) CasesDue(ctx context.Context, before time.Time, limit int) ([]complaint.CaseID, error) {
	return s.queryCaseIDs(ctx, "cases due", `SELECT id FROM cases WHERE wake IS NOT NULL AND wake - clock_offset < ?
		ORDER BY wake - clock_offset LIMIT ?`, microsOf(before), limit)
}

// CasesWrittenLately are cases whose last event was recorded within the given time of the journal's newest. After a
// crash these are the ones whose workflow may not know what stands in the journal.
func (s *Store) CasesWrittenLately(ctx context.Context, within time.Duration) ([]complaint.CaseID, error) {
	return s.queryCaseIDs(ctx, "cases written", `SELECT id FROM cases
		WHERE written_at >= (SELECT MAX(written_at) FROM cases) - ? ORDER BY written_at`, within.Microseconds())
}

// CasesUnarchived are the cases with something owed whose id comes after the one given, by id, at most limit.
func (s *Store) CasesUnarchived(ctx context.Context, after complaint.CaseID, limit int) ([]complaint.CaseID, error) {
	return s.queryCaseIDs(ctx, "cases unarchived", `SELECT id FROM cases WHERE status <> 'archived' AND id > ?
		ORDER BY id LIMIT ?`, after, limit)
}

func (s *Store) queryCaseIDs(
	ctx context.Context, operation, query string, args ...any,
) (ids []complaint.CaseID, err error) {
	err = s.read(ctx, operation, func(c conn) error { return c.allRows(ctx, &ids, query, args...) })
	return ids, err
}

// AreCasesArchived says of each of the cases whether it is archived; one that does not exist is missing.
func (s *Store) AreCasesArchived(ctx context.Context, ids []complaint.CaseID) (map[complaint.CaseID]bool, error) {
	archived := make(map[complaint.CaseID]bool, len(ids))
	if len(ids) == 0 {
		return archived, nil
	}
	var rows []struct {
		ID     string `db:"id"`
		Status string `db:"status"`
	}
	err := s.read(ctx, "archived cases", func(c conn) error {
		return c.allRows(ctx, &rows,
			`SELECT id, status FROM cases WHERE id IN (`+parameterList(len(ids))+`)`, asArguments(ids)...)
	})
	for _, r := range rows {
		archived[complaint.CaseID(r.ID)] = complaint.Status(r.Status) == complaint.StatusArchived
	}
	return archived, err
}

// ClockOffset implements [record.ReadTx].
func (t *transaction) ClockOffset(ctx context.Context) (time.Duration, error) {
	if t.clockOffset != nil {
		return durationOfMicros(*t.clockOffset), nil
	}
	var us int64
	found, err := t.findRow(ctx, &us, `SELECT clock_offset FROM cases WHERE id = ?`, t.id)
	if err != nil {
		return 0, fmt.Errorf("clock: %w", err)
	}
	if !found {
		return 0, noCaseError()
	}
	return durationOfMicros(us), nil
}

// SetClockOffset implements [record.Tx].
func (t *transaction) SetClockOffset(ctx context.Context, offset time.Duration) error {
	n, err := t.exec(ctx, `UPDATE cases SET clock_offset = ? WHERE id = ?`, offset.Microseconds(), t.id)
	if err != nil {
		return fmt.Errorf("set clock: %w", err)
	}
	if n == 0 {
		return noCaseError()
	}
	_, err = t.exec(ctx, `UPDATE case_grants SET late_at = `+
		`(SELECT due - clock_offset FROM cases WHERE id = ?) WHERE case_id = ?`, t.id, t.id)
	if err != nil {
		return fmt.Errorf("set clock: %w", err)
	}
	_, err = t.exec(ctx, `INSERT INTO clocks (case_id, clock_offset) VALUES (?, ?)
		ON CONFLICT (case_id) DO UPDATE SET clock_offset = excluded.clock_offset`, t.id, offset.Microseconds())
	return wrapError("set clock", err)
}

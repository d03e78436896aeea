package store

import (
	"context"
	"fmt"

	"duban/complaint"
	"duban/policy/amendment"
)

// CountCasesOf is how many cases of a regulation have had their first act, whatever version they are under.
func (s *Store) CountCasesOf(ctx context.Context, policy string) (int64, error) {
	var all int64
	err := s.read(ctx, "cases of "+policy, func(c conn) error {
		return c.getRow(ctx, &all, `SELECT COUNT(*) FROM cases WHERE policy = ? AND seq > 0`, policy)
	})
	return all, err
}

// RecordedCases are cases of a regulation that come after one, by id, at most limit: each with its journal, which
// orders its events came of, and its attachments. It reads beside people at work and asks no wall: what becomes of it
// names nobody.
func (s *Store) RecordedCases(
	ctx context.Context, policy string, after complaint.CaseID, limit int,
) (cases []amendment.Recorded, err error) {
	err = s.read(ctx, "recorded cases of "+policy, func(c conn) error {
		var rows []struct {
			ID          string `db:"id"`
			ClockOffset int64  `db:"clock_offset"`
		}
		err := c.allRows(ctx, &rows, `SELECT id, clock_offset FROM cases WHERE policy = ? AND seq > 0 AND id > ?
			ORDER BY id LIMIT ?`, policy, after, limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		ids, at := make([]string, len(rows)), map[string]int{}
		cases = make([]amendment.Recorded, len(rows))
		for i, r := range rows {
			ids[i], at[r.ID] = r.ID, i
			cases[i].Now = s.nowRounded().Add(durationOfMicros(r.ClockOffset))
		}
		return c.readRecorded(ctx, ids, func(id string) *amendment.Recorded { return &cases[at[id]] })
	})
	return cases, err
}

// Recorded implements [record.ReadTx].
func (t *transaction) Recorded(ctx context.Context) (amendment.Recorded, error) {
	of := amendment.Recorded{Now: t.store.nowRounded()}
	err := t.readRecorded(ctx, []string{string(t.id)}, func(string) *amendment.Recorded { return &of })
	return of, err
}

// readRecorded reads what cases consist of into their places.
func (c conn) readRecorded(ctx context.Context, ids []string, place func(id string) *amendment.Recorded) error {
	among := ` WHERE case_id IN (` + parameterList(len(ids)) + `)`
	var entries []entry
	if err := c.allRows(ctx, &entries, `SELECT `+entryColumns+` FROM journal`+among+` ORDER BY case_id, seq`,
		asArguments(ids)...); err != nil {
		return fmt.Errorf("journals: %w", err)
	}
	for _, row := range entries {
		e, err := row.decodeEvent()
		if err != nil {
			return fmt.Errorf("case %s: %w", row.Case, err)
		}
		of := place(row.Case)
		of.Journal = append(of.Journal, e)
	}
	var acts []struct {
		Case  string `db:"case_id"`
		ID    string `db:"command_id"`
		First int    `db:"from_seq"`
		Last  int    `db:"seq"`
	}
	if err := c.allRows(ctx, &acts, `SELECT case_id, command_id, from_seq, seq FROM commands`+among+`
		AND refusal IS NULL AND from_seq <= seq ORDER BY case_id, from_seq`, asArguments(ids)...); err != nil {
		return fmt.Errorf("acts: %w", err)
	}
	for _, a := range acts {
		of := place(a.Case)
		of.Acts = append(of.Acts, amendment.Act{ID: complaint.CommandID(a.ID), First: a.First, Last: a.Last})
	}
	files, err := c.attachmentsWhere(ctx, `case_id IN (`+parameterList(len(ids))+`) ORDER BY added_at, id`,
		asArguments(ids)...)
	for _, f := range files {
		of := place(string(f.Case))
		of.Attachments = append(of.Attachments, f)
	}
	return err
}

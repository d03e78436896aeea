package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"duban/complaint"
	"duban/record"
)

// orderMoves orders each case of a change to be moved that is not archived.
func (s *Store) orderMoves(ctx context.Context, c conn, ch record.PolicyChange) error {
	now := microsOf(s.nowRounded())
	_, err := c.exec(ctx, `INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries)
		SELECT ?, m.case_id, m.change_id, ?, ?, 0 FROM policy_change_cases m JOIN cases k ON k.id = m.case_id
		WHERE m.change_id = ? AND k.status <> ?`,
		complaint.AdoptErrand, now, now, ch.ID, complaint.StatusArchived)
	return wrapError("order moves", err)
}

// MovedCases are the cases that a change moves, with what became of each; those with nothing to tell are still waiting.
func (s *Store) MovedCases(ctx context.Context, id string) ([]record.MovedCase, error) {
	var rows []struct {
		Case    string  `db:"case_id"`
		Number  string  `db:"number"`
		Status  string  `db:"status"`
		Seq     *int    `db:"answered"`
		Refusal *string `db:"refusal"`
	}
	err := s.read(ctx, "cases of a policy change", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT m.case_id, k.number, k.status, a.seq AS answered, a.refusal
			FROM policy_change_cases m JOIN cases k ON k.id = m.case_id
			LEFT JOIN commands a ON a.case_id = m.case_id AND a.command_id = ?
			WHERE m.change_id = ? ORDER BY k.number, m.case_id`, complaint.Adopt{Change: id}.OrderID(), id)
	})
	all := make([]record.MovedCase, len(rows))
	for i, r := range rows {
		all[i] = record.MovedCase{
			Case:   complaint.CaseID(r.Case),
			Number: r.Number,
			Done:   r.Seq != nil,
		}
		if r.Refusal != nil {
			if err := json.Unmarshal([]byte(*r.Refusal), &all[i].Refusal); err != nil {
				return nil, fmt.Errorf("case of policy change %s: %w", id, err)
			}
		}
		if r.Seq == nil && r.Status == string(complaint.StatusArchived) {
			all[i].Done, all[i].Refusal = true, complaint.Refuse(complaint.Conflict, "archived", nil)
		}
	}
	return all, err
}

// runningRow is a case that is not archived.
type runningRow struct {
	ID      string `db:"id"`
	Number  string `db:"number"`
	Version int    `db:"version"`
}

// RunningCases are the cases of a regulation that are not archived and have had their first act, by version and number.
func (s *Store) RunningCases(ctx context.Context, policy string) ([]record.RunningCase, error) {
	var rows []runningRow
	err := s.read(ctx, "running cases of "+policy, func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT id, number, version FROM cases
			WHERE policy = ? AND status <> ? AND seq > 0 ORDER BY version, number, id`, policy,
			complaint.StatusArchived)
	})
	all := make([]record.RunningCase, len(rows))
	for i, r := range rows {
		all[i] = record.RunningCase{Case: complaint.CaseID(r.ID), Number: r.Number, Version: r.Version}
	}
	return all, err
}

// ReadableCases are those of the given cases that the person may read.
func (s *Store) ReadableCases(
	ctx context.Context, p complaint.Person, ids []complaint.CaseID,
) (map[complaint.CaseID]bool, error) {
	readable, w := make(map[complaint.CaseID]bool, len(ids)), wallAdmitting(p)
	err := s.read(ctx, "readable cases", func(c conn) error {
		for some := range slices.Chunk(ids, rebuildBatch) {
			var found []complaint.CaseID
			err := c.allRows(ctx, &found,
				`SELECT c.id FROM cases c WHERE c.id IN (`+parameterList(len(some))+`) AND `+w.sql,
				append(asArguments(some), w.args...)...)
			if err != nil {
				return err
			}
			for _, id := range found {
				readable[id] = true
			}
		}
		return nil
	})
	return readable, err
}

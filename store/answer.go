package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

const (
	// refusedFor is how long the inbox tells a sender that a queued command was refused.
	refusedFor   = 7 * 24 * time.Hour
	refusedLimit = 200
)

// AnswerTo implements [record.ReadTx].
func (t *transaction) AnswerTo(ctx context.Context, id complaint.CommandID) (*complaint.Answer, error) {
	return t.storedAnswer(ctx, t.id, id)
}

func (c conn) storedAnswer(
	ctx context.Context, id complaint.CaseID, cmd complaint.CommandID,
) (*complaint.Answer, error) {
	var row struct {
		Seq     int     `db:"seq"`
		From    int     `db:"from_seq"`
		Refusal *string `db:"refusal"`
	}
	const query = `SELECT seq, from_seq, refusal FROM commands WHERE case_id = ? AND command_id = ?`
	if found, err := c.findRow(ctx, &row, query, id, cmd); err != nil || !found {
		return nil, wrapError("answer", err)
	}
	a := &complaint.Answer{Seq: row.Seq, From: row.From}
	if row.Refusal != nil {
		if err := json.Unmarshal([]byte(*row.Refusal), &a.Refusal); err != nil {
			return nil, fmt.Errorf("answer: refusal: %w", err)
		}
	}
	return a, nil
}

// SaveAnswer implements [record.Tx]. A second answer to one order is an error, never an overwrite.
func (t *transaction) SaveAnswer(ctx context.Context, o complaint.Order, a complaint.Answer) error {
	var refusal *string
	if a.Refusal != nil {
		b, err := json.Marshal(a.Refusal)
		if err != nil {
			return fmt.Errorf("save answer: %w", err)
		}
		text := string(b)
		refusal = &text
	}
	err := t.insertRows(ctx, "commands", `case_id, command_id, actor, seq, from_seq, refusal, recorded_at`,
		[]any{t.id, o.ID, o.Actor, a.Seq, a.From, refusal, microsOf(t.store.nowRounded())})
	if err != nil {
		return fmt.Errorf("save answer: %w", err)
	}
	if kind, item, ok := complaint.ErrandEndedBy(o.ID); ok {
		return t.removeErrands(ctx, kind, t.id, item)
	}
	return nil
}

// StoredAnswer is the stored answer to a command, or nil while there is none.
func (s *Store) StoredAnswer(
	ctx context.Context, id complaint.CaseID, cmd complaint.CommandID,
) (*complaint.Answer, error) {
	var a *complaint.Answer
	err := s.read(ctx, fmt.Sprintf("answer in case %s", id), func(c conn) (err error) {
		a, err = c.storedAnswer(ctx, id, cmd)
		return err
	})
	return a, err
}

// RefusedCommands are the user's commands of the last 7 days that were accepted and then refused, newest first. Only
// bars hide them, not missing grants: whoever sent a command may learn its fate, unless recused since.
func (s *Store) RefusedCommands(ctx context.Context, user complaint.UserID) ([]record.RefusedRow, error) {
	var rows []struct {
		Case    string `db:"case_id"`
		Number  string `db:"number"`
		Command string `db:"command_id"`
		Refusal string `db:"refusal"`
		At      int64  `db:"recorded_at"`
	}
	err := s.read(ctx, "refused commands", func(c conn) error {
		w := notBarredByWall(complaint.Person{ID: user, Active: true})
		return c.allRows(ctx, &rows, `SELECT m.case_id, c.number, m.command_id, m.refusal, m.recorded_at
			FROM commands m JOIN cases c ON c.id = m.case_id
			WHERE m.actor = ? AND m.refusal IS NOT NULL AND m.recorded_at >= ? AND `+w.sql+`
			ORDER BY m.recorded_at DESC, m.case_id, m.command_id LIMIT ?`,
			append(append([]any{user, microsOf(s.nowRounded().Add(-refusedFor))}, w.args...), refusedLimit)...)
	})
	if err != nil {
		return nil, err
	}
	refused := make([]record.RefusedRow, len(rows))
	for i, r := range rows {
		refused[i] = record.RefusedRow{
			Case:   complaint.CaseID(r.Case),
			Number: r.Number,
			Key:    strings.TrimPrefix(r.Command, string(user)+"/"),
			At:     instantOfMicros(r.At),
		}
		if err := json.Unmarshal([]byte(r.Refusal), &refused[i].Problem); err != nil {
			return nil, fmt.Errorf("refused commands: %w", err)
		}
	}
	return refused, nil
}

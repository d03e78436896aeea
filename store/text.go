package store

import (
	"context"
	"fmt"

	"duban/complaint"
)

// insertTexts writes texts for ever. Whether an id is the commitment to its content is the gateway's business.
func (c conn) insertTexts(ctx context.Context, texts []complaint.Text, now int64) error {
	var rows [][]any
	for _, t := range texts {
		salt := t.Salt
		if salt == nil {
			salt = []byte{}
		}
		rows = append(rows, []any{t.ID, t.Case, t.Author, t.Scope, salt, t.Body, now})
	}
	return c.insertRows(ctx, "texts", `id, case_id, author, scope, salt, body, created_at`, rows...)
}

// TextsByID are the sealed texts with these ids; an unknown id is simply missing. Who may see which scope is for
// the caller to judge.
func (s *Store) TextsByID(ctx context.Context, ids []complaint.TextID) (map[complaint.TextID]complaint.Text, error) {
	texts := make(map[complaint.TextID]complaint.Text, len(ids))
	if len(ids) == 0 {
		return texts, nil
	}
	var rows []struct {
		ID     string `db:"id"`
		Case   string `db:"case_id"`
		Author string `db:"author"`
		Scope  string `db:"scope"`
		Salt   []byte `db:"salt"`
		Body   string `db:"body"`
	}
	var shared map[complaint.TextID][]complaint.CaseID
	err := s.read(ctx, "texts", func(c conn) (err error) {
		if shared, err = c.casesTextsAreSharedWith(ctx, ids); err != nil {
			return err
		}
		return c.allRows(ctx, &rows, `SELECT id, case_id, author, scope, salt, body FROM texts
			WHERE id IN (`+parameterList(len(ids))+`)`, asArguments(ids)...)
	})
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	for _, r := range rows {
		texts[complaint.TextID(r.ID)] = complaint.Text{
			ID:     complaint.TextID(r.ID),
			Case:   complaint.CaseID(r.Case),
			Author: complaint.UserID(r.Author),
			Scope:  complaint.TextScope(r.Scope),
			Salt:   r.Salt,
			Body:   r.Body,
			Shared: shared[complaint.TextID(r.ID)],
		}
	}
	return texts, nil
}

package store

import (
	"context"
	"fmt"

	"duban/complaint"
	"duban/internal/fold"
)

// foldBatch is how many identities one transaction folds.
const foldBatch = 1000

// foldIdentities folds the names and telephones that a program with other rules, or none, has written. It can be cut
// off anywhere and goes on from there.
func (s *Store) foldIdentities(ctx context.Context) error {
	const behind = `SELECT case_id, party, name, phone FROM identities WHERE folded_by < ? LIMIT ?`
	for {
		var rows []struct {
			Case  string `db:"case_id"`
			Party string
			Name  string
			Phone string
		}
		err := s.write(ctx, "fold identities", func(c conn) error {
			if err := c.allRows(ctx, &rows, behind, fold.Version, foldBatch); err != nil {
				return err
			}
			for _, r := range rows {
				_, err := c.exec(ctx, `UPDATE identities SET name_folded = ?, phone_folded = ?, folded_by = ?
					WHERE case_id = ? AND party = ?`,
					fold.Name(r.Name), fold.Telephone(r.Phone), fold.Version, r.Case, r.Party)
				if err != nil {
					return fmt.Errorf("identity of %s in case %s: %w", r.Party, r.Case, err)
				}
			}
			return nil
		})
		if err != nil || len(rows) == 0 {
			return err
		}
	}
}

// correctIdentities makes complainants be found, and known by their telephone, as corrections among the events say.
func (t *transaction) correctIdentities(ctx context.Context, events []complaint.Event) error {
	for _, e := range events {
		f, ok := e.Fact.(complaint.Corrected)
		if !ok || !f.Party.IsComplainant() {
			continue
		}
		for _, part := range []struct {
			said   complaint.TextID
			column string
			fold   func(string) string
		}{{f.Name, "name", fold.Name}, {f.Phone, "phone", fold.Telephone}} {
			if part.said == "" {
				continue
			}
			body, err := t.Text(ctx, part.said)
			if err != nil {
				return err
			}
			_, err = t.exec(ctx, `UPDATE identities SET `+part.column+` = ?, `+part.column+`_folded = ?
				WHERE case_id = ? AND party = ?`, body, part.fold(body), t.id, f.Party)
			if err != nil {
				return fmt.Errorf("identity of %s in case %s: %w", f.Party, t.id, err)
			}
		}
	}
	return nil
}

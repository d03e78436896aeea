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

// correctIdentities makes complainants be found, and known by their telephone, as corrections among the events say: of
// one who joined from a duplicate there too, for their receipt is the duplicate's.
func (t *transaction) correctIdentities(ctx context.Context, events []complaint.Event) error {
	for _, e := range events {
		f, ok := e.Fact.(complaint.Corrected)
		if !ok || !f.Party.IsComplainant() {
			continue
		}
		known, err := t.whereKnown(ctx, f.Party)
		if err != nil {
			return err
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
			for _, at := range known {
				_, err = t.exec(ctx, `UPDATE identities SET `+part.column+` = ?, `+part.column+`_folded = ?
					WHERE case_id = ? AND party = ?`, body, part.fold(body), at.id, at.party)
				if err != nil {
					return fmt.Errorf("identity of %s in case %s: %w", at.party, at.id, err)
				}
			}
		}
	}
	return nil
}

// place is a party of a case.
type place struct {
	id    complaint.CaseID
	party complaint.PartyID
}

// whereKnown are the places at which a complainant of the case is known: here and, who joined from a duplicate, there.
func (t *transaction) whereKnown(ctx context.Context, party complaint.PartyID) ([]place, error) {
	known := []place{{t.id, party}}
	c, err := t.Case(ctx)
	if err != nil {
		return nil, err
	}
	p := c.Party(party)
	if p == nil || p.From == "" {
		return known, nil
	}
	duplicate, err := t.OtherCase(ctx, p.From)
	if err != nil {
		return nil, err
	}
	for i := range duplicate.Parties {
		if q := &duplicate.Parties[i]; q.Role == p.Role && q.Identity == p.Identity {
			known = append(known, place{p.From, q.ID})
		}
	}
	return known, nil
}

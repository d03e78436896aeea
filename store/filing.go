package store

import (
	"context"
	"encoding/json"
	"fmt"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// FileCase commits a filing with all that belongs to it: texts, identities, the request, the receipt's hash, the
// row of the register (status received) behind its wall, and the order to start the case. When the actor has
// used the key before, nothing is written and the request of then comes back.
func (s *Store) FileCase(ctx context.Context, in record.Intake, w complaint.Wall) (prior *record.Request, err error) {
	err = s.write(ctx, fmt.Sprintf("file case %s", in.Filing.Case), func(c conn) error {
		if prior, err = c.acceptRequest(ctx, in.Request); err != nil || prior != nil {
			return err
		}
		if err := s.refuseWithdrawn(ctx, c, in.Filing.Filed.Policy); err != nil {
			return err
		}
		now := microsOf(s.nowRounded())
		if err := c.insertFiling(ctx, in); err != nil {
			return err
		}
		if err := c.insertTexts(ctx, in.Texts, now); err != nil {
			return err
		}
		if err := s.newTransaction(c, in.Filing.Case).registerFiling(ctx, in.Filing, w); err != nil {
			return err
		}
		return c.addErrand(ctx, newStartErrand(in.Filing.Case), s.nowRounded(), startsGatewayFirst)
	})
	return prior, err
}

// refuseWithdrawn refuses a filing under a version that has been withdrawn since the gateway looked; its row is held,
// so that none is filed beside the withdrawal.
func (s *Store) refuseWithdrawn(ctx context.Context, c conn, ref complaint.PolicyRef) error {
	var withdrawn bool
	found, err := c.findRow(ctx, &withdrawn,
		`SELECT withdrawn FROM policies WHERE sha256 = ?`+s.dialect.forShareClause(), ref.SHA256)
	if err == nil && found && withdrawn {
		return complaint.Refuse(complaint.Conflict, "policy.withdrawn",
			complaint.Args{"policy": ref.ID, "version": ref.Version}).At("policy")
	}
	return wrapError("policy of the filing", err)
}

// insertFiling writes the filing and who is named in it.
func (c conn) insertFiling(ctx context.Context, in record.Intake) error {
	f := in.Filing
	filed, err := json.Marshal(f.Filed)
	if err != nil {
		return fmt.Errorf("encode filing: %w", err)
	}
	var receipt *string
	if in.ReceiptHash != "" {
		receipt = &in.ReceiptHash
	}
	err = c.insertRows(ctx, "filings", `case_id, filed_by, filed, filed_at, clock_offset, receipt_hash`,
		[]any{f.Case, f.By, string(filed), microsOf(f.FiledAt), f.ClockOffset.Microseconds(), receipt})
	if err != nil {
		return err
	}
	if in.CodeHash != "" {
		if err := c.insertReceipt(ctx, record.Receipt{
			Hash:     in.ReceiptHash,
			Case:     f.Case,
			IssuedBy: f.By,
			IssuedAt: f.FiledAt,
			CodeHash: in.CodeHash,
		}, false); err != nil {
			return err
		}
	}
	var people [][]any
	for _, p := range in.People {
		people = append(people, []any{
			f.Case, p.Party, p.Name, p.Phone, fold.Name(p.Name), fold.Telephone(p.Phone), fold.Version,
		})
	}
	return c.insertRows(ctx, "identities",
		`case_id, party, name, phone, name_folded, phone_folded, folded_by`, people...)
}

// registerFiling enters the filing in the register, before its first act, behind its wall.
func (t *transaction) registerFiling(ctx context.Context, f complaint.Filing, w complaint.Wall) error {
	k, err := f.CaseAsFiled()
	if err != nil {
		return err
	}
	if err := t.insertCaseRow(ctx, k, standingOfFiling(f)); err != nil {
		return err
	}
	if err := t.insertCaseRows(ctx, wallRows(k, standingOfFiling(f), w)...); err != nil {
		return err
	}
	return t.indexCase(ctx, k, w, indexed{})
}

func (c conn) insertCaseRow(ctx context.Context, k *complaint.Case, at standing) error {
	return c.insertRows(ctx, "cases", `id, filed_at, clock_offset, `+foldedColumns,
		append([]any{k.ID, at.FiledAt, at.ClockOffset}, valuesOfFoldedCase(k)...))
}

func newStartErrand(id complaint.CaseID) complaint.Errand {
	return complaint.Errand{Kind: complaint.StartErrand, Case: id}
}

// Filing implements [record.ReadTx]. It is NotFound if there is no such case.
func (t *transaction) Filing(ctx context.Context) (complaint.Filing, error) {
	var row struct {
		By          string `db:"filed_by"`
		Filed       string `db:"filed"`
		FiledAt     int64  `db:"filed_at"`
		ClockOffset int64  `db:"clock_offset"`
	}
	const query = `SELECT filed_by, filed, filed_at, clock_offset FROM filings WHERE case_id = ?`
	found, err := t.findRow(ctx, &row, query, t.id)
	if err != nil {
		return complaint.Filing{}, fmt.Errorf("filing: %w", err)
	}
	if !found {
		return complaint.Filing{}, noCaseError()
	}
	f := complaint.Filing{
		Case:        t.id,
		By:          complaint.UserID(row.By),
		FiledAt:     instantOfMicros(row.FiledAt),
		ClockOffset: durationOfMicros(row.ClockOffset),
	}
	if err := json.Unmarshal([]byte(row.Filed), &f.Filed); err != nil {
		return complaint.Filing{}, fmt.Errorf("filing: %w", err)
	}
	return f, nil
}

// IdentitiesOfParties are the personal data of the case's parties, for exact search and for nothing else.
func (s *Store) IdentitiesOfParties(ctx context.Context, id complaint.CaseID) ([]complaint.Identity, error) {
	var rows []struct{ Party, Name, Phone string }
	err := s.read(ctx, fmt.Sprintf("identities of case %s", id), func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT party, name, phone FROM identities WHERE case_id = ? ORDER BY party`, id)
	})
	if err != nil {
		return nil, err
	}
	people := make([]complaint.Identity, len(rows))
	for i, r := range rows {
		people[i] = complaint.Identity{Party: complaint.PartyID(r.Party), Name: r.Name, Phone: r.Phone}
	}
	return people, nil
}

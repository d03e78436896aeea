package store

import (
	"cmp"
	"context"
	"fmt"

	"duban/complaint"
	"duban/record"
)

type receiptRow struct {
	Hash     string `db:"hash"`
	Case     string `db:"case_id"`
	IssuedBy string `db:"issued_by"`
	IssuedAt int64  `db:"issued_at"`
	CodeHash string `db:"code_hash"`
	Failures int    `db:"failures"`
}

// ReceiptByHash finds a receipt that is in force: the newest of its case, as long as the wall does not keep out whom it
// was shown to. False if there is none.
func (s *Store) ReceiptByHash(ctx context.Context, hash string) (record.Receipt, bool, error) {
	dir, err := s.DirectoryNow(ctx)
	if err != nil {
		return record.Receipt{}, false, err
	}
	var r record.Receipt
	var found bool
	err = s.read(ctx, "receipt", func(c conn) (err error) {
		r, found, err = c.receiptInForce(ctx, hash, dir)
		return err
	})
	return r, found, err
}

func (c conn) receiptInForce(
	ctx context.Context, hash string, dir complaint.Directory,
) (r record.Receipt, found bool, err error) {
	var row receiptRow
	// that of a filing, where the case has none besides; else the newest
	const query = `SELECT hash, case_id, issued_by, issued_at, code_hash, failures FROM receipts r
			WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM receipts n WHERE n.case_id = r.case_id AND
				(n.issued_at > r.issued_at OR n.issued_at = r.issued_at AND n.hash > r.hash))
		UNION ALL
		SELECT receipt_hash, case_id, filed_by, filed_at, '', 0 FROM filings f
			WHERE receipt_hash = ? AND NOT EXISTS (SELECT 1 FROM receipts n WHERE n.case_id = f.case_id)`
	if found, err = c.findRow(ctx, &row, query, hash, hash); err != nil || !found {
		return r, false, wrapError("receipt", err)
	}
	issuer := dir.People[complaint.UserID(row.IssuedBy)]
	issuer.ID = cmp.Or(issuer.ID, complaint.UserID(row.IssuedBy))
	free, one := notBarred(issuer), 0
	const behindWall = `SELECT 1 FROM cases c WHERE c.id = ? AND `
	if found, err = c.findRow(ctx, &one, behindWall+free.sql, append([]any{row.Case}, free.args...)...); err != nil ||
		!found {
		return r, false, wrapError("wall of receipt", err)
	}
	r = record.Receipt{
		Hash:     row.Hash,
		Case:     complaint.CaseID(row.Case),
		IssuedBy: complaint.UserID(row.IssuedBy),
		IssuedAt: instantOfMicros(row.IssuedAt),
		CodeHash: row.CodeHash,
		Failures: row.Failures,
	}
	err = c.allRows(ctx, &r.Phones, `SELECT phone FROM identities
		WHERE case_id = ? AND (party = ? OR party LIKE ?) AND phone <> '' ORDER BY party`,
		row.Case, complaint.Complainant, complaint.Complainant+"-%")
	return r, err == nil, wrapError("telephones of the complainants", err)
}

// CountReceiptTry counts a wrong second thing beforehand, so that parallel guesses cannot slip through; false if there
// have been so many in a row already.
func (s *Store) CountReceiptTry(ctx context.Context, r record.Receipt, most int) (counted bool, err error) {
	err = s.write(ctx, fmt.Sprintf("try receipt of case %s", r.Case), func(c conn) error {
		if err := c.insertReceipt(ctx, r, true); err != nil {
			return err
		}
		n, err := c.exec(ctx,
			`UPDATE receipts SET failures = failures + 1 WHERE hash = ? AND failures < ?`, r.Hash, most)
		counted = n == 1
		return err
	})
	return counted, err
}

// ForgetReceiptTries takes back what was counted: the right second thing was given.
func (s *Store) ForgetReceiptTries(ctx context.Context, hash string) error {
	return s.write(ctx, "receipt opened", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE receipts SET failures = 0 WHERE hash = ?`, hash)
		return err
	})
}

// IssueReceipt puts a receipt in force in place of those that the case had. When the actor has used the key before,
// nothing is written and the request of then comes back.
func (s *Store) IssueReceipt(
	ctx context.Context, r record.Receipt, q record.Request,
) (prior *record.Request, err error) {
	err = s.write(ctx, fmt.Sprintf("issue receipt of case %s", r.Case), func(c conn) error {
		if prior, err = c.acceptRequest(ctx, q); err != nil || prior != nil {
			return err
		}
		// Of two the later is in force, however coarse the clock.
		var newest int64
		err := c.getRow(ctx, &newest, `SELECT COALESCE(MAX(issued_at), 0) FROM receipts WHERE case_id = ?`, r.Case)
		if err != nil {
			return wrapError("receipts before", err)
		}
		if microsOf(r.IssuedAt) <= newest {
			r.IssuedAt = instantOfMicros(newest + 1)
		}
		return c.insertReceipt(ctx, r, false)
	})
	return prior, err
}

// insertReceipt writes a receipt; one that may be there already is left alone.
func (c conn) insertReceipt(ctx context.Context, r record.Receipt, mayBeThere bool) error {
	query := `INSERT INTO receipts (hash, case_id, issued_by, issued_at, code_hash, failures) VALUES (?, ?, ?, ?, ?, ?)`
	if mayBeThere {
		query += ` ON CONFLICT (hash) DO NOTHING`
	}
	_, err := c.exec(ctx, query, r.Hash, r.Case, r.IssuedBy, microsOf(r.IssuedAt), r.CodeHash, 0)
	return wrapError("receipt", err)
}

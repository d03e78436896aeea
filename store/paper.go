package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// paperRow is a paper as it was printed first.
type paperRow struct {
	SHA256    string `db:"sha256"`
	PDF       []byte `db:"pdf"`
	Gaps      int    `db:"gaps"`
	PrintedAt int64  `db:"printed_at"`
}

const paperColumns = `SELECT sha256, pdf, gaps, printed_at FROM papers WHERE case_id = ? AND paper = ? AND copy = ?`

const insertPaper = `INSERT INTO papers (case_id, paper, copy, sha256, pdf, gaps, printed_at) ` +
	`VALUES (?, ?, ?, ?, ?, ?, ?)`

// GappyPapers are the papers in which boxes stand for characters, by case, the newest first; at most a hundred cases.
func (s *Store) GappyPapers(ctx context.Context) ([]record.GappyPapers, error) {
	var rows []record.GappyPapers
	err := s.read(ctx, "papers with gaps", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT case_id, COUNT(*) AS papers, SUM(gaps) AS gaps FROM papers WHERE gaps > 0
			GROUP BY case_id ORDER BY MAX(printed_at) DESC LIMIT 100`)
	})
	return rows, err
}

// FrozenPaper is a paper as it was issued or printed first; false if it never was. Bytes that are no longer those of
// its hash are an error. Who may see it is for the caller to judge.
func (s *Store) FrozenPaper(
	ctx context.Context, id complaint.CaseID, paper complaint.PaperID, no int,
) (record.Paper, bool, error) {
	var row paperRow
	found := false
	err := s.read(ctx, fmt.Sprintf("paper %s of case %s", paper, id), func(c conn) (err error) {
		found, err = c.findRow(ctx, &row, paperColumns, id, paper, no)
		return err
	})
	if err != nil || !found {
		return record.Paper{}, false, err
	}
	p, err := row.paper(id, paper, no)
	return p, err == nil, err
}

// FreezePaper keeps a paper unless it has been printed before, and returns the one that stands.
func (s *Store) FreezePaper(ctx context.Context, p record.Paper) (record.Paper, error) {
	var row paperRow
	err := s.write(ctx, fmt.Sprintf("freeze paper %s of case %s", p.ID, p.Case), func(c conn) error {
		_, err := c.exec(ctx, insertPaper+` ON CONFLICT (case_id, paper, copy) DO NOTHING`,
			p.Case, p.ID, p.Copy, sumOf(p.PDF), p.PDF, p.Gaps, microsOf(p.PrintedAt))
		if err != nil {
			return err
		}
		return c.getRow(ctx, &row, paperColumns, p.Case, p.ID, p.Copy)
	})
	if err != nil {
		return record.Paper{}, err
	}
	return row.paper(p.Case, p.ID, p.Copy)
}

// KeepPaper implements [record.Tx].
func (t *transaction) KeepPaper(ctx context.Context, p record.Paper) error {
	_, err := t.exec(ctx, insertPaper, t.id, p.ID, p.Copy, sumOf(p.PDF), p.PDF, p.Gaps, microsOf(p.PrintedAt))
	return wrapError("keep paper", err)
}

func (r paperRow) paper(id complaint.CaseID, paper complaint.PaperID, no int) (record.Paper, error) {
	if sum := sumOf(r.PDF); sum != r.SHA256 {
		return record.Paper{}, fmt.Errorf("paper %s of case %s: its hash is %s, kept as %s", paper, id, sum, r.SHA256)
	}
	return record.Paper{
		Case:      id,
		ID:        paper,
		Copy:      no,
		SHA256:    r.SHA256,
		PDF:       r.PDF,
		Gaps:      r.Gaps,
		PrintedAt: instantOfMicros(r.PrintedAt),
	}, nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/internal/lookup"
)

// KeepSearchIndex gives the store the key of the index of words, and makes the rows anew that were made by another key
// or other rules, or by a program without any. Until then such cases are not found by words. It can be cut off anywhere
// and goes on from there; several programs share the work.
func (s *Store) KeepSearchIndex(ctx context.Context, key *lookup.Key) error {
	s.searchKey.Store(key)
	if s.readOnly {
		return nil
	}
	if err := s.numberOldCases(ctx); err != nil {
		return err
	}
	var all int64
	const behind = ` FROM case_search WHERE (key_id <> ? OR rules <> ?)`
	err := s.read(ctx, "search index", func(c conn) error {
		return c.getRow(ctx, &all, `SELECT COUNT(*)`+behind, key.ID, lookup.Version)
	})
	if err != nil || all == 0 {
		return err
	}
	s.log.InfoContext(ctx, "making the search index", "cases", all)
	told := s.clock()
	done, err := s.indexCasesBehind(ctx, behind, []any{key.ID, lookup.Version}, func(done int64) {
		if now := s.clock(); now.Sub(told) >= progressEvery {
			told = now
			s.log.InfoContext(ctx, "making the search index", "done", done, "cases", all)
		}
	})
	if err == nil {
		s.log.InfoContext(ctx, "search index made", "cases", done)
	}
	return err
}

// IndexCasesLeft makes the rows that programs without a key have left; nothing is done by a store that has none itself.
func (s *Store) IndexCasesLeft(ctx context.Context) error {
	if s.searchKey.Load() == nil || s.readOnly {
		return nil
	}
	left := false
	const behind = ` FROM case_search WHERE (key_id = '')`
	err := s.read(ctx, "cases left out of the search index", func(c conn) error {
		var one int
		found, err := c.findRow(ctx, &one, `SELECT 1`+behind+` LIMIT 1`)
		left = found
		return err
	})
	if err != nil || !left {
		return err
	}
	_, err = s.indexCasesBehind(ctx, behind, nil, func(int64) {})
	return err
}

// indexCasesBehind makes the rows anew that a condition finds, some at a time, and says how many.
func (s *Store) indexCasesBehind(ctx context.Context, behind string, args []any, tell func(done int64)) (int64, error) {
	done := int64(0)
	for after := int64(0); ; {
		var rows []struct {
			ID   int64            `db:"id"`
			Case complaint.CaseID `db:"case_id"`
		}
		err := s.write(ctx, "search index", func(c conn) error {
			rows = nil
			if err := c.allRows(ctx, &rows, `SELECT id, case_id`+behind+` AND id > ? ORDER BY id LIMIT ?`,
				append(slices.Clone(args), after, rebuildBatch)...); err != nil {
				return err
			}
			for _, r := range rows {
				if err := s.newTransaction(c, r.Case).indexAnew(ctx); err != nil {
					return fmt.Errorf("case %s: %w", r.Case, err)
				}
			}
			return nil
		})
		if err != nil || len(rows) == 0 {
			return done, err
		}
		after, done = rows[len(rows)-1].ID, done+int64(len(rows))
		tell(done)
	}
}

// progressEvery is how often the log tells how far a long piece of work has come.
const progressEvery = 5 * time.Second

// numberOldCases gives the cases of a program of the release before their places in the index.
func (s *Store) numberOldCases(ctx context.Context) error {
	return s.write(ctx, "number cases", func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO case_search (case_id, key_id, rules, made_of, words)
			SELECT c.id, '', 0, '', '' FROM cases c
			WHERE NOT EXISTS (SELECT 1 FROM case_search s WHERE s.case_id = c.id)
			ORDER BY c.filed_at, c.id ON CONFLICT (case_id) DO NOTHING`)
		return err
	})
}

// indexAnew makes the row of one case anew.
func (t *transaction) indexAnew(ctx context.Context) error {
	t.writing = true
	if err := t.lockCase(ctx); err != nil {
		return err
	}
	before, err := t.readIndexed(ctx)
	if err != nil {
		return err
	}
	k, err := t.caseAsItStands(ctx)
	if err != nil {
		return err
	}
	w, err := t.wallAsItStands(ctx)
	if err != nil {
		return err
	}
	before.KeyID = new(string)
	return t.indexCase(ctx, k, w, before)
}

// caseAsItStands is the case folded from its journal, or as it was filed where it has none yet.
func (t *transaction) caseAsItStands(ctx context.Context) (*complaint.Case, error) {
	k, err := t.foldedCase(ctx)
	if err != nil || k.Seq > 0 {
		return k, err
	}
	f, err := t.Filing(ctx)
	if err != nil {
		return nil, err
	}
	return f.CaseAsFiled()
}

// wallAsItStands is whom the lists admit to the case now; bars are asked of the lists themselves.
func (t *transaction) wallAsItStands(ctx context.Context) (w complaint.Wall, err error) {
	err = t.allRows(ctx, &w.Grants, `SELECT subject FROM case_grants WHERE case_id = ?`, t.id)
	return w, wrapError("wall", err)
}

// errNoSearchKey says that a program without the key was asked to search.
var errNoSearchKey = errors.New("search: this program was started without the secret of the index")

package store

import (
	"context"
	"fmt"

	"duban/complaint"
)

// rebuildBatch is how many cases one transaction makes anew.
const rebuildBatch = 50

// RebuildLists makes every projection anew from the record: what lists show of a case, its tasks, slips and wall. It
// may run while the program works: each case is locked while it is made anew, and nobody sees it half made. It says how
// many it has made anew. Trouble ends it; what was made anew stays so, and it can be run again.
func (s *Store) RebuildLists(ctx context.Context, progress Progress) (done int64, err error) {
	var all int64
	err = s.read(ctx, "count filings", func(c conn) error {
		return c.getRow(ctx, &all, `SELECT COUNT(*) FROM filings`)
	})
	if err != nil {
		return 0, err
	}
	return s.rebuildCasesFound(ctx,
		`SELECT case_id FROM filings WHERE case_id > ? ORDER BY case_id LIMIT ?`, func(done int64) {
			if progress != nil {
				progress(done, max(done, all))
			}
		})
}

// renewOutdated makes the lists of those cases anew that a program of a release before wrote last. Trouble is no reason
// not to work: such a case is found all the same, see [outdated].
func (s *Store) renewOutdated(ctx context.Context) {
	done, err := s.rebuildCasesFound(ctx, `SELECT c.id FROM cases c WHERE c.id > ? AND c.seq > 0 AND `+outdated.sql+`
		ORDER BY c.id LIMIT ?`+s.dialect.skipLockedClause(), func(int64) {})
	if err != nil {
		s.log.WarnContext(ctx, "lists not renewed", "renewed", done, "error", err)
	} else if done > 0 {
		s.log.InfoContext(ctx, "lists renewed", "cases", done)
	}
}

// rebuildCasesFound makes the projections of the cases anew that the query finds after one id, so many at a time.
func (s *Store) rebuildCasesFound(
	ctx context.Context, query string, progress func(done int64),
) (done int64, err error) {
	for after := ""; ; {
		var ids []string
		err := s.write(ctx, "rebuild projections", func(c conn) error {
			if err := c.allRows(ctx, &ids, query, after, rebuildBatch); err != nil {
				return err
			}
			for _, id := range ids {
				t := s.newTransaction(c, complaint.CaseID(id))
				t.writing = true
				if err := t.rebuildListsOfCase(ctx); err != nil {
					return fmt.Errorf("case %s: %w", id, err)
				}
			}
			return nil
		})
		if err != nil || len(ids) == 0 {
			return done, err
		}
		after, done = ids[len(ids)-1], done+int64(len(ids))
		progress(done)
	}
}

// rebuildListsOfCase makes one case's projections anew. The row in cases is changed in place, because whoever writes to
// the case waits for its lock.
func (t *transaction) rebuildListsOfCase(ctx context.Context) error {
	if err := t.lockCase(ctx); err != nil {
		return err
	}
	f, err := t.Filing(ctx)
	if err != nil {
		return err
	}
	events, err := t.Events(ctx, 0)
	if err != nil {
		return err
	}
	k, err := complaint.Fold(t.id, events)
	if len(events) == 0 {
		k, err = f.CaseAsFiled()
	}
	if err != nil {
		return err
	}
	p, err := t.Policy(ctx, k.Policy)
	if err != nil {
		return err
	}
	if err := t.rebuildCaseRow(ctx, f); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE case_search SET made_of = '' WHERE case_id = ?`, t.id); err != nil {
		return fmt.Errorf("forget index: %w", err)
	}
	if _, err := t.projectToLists(ctx, k, p.Wall(k), p.SurveySteps()); err != nil || k.Seq > 0 {
		return err
	}
	_, err = t.exec(ctx, forgetMarks, t.id) // before the first act the lists keep no marks
	return err
}

// forgetMarks lets nothing be taken for known of what the lists show.
const forgetMarks = `UPDATE cases SET lists = '' WHERE id = ?`

// rebuildCaseRow makes sure of the case's row and of what in it comes from the filing and the clock.
func (t *transaction) rebuildCaseRow(ctx context.Context, f complaint.Filing) error {
	at := standingOfFiling(f)
	if _, err := t.findRow(ctx, &at.ClockOffset,
		`SELECT clock_offset FROM clocks WHERE case_id = ?`, t.id); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	n, err := t.exec(ctx, `UPDATE cases SET filed_at = ?, clock_offset = ?, lists = '', figures_seq = 0 WHERE id = ?`,
		at.FiledAt,
		at.ClockOffset, t.id)
	if err != nil || n == 1 {
		return wrapError("enter case", err)
	}
	k, err := f.CaseAsFiled()
	if err != nil {
		return err
	}
	return t.insertCaseRow(ctx, k, at)
}

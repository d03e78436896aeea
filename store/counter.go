package store

import (
	"context"
	"fmt"
	"strings"

	"duban/policy"
)

// directoryCounter counts the changes of the directory. No policy can name it: policies' counters begin with
// the policy's id, which has no slash.
const directoryCounter = "/directory"

// DrawNumber implements [record.Tx]. The row is locked until the transaction ends, so numbers have no gaps.
func (t *transaction) DrawNumber(ctx context.Context, counter string) (int64, error) {
	n, err := t.drawNumber(ctx, counter)
	if err != nil {
		return 0, fmt.Errorf("draw %s: %w", counter, err)
	}
	return n, nil
}

// ClaimNumber implements [record.Tx].
func (t *transaction) ClaimNumber(ctx context.Context, series, number string) (bool, error) {
	if what, shared := policy.SharedSeries(series); shared {
		if taken, err := t.isNumberOfAnySeries(ctx, what, number); err != nil || taken {
			return false, err
		}
	}
	n, err := t.exec(ctx, `INSERT INTO numbers_given (series, number, case_id) VALUES (?, ?, ?)
		ON CONFLICT (series, number) DO NOTHING`, series, number, t.id)
	if err != nil {
		return false, fmt.Errorf("number %s of %s: %w", number, series, err)
	}
	return n > 0, nil
}

// isNumberOfAnySeries reports whether some regulation has given a number in a series of its own.
func (t *transaction) isNumberOfAnySeries(ctx context.Context, what, number string) (bool, error) {
	var n int64
	kind := strings.TrimPrefix(what, "slips.")
	err := t.getRow(ctx, &n, `SELECT
		(SELECT COUNT(*) FROM numbers_given WHERE number = ? AND series LIKE '%/' || ?) +
		(SELECT COUNT(*) FROM case_slips WHERE number = ? AND kind = ?)`, number, what, number, kind)
	if err != nil {
		return false, fmt.Errorf("number %s in any series: %w", number, err)
	}
	return n > 0, nil
}

// NumberGivenTwice is a number that several cases or slips of one regulation bear.
type NumberGivenTwice struct {
	Policy, Number string
	Times          int
}

// NumbersGivenTwice are numbers of cases and slips from before numbers were claimed, when a format could leave out the
// period in which it restarts; a hundred at most.
func (s *Store) NumbersGivenTwice(ctx context.Context) ([]NumberGivenTwice, error) {
	var doubles []NumberGivenTwice
	err := s.read(ctx, "numbers given twice", func(c conn) error {
		return c.allRows(ctx, &doubles, `SELECT policy, number, COUNT(*) AS times FROM (
				SELECT policy, '' AS kind, number FROM cases WHERE number <> ''
				UNION ALL
				SELECT c.policy, s.kind, s.number FROM case_slips s JOIN cases c ON c.id = s.case_id
			) given GROUP BY policy, kind, number HAVING COUNT(*) > 1 ORDER BY policy, number LIMIT 100`)
	})
	return doubles, err
}

func (c conn) drawNumber(ctx context.Context, counter string) (int64, error) {
	var n int64
	err := c.getRow(ctx, &n, `INSERT INTO counters (name, value) VALUES (?, 1)
		ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value`, counter)
	return n, err
}

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"duban/complaint"
)

// caseRows is what one list shows of a case. Its table has a column case_id.
type caseRows struct {
	table, columns string
	rows           [][]any
	// makeRows, if set, makes the rows that are shown when they are needed; equal rows stand for equal ones.
	makeRows func(context.Context, conn) ([][]any, error)
	// prepare, if set, writes what the rows refer to, before they are shown.
	prepare func(context.Context, conn) error
}

// markBytes of a mark are written, in hexadecimal.
const markBytes = 8

// outdated is the condition on a row c of cases that its lists may not show it as they should: it waits for its first
// act and has no marks, or a program of a release before wrote it last, whose five to seven marks with their spaces are
// 84, 101 or 118 characters. An index finds these few, and its statistics tell PostgreSQL how few they are.
var outdated = predicate{sql: `LENGTH(c.lists) IN (0, 84, 101, 118)`}

// contentMark tells what a case shows in a list from anything else it could show.
func (l caseRows) contentMark() (string, error) {
	b, err := json.Marshal(l.rows)
	if err != nil {
		return "", fmt.Errorf("encode %s: %w", l.table, err)
	}
	sum := sha256.Sum256(append([]byte(l.table+" ("+l.columns+") "), b...))
	return hex.EncodeToString(sum[:markBytes]), nil
}

// replaceCaseRows makes the lists show of the case what is given, and nothing else. before are the marks of what they
// show now, as kept in cases.lists; whoever empties a list otherwise empties them too. It returns the new marks.
func (c conn) replaceCaseRows(
	ctx context.Context, id complaint.CaseID, before string, lists []caseRows,
) (after string, err error) {
	now := strings.Fields(before)
	marks := make([]string, len(lists))
	for i, l := range lists {
		if marks[i], err = l.contentMark(); err != nil {
			return "", err
		}
		if i < len(now) && now[i] == marks[i] {
			continue
		}
		if _, err := c.exec(ctx, `DELETE FROM `+l.table+` WHERE case_id = ?`, id); err != nil {
			return "", fmt.Errorf("clear %s: %w", l.table, err)
		}
		if err := c.insertCaseRows(ctx, l); err != nil {
			return "", err
		}
	}
	return strings.Join(marks, " "), nil
}

// insertCaseRows adds to lists what they do not show yet.
func (c conn) insertCaseRows(ctx context.Context, lists ...caseRows) error {
	for _, l := range lists {
		if l.prepare != nil {
			if err := l.prepare(ctx, c); err != nil {
				return err
			}
		}
		rows, err := l.rowsAsListed(ctx, c)
		if err != nil {
			return err
		}
		if err := c.insertRows(ctx, l.table, l.columns, rows...); err != nil {
			return err
		}
	}
	return nil
}

// rowsAsListed are the rows as the list has them.
func (l caseRows) rowsAsListed(ctx context.Context, c conn) ([][]any, error) {
	if l.makeRows == nil {
		return l.rows, nil
	}
	return l.makeRows(ctx, c)
}

package store

import (
	"context"
	"fmt"
	"strconv"

	"duban/complaint"
)

// editionKey is the fact that tells the edition in force; a database without it is of the first.
const editionKey = "edition"

// acceptedSinceKey is the fact that tells since when, in microseconds, no case acts for people on what no gateway has
// accepted.
const acceptedSinceKey = "accepted_since"

// acceptedSince is that instant in microseconds; false where no edition is in force that asks for it.
func (c conn) acceptedSince(ctx context.Context) (int64, bool, error) {
	var value string
	found, err := c.findRow(ctx, &value, `SELECT value FROM meta WHERE key = ?`, acceptedSinceKey)
	if err != nil || !found {
		return 0, false, wrapError("accepted since", err)
	}
	since, err := strconv.ParseInt(value, 10, 64)
	return since, true, wrapError("accepted since", err)
}

func (c conn) editionInForce(ctx context.Context) (int, error) {
	var value *string
	if err := c.getRow(ctx, &value, `SELECT (SELECT value FROM meta WHERE key = ?)`, editionKey); err != nil {
		return 0, err
	}
	return parseEdition(value)
}

// parseEdition reads the fact, nil where there is none.
func parseEdition(value *string) (int, error) {
	if value == nil {
		return 1, nil
	}
	return strconv.Atoi(*value)
}

// EditionInForce implements [record.ReadTx].
func (t *transaction) EditionInForce(ctx context.Context) (int, error) {
	if t.around.edition != 0 {
		return t.around.edition, nil
	}
	n, err := t.editionInForce(ctx)
	return n, wrapError("edition", err)
}

// EditionInForce is the edition in force ([complaint.Edition]).
func (s *Store) EditionInForce(ctx context.Context) (int, error) {
	var n int
	err := s.read(ctx, "edition", func(c conn) (err error) {
		n, err = c.editionInForce(ctx)
		return err
	})
	return n, err
}

// RaiseEdition puts an edition in force and returns the one before. It is never lowered: what has been written
// since cannot be read by what is older.
func (s *Store) RaiseEdition(ctx context.Context, to int) (before int, err error) {
	err = s.write(ctx, fmt.Sprintf("raise edition to %d", to), func(c conn) (err error) {
		if before, err = c.editionInForce(ctx); err != nil || before >= to {
			return err
		}
		if before < complaint.AcceptedEdition && to >= complaint.AcceptedEdition {
			_, err = c.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`,
				acceptedSinceKey, strconv.FormatInt(microsOf(s.nowRounded()), 10))
			if err != nil {
				return err
			}
		}
		_, err = c.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, editionKey, strconv.Itoa(to))
		return err
	})
	return before, err
}

package store

import (
	"context"
	"fmt"
	"strconv"
)

// editionKey is the fact that tells the edition in force; a database without it is of the first.
const editionKey = "edition"

func (c conn) edition(ctx context.Context) (int, error) {
	var value *string
	if err := c.get(ctx, &value, `SELECT (SELECT value FROM meta WHERE key = ?)`, editionKey); err != nil {
		return 0, err
	}
	return editionOf(value)
}

// editionOf reads the fact, nil where there is none.
func editionOf(value *string) (int, error) {
	if value == nil {
		return 1, nil
	}
	return strconv.Atoi(*value)
}

// Edition implements [record.ReadTx].
func (t *transaction) Edition(ctx context.Context) (int, error) {
	if t.around.edition != 0 {
		return t.around.edition, nil
	}
	n, err := t.edition(ctx)
	return n, wrap("edition", err)
}

// Edition is the edition in force ([complaint.Edition]).
func (s *Store) Edition(ctx context.Context) (int, error) {
	var n int
	err := s.read(ctx, "edition", func(c conn) (err error) {
		n, err = c.edition(ctx)
		return err
	})
	return n, err
}

// RaiseEdition puts an edition in force and returns the one before. It is never lowered: what has been written
// since cannot be read by what is older.
func (s *Store) RaiseEdition(ctx context.Context, to int) (before int, err error) {
	err = s.write(ctx, fmt.Sprintf("raise edition to %d", to), func(c conn) (err error) {
		if before, err = c.edition(ctx); err != nil || before >= to {
			return err
		}
		_, err = c.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, editionKey, strconv.Itoa(to))
		return err
	})
	return before, err
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNotEmpty says that a copy was asked for into a database that holds something already.
var ErrNotEmpty = errors.New("the database is not empty")

// ErrCopyDiffers says that what was written does not read back as what was read.
var ErrCopyDiffers = errors.New("the copy is not the original")

// CopyTo writes all this database holds at one instant into the empty database to names, of either kind, and reads
// it back. The copy gets the schema of the original; whoever opens it next brings it up to date. People can go on
// working meanwhile. All rows come in one transaction: a copy that is cut off leaves the target as it was.
func (s *Store) CopyTo(ctx context.Context, to Options, progress Progress) (Contents, error) {
	var contents Contents
	err := s.read(ctx, "copy", func(from conn) error {
		version, err := s.schemaVersion(ctx, from)
		if err != nil {
			return err
		}
		target, err := openAt(ctx, to, version)
		if err != nil {
			return err
		}
		contents, err = s.copyInto(ctx, from, target, progress)
		return errors.Join(err, target.Close())
	})
	return contents, err
}

// copyInto copies into a target of the same schema, reads back what it wrote, and keeps it only if it is the same.
func (s *Store) copyInto(ctx context.Context, from conn, target *Store, progress Progress) (Contents, error) {
	var contents Contents
	err := target.write(ctx, "write copy", func(c conn) error {
		w := &copier{store: target, conn: c}
		if err := w.requireEmpty(ctx); err != nil {
			return err
		}
		var err error
		contents, err = s.walkTables(ctx, from, progress, func(t table, values []any) error {
			return w.queueRow(ctx, t, values)
		})
		if err != nil {
			return err
		}
		if err := w.finishCopy(ctx); err != nil {
			return err
		}
		written, err := target.walkTables(ctx, c, nil, func(table, []any) error { return nil })
		if err != nil {
			return err
		}
		if different := contents.DifferencesFrom(written); different != nil {
			return fmt.Errorf("%w: %s", ErrCopyDiffers, strings.Join(different, ", "))
		}
		return nil
	})
	return contents, err
}

// copier writes rows into an empty database, many with one statement.
type copier struct {
	conn
	store  *Store
	tables []table
	// of is the table that rows are waiting for.
	of   table
	rows [][]any
}

// requireEmpty refuses a database that holds anything but what its migrations wrote, and removes that.
func (w *copier) requireEmpty(ctx context.Context) error {
	var err error
	if w.tables, err = w.store.tablesKept(ctx, w.conn); err != nil {
		return err
	}
	if _, err := w.exec(ctx, `DELETE FROM counters WHERE name = ? AND value = 0`, directoryCounter); err != nil {
		return err
	}
	for _, t := range w.tables {
		var one int
		found, err := w.findRow(ctx, &one, `SELECT 1 FROM `+t.name+` LIMIT 1`)
		if err != nil {
			return err
		}
		if found {
			return fmt.Errorf("%w (table %s)", ErrNotEmpty, t.name)
		}
	}
	return nil
}

// queueRow writes a row sooner or later.
func (w *copier) queueRow(ctx context.Context, t table, values []any) error {
	if t.name != w.of.name || len(w.rows) == insertBatch {
		if err := w.writeQueuedRows(ctx); err != nil {
			return err
		}
	}
	w.of, w.rows = t, append(w.rows, slices.Clone(values))
	return nil
}

func (w *copier) writeQueuedRows(ctx context.Context) error {
	if len(w.rows) == 0 {
		return nil
	}
	columns := w.of.columnNames()
	into := slices.IndexFunc(w.tables, func(t table) bool { return t.name == w.of.name })
	if into < 0 || w.tables[into].columnNames() != columns {
		return fmt.Errorf("table %s: the target's is another", w.of.name)
	}
	err := w.insertRowsInto(ctx, w.of.name+" ("+columns+")"+w.store.dialect.givenIDsClause(), w.rows)
	w.rows = w.rows[:0]
	return err
}

// finishCopy writes what is still waiting and lets the database go on numbering rows where the original left off.
func (w *copier) finishCopy(ctx context.Context) error {
	if err := w.writeQueuedRows(ctx); err != nil {
		return err
	}
	for _, t := range w.tables {
		for _, c := range t.columns {
			if !c.Drawn {
				continue
			}
			query := `SELECT setval(pg_get_serial_sequence(?, ?), COALESCE(MAX(` + c.Name +
				`), 0) + 1, FALSE) FROM ` + t.name
			var next int64
			if err := w.getRow(ctx, &next, query, t.name, c.Name); err != nil {
				return fmt.Errorf("number rows of %s: %w", t.name, err)
			}
		}
	}
	return nil
}

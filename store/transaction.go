package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// transaction is what [Store.Write] and [Store.Read] lend to their callers: one case, in one transaction.
type transaction struct {
	conn
	store   *Store
	id      complaint.CaseID
	writing bool
	// head is the journal's last event once it was read; nobody else writes to the case meanwhile.
	head   *head
	around *surroundings
	// k and clockOffset are the case, and its clock's offset in microseconds, if they were read with others.
	k           *complaint.Case
	clockOffset *int64
	// appended is what has been appended to the journal in this transaction.
	appended appended
}

// appended are the events that a transaction has appended at one instant: those after an event.
type appended struct {
	after int
	at    int64
}

// surroundings are what was already asked for besides cases: one transaction decides by one calendar and one directory.
type surroundings struct {
	calendars map[string]*calendar.Calendar
	directory *complaint.Directory
	// edition was read with the directory; 0 before.
	edition int
}

// newTransaction is for one case in the transaction c.
func (s *Store) newTransaction(c conn, id complaint.CaseID) *transaction {
	return &transaction{
		conn:   c,
		store:  s,
		id:     id,
		around: &surroundings{calendars: map[string]*calendar.Calendar{}},
	}
}

// Write implements [record.Journal]. On SQLite the transaction holds the write lock from its start and is
// committed together with others (see group); on PostgreSQL it locks the case. A database that is busy is an ordinary
// error: the caller tries again. When the connection to PostgreSQL breaks in the commit, the error leaves open whether
// it happened; asking for the command's answer tells.
func (s *Store) Write(ctx context.Context, id complaint.CaseID, fn func(record.Tx) error) error {
	return s.write(ctx, fmt.Sprintf("write case %s", id), func(c conn) error {
		t := s.newTransaction(c, id)
		t.writing = true
		if err := t.lockCase(ctx); err != nil {
			return err
		}
		return fn(t)
	})
}

// lockCase keeps everybody else from writing to the case until the transaction ends.
func (t *transaction) lockCase(ctx context.Context) error {
	lock := t.store.dialect.forUpdateClause()
	if lock == "" {
		return nil
	}
	var locked []string
	return t.allRows(ctx, &locked, `SELECT id FROM cases WHERE id = ?`+lock, t.id)
}

// Read implements [record.Journal].
func (s *Store) Read(ctx context.Context, id complaint.CaseID, fn func(record.ReadTx) error) error {
	return s.read(ctx, fmt.Sprintf("read case %s", id), func(c conn) error {
		return fn(s.newTransaction(c, id))
	})
}

// write and read run fn in one transaction. What they add to an error is the operation.
func (s *Store) write(ctx context.Context, operation string, fn func(conn) error) error {
	if s.readOnly {
		return fmt.Errorf("%s: the database was opened for reading", operation)
	}
	if s.group != nil {
		return s.group.writeInGroup(ctx, operation, fn)
	}
	return runTransaction(ctx, s.writer, nil, operation, fn)
}

func (s *Store) read(ctx context.Context, operation string, fn func(conn) error) error {
	return runTransaction(ctx, s.reader, s.dialect.readTxOptions(), operation, fn)
}

// countingSettings leave the other cores and the server's memory to people: PostgreSQL would take several cores for a
// report, compile its statement, and sort what fits into memory.
const countingSettings = `SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;
	SET LOCAL work_mem = '64MB'`

// count is read for reports, which take seconds: one after the other, on a connection of their own.
func (s *Store) count(ctx context.Context, operation string, fn func(conn) error) error {
	return runTransaction(ctx, s.counter, s.dialect.readTxOptions(), operation, func(c conn) error {
		if s.dialect == Postgres {
			if _, err := c.exec(ctx, countingSettings); err != nil {
				return err
			}
		}
		return fn(c)
	})
}

// runTransaction is the only place that begins, commits and rolls back.
func runTransaction(ctx context.Context, db *sqlx.DB, o *sql.TxOptions, operation string, fn func(conn) error) error {
	tx, err := db.BeginTxx(ctx, o)
	if err != nil {
		return fmt.Errorf("%s: begin: %w", operation, err)
	}
	defer func() { _ = tx.Rollback() }() // undoes a panic or an error; after a commit it does nothing
	if err := fn(conn{tx: tx}); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: commit: %w", operation, err)
	}
	return nil
}

// conn speaks SQL inside a transaction. Queries are written with question marks.
type conn struct {
	tx *sqlx.Tx
	// shared: others' work lies in the same transaction. SQLite undoes all of it when a statement is interrupted, so
	// a caller who leaves is noticed between statements only.
	shared bool
}

func (c conn) statementContext(ctx context.Context) (context.Context, error) {
	if !c.shared {
		return ctx, nil
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// getRow reads one row into dest; sql.ErrNoRows if there is none.
func (c conn) getRow(ctx context.Context, dest any, query string, args ...any) error {
	ctx, err := c.statementContext(ctx)
	if err != nil {
		return err
	}
	return c.tx.GetContext(ctx, dest, c.tx.Rebind(query), args...)
}

// findRow is get for a row that may be missing.
func (c conn) findRow(ctx context.Context, dest any, query string, args ...any) (bool, error) {
	err := c.getRow(ctx, dest, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// allRows reads every row into the slice dest points to.
func (c conn) allRows(ctx context.Context, dest any, query string, args ...any) error {
	ctx, err := c.statementContext(ctx)
	if err != nil {
		return err
	}
	return c.tx.SelectContext(ctx, dest, c.tx.Rebind(query), args...)
}

// exec changes rows and says how many.
func (c conn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	ctx, err := c.statementContext(ctx)
	if err != nil {
		return 0, err
	}
	r, err := c.tx.ExecContext(ctx, c.tx.Rebind(query), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insertBatch is how many rows one statement inserts at most; both databases limit the parameters of one.
const insertBatch = 200

// insertRows adds rows; columns is the list between the parentheses.
func (c conn) insertRows(ctx context.Context, table, columns string, rows ...[]any) error {
	return wrapError("insert into "+table, c.insertRowsInto(ctx, table+" ("+columns+")", rows))
}

// insertRowsInto adds rows; into is the statement's beginning between INTO and VALUES.
func (c conn) insertRowsInto(ctx context.Context, into string, rows [][]any) error {
	for len(rows) > 0 {
		n := min(len(rows), insertBatch)
		var values []string
		var args []any
		for _, row := range rows[:n] {
			values = append(values, "("+parameterList(len(row))+")")
			args = append(args, row...)
		}
		if _, err := c.exec(ctx, "INSERT INTO "+into+" VALUES "+strings.Join(values, ", "), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// parameterList is a list of n parameters.
func parameterList(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// asArguments is a list of parameters.
func asArguments[T any](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}

// wrapError names the operation of an error, if there is one.
func wrapError(operation string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", operation, err)
}

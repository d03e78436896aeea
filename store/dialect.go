package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"modernc.org/sqlite"
)

// Dialect is a kind of database.
type Dialect string

// The databases the store speaks.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

const (
	// sqlitePragmas make SQLite durable and let readers work beside the writer.
	sqlitePragmas = "_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)" +
		"&_pragma=synchronous(FULL)&_txlock=immediate"
	sqliteReaders = 4
	// sqliteCache is what each reader keeps of the file in memory, in KiB. The driver's default of 2 MiB makes a list
	// of an organisation with very many cases read the same pages again and again.
	sqliteCache     = 4 << 10
	postgresWriters = 16
)

// openPools connects for writing, for reading and for counting reports. SQLite has one writer at a time anyway, so
// there is one connection for it and whoever comes next waits for it in order. So is it with reports.
func (d Dialect) openPools(o Options) (writer, reader, counter *sqlx.DB, err error) {
	switch d {
	case SQLite:
		return openSQLite(o)
	case Postgres:
		connector, err := pq.NewConnector(o.DSN)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("connect to PostgreSQL: %w", err)
		}
		db := sql.OpenDB(preparing{connector})
		db.SetMaxOpenConns(postgresWriters)
		db.SetMaxIdleConns(postgresWriters)
		x := sqlx.NewDb(db, "postgres")
		one := sql.OpenDB(preparing{connector})
		one.SetMaxOpenConns(1)
		return x, x, sqlx.NewDb(one, "postgres"), nil
	}
	return nil, nil, nil, fmt.Errorf("no such database: %q", string(d))
}

func openSQLite(o Options) (writer, reader, counter *sqlx.DB, err error) {
	dsn := o.DSN
	switch {
	case dsn != "":
	case o.ReadOnly:
		dsn, err = existingSQLiteFile(o.Path, o.Sealed)
	default:
		dsn, err = makeSQLiteFile(o.Path)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := openSQLiteDSN(dsn)
	if err != nil {
		return nil, nil, nil, err
	}
	w.SetMaxOpenConns(1)
	writer = sqlx.NewDb(w, "sqlite3") // sqlx's name for "parameters are question marks"
	separator := "?"
	if strings.Contains(dsn, "?") {
		separator = "&"
	}
	dsn += separator + fmt.Sprintf("_pragma=query_only(1)&_pragma=cache_size(-%d)", sqliteCache)
	r, err := openSQLiteDSN(dsn)
	if err != nil {
		return writer, nil, nil, err
	}
	r.SetMaxOpenConns(sqliteReaders)
	r.SetMaxIdleConns(sqliteReaders)
	reader = sqlx.NewDb(r, "sqlite3")
	one, err := openSQLiteDSN(dsn)
	if err != nil {
		return writer, reader, nil, err
	}
	one.SetMaxOpenConns(1)
	return writer, reader, sqlx.NewDb(one, "sqlite3"), nil
}

func openSQLiteDSN(dsn string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("connect to SQLite: %w", err)
	}
	return sql.OpenDB(preparing{connector}), nil
}

// makeSQLiteFile makes the file if need be, for its owner only (SQLite gives its WAL the same mode), and names it.
func makeSQLiteFile(path string) (dsn string, err error) {
	if path == "" {
		return "", fmt.Errorf("SQLite needs a path")
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", fmt.Errorf("database file: %w", err)
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("database file: %w", err)
	}
	return fileURI(path) + "?" + sqlitePragmas, nil
}

// existingSQLiteFile names a file that is there, for reading only.
func existingSQLiteFile(path string, immutable bool) (dsn string, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return "", fmt.Errorf("%w: %s", ErrNoRecord, path)
	}
	if err != nil {
		return "", fmt.Errorf("database file: %w", err)
	}
	dsn = fileURI(path) + "?mode=ro&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"
	if immutable {
		dsn += "&immutable=1"
	}
	return dsn, nil
}

func fileURI(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// setting is something the database must be told, or must not be, for commits to be durable.
type setting struct {
	query  string
	refuse func(value string) bool
}

var durability = map[Dialect][]setting{
	SQLite: {
		{`PRAGMA journal_mode`, isNotOneOf("wal")},
		{`PRAGMA synchronous`, isNotOneOf("2", "3")}, // FULL, EXTRA
		{`PRAGMA foreign_keys`, isNotOneOf("1")},
	},
	Postgres: {
		{`SHOW fsync`, isNotOneOf("on")},
		{`SHOW full_page_writes`, isNotOneOf("on")},
		{`SHOW synchronous_commit`, isNotOneOf("on", "local", "remote_write", "remote_apply")},
	},
}

func isNotOneOf(wanted ...string) func(string) bool {
	return func(value string) bool { return !slices.Contains(wanted, value) }
}

// checkDurable refuses a database that would forget what it has committed (reliability rule 12).
func (d Dialect) checkDurable(ctx context.Context, db *sqlx.DB) error {
	for _, s := range durability[d] {
		var value string
		if err := db.GetContext(ctx, &value, s.query); err != nil {
			return fmt.Errorf("%s: %w", s.query, err)
		}
		if s.refuse(value) {
			return fmt.Errorf("%s is %q: commits would not be durable", s.query, value)
		}
	}
	return nil
}

// readTxOptions make everything one read transaction sees belong to one instant.
func (d Dialect) readTxOptions() *sql.TxOptions {
	if d == Postgres {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return &sql.TxOptions{ReadOnly: true}
}

// forUpdateClause and forShareClause lock the rows a PostgreSQL query reads; skipLockedClause locks those nobody else
// holds. SQLite's writer is alone anyway. givenIDsClause lets a copy keep the numbers of its rows; SQLite always does.
func (d Dialect) forUpdateClause() string  { return d.clauseOnPostgres(" FOR UPDATE") }
func (d Dialect) skipLockedClause() string { return d.clauseOnPostgres(" FOR UPDATE SKIP LOCKED") }
func (d Dialect) forShareClause() string   { return d.clauseOnPostgres(" FOR SHARE") }
func (d Dialect) givenIDsClause() string   { return d.clauseOnPostgres(" OVERRIDING SYSTEM VALUE") }

func (d Dialect) clauseOnPostgres(clause string) string {
	if d == Postgres {
		return clause
	}
	return ""
}

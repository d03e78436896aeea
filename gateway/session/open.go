package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/jmoiron/sqlx"
	_ "github.com/lib/pq"  // the driver "postgres"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Options say where sessions are kept.
type Options struct {
	// DSN is the connection string of a PostgreSQL database, in which several gateways share their sessions.
	DSN string
	// Path is the file of a SQLite database, if there is no DSN; it is created, readable by its owner only.
	Path string
	// Now is the wall clock.
	Now func() time.Time
}

const (
	pragmas     = `_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)&_txlock=immediate`
	sqliteTable = `CREATE TABLE IF NOT EXISTS sessions ` +
		`(token TEXT PRIMARY KEY, data BLOB NOT NULL, expiry BIGINT NOT NULL)`
	postgresTable = `CREATE TABLE IF NOT EXISTS sessions ` +
		`(token TEXT PRIMARY KEY, data BYTEA NOT NULL, expiry BIGINT NOT NULL)`
	// expiryIndex lets expired sessions be swept without reading the others.
	expiryIndex = `CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions (expiry)`
	// bothThere tells whether the tables have been made, the last of which comes last.
	bothThere = `SELECT to_regclass('session_devices') IS NOT NULL AND to_regclass('sessions_expiry') IS NOT NULL`
	// oneAtATime keeps gateways that start together from making the table together: IF NOT EXISTS alone is no
	// protection from that on PostgreSQL. The number is arbitrary and ours.
	oneAtATime = `SELECT pg_advisory_xact_lock(7304221953260154113)`
	// postgresConnections is for a query by primary key with each request.
	postgresConnections = 8
)

// Open connects to where sessions are kept and makes their table if it is not there.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.DSN != "" {
		return openPostgres(ctx, o)
	}
	return openSQLite(ctx, o)
}

func openPostgres(ctx context.Context, o Options) (*Store, error) {
	db, err := sql.Open("postgres", o.DSN)
	if err != nil {
		return nil, fmt.Errorf("open sessions: %w", err)
	}
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	s := &Store{db: sqlx.NewDb(db, "postgres"), now: o.Now}
	// a role that may work and make no tables finds those that the owner has made
	var there bool
	if err := s.db.GetContext(ctx, &there, bothThere); err != nil {
		return nil, errors.Join(fmt.Errorf("open sessions: %w", err), db.Close())
	}
	if there {
		return s, nil
	}
	return newStore(ctx, s.db, o.Now, oneAtATime, postgresTable, expiryIndex, deviceTable)
}

func openSQLite(ctx context.Context, o Options) (*Store, error) {
	f, err := os.OpenFile(o.Path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("file of sessions: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("file of sessions: %w", err)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: o.Path}).EscapedPath()+"?"+pragmas)
	if err != nil {
		return nil, fmt.Errorf("open sessions: %w", err)
	}
	db.SetMaxOpenConns(1)
	// sqlx's name for question marks
	return newStore(ctx, sqlx.NewDb(db, "sqlite3"), o.Now, sqliteTable, expiryIndex, deviceTable)
}

// newStore makes the table in one transaction; on trouble the database is closed.
func newStore(ctx context.Context, db *sqlx.DB, now func() time.Time, statements ...string) (*Store, error) {
	err := func() error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // after a commit it does nothing
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return tx.Commit()
	}()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("table of sessions: %w", err), db.Close())
	}
	return &Store{db: db, now: now}, nil
}

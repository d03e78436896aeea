package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/alexedwards/scs/v2"
	_ "modernc.org/sqlite" // the driver of the file
)

// Store keeps sessions in a SQLite table, by the hash of their token.
type Store struct {
	db  *sql.DB
	now func() time.Time
}

var _ scs.CtxStore = (*Store)(nil)

const pragmas = `_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)&_txlock=immediate`

// Open opens or creates the file of sessions, readable by its owner only. now is the wall clock.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("file of sessions: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("file of sessions: %w", err)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+pragmas)
	if err != nil {
		return nil, fmt.Errorf("open sessions: %w", err)
	}
	db.SetMaxOpenConns(1)
	s, err := New(ctx, db, now)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// New keeps sessions in a database that is open already, which must be SQLite.
func New(ctx context.Context, db *sql.DB, now func() time.Time) (*Store, error) {
	const table = `CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, data BLOB NOT NULL, expiry BIGINT NOT NULL);
		CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions (expiry)`
	if _, err := db.ExecContext(ctx, table); err != nil {
		return nil, fmt.Errorf("table of sessions: %w", err)
	}
	return &Store{db: db, now: now}, nil
}

// Close lets go of the database.
func (s *Store) Close() error { return s.db.Close() }

// FindCtx implements [scs.CtxStore].
func (s *Store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	const query = `SELECT data FROM sessions WHERE token = ? AND expiry > ?`
	err = s.db.QueryRowContext(ctx, query, token, s.now().UnixMicro()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find session: %w", err)
	}
	return data, true, nil
}

// CommitCtx implements [scs.CtxStore].
func (s *Store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	const query = `INSERT INTO sessions (token, data, expiry) VALUES (?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`
	if _, err := s.db.ExecContext(ctx, query, token, data, expiry.UnixMicro()); err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	return nil
}

// DeleteCtx implements [scs.CtxStore].
func (s *Store) DeleteCtx(ctx context.Context, token string) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM sessions WHERE token = ?`, token); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// Sweep deletes the sessions that have expired.
func (s *Store) Sweep(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM sessions WHERE expiry <= ?`, s.now().UnixMicro()); err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	return nil
}

var errNoContext = errors.New("sessions: use the methods that take a context")

// Find satisfies [scs.Store]; scs calls FindCtx.
func (*Store) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit satisfies [scs.Store]; scs calls CommitCtx.
func (*Store) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete satisfies [scs.Store]; scs calls DeleteCtx.
func (*Store) Delete(string) error { return errNoContext }

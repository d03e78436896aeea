package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jmoiron/sqlx"
)

// Store keeps sessions in a table, by the hash of their token.
type Store struct {
	db  *sqlx.DB
	now func() time.Time
}

var _ scs.CtxStore = (*Store)(nil)

// Close lets go of the database.
func (s *Store) Close() error { return s.db.Close() }

// FindCtx implements [scs.CtxStore].
func (s *Store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	const query = `SELECT data FROM sessions WHERE token = ? AND expiry > ?`
	err = s.db.QueryRowContext(ctx, s.db.Rebind(query), token, s.now().UnixMicro()).Scan(&data)
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
	if _, err := s.db.ExecContext(ctx, s.db.Rebind(query), token, data, expiry.UnixMicro()); err != nil {
		return fmt.Errorf("keep session: %w", err)
	}
	return nil
}

// DeleteCtx implements [scs.CtxStore].
func (s *Store) DeleteCtx(ctx context.Context, token string) error {
	for _, query := range []string{
		`DELETE FROM sessions WHERE token = ?`, `DELETE FROM session_devices WHERE token = ?`,
	} {
		if _, err := s.db.ExecContext(ctx, s.db.Rebind(query), token); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
	}
	return nil
}

// DeleteExpired deletes the sessions that have expired.
func (s *Store) DeleteExpired(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx,
		s.db.Rebind(`DELETE FROM sessions WHERE expiry <= ?`), s.now().UnixMicro()); err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	if _, err := s.db.ExecContext(ctx,
		`DELETE FROM session_devices WHERE token NOT IN (SELECT token FROM sessions)`); err != nil {
		return fmt.Errorf("sweep devices: %w", err)
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

package session

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

const deviceTable = `CREATE TABLE IF NOT EXISTS session_devices (token TEXT PRIMARY KEY, user_id TEXT NOT NULL, ` +
	`mark TEXT NOT NULL, address TEXT NOT NULL, device TEXT NOT NULL, began_at BIGINT NOT NULL, ` +
	`seen_at BIGINT NOT NULL)`

// Device is from where somebody is signed in.
type Device struct {
	// ID names the session to its owner; nobody can come in with it.
	ID string
	// User is who is signed in, and Mark what their password left: with another one the session is over.
	User, Mark string
	// Address is the network address, Device the client's program and system.
	Address, Device string
	// BeganAt is when they signed in, SeenAt about when they last asked for something.
	BeganAt, SeenAt time.Time
}

// storedToken is how a token is kept; scs hashes it so before it asks the store.
func storedToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// IDOf names a session by the token that its owner brings.
func IDOf(token string) string { return idOfStored(storedToken(token)) }

func idOfStored(stored string) string {
	sum := sha256.Sum256([]byte("session id/" + stored))
	return hex.EncodeToString(sum[:16])
}

// NoteDevice notes from where a session is used; of one that is known, what may have changed.
func (s *Store) NoteDevice(ctx context.Context, token string, d Device) error {
	const query = `INSERT INTO session_devices (token, user_id, mark, address, device, began_at, seen_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token) DO UPDATE SET
		address = excluded.address, device = excluded.device, seen_at = excluded.seen_at`
	if _, err := s.db.ExecContext(ctx, s.db.Rebind(query), storedToken(token), d.User, d.Mark, d.Address, d.Device,
		d.BeganAt.UnixMicro(), d.SeenAt.UnixMicro()); err != nil {
		return fmt.Errorf("note device: %w", err)
	}
	return nil
}

// Devices are those from which somebody is signed in with the password of the mark, the latest seen first.
func (s *Store) Devices(ctx context.Context, user, mark string) ([]Device, error) {
	var rows []struct {
		Token, Address, Device string
		BeganAt                int64 `db:"began_at"`
		SeenAt                 int64 `db:"seen_at"`
	}
	const query = `SELECT d.token, d.address, d.device, d.began_at, d.seen_at
		FROM session_devices d JOIN sessions s ON s.token = d.token
		WHERE d.user_id = ? AND d.mark = ? AND s.expiry > ? ORDER BY d.seen_at DESC, d.token`
	err := s.db.SelectContext(ctx, &rows, s.db.Rebind(query), user, mark, s.now().UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("devices: %w", err)
	}
	devices := make([]Device, len(rows))
	for i, r := range rows {
		devices[i] = Device{
			ID:      idOfStored(r.Token),
			User:    user,
			Mark:    mark,
			Address: r.Address,
			Device:  r.Device,
			BeganAt: time.UnixMicro(r.BeganAt),
			SeenAt:  time.UnixMicro(r.SeenAt),
		}
	}
	return devices, nil
}

// EndSessions ends the sessions of somebody for which end says so, and says how many there were.
func (s *Store) EndSessions(ctx context.Context, user string, end func(id string) bool) (ended int, err error) {
	var tokens []string
	err = s.db.SelectContext(ctx, &tokens, s.db.Rebind(`SELECT token FROM session_devices WHERE user_id = ?`), user)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("sessions of somebody: %w", err)
	}
	for _, token := range tokens {
		if !end(idOfStored(token)) {
			continue
		}
		if err := s.DeleteCtx(ctx, token); err != nil {
			return ended, err
		}
		ended++
	}
	return ended, nil
}

package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

func TestSessionsAreKeptUntilTheyExpire(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sessions.db")
	t.Run("SQLite", func(t *testing.T) { keptUntilTheyExpire(t, Options{Path: file}) })
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
	if server := os.Getenv("DUBAN_TEST_POSTGRES"); server != "" {
		t.Run("PostgreSQL", func(t *testing.T) { keptUntilTheyExpire(t, Options{DSN: newSchema(t, server, "expire")}) })
		t.Run("shared", func(t *testing.T) { shared(t, newSchema(t, server, "shared")) })
	}
}

// newSchema makes room for one test on the server.
func newSchema(t *testing.T, server, name string) (dsn string) {
	t.Helper()
	db, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	name = fmt.Sprintf("sessions_%s_%d", name, os.Getpid())
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA `+name); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// shared: gateways that start together on one empty database know each other's sessions.
func shared(t *testing.T, dsn string) {
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	var opening errgroup.Group
	stores := make([]*Store, 4)
	for i := range stores {
		opening.Go(func() (err error) {
			stores[i], err = Open(t.Context(), Options{DSN: dsn, Now: func() time.Time { return now }})
			return err
		})
	}
	if err := opening.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, s := range stores {
		t.Cleanup(func() { _ = s.Close() })
	}
	if err := stores[0].CommitCtx(t.Context(), "a", []byte("one"), now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if data, found, err := stores[1].FindCtx(t.Context(), "a"); err != nil || !found || string(data) != "one" {
		t.Errorf("the other gateway finds %q %v %v", data, found, err)
	}
	if err := stores[2].DeleteCtx(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if _, found, err := stores[3].FindCtx(t.Context(), "a"); err != nil || found {
		t.Errorf("a session ended elsewhere is found: %v", err)
	}
}

func keptUntilTheyExpire(t *testing.T, o Options) {
	ctx, now := t.Context(), time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	o.Now = func() time.Time { return now }
	s, err := Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	find := func(token string) string {
		data, found, err := s.FindCtx(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			return "none"
		}
		return string(data)
	}
	for _, data := range []string{"one", "two"} {
		if err := s.CommitCtx(ctx, "a", []byte(data), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.CommitCtx(ctx, "b", []byte("three"), now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if find("a") != "two" || find("b") != "three" || find("c") != "none" {
		t.Error("what was committed is not found")
	}
	now = now.Add(time.Minute)
	if find("b") != "none" {
		t.Error("an expired session is found")
	}
	if err := s.DeleteExpired(ctx); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sessions`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d left: %v", left, err)
	}
	device := Device{
		User:    "u",
		Mark:    "m",
		Device:  "Firefox",
		BeganAt: now,
		SeenAt:  now,
	}
	for _, token := range []string{"mine", "other"} {
		if err := s.CommitCtx(ctx, storedToken(token), []byte("x"), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.NoteDevice(ctx, token, device); err != nil {
				t.Fatal(err)
			}
		}
	}
	devices := func(user, mark string) int {
		all, err := s.Devices(ctx, user, mark)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if devices("u", "m") != 2 || devices("u", "another password") != 0 || devices("v", "m") != 0 {
		t.Error("devices are not told apart by person and password")
	}
	others := func(id string) bool { return id != IDOf("mine") }
	if n, err := s.EndSessions(ctx, "u", others); err != nil || n != 1 || devices("u", "m") != 1 {
		t.Errorf("%d others ended: %v", n, err)
	}
	if find(storedToken("mine")) != "x" || find(storedToken("other")) != "none" {
		t.Error("another session than the others ended")
	}
	for range 2 { // ending a session that is not there is no error
		if err := s.DeleteCtx(ctx, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if find("a") != "none" {
		t.Error("an ended session is found")
	}
}

func TestPasswords(t *testing.T) {
	p, err := NewPasswords(1)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := HashPassword("open sesame")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password, hash string
		want           bool
	}{{"open sesame", hash, true}, {"open", hash, false}, {"nobody's password", "", false}} {
		if got, err := p.MatchesHash(t.Context(), c.password, c.hash); err != nil || got != c.want {
			t.Errorf("%q: %v %v", c.password, got, err)
		}
	}
	if _, err := p.MatchesHash(t.Context(), "x", "not a hash"); err == nil {
		t.Error("a broken hash is no error")
	}
	p.slots <- struct{}{} // somebody else's turn
	waiting, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := p.MatchesHash(waiting, "open sesame", hash); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("did not wait: %v", err)
	}
}

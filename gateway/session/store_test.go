package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSessionsAreKeptUntilTheyExpire(t *testing.T) {
	ctx, now := t.Context(), time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "sessions.db")
	s, err := Open(ctx, path, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
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
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sessions`).Scan(&left); err != nil || left != 1 {
		t.Errorf("%d left: %v", left, err)
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
	hash, err := Hash("open sesame")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password, hash string
		want           bool
	}{{"open sesame", hash, true}, {"open", hash, false}, {"nobody's password", "", false}} {
		if got, err := p.Match(t.Context(), c.password, c.hash); err != nil || got != c.want {
			t.Errorf("%q: %v %v", c.password, got, err)
		}
	}
	if _, err := p.Match(t.Context(), "x", "not a hash"); err == nil {
		t.Error("a broken hash is no error")
	}
	p.slots <- struct{}{} // somebody else's turn
	waiting, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := p.Match(waiting, "open sesame", hash); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("did not wait: %v", err)
	}
}

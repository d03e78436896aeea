package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/store"
	"duban/store/storetest"
)

func fixedNow() time.Time { return time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) }

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.RunSuite(t, func(t *testing.T) store.Options {
		t.Helper()
		return store.Options{Path: filepath.Join(t.TempDir(), "duban.db")}
	})
}

// What the database file and its log hold at any moment is all that a killed process leaves.
func TestSQLiteSurvivesKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a b%3F#.db") // names with a meaning in URLs are only names
	s := open(t, store.Options{Path: path})
	if err := s.SetMeta(t.Context(), "rehearsal", "true"); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "left.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	value, err := open(t, store.Options{Path: copied}).MetaValue(t.Context(), "rehearsal")
	if err != nil || value != "true" {
		t.Fatalf("got %q, %v", value, err)
	}
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "duban.db")
	s := open(t, store.Options{Path: path})
	if err := s.SetMeta(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", suffix, info.Mode())
		}
	}
}

// reliability rule 12: a database that would forget commits is refused.
func TestOpenRefusesWhatIsNotDurable(t *testing.T) {
	t.Parallel()
	const durable = "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	for name, change := range map[string][2]string{
		"synchronous":  {"FULL", "NORMAL"},
		"journal_mode": {"WAL", "DELETE"},
		"foreign_keys": {"(1)", "(0)"},
	} {
		dsn := "file:" + filepath.Join(t.TempDir(), "x.db") + strings.Replace(durable, change[0], change[1], 1)
		s, err := store.Open(t.Context(), store.Options{DSN: dsn, Now: fixedNow})
		if err == nil {
			t.Errorf("%s %s: opened", name, change[1])
			_ = s.Close()
			continue
		}
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error does not say why: %v", name, err)
		}
	}
	open(t, store.Options{DSN: "file:" + filepath.Join(t.TempDir(), "x.db") + durable})
	if _, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "x.db")}); err == nil {
		t.Error("opened without a clock")
	}
	if _, err := store.Open(t.Context(), store.Options{Now: fixedNow}); err == nil {
		t.Error("opened without a path")
	}
}

// The form of the hash is fixed for ever: these bytes were written by hand from docs/architecture.md, Words.
func TestHashIsFixed(t *testing.T) {
	t.Parallel()
	e := complaint.Event{
		Case:       "c1",
		Seq:        2,
		At:         fixedNow().Add(time.Millisecond),
		RecordedAt: fixedNow().Add(1500 * time.Nanosecond),
		Actor:      complaint.System,
		Fact:       complaint.Registered{Number: "<1>"},
		Reason:     &complaint.Reason{Clause: "logistics-2.3", Text: "编号"},
	}
	for want, e := range map[string]complaint.Event{
		`{"actor":"system","at":"2026-03-02T01:00:00.001000Z","case":"c1","data":{"number":"<1>"},"prev":"ab",` +
			`"reason":{"clause":"logistics-2.3","setting":"","text":"编号"},` +
			`"recorded_at":"2026-03-02T01:00:00.000001Z",` +
			`"seq":2,"type":"registered"}`: e,
		`{"actor":"system","at":"2026-03-02T01:00:00.001000Z","case":"c1","data":{"number":"<1>"},"prev":"ab",` +
			`"reason":null,"recorded_at":"2026-03-02T01:00:00.000001Z","seq":2,"type":"registered"}`: withoutReason(e),
	} {
		got, err := store.EventHash("ab", e)
		if err != nil || got != hexSHA256(want) {
			t.Errorf("got %s, %v; want the hash of %s", got, err, want)
		}
	}
}

func withoutReason(e complaint.Event) complaint.Event {
	e.Reason = nil
	return e
}

func open(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	o.Now = fixedNow
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func hexSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

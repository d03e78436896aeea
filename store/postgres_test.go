package store_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"duban/record"
	"duban/store"
	"duban/store/storetest"
)

// schemas counts the schemas this process has made, so that a test run twice does not meet its first run's.
var schemas atomic.Int32

// TestPostgres runs the suite on the server that DUBAN_TEST_POSTGRES names (a URL of a database it may fill with
// schemas, one for each test). make test starts a throw-away one.
func TestPostgres(t *testing.T) {
	t.Parallel()
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if server == "" {
		t.Skip("DUBAN_TEST_POSTGRES names no server")
	}
	storetest.RunSuite(t, func(t *testing.T) store.Options {
		t.Helper()
		schema := fmt.Sprintf("t%d_%d", os.Getpid(), schemas.Add(1))
		return store.Options{Dialect: store.Postgres, DSN: newSchema(t, server, schema)}
	})
}

// TestPostgresRefusesWhatIsNotDurable: reliability rule 12.
func TestPostgresRefusesWhatIsNotDurable(t *testing.T) {
	t.Parallel()
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if server == "" {
		t.Skip("DUBAN_TEST_POSTGRES names no server")
	}
	dsn := withParameter(t, server, "synchronous_commit", "off")
	s, err := store.Open(t.Context(), store.Options{Dialect: store.Postgres, DSN: dsn, Now: fixedNow})
	if err == nil {
		_ = s.Close()
		t.Fatal("opened with synchronous_commit off")
	}
	if !strings.Contains(err.Error(), "synchronous_commit") {
		t.Fatalf("error does not say why: %v", err)
	}
}

func newSchema(t *testing.T, server, schema string) (dsn string) {
	t.Helper()
	db, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA `+schema); err != nil {
		t.Fatal(err)
	}
	return withParameter(t, server, "search_path", schema)
}

func withParameter(t *testing.T, server, key, value string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// Connections that the server has closed, in use or not, are given up at once: no call meets two of them.
func TestPostgresConnectionsKilled(t *testing.T) {
	t.Parallel()
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if server == "" {
		t.Skip("DUBAN_TEST_POSTGRES names no server")
	}
	name := fmt.Sprintf("killed%d", schemas.Add(1))
	dsn := withParameter(t, newSchema(t, server, fmt.Sprintf("%s_%d", name, os.Getpid())), "application_name", name)
	s := open(t, store.Options{Dialect: store.Postgres, DSN: dsn})
	killer, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = killer.Close() }()
	kill := func() {
		_, err := killer.ExecContext(t.Context(),
			`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1`, name)
		if err != nil {
			t.Error(err)
		}
	}
	const callers = 24 // more than there are connections
	allWork := func(round int) {
		var group errgroup.Group
		for i := range callers {
			group.Go(func() error {
				key := fmt.Sprintf("k%d", i)
				if err := s.SetMeta(t.Context(), key, fmt.Sprint(round)); err != nil {
					return err
				}
				value, err := s.MetaValue(t.Context(), key)
				if err == nil && value != fmt.Sprint(round) {
					err = fmt.Errorf("%s is %q in round %d", key, value, round)
				}
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	allWork(0)
	for round := 1; round <= 3; round++ {
		kill()
		allWork(round)
	}
	err = s.Write(t.Context(), "no such case", func(tx record.Tx) error {
		kill()
		_, err := tx.DrawNumber(t.Context(), "never")
		return err
	})
	if err == nil {
		t.Fatal("a transaction whose connection was closed has succeeded")
	}
	allWork(4)
	err = s.Read(t.Context(), "no such case", func(tx record.ReadTx) error {
		kill()
		_, err := tx.DirectoryNow(t.Context())
		return err
	})
	if err == nil {
		t.Fatal("a closed connection has answered")
	}
	allWork(5)
	if _, err := s.DirectoryNow(t.Context()); err != nil {
		t.Fatal(err)
	}
}

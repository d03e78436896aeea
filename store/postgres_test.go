package store_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

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
	storetest.Run(t, func(t *testing.T) store.Options {
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

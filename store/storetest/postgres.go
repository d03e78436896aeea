package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
)

// Postgres is the server that DUBAN_TEST_POSTGRES names: a URL of a database that tests may fill with schemas. Without
// one the test is skipped; make test starts a throw-away one.
func Postgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if server == "" {
		t.Skip("DUBAN_TEST_POSTGRES names no server")
	}
	return server
}

// schemas counts the schemas this process has made, so that a test run twice does not meet its first run's.
var schemas atomic.Int32

// NewSchema is the connection string of an empty schema on the server.
func NewSchema(t *testing.T, server string) string {
	t.Helper()
	schema := fmt.Sprintf("t%d_%d", os.Getpid(), schemas.Add(1))
	db, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA `+schema); err != nil {
		t.Fatal(err)
	}
	return WithParameter(t, server, "search_path", schema)
}

// WithParameter is the connection string with one parameter more.
func WithParameter(t *testing.T, server, key, value string) string {
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

// NewRole is a role of the server that signs in and may do nothing yet.
func NewRole(t *testing.T, server string) string {
	t.Helper()
	role := fmt.Sprintf("r%d_%d", os.Getpid(), schemas.Add(1))
	db, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `CREATE ROLE `+role+` LOGIN`); err != nil {
		t.Fatal(err)
	}
	return role
}

// AsRole is the connection string for another role.
func AsRole(t *testing.T, server, role string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(role)
	return u.String()
}

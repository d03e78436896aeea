package store

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// A role that was let work under an older schema works under the newer one, and brings none about itself.
func TestGrantsFollowMigrations(t *testing.T) {
	t.Parallel()
	server := os.Getenv("DUBAN_TEST_POSTGRES")
	if server == "" {
		t.Skip("DUBAN_TEST_POSTGRES names no server")
	}
	ctx := t.Context()
	name := fmt.Sprintf("grants%d", os.Getpid())
	db, err := sql.Open("postgres", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{`CREATE SCHEMA ` + name, `CREATE ROLE ` + name + ` LOGIN`} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", name)
	address.RawQuery = query.Encode()
	asOwner := Options{Dialect: Postgres, DSN: address.String(), Now: time.Now}
	address.User = url.User(name)
	asRole := Options{Dialect: Postgres, DSN: address.String(), Now: time.Now}

	old, err := openAt(ctx, asOwner, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.GrantWork(ctx, name); err != nil {
		t.Fatal(err)
	}
	_ = old.Close()
	if s, err := Open(ctx, asRole); err == nil || !strings.Contains(err.Error(), "duban migrate") {
		if err == nil {
			_ = s.Close()
		}
		t.Errorf("a role that may not was to migrate: %v", err)
	}
	owner, err := Open(ctx, asOwner)
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.GrantAgain(ctx); err != nil {
		t.Fatal(err)
	}
	_ = owner.Close()
	worker, err := Open(ctx, asRole)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := worker.CountAccounts(ctx); err != nil {
		t.Error(err)
	}
	_ = worker.Close()
}

package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	"duban/record"
	"duban/store"
	"duban/store/storetest"
)

// TestPostgres runs the suite on the server that DUBAN_TEST_POSTGRES names (a URL of a database it may fill with
// schemas, one for each test). make test starts a throw-away one.
func TestPostgres(t *testing.T) {
	t.Parallel()
	server := storetest.Postgres(t)
	storetest.RunSuite(t, func(t *testing.T) store.Options {
		t.Helper()
		return store.Options{Dialect: store.Postgres, DSN: storetest.NewSchema(t, server)}
	})
}

// TestPostgresRefusesWhatIsNotDurable: reliability rule 12.
func TestPostgresRefusesWhatIsNotDurable(t *testing.T) {
	t.Parallel()
	server := storetest.Postgres(t)
	dsn := storetest.WithParameter(t, server, "synchronous_commit", "off")
	s, err := store.Open(t.Context(), store.Options{Dialect: store.Postgres, DSN: dsn, Now: fixedNow})
	if err == nil {
		_ = s.Close()
		t.Fatal("opened with synchronous_commit off")
	}
	if !strings.Contains(err.Error(), "synchronous_commit") {
		t.Fatalf("error does not say why: %v", err)
	}
}

// A role that was let work reads the record and adds to it; whoever connects as it changes and deletes nothing, drops
// no trigger, and still works after a migration.
func TestPostgresWork(t *testing.T) {
	t.Parallel()
	server := storetest.Postgres(t)
	dsn := storetest.NewSchema(t, server)
	owner := open(t, store.Options{Dialect: store.Postgres, DSN: dsn})
	role := storetest.NewRole(t, server)
	for _, wrong := range []string{"nobody_" + role, "duban"} { // there is none, and the superuser who owns all
		if err := owner.GrantWork(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s was let work: %v", wrong, err)
		}
	}
	if err := owner.GrantWork(t.Context(), role); err != nil {
		t.Fatal(err)
	}
	worker := open(t, store.Options{Dialect: store.Postgres, DSN: storetest.AsRole(t, dsn, role)})
	if err := worker.SetMeta(t.Context(), "k", "v"); err != nil {
		t.Error(err)
	}
	db, err := sql.Open("postgres", storetest.AsRole(t, dsn, role))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, table := range []string{
		"filings", "texts", "journal", "commands", "requests", "calendars", "shared_texts", "attachments", "readings",
		"administration", "publications", "circular_acknowledgements", "papers",
	} {
		for _, attack := range []string{
			`DELETE FROM ` + table, `TRUNCATE ` + table, `DROP TRIGGER ` + table + `_sealed ON ` + table,
			`ALTER TABLE ` + table + ` DISABLE TRIGGER ALL`, `DROP TABLE ` + table,
			`GRANT ALL ON ` + table + ` TO ` + role,
		} {
			_, err := db.ExecContext(t.Context(), attack)
			var refused *pq.Error
			if !errors.As(err, &refused) || refused.Code != "42501" {
				if strings.HasPrefix(attack, "GRANT") && err == nil { // PostgreSQL only warns
					continue
				}
				t.Errorf("%s: %v", attack, err)
			}
		}
	}
	for _, attack := range []string{
		`UPDATE journal SET at = at`, `UPDATE policies SET source = ''`, `DELETE FROM policies`,
		`UPDATE goose_db_version SET version_id = 1`, `DELETE FROM goose_db_version`, `CREATE TABLE mine (id int)`,
		`CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
	} {
		var refused *pq.Error
		if _, err := db.ExecContext(t.Context(), attack); !errors.As(err, &refused) || refused.Code != "42501" {
			t.Errorf("%s: %v", attack, err)
		}
	}
}

// Connections that the server has closed, in use or not, are given up at once: no call meets two of them.
func TestPostgresConnectionsKilled(t *testing.T) {
	t.Parallel()
	server := storetest.Postgres(t)
	name := fmt.Sprintf("killed%d", os.Getpid())
	dsn := storetest.WithParameter(t, storetest.NewSchema(t, server), "application_name", name)
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

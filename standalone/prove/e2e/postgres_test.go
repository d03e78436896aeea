package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"duban/standalone/prove/process"
	"duban/store"
)

// A store whose PostgreSQL was killed and started again works at once: no connection of before is used twice, and
// nothing read or prepared before stands in its way.
func TestStoreWhosePostgresIsKilled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	server := startPostgres(ctx, t)
	s, err := store.Open(ctx, store.Options{
		Dialect: store.Postgres,
		DSN:     server.DatabaseURL("postgres"),
		Now:     time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for round := range 3 {
		var group errgroup.Group
		for i := range 24 {
			group.Go(func() error {
				key, want := fmt.Sprintf("k%d", i), fmt.Sprint(round)
				if err := s.SetMeta(ctx, key, want); err != nil {
					return err
				}
				got, err := s.MetaValue(ctx, key)
				if err == nil && got != want {
					err = fmt.Errorf("%s is %q in round %s", key, got, want)
				}
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := server.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		if err := server.WaitReady(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// startPostgres is an empty server of the test's own, which is gone with it.
func startPostgres(ctx context.Context, t *testing.T) *process.Postgres {
	t.Helper()
	server, err := process.StartPostgres(ctx, filepath.Join(t.TempDir(), "postgres.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

package store

import (
	"path/filepath"
	"testing"
	"time"
)

// A backup made before an upgrade is restored as it was, and then brought up to date like the record it was made of.
func TestACopyOfAnOlderSchema(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	file := func(name string) Options {
		return Options{Path: filepath.Join(dir, name), Now: func() time.Time { return time.Unix(1_800_000_000, 0) }}
	}
	old, err := openAt(ctx, file("old.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	_, err = old.writer.ExecContext(ctx,
		`INSERT INTO filings (case_id, filed_by, filed, filed_at, clock_offset) VALUES ('c1', 'u1', '{}', 1, 0)`)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	sealed := file("old.db")
	sealed.ReadOnly, sealed.Sealed = true, true
	set, err := Open(ctx, sealed)
	if err != nil {
		t.Fatal(err)
	}
	contents, err := set.CopyTo(ctx, file("new.db"), nil)
	if err != nil || contents.Schema != 1 || contents.Tables["filings"].Rows != 1 {
		t.Fatalf("%+v, %v", contents, err)
	}
	if err := set.Close(); err != nil {
		t.Fatal(err)
	}
	restored, err := Open(ctx, file("new.db"))
	if err != nil {
		t.Fatal(err)
	}
	found, newest, err := restored.SchemaVersions(ctx)
	if err != nil || found != newest || found == 1 {
		t.Errorf("schema %d of %d, %v", found, newest, err)
	}
	if err := restored.Close(); err != nil {
		t.Fatal(err)
	}
}

package store

import (
	"fmt"
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

// Names and telephones that a program wrote which folded none, or by other rules, are folded when the next one opens
// the database, however many there are.
func TestOlderIdentitiesAreFolded(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	o := Options{
		Path: filepath.Join(t.TempDir(), "duban.db"),
		Now:  func() time.Time { return time.Unix(1_800_000_000, 0) },
	}
	const beforeFolding = 24
	old, err := openAt(ctx, o, beforeFolding)
	if err != nil {
		t.Fatal(err)
	}
	for i := range foldBatch + 1 {
		id := fmt.Sprintf("c%d", i)
		_, err = old.writer.ExecContext(ctx,
			`INSERT INTO filings (case_id, filed_by, filed, filed_at, clock_offset) VALUES (?, 'u1', '{}', 1, 0)`, id)
		if err != nil {
			t.Fatal(err)
		}
		_, err = old.writer.ExecContext(ctx, `INSERT INTO identities (case_id, party, name, phone)
			VALUES (?, 'complainant', '张 三', '138 0000 0001')`, id)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var folded int
	err = s.reader.GetContext(ctx, &folded,
		`SELECT COUNT(*) FROM identities WHERE name_folded = '张三' AND phone_folded = '13800000001'`)
	if err != nil || folded != foldBatch+1 {
		t.Errorf("%d of %d are folded, %v", folded, foldBatch+1, err)
	}
}

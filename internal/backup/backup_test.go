package backup_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/backup"
	"duban/record"
	"duban/store"
	"duban/store/files"
	"duban/store/folder"
	"duban/store/storetest"
)

func fixedNow() time.Time { return time.Date(2026, 3, 30, 1, 0, 0, 0, time.UTC) }

var secret = []byte("0123456789abcdef0123456789abcdef")

// newOriginal is a record that lived, open for work as it is while people work.
func newOriginal(t *testing.T) backup.Original {
	t.Helper()
	db := storetest.FilledStore(t, store.Options{Path: filepath.Join(t.TempDir(), "duban.db")})
	contents, err := files.OpenFolder(filepath.Join(t.TempDir(), "attachments"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = contents.Close() })
	attachFile(t, db, contents)
	return backup.Original{
		Record:  db,
		Files:   contents,
		Secret:  secret,
		Program: "test",
		Now:     fixedNow,
	}
}

// attachFile hands in a file for the first case.
func attachFile(t *testing.T, db *store.Store, contents *files.Folder) {
	t.Helper()
	const id, scan = "case-0", "扫描件"
	sum := sha256.Sum256([]byte(scan))
	name := complaint.Text{
		ID:     complaint.TextCommitment(nil, "信.pdf"),
		Case:   id,
		Author: "u-agent",
		Scope:  complaint.ScopeCase,
		Body:   "信.pdf",
	}
	a := complaint.Attachment{
		Case:    id,
		Author:  "u-agent",
		Scope:   complaint.ScopeCase,
		Name:    name.ID,
		Type:    "application/pdf",
		Size:    int64(len(scan)),
		SHA256:  hex.EncodeToString(sum[:]),
		Salt:    []byte("salt"),
		AddedAt: fixedNow(),
	}
	a.ID, a.File = complaint.AttachmentCommitment(a.Salt, a.SHA256), contents.NewName(a.SHA256)
	if err := contents.PutFile(t.Context(), a.File, strings.NewReader(scan)); err != nil {
		t.Fatal(err)
	}
	prior, err := db.RecordAttachment(t.Context(), record.Request{
		Actor:      "u-agent",
		Key:        "scan",
		BodySHA256: "b",
		Case:       id,
		At:         fixedNow(),
	}, a, name)
	if err != nil || prior != nil {
		t.Fatal(prior, err)
	}
}

func makeSet(t *testing.T, o backup.Original, dir string) backup.Set {
	t.Helper()
	set, err := backup.MakeSet(t.Context(), o, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func leaveAsIs(context.Context, *store.Store) error { return nil }

func TestABackupRestoresToTheSame(t *testing.T) {
	o, dir := newOriginal(t), t.TempDir()
	want, err := o.Record.SumContents(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made := makeSet(t, o, dir)
	set, err := backup.OpenSet(made.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Manifest.Findings) > 0 {
		t.Errorf("findings in a sound record: %v", set.Manifest.Findings)
	}
	if differ := set.Manifest.Record.DifferencesFrom(want); differ != nil {
		t.Errorf("the manifest differs from the original in %v", differ)
	}
	got, err := set.ReadSecret()
	if err != nil || string(got) != string(secret) {
		t.Errorf("secret: %q, %v", got, err)
	}
	to := store.Options{Path: filepath.Join(t.TempDir(), "duban.db"), Now: fixedNow}
	var restored store.Contents
	there, err := files.OpenFolder(filepath.Join(t.TempDir(), "attachments"))
	if err != nil {
		t.Fatal(err)
	}
	var found []store.Finding
	err = set.RestoreFile(t.Context(), to, nil, func(ctx context.Context, s *store.Store) (err error) {
		if found, err = backup.CheckAttachments(ctx, s, there); err != nil || len(found) != 1 {
			t.Errorf("attachments before they were brought: %v, %v", found, err)
		}
		if err := set.CopyAttachmentsOut(ctx, s, there); err != nil {
			return err
		}
		if found, err = backup.CheckAttachments(ctx, s, there); err != nil {
			return err
		}
		restored, err = s.SumContents(ctx, nil)
		return err
	})
	if err := errors.Join(err, there.Close()); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if differ := restored.DifferencesFrom(want); differ != nil {
		t.Errorf("what was restored differs in %v", differ)
	}
	if err := set.RestoreFile(t.Context(), to, nil, leaveAsIs); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("restored over a record: %v", err)
	}
	left, err := os.ReadDir(filepath.Dir(to.Path))
	if err != nil || len(left) != 1 {
		t.Errorf("the restore left %v, %v", left, err)
	}
}

// Whoever steals the folder of backups from another account of the machine gets nothing.
func TestASetIsPrivate(t *testing.T) {
	set := makeSet(t, newOriginal(t), filepath.Join(t.TempDir(), "new"))
	n := 0
	err := filepath.WalkDir(set.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == set.Dir {
			return err
		}
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		info, err := e.Info()
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
		}
		n++
		return nil
	})
	if err != nil || n != 6 { // database, secret, manifest; the attachment in its folders
		t.Fatalf("%d files: %v", n, err)
	}
}

// One byte, anywhere in any file, is noticed, and nothing is restored from such a set.
func TestOneByteIsNoticed(t *testing.T) {
	set := makeSet(t, newOriginal(t), t.TempDir())
	for name, file := range set.Manifest.Files {
		path := filepath.Join(set.Dir, name)
		for _, at := range []int64{0, file.Size / 3, file.Size / 2, file.Size - 1} {
			flipByte(t, path, at)
			found, err := set.VerifySet(t.Context(), fixedNow, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(found) == 0 || !strings.Contains(found[0].Detail, name) {
				t.Errorf("byte %d of %s: found %v", at, name, found)
			}
			to := store.Options{Path: filepath.Join(t.TempDir(), "x.db"), Now: fixedNow}
			if err := set.RestoreInto(t.Context(), to, nil, leaveAsIs); !errors.Is(err, backup.ErrDamaged) {
				t.Errorf("byte %d of %s: restored: %v", at, name, err)
			}
			flipByte(t, path, at)
		}
	}
	if found, err := set.VerifySet(t.Context(), fixedNow, nil); err != nil || found != nil {
		t.Fatalf("put right again: %v, %v", found, err)
	}
	if err := os.Remove(filepath.Join(set.Dir, "secret.key")); err != nil {
		t.Fatal(err)
	}
	if found, err := set.VerifySet(t.Context(), fixedNow, nil); err != nil || len(found) != 1 {
		t.Errorf("a missing file: %v, %v", found, err)
	}
}

func flipByte(t *testing.T, path string, at int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[at] ^= 0x20
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A backup that was cut off is no backup, and the next one clears it away.
func TestCutOff(t *testing.T) {
	o, dir := newOriginal(t), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := backup.MakeSet(ctx, o, dir, func(int64, int64) { cancel() })
	if err == nil {
		t.Fatal("a backup without an end")
	}
	// What a killed process leaves behind, which cannot tidy up.
	if err := os.MkdirAll(filepath.Join(dir, ".unfinished-duban-x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if sets, err := backup.ListSets(dir); err != nil || len(sets) > 0 {
		t.Fatalf("listed: %v, %v", sets, err)
	}
	if _, err := backup.OpenSet(filepath.Join(dir, ".unfinished-duban-x")); !errors.Is(err, backup.ErrNoSet) {
		t.Errorf("opened half a backup: %v", err)
	}
	set := makeSet(t, o, dir)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(set.Dir) {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

func TestOneBackupAtATime(t *testing.T) {
	o, dir := newOriginal(t), t.TempDir()
	lock, err := folder.LockAlone(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.MakeSet(t.Context(), o, dir, nil); !errors.Is(err, folder.ErrInUse) {
		t.Errorf("two backups at once: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	makeSet(t, o, dir)
}

func TestPruneKeepsTheNewest(t *testing.T) {
	o, dir := newOriginal(t), t.TempDir()
	var sets []backup.Set
	for day := range 4 {
		o.Now = func() time.Time { return fixedNow().AddDate(0, 0, day) }
		sets = append(sets, makeSet(t, o, dir))
	}
	deleted, err := backup.PruneOldSets(dir, 2)
	if err != nil || len(deleted) != 2 {
		t.Fatalf("deleted %v, %v", deleted, err)
	}
	left, err := backup.ListSets(dir)
	if err != nil || len(left) != 2 || left[0] != sets[2].Dir || left[1] != sets[3].Dir {
		t.Errorf("left %v, %v", left, err)
	}
}

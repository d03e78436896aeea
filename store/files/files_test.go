package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"duban/store/files"
)

func open(t *testing.T) (*files.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "attachments")
	f, err := files.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, dir
}

func put(t *testing.T, f *files.Folder, content string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	name := f.NewName(hex.EncodeToString(sum[:]))
	if err := f.PutFile(context.Background(), name, bytes.NewReader([]byte(content))); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestWhatIsPutIsThere(t *testing.T) {
	f, dir := open(t)
	ctx := context.Background()
	name := put(t, f, "证据")
	size, hash, err := f.SizeAndHashOf(ctx, name)
	if err != nil || size != 6 || hash != files.HashOf(name) {
		t.Errorf("%d bytes, hash %s of %s: %v", size, hash, name, err)
	}
	if other := put(t, f, "证据"); other == name {
		t.Error("a name was used twice")
	}
	for _, path := range []string{dir, filepath.Dir(filepath.Join(dir, name))} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
	r, err := f.OpenFile(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil || string(content) != "证据" {
		t.Errorf("%q: %v", content, err)
	}
	if _, err := f.OpenFile(ctx, "aa/missing-1"); !errors.Is(err, files.ErrMissing) {
		t.Errorf("missing: %v", err)
	}
	if files.HashOf("aa/x-1") != "" || files.HashOf("manifest.json") != "" {
		t.Error("a hash of what is no name")
	}
}

// Only what is old and belongs to nothing goes, half-written files among it.
func TestOrphansAreSwept(t *testing.T) {
	f, dir := open(t)
	ctx := context.Background()
	kept, orphan, fresh := put(t, f, "kept"), put(t, f, "orphan"), put(t, f, "fresh")
	half := filepath.Join(dir, filepath.Dir(kept), "half.123.tmp")
	if err := os.WriteFile(half, []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for _, path := range []string{filepath.Join(dir, kept), filepath.Join(dir, orphan), half} {
		if err := os.Chtimes(path, day, day); err != nil {
			t.Fatal(err)
		}
	}
	n, err := f.RemoveUnnamed(ctx,
		day.Add(time.Hour), func(_ context.Context, names []string) (map[string]bool, error) {
			if len(names) != 3 {
				t.Errorf("asked about %v", names)
			}
			return map[string]bool{kept: true}, nil
		})
	if err != nil || n != 2 {
		t.Errorf("swept %d: %v", n, err)
	}
	for name, there := range map[string]bool{kept: true, orphan: false, fresh: true} {
		_, _, err := f.SizeAndHashOf(ctx, name)
		if (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever only looks makes nothing.
func TestLookingMakesNoFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "attachments")
	f, err := files.OpenForReading(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.FileSize(t.Context(), "aa/nothing"); !errors.Is(err, files.ErrMissing) {
		t.Errorf("size: %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder was made: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	there, dir := open(t)
	name := put(t, there, "content")
	again, err := files.OpenForReading(dir)
	if err != nil {
		t.Fatal(err)
	}
	if size, err := again.FileSize(t.Context(), name); err != nil || size != 7 {
		t.Errorf("size %d: %v", size, err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

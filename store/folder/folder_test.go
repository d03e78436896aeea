package folder_test

import (
	"errors"
	"os"
	"testing"

	"duban/store/folder"
)

func TestShareAndClaim(t *testing.T) {
	dir := t.TempDir()
	one, err := folder.LockShared(dir)
	ok(t, err)
	two, err := folder.LockShared(dir)
	ok(t, err)
	if _, err := folder.LockAlone(dir); !errors.Is(err, folder.ErrInUse) {
		t.Fatalf("claimed beside others: %v", err)
	}
	ok(t, one.Release())
	ok(t, two.Release())
	alone, err := folder.LockAlone(dir)
	ok(t, err)
	if _, err := folder.LockShared(dir); !errors.Is(err, folder.ErrInUse) {
		t.Fatalf("shared what somebody has alone: %v", err)
	}
	ok(t, alone.Release())
	left, err := os.ReadDir(dir)
	ok(t, err)
	if len(left) > 0 {
		t.Fatalf("locking left %v", left)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

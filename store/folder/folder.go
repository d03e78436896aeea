// Package folder is what programs that share a folder ask of it: to be there together, to be alone, and that what
// was written is on the disk.
package folder

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// ErrInUse says that another process works in the folder.
var ErrInUse = errors.New("another process works in the folder")

// Lock is a hold on a folder. The kernel releases it with the process, however that ends. It leaves no file.
type Lock struct{ f *os.File }

// LockShared holds the folder together with others who share it; [ErrInUse] while somebody has claimed it.
func LockShared(dir string) (*Lock, error) { return lockFolder(dir, syscall.LOCK_SH) }

// LockAlone holds the folder alone; [ErrInUse] while anybody else holds it.
func LockAlone(dir string) (*Lock, error) { return lockFolder(dir, syscall.LOCK_EX) }

func lockFolder(dir string, how int) (*Lock, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("lock folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%w: %s", ErrInUse, dir)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Lock{f}, nil
}

// Release lets others in.
func (l *Lock) Release() error {
	if err := l.f.Close(); err != nil {
		return fmt.Errorf("release folder: %w", err)
	}
	return nil
}

// SyncToDisk puts a file, or the names in a folder, on the disk.
func SyncToDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return nil
}

package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/store"
	"duban/store/folder"
)

// ErrDamaged says that a set is not what was written, so nothing was restored from it.
var ErrDamaged = errors.New("the backup is damaged")

// Finish is done to a restored record, its schema up to date, before the restore is complete.
type Finish func(ctx context.Context, record *store.Store) error

// RestoreInto copies the set's record into the empty database that to names and finishes it. The files are held
// against the manifest first, and what was written is held against it last; a copy that is cut off leaves the
// database empty.
func (s Set) RestoreInto(ctx context.Context, to store.Options, progress store.Progress, finish Finish) error {
	if err := s.copyRecord(ctx, to, progress); err != nil {
		return err
	}
	restored, err := store.Open(ctx, to)
	if err != nil {
		return fmt.Errorf("open what was restored: %w", err)
	}
	return errors.Join(finish(ctx, restored), restored.Close())
}

func (s Set) copyRecord(ctx context.Context, to store.Options, progress store.Progress) (err error) {
	found, err := s.checkFilesAgainstManifest()
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %s", ErrDamaged, found[0])
	}
	record, err := s.openRecord(ctx, to.Now)
	if err != nil {
		return fmt.Errorf("read the backup: %w", err)
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	contents, err := record.CopyTo(ctx, to, progress)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if different := s.Manifest.Record.DifferencesFrom(contents); different != nil {
		return fmt.Errorf("restore: %w: %v", ErrDamaged, different)
	}
	return nil
}

// RestoreFile is RestoreInto for a SQLite file that must not be there yet. It has its name only when it is whole,
// finished and on the disk.
func (s Set) RestoreFile(ctx context.Context, to store.Options, progress store.Progress, finish Finish) error {
	path := to.Path
	if err := mustNotExist(path); err != nil {
		return err
	}
	draft := filepath.Join(filepath.Dir(path), unfinished+filepath.Base(path))
	if err := os.RemoveAll(draft); err != nil {
		return fmt.Errorf("clear away a restore that was cut off: %w", err)
	}
	if err := os.Mkdir(draft, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	to.Path = filepath.Join(draft, filepath.Base(path))
	err := s.RestoreInto(ctx, to, progress, finish)
	if err == nil {
		err = folder.SyncToDisk(to.Path)
	}
	if err == nil {
		err = os.Rename(to.Path, path)
	}
	return errors.Join(err, os.RemoveAll(draft), folder.SyncToDisk(filepath.Dir(path)))
}

func mustNotExist(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return fmt.Errorf("%w：%s 已经存在；请换一个目录，或先把它移走 (is there already: choose another directory or move it away)",
		store.ErrNotEmpty, path)
}

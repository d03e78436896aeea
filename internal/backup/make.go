package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"duban/store"
	"duban/store/files"
	"duban/store/folder"
)

// Original is what is backed up.
type Original struct {
	Record *store.Store
	// Secret is the secret of receipts; nil if there is none yet.
	Secret []byte
	// Files holds what is attached to cases; nil if nothing can be.
	Files *files.Folder
	// Program is the version of this program.
	Program string
	// Now is the wall clock.
	Now func() time.Time
}

// unfinished begins the name of a set that is being made, or whose making was cut off.
const unfinished = ".unfinished-"

// MakeSet makes a new set in the folder dir, beside people at work, and verifies it. It has its name only when it is
// whole and on the disk: a backup that was cut off never looks like one, and the next one clears it away. What was
// wrong with the record is in the manifest's Findings: a backup of a damaged record is better than none. While another
// backup is being made into the folder it is [folder.ErrInUse].
func MakeSet(ctx context.Context, o Original, dir string, progress store.Progress) (_ Set, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Set{}, fmt.Errorf("folder of backups: %w", err)
	}
	lock, err := folder.LockAlone(dir)
	if err != nil {
		return Set{}, fmt.Errorf("folder of backups: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := clearLeftovers(dir); err != nil {
		return Set{}, err
	}
	now := o.Now().UTC()
	name := prefix + now.Format("20060102T150405.000Z")
	draft := Set{Dir: filepath.Join(dir, unfinished+name), Manifest: Manifest{
		Format:   format,
		MadeAt:   now,
		Program:  o.Program,
		Files:    map[string]File{},
		Findings: []store.Finding{},
	}}
	if err := draft.writeFiles(ctx, o, progress); err != nil {
		return Set{}, errors.Join(err, os.RemoveAll(draft.Dir))
	}
	whole := Set{Dir: filepath.Join(dir, name), Manifest: draft.Manifest}
	if err := os.Rename(draft.Dir, whole.Dir); err != nil {
		return Set{}, fmt.Errorf("name the backup: %w", err)
	}
	return whole, folder.SyncToDisk(dir)
}

// writeFiles writes the files of the set, the manifest last, and all of them to the disk.
func (s *Set) writeFiles(ctx context.Context, o Original, progress store.Progress) error {
	if err := os.Mkdir(s.Dir, 0o700); err != nil {
		return fmt.Errorf("make backup: %w", err)
	}
	var err error
	s.Manifest.Record, err = o.Record.CopyTo(ctx, store.Options{
		Path: filepath.Join(s.Dir, databaseFile),
		Now:  o.Now,
	}, progress)
	if err != nil {
		return fmt.Errorf("make backup: %w", err)
	}
	if err := s.copyAttachmentsIntoSet(ctx, o); err != nil {
		return fmt.Errorf("make backup: %w", err)
	}
	names := []string{databaseFile}
	if o.Secret != nil {
		names = append(names, secretFile)
		if err := os.WriteFile(filepath.Join(s.Dir, secretFile), o.Secret, 0o600); err != nil {
			return fmt.Errorf("make backup: %w", err)
		}
	}
	for _, name := range names {
		path := filepath.Join(s.Dir, name)
		if s.Manifest.Files[name], err = measureFile(path); err != nil {
			return err
		}
		if err := folder.SyncToDisk(path); err != nil {
			return err
		}
	}
	found, err := s.VerifySet(ctx, o.Now, nil)
	if err != nil {
		return fmt.Errorf("verify the backup: %w", err)
	}
	s.Manifest.Findings = append(s.Manifest.Findings, found...)
	data, err := json.MarshalIndent(s.Manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	manifest := filepath.Join(s.Dir, manifestFile)
	if err := os.WriteFile(manifest, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return errors.Join(folder.SyncToDisk(manifest), folder.SyncToDisk(s.Dir))
}

// PruneOldSets deletes the oldest sets in a folder and leaves the newest few. It returns what it deleted.
func PruneOldSets(dir string, keep int) ([]string, error) {
	sets, err := ListSets(dir)
	if err != nil || len(sets) <= keep {
		return nil, err
	}
	old := sets[:len(sets)-keep]
	for _, set := range old {
		// Whoever is cut off here leaves what no longer looks like a backup.
		hidden := filepath.Join(dir, unfinished+filepath.Base(set))
		if err := errors.Join(os.Rename(set, hidden), os.RemoveAll(hidden)); err != nil {
			return nil, fmt.Errorf("delete old backup: %w", err)
		}
	}
	return old, nil
}

// clearLeftovers deletes what backups that were cut off have left.
func clearLeftovers(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("folder of backups: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return fmt.Errorf("clear away a backup that was cut off: %w", err)
			}
		}
	}
	return nil
}

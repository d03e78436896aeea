// Package backup keeps the record in sets: folders that hold, as of one instant, all that Duban must not lose. A set
// is a SQLite database whatever the original is, the secret of receipts, and a manifest that says what is in them.
//
// A set holds password hashes and the personal data of complainants, in plain. Its files are readable by their owner
// only; who carries it away must encrypt it.
package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"duban/store"
)

// The files of a set.
const (
	databaseFile = "duban.db"
	secretFile   = "secret.key" // beside them the folder of attachments
	manifestFile = "manifest.json"
)

// format is the version of the manifest. A program refuses a set of a format it does not know.
const format = 1

// Manifest says what a set holds, so that nothing can be lost from it or changed in it unnoticed.
type Manifest struct {
	Format int `json:"format"`
	// MadeAt is when the set was begun; what was recorded later is not in it.
	MadeAt time.Time `json:"made_at"`
	// Program is the version of the program that made it.
	Program string `json:"program"`
	// Record is what the database holds.
	Record store.Contents `json:"record"`
	// Files are the set's files beside the manifest.
	Files map[string]File `json:"files"`
	// Findings are what was wrong with the record already when the set was made.
	Findings []store.Finding `json:"findings"`
}

// File is a file of a set as it was written.
type File struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Set is a backup on disk.
type Set struct {
	Dir      string
	Manifest Manifest
}

// ErrNoSet says that a folder is no whole backup.
var ErrNoSet = errors.New("there is no whole backup here")

// OpenSet reads the manifest of a set.
func OpenSet(dir string) (Set, error) {
	s := Set{Dir: dir}
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("%w: %s 里没有 %s (has none)", ErrNoSet, dir, manifestFile)
	}
	if err != nil {
		return s, fmt.Errorf("read manifest: %w", err)
	}
	if err := json.Unmarshal(data, &s.Manifest); err != nil {
		return s, fmt.Errorf("%w: %s 读不懂 (cannot be read): %w", ErrNoSet, manifestFile, err)
	}
	if s.Manifest.Format != format {
		return s, fmt.Errorf("%s 是第 %d 种格式，本程序只认第 %d 种：请用做这个备份的程序 (format %d is unknown: use the program that made it)",
			manifestFile, s.Manifest.Format, format, s.Manifest.Format)
	}
	return s, nil
}

// openRecord opens the set's database for reading.
func (s Set) openRecord(ctx context.Context, now func() time.Time) (*store.Store, error) {
	return store.Open(ctx, store.Options{
		Path:     filepath.Join(s.Dir, databaseFile),
		ReadOnly: true,
		Sealed:   true,
		Now:      now,
	})
}

// ReadSecret is the secret of receipts that the set holds; nil if it holds none.
func (s Set) ReadSecret() ([]byte, error) {
	if _, ok := s.Manifest.Files[secretFile]; !ok {
		return nil, nil
	}
	secret, err := os.ReadFile(filepath.Join(s.Dir, secretFile))
	if err != nil {
		return nil, fmt.Errorf("secret of the backup: %w", err)
	}
	return secret, nil
}

// JournalHeads are the last events of all journals in the set.
func (s Set) JournalHeads(ctx context.Context, now func() time.Time) (heads []store.Head, err error) {
	record, err := s.openRecord(ctx, now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	return record.JournalHeads(ctx)
}

// VerifySet holds the set against its manifest and the record in it against its own rules. What it finds is named; an
// error means that it could not look.
func (s Set) VerifySet(ctx context.Context, now func() time.Time, progress store.Progress) ([]store.Finding, error) {
	found, err := s.checkFilesAgainstManifest()
	if err != nil {
		return nil, err
	}
	record, err := s.openRecord(ctx, now)
	if errors.Is(err, store.ErrNewerSchema) {
		return nil, err
	}
	if err != nil {
		return append(found, unreadableFinding(err)), ctx.Err()
	}
	defer func() { _ = record.Close() }() // it was only read
	held, err := record.SumContents(ctx, nil)
	if err != nil {
		return append(found, unreadableFinding(err)), ctx.Err()
	}
	for _, name := range s.Manifest.Record.DifferencesFrom(held) {
		found = append(found, store.Finding{Check: store.CheckFile, Detail: fmt.Sprintf(
			"表 %s 不是备份时的内容 (table %s is not what was backed up)", name, name)})
	}
	wrong, err := record.Audit(ctx, progress)
	if err != nil {
		return append(found, unreadableFinding(err)), ctx.Err()
	}
	found = append(found, wrong...)
	contents, err := s.openAttachments()
	if err != nil {
		return nil, err
	}
	wrong, err = CheckAttachments(ctx, record, contents)
	return append(found, wrong...), errors.Join(err, contents.Close())
}

func unreadableFinding(err error) store.Finding {
	return store.Finding{
		Check:  store.CheckFile,
		Detail: fmt.Sprintf("%s 读不到底 (cannot be read to the end): %v", databaseFile, err),
	}
}

// checkFilesAgainstManifest holds each file against the manifest.
func (s Set) checkFilesAgainstManifest() (found []store.Finding, err error) {
	for _, name := range slices.Sorted(maps.Keys(s.Manifest.Files)) {
		got, err := measureFile(filepath.Join(s.Dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found = append(found, store.Finding{
				Check:  store.CheckFile,
				Detail: fmt.Sprintf("缺文件 %s (file %s is missing)", name, name),
			})
		case err != nil:
			return nil, err
		case got != s.Manifest.Files[name]:
			found = append(found, store.Finding{Check: store.CheckFile, Detail: fmt.Sprintf(
				"文件 %s 不是备份时的样子 (file %s is not what was written)", name, name)})
		}
	}
	return found, nil
}

// measureFile reads a whole file.
func measureFile(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, fmt.Errorf("open file: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	hash := sha256.New()
	n, err := io.Copy(hash, f)
	if err != nil {
		return File{}, fmt.Errorf("read %s: %w", path, err)
	}
	return File{Size: n, SHA256: hex.EncodeToString(hash.Sum(nil))}, nil
}

// prefix begins the name of every set; the rest is the instant, so that names sort by age.
const prefix = "duban-"

// ListSets names the sets in a folder, oldest first.
func ListSets(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			if _, err := os.Stat(filepath.Join(dir, e.Name(), manifestFile)); err == nil {
				names = append(names, filepath.Join(dir, e.Name()))
			}
		}
	}
	return names, nil
}

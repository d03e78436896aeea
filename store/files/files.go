// Package files keeps the contents of attachments as files in one folder, each named by its hash. The names are made by
// the server and never used twice; which of them belong to the record, the record says.
package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/memblob"
	"gocloud.dev/gcerrors"

	"duban/store/folder"
)

// ErrMissing says that there is no such file.
var ErrMissing = errors.New("no such file")

// Folder is where contents lie. It can be used from many goroutines, and by several processes at once.
type Folder struct {
	dir    string
	bucket *blob.Bucket
}

const ownerOnly = 0o700

// OpenFolder opens the folder and makes it if need be, for its owner only.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, ownerOnly); err != nil {
		return nil, fmt.Errorf("folder of attachments: %w", err)
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{
		NoTempDir: true, DirFileMode: ownerOnly, Metadata: fileblob.MetadataDontWrite,
	})
	if err != nil {
		return nil, fmt.Errorf("folder of attachments: %w", err)
	}
	return &Folder{dir: dir, bucket: bucket}, nil
}

// OpenForReading opens a folder for reading and makes nothing: where there is none, there are no files.
func OpenForReading(dir string) (*Folder, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return &Folder{dir: dir, bucket: memblob.OpenBucket(nil)}, nil
	}
	return OpenFolder(dir)
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.bucket.Close() }

// NewName makes a new name for content with this hash (hex SHA-256). The second half is random, so that a name belongs
// to one attempt only: what is swept is nobody's, however late somebody tries again.
func (*Folder) NewName(hash string) string {
	tail := make([]byte, 8)
	_, _ = rand.Read(tail) // never fails
	return hash[:2] + "/" + hash + "-" + hex.EncodeToString(tail)
}

// HashOf is the hash that a name promises, "" if it is no name of ours.
func HashOf(name string) string {
	hash, _, ok := strings.Cut(filepath.Base(name), "-")
	if !ok || len(hash) != hex.EncodedLen(sha256.Size) {
		return ""
	}
	return hash
}

// PutFile writes a file; when it returns nil the file is on the disk.
func (f *Folder) PutFile(ctx context.Context, name string, content io.Reader) error {
	if err := f.bucket.Upload(ctx, name, content,
		&blob.WriterOptions{ContentType: "application/octet-stream"}); err != nil {
		return fmt.Errorf("write attachment: %w", err)
	}
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := errors.Join(os.Chmod(path, 0o600), folder.SyncToDisk(path),
		folder.SyncToDisk(filepath.Dir(path)), folder.SyncToDisk(f.dir)); err != nil {
		return fmt.Errorf("write attachment: %w", err)
	}
	return nil
}

// OpenFile opens a file for reading; [ErrMissing] if it is not there.
func (f *Folder) OpenFile(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := f.bucket.NewReader(ctx, name, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("%w: %s", ErrMissing, name)
	}
	if err != nil {
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	return r, nil
}

// RemoveFile deletes a file that belongs to nothing; one that is not there is no error.
func (f *Folder) RemoveFile(ctx context.Context, name string) error {
	if err := f.bucket.Delete(ctx, name); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete attachment: %w", err)
	}
	return nil
}

// FileSize is how long a file is, in bytes; [ErrMissing] if it is not there.
func (f *Folder) FileSize(ctx context.Context, name string) (int64, error) {
	a, err := f.bucket.Attributes(ctx, name)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return 0, fmt.Errorf("%w: %s", ErrMissing, name)
	}
	if err != nil {
		return 0, fmt.Errorf("look at attachment: %w", err)
	}
	return a.Size, nil
}

// SizeAndHashOf reads a whole file and says how long it is and what its hash is.
func (f *Folder) SizeAndHashOf(ctx context.Context, name string) (size int64, hash string, err error) {
	r, err := f.OpenFile(ctx, name)
	if err != nil {
		return 0, "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	sum := sha256.New()
	if size, err = io.Copy(sum, r); err != nil {
		return 0, "", fmt.Errorf("read attachment: %w", err)
	}
	return size, hex.EncodeToString(sum.Sum(nil)), nil
}

// batch is how many files are asked about at once.
const batch = 200

// EachFileBefore hands over the names of all files, some at a time, with those last written before the instant only.
func (f *Folder) EachFileBefore(ctx context.Context, before time.Time, fn func(names []string) error) error {
	all := f.bucket.List(nil)
	var names []string
	for {
		o, err := all.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("list attachments: %w", err)
		}
		if !o.IsDir && o.ModTime.Before(before) {
			names = append(names, o.Key)
		}
		if len(names) == batch {
			if err := fn(names); err != nil {
				return err
			}
			names = nil
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fn(names)
}

// RemoveUnnamed deletes the files last written before the instant that the record does not name: uploads that were cut
// off. It returns how many. The instant must lie further back than any upload takes.
func (f *Folder) RemoveUnnamed(
	ctx context.Context, before time.Time, named func(context.Context, []string) (map[string]bool, error),
) (int, error) {
	swept := 0
	err := f.EachFileBefore(ctx, before, func(names []string) error {
		kept, err := named(ctx, names)
		if err != nil {
			return err
		}
		for _, name := range names {
			if kept[name] {
				continue
			}
			if err := f.RemoveFile(ctx, name); err != nil {
				return err
			}
			swept++
		}
		return nil
	})
	return swept, err
}

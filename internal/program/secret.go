package program

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/store"
)

const (
	secretSize = 32 // bytes
	// secretFingerprint is the fact in the database that tells whether a secret is the one it was filled with.
	secretFingerprint = "secret_fingerprint"
)

// openSecret reads the key that receipts and the search index derive from. It lies beside the database, not in it: a
// thief of the database alone cannot derive receipts. The database knows its fingerprint and refuses any other, or two
// gateways would give one filing two receipts.
func (p Program) openSecret(ctx context.Context, s *store.Store) ([]byte, error) {
	if p.Config.SecretFile == "" {
		if err := p.makeDataFolder(); err != nil {
			return nil, err
		}
	}
	known, err := s.MetaValue(ctx, secretFingerprint)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if known == "" {
		key, err := p.readOrMakeSecret()
		if err != nil {
			return nil, err
		}
		if _, err = s.SetMetaOnce(ctx, secretFingerprint, fingerprintOfSecret(key)); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
	}
	return p.ReadSecret(ctx, s)
}

// readOrMakeSecret is the file's, or a new one where there is none.
func (p Program) readOrMakeSecret() ([]byte, error) {
	key, err := readSecretFile(p.SecretFile())
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeSecretFile(p.SecretFile())
	}
	return key, err
}

// SecretFile is where the secret of receipts lies.
func (p Program) SecretFile() string {
	if p.Config.SecretFile != "" {
		return p.Config.SecretFile
	}
	return filepath.Join(p.Config.Data, "secret.key")
}

// ReadSecret reads the secret of receipts that belongs to the record, and refuses any other. It is nil for a record
// that no gateway has opened yet.
func (p Program) ReadSecret(ctx context.Context, s *store.Store) ([]byte, error) {
	known, err := s.MetaValue(ctx, secretFingerprint)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if known == "" {
		return nil, nil
	}
	key, err := readSecretFile(p.SecretFile())
	if err != nil {
		return nil, err
	}
	if known != fingerprintOfSecret(key) {
		return nil, fmt.Errorf("setting secret_file: %s is not the secret that this database was filled with: "+
			"all gateways and workers need the same file", p.SecretFile())
	}
	return key, nil
}

func readSecretFile(file string) ([]byte, error) {
	key, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("setting secret_file: %w", err)
	}
	if len(key) < secretSize {
		return nil,
			fmt.Errorf("setting secret_file: %s has less than %d bytes; restore it from a backup", file, secretSize)
	}
	return key, nil
}

func fingerprintOfSecret(secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("duban secret fingerprint"))
	return hex.EncodeToString(mac.Sum(nil))
}

func makeSecretFile(file string) ([]byte, error) {
	key := make([]byte, secretSize)
	rand.Read(key)
	return key, writeSecretFile(file, key)
}

// InstallSecret puts the secret of a restored or moved record where the settings want it. A file with another secret
// is refused: it belongs to another record.
func (p Program) InstallSecret(secret []byte) error {
	there, err := os.ReadFile(p.SecretFile())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if p.Config.SecretFile == "" {
			if err := p.makeDataFolder(); err != nil {
				return err
			}
		}
		return writeSecretFile(p.SecretFile(), secret)
	case err != nil:
		return fmt.Errorf("setting secret_file: %w", err)
	case !bytes.Equal(there, secret):
		return fmt.Errorf("setting secret_file: %s 是另一个库的密钥；请移走它或另指定一个文件 "+
			"(is the secret of another record: move it away or name another file)", p.SecretFile())
	}
	return nil
}

func writeSecretFile(file string, key []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the secret: %w", err)
	}
	if _, err := f.Write(key); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}

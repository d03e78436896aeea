package program

import (
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

// secret reads the key that receipts derive from. It lies beside the database, not in it: a thief of the
// database alone cannot derive receipts. The database knows its fingerprint and refuses any other, or two
// gateways would give one filing two receipts.
func (p Program) secret(ctx context.Context, s *store.Store) ([]byte, error) {
	file := p.Config.SecretFile
	if file == "" {
		if err := p.makeData(); err != nil {
			return nil, err
		}
		file = filepath.Join(p.Config.Data, "secret.key")
	}
	known, err := s.Meta(ctx, secretFingerprint)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	key, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && known == "" {
		key, err = makeSecret(file)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("setting secret_file: %w", err)
	case len(key) < secretSize:
		return nil, fmt.Errorf("setting secret_file: %s has less than %d bytes; restore it from a backup", file, secretSize)
	}
	if known, err = s.KeepMeta(ctx, secretFingerprint, fingerprint(key)); err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	if known != fingerprint(key) {
		return nil, fmt.Errorf("setting secret_file: %s is not the secret that this database was filled with: all gateways need the same file", file)
	}
	return key, nil
}

func fingerprint(secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("duban secret fingerprint"))
	return hex.EncodeToString(mac.Sum(nil))
}

func makeSecret(file string) ([]byte, error) {
	key := make([]byte, secretSize)
	rand.Read(key)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the secret: %w", err)
	}
	if _, err := f.Write(key); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return key, errors.Join(f.Sync(), f.Close())
}

package session

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"
)

// params follow RFC 9106, second recommendation: 64 MiB, three passes. All hashes of an organisation are made with
// them, so that every check costs the same.
var params = &argon2id.Params{
	Memory:      64 * 1024,
	Iterations:  3,
	Parallelism: 2,
	SaltLength:  16,
	KeyLength:   32,
}

// HashPassword is how a password is kept.
func HashPassword(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, params)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// Passwords checks passwords, a few at a time: each check takes memory and a core.
type Passwords struct {
	slots chan struct{}
	dummy string
}

// NewPasswords allows atOnce checks at the same time.
func NewPasswords(atOnce int) (*Passwords, error) {
	dummy, err := HashPassword("nobody's password")
	if err != nil {
		return nil, err
	}
	return &Passwords{slots: make(chan struct{}, atOnce), dummy: dummy}, nil
}

// MatchesHash reports whether the password is the one the hash was made from. With an empty hash (no such user) the
// answer is no, at the same cost. It waits for its turn until ctx ends.
func (p *Passwords) MatchesHash(ctx context.Context, password, hash string) (bool, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return false, fmt.Errorf("check password: %w", ctx.Err())
	}
	defer func() { <-p.slots }()
	known := hash != ""
	if !known {
		hash = p.dummy
	}
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("check password: %w", err)
	}
	return match && known, nil
}

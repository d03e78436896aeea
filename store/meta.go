package store

import (
	"context"
	"fmt"
)

// MetaValue is a fact about the database itself, such as whether it was made for rehearsal; "" if it is not set.
func (s *Store) MetaValue(ctx context.Context, key string) (string, error) {
	var value string
	err := s.read(ctx, fmt.Sprintf("meta %s", key), func(c conn) error {
		_, err := c.findRow(ctx, &value, `SELECT value FROM meta WHERE key = ?`, key)
		return err
	})
	return value, err
}

// SetMeta sets a fact about the database itself.
func (s *Store) SetMeta(ctx context.Context, key, value string) error {
	return s.write(ctx, fmt.Sprintf("set meta %s", key), func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		return err
	})
}

// SetMetaOnce sets a fact about the database itself unless it is set already, and returns what then stands.
func (s *Store) SetMetaOnce(ctx context.Context, key, value string) (string, error) {
	var kept string
	err := s.write(ctx, fmt.Sprintf("keep meta %s", key), func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`, key, value)
		if err != nil {
			return err
		}
		return c.getRow(ctx, &kept, `SELECT value FROM meta WHERE key = ?`, key)
	})
	return kept, err
}

package store

import (
	"context"
	"time"

	"duban/complaint"
)

// SaveFeed lets whoever has the token read the person's deadlines, and no one who has an earlier one.
func (s *Store) SaveFeed(ctx context.Context, user complaint.UserID, tokenHash string) error {
	return s.write(ctx, "save feed", func(c conn) error {
		_, err := c.exec(ctx, `INSERT INTO calendar_feeds (user_id, token_hash, made_at) VALUES (?, ?, ?)
			ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at`,
			user, tokenHash, microsOf(s.nowRounded()))
		return err
	})
}

// RevokeFeed lets nobody read the person's deadlines by a token any more.
func (s *Store) RevokeFeed(ctx context.Context, user complaint.UserID) error {
	return s.write(ctx, "revoke feed", func(c conn) error {
		_, err := c.exec(ctx, `DELETE FROM calendar_feeds WHERE user_id = ?`, user)
		return err
	})
}

// FeedMadeAt is when the person's token was made; nil if they have none.
func (s *Store) FeedMadeAt(ctx context.Context, user complaint.UserID) (*time.Time, error) {
	var made *int64
	err := s.read(ctx, "feed", func(c conn) error {
		_, err := c.findRow(ctx, &made, `SELECT made_at FROM calendar_feeds WHERE user_id = ?`, user)
		return err
	})
	return maybeInstantOfMicros(made), err
}

// UserOfFeed is whose deadlines a token lets read; "" if nobody's.
func (s *Store) UserOfFeed(ctx context.Context, tokenHash string) (user complaint.UserID, err error) {
	err = s.read(ctx, "feed", func(c conn) error {
		_, err := c.findRow(ctx, &user, `SELECT user_id FROM calendar_feeds WHERE token_hash = ?`, tokenHash)
		return err
	})
	return user, err
}

package store

import (
	"context"
	"time"

	"duban/complaint"
	"duban/record"
)

// MakeLink makes a link by which the person sets their password; one made before is void. The same hash again changes
// nothing, also when it has been used. NotFound if there is no such person.
func (a Administration) MakeLink(
	ctx context.Context, id complaint.UserID, hash string,
) (link record.AccountLink, err error) {
	err = a.runAndRecordChange(ctx, change{"make_link", string(id), struct{}{}}, func(c conn) error {
		var active bool
		found, err := c.findRow(ctx, &active, `SELECT active FROM users WHERE id = ?`, id)
		switch {
		case err != nil:
			return wrapError("whose link", err)
		case !found:
			return noAccountError()
		case !active:
			return complaint.Refuse(complaint.Conflict, "link.not_active", nil)
		}
		now := a.store.nowRounded()
		waits, err := a.wayInWaits(ctx, c, id)
		if err != nil {
			return err
		}
		link = record.AccountLink{
			Hash:      hash,
			User:      id,
			GoodFrom:  now,
			ExpiresAt: now.Add(record.LinkLifetime),
		}
		if waits != nil {
			delayLink(&link, a.store.whenDue(now))
		}
		n, err := c.exec(ctx, `INSERT INTO account_links
			(token_hash, user_id, made_by, made_at, good_from, expires_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (token_hash) DO NOTHING`,
			hash, id, a.by, microsOf(now), microsOf(link.GoodFrom), microsOf(link.ExpiresAt))
		if err != nil {
			return wrapError("link", err)
		}
		if n == 0 {
			link, err = c.linkByHash(ctx, hash)
			return err
		}
		if _, err := c.exec(ctx,
			`UPDATE account_links SET ended_at = ? WHERE user_id = ? AND token_hash <> ? AND ended_at IS NULL`,
			microsOf(now), id, hash); err != nil {
			return wrapError("links before", err)
		}
		if waits != nil {
			waits.Hash = hash
			return a.onlyAsk(ctx, c, record.OpenLink, *waits)
		}
		return a.noteSecurity(ctx, c, id, record.MakeLink)
	})
	return link, err
}

// delayLink lets a link open nothing before it is due; where only a second person can let it, not before they have.
func delayLink(link *record.AccountLink, due time.Time) {
	if link.GoodFrom = link.ExpiresAt; !due.IsZero() {
		link.GoodFrom, link.ExpiresAt = due, due.Add(record.LinkLifetime)
	}
}

type linkRow struct {
	Hash      string           `db:"token_hash"`
	User      complaint.UserID `db:"user_id"`
	GoodFrom  int64            `db:"good_from"`
	ExpiresAt int64            `db:"expires_at"`
	EndedAt   *int64           `db:"ended_at"`
	Active    bool             `db:"active"`
}

const linkQuery = `SELECT l.token_hash, l.user_id, l.good_from, l.expires_at, l.ended_at, u.active
	FROM account_links l JOIN users u ON u.id = l.user_id WHERE l.token_hash = ?`

func (c conn) linkByHash(ctx context.Context, hash string) (record.AccountLink, error) {
	var r linkRow
	if err := c.getRow(ctx, &r, linkQuery, hash); err != nil {
		return record.AccountLink{}, wrapError("link", err)
	}
	return r.link(), nil
}

func (r linkRow) link() record.AccountLink {
	return record.AccountLink{
		Hash:      r.Hash,
		User:      r.User,
		GoodFrom:  instantOfMicros(r.GoodFrom),
		ExpiresAt: instantOfMicros(r.ExpiresAt),
	}
}

// goodLink is a link that opens something now. One that is not there, was used, is void, too old, or of somebody who
// has left is refused alike; of one that is too early it is said from when on it is good.
func (s *Store) goodLink(ctx context.Context, c conn, hash string) (record.AccountLink, error) {
	var r linkRow
	found, err := c.findRow(ctx, &r, linkQuery, hash)
	if err != nil {
		return record.AccountLink{}, wrapError("link", err)
	}
	now := s.nowRounded()
	link := r.link()
	switch {
	case !found || r.EndedAt != nil || !r.Active || !now.Before(link.ExpiresAt):
		return link, complaint.Refuse(complaint.Conflict, "link.not_good", nil)
	case now.Before(link.GoodFrom):
		return link, complaint.Refuse(complaint.Conflict, "link.too_early", nil)
	}
	return link, nil
}

// GoodLink is whose password a link sets; Conflict if it sets none now.
func (s *Store) GoodLink(ctx context.Context, hash string) (link record.AccountLink, err error) {
	err = s.read(ctx, "link", func(c conn) error {
		link, err = s.goodLink(ctx, c, hash)
		return err
	})
	return link, err
}

// UseLink sets the password of whose link it is, once; Conflict if it is good no longer.
func (s *Store) UseLink(ctx context.Context, hash, passwordHash string, from record.Origin) error {
	return s.write(ctx, "use link", func(c conn) error {
		link, err := s.goodLink(ctx, c, hash)
		if err != nil {
			return err
		}
		if err := c.changeOneRow(ctx, complaint.Refuse(complaint.Conflict, "link.not_good", nil),
			`UPDATE account_links SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL`,
			microsOf(s.nowRounded()), hash); err != nil {
			return err
		}
		if err := s.setPassword(ctx, c, link.User, passwordHash); err != nil {
			return err
		}
		by := s.AdministrationBy(link.User).From(from)
		if err := s.recordAdministration(ctx, c, link.User,
			change{"set_password", string(link.User), struct{}{}}); err != nil {
			return err
		}
		return by.noteSecurity(ctx, c, link.User, record.UseLink)
	})
}

// setPassword sets the password of somebody. A link that was made before it sets none any more.
func (s *Store) setPassword(ctx context.Context, c conn, id complaint.UserID, hash string) error {
	if err := c.changeOneRow(ctx, noAccountError(),
		`UPDATE users SET password_hash = ? WHERE id = ?`, hash, id); err != nil {
		return err
	}
	_, err := c.exec(ctx, `UPDATE account_links SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL`,
		microsOf(s.nowRounded()), id)
	return wrapError("end links", err)
}

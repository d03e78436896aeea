package store

import (
	"context"
	"time"

	"duban/complaint"
	"duban/record"
)

const securityColumns = `at, user_id, actor, action, result, name_mark, address, device`

// NoteSecurity enters something in the security journal, as of now.
func (s *Store) NoteSecurity(ctx context.Context, e record.SecurityEntry) error {
	return s.write(ctx, "security journal", func(c conn) error { return s.noteSecurity(ctx, c, e) })
}

func (s *Store) noteSecurity(ctx context.Context, c conn, e record.SecurityEntry) error {
	return wrapError("security journal", c.insertRows(ctx, "security_journal", securityColumns, []any{
		microsOf(s.nowRounded()), e.User, e.Actor, e.Action, e.Result, e.NameMark, e.Address, e.Device,
	}))
}

// SecurityEntries lists entries of the security journal, the latest first, and the cursor of the next page, "" on the
// last. A bad cursor is Invalid.
func (s *Store) SecurityEntries(
	ctx context.Context, q record.SecurityQuery, after string, limit int,
) ([]record.SecurityEntry, string, error) {
	from, err := parseCursor(securityList, after)
	if err != nil {
		return nil, "", err
	}
	size := pageSize(limit)
	f := filters{{`1 = 1`, nil}}
	if from != nil {
		f.addCondition(`id < ?`, from.At)
	}
	for _, field := range []filtered{
		{`user_id`, string(q.User)}, {`action`, string(q.Action)}, {`result`, string(q.Result)},
	} {
		if field.value != "" {
			f.addCondition(field.column+` = ?`, field.value)
		}
	}
	if !q.From.IsZero() {
		f.addCondition(`at >= ?`, microsOf(q.From))
	}
	if !q.Until.IsZero() {
		f.addCondition(`at < ?`, microsOf(q.Until))
	}
	where := f.joinConditions(" AND ")
	var entries []record.SecurityEntry
	err = s.read(ctx, "security journal", func(c conn) (err error) {
		entries, err = c.securityEntries(ctx, where.sql+` ORDER BY id DESC LIMIT ?`, append(where.args, size+1)...)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	entries, next := cutToPage(entries, size, func(e record.SecurityEntry) cursor {
		return cursor{List: securityList, At: e.ID, Case: string(e.Action)}
	})
	return entries, next, nil
}

func (c conn) securityEntries(ctx context.Context, rest string, args ...any) ([]record.SecurityEntry, error) {
	var rows []struct {
		ID       int64                 `db:"id"`
		At       int64                 `db:"at"`
		User     complaint.UserID      `db:"user_id"`
		Actor    complaint.UserID      `db:"actor"`
		Action   record.SecurityAction `db:"action"`
		Result   record.SecurityResult `db:"result"`
		NameMark string                `db:"name_mark"`
		Address  string                `db:"address"`
		Device   string                `db:"device"`
	}
	err := c.allRows(ctx, &rows, `SELECT id, `+securityColumns+` FROM security_journal WHERE `+rest, args...)
	entries := make([]record.SecurityEntry, len(rows))
	for i, r := range rows {
		entries[i] = record.SecurityEntry{
			ID:       r.ID,
			At:       instantOfMicros(r.At),
			User:     r.User,
			Actor:    r.Actor,
			Action:   r.Action,
			Result:   r.Result,
			NameMark: r.NameMark,
			Origin:   record.Origin{Address: r.Address, Device: r.Device},
		}
	}
	return entries, wrapError("security journal", err)
}

// SecurityNews are what others did with somebody's account since they last acknowledged it, the latest first.
func (s *Store) SecurityNews(ctx context.Context, user complaint.UserID) (news []record.SecurityEntry, err error) {
	err = s.read(ctx, "security news", func(c conn) error {
		news, err = c.securityEntries(ctx, `user_id = ? AND actor <> ? AND actor <> '' AND
			id > COALESCE((SELECT MAX(id) FROM security_journal WHERE user_id = ? AND actor = ? AND action = ?), 0)
			ORDER BY id DESC LIMIT ?`, user, user, user, user, record.Acknowledge, defaultPage)
		return err
	})
	return news, err
}

// SignInBefore is the person's last sign-in before the instant; nil if there was none.
func (s *Store) SignInBefore(
	ctx context.Context, user complaint.UserID, before time.Time,
) (*record.SecurityEntry, error) {
	var last []record.SecurityEntry
	err := s.read(ctx, "last sign-in", func(c conn) (err error) {
		last, err = c.securityEntries(ctx,
			`user_id = ? AND action = ? AND result = ? AND at < ? ORDER BY id DESC LIMIT 1`,
			user, record.SignIn, record.Done, microsOf(before))
		return err
	})
	if err != nil || len(last) == 0 {
		return nil, err
	}
	return &last[0], nil
}

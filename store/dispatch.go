package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

const (
	// troubleAfter is how many tries in vain are trouble.
	troubleAfter = 3
	// troubleFor is how long administrators are told of a refusal.
	troubleFor = 7 * 24 * time.Hour
	// mostRefused is how many people are named whose messages were refused.
	mostRefused = 20
)

type wishRow struct {
	User    string `db:"user_id"`
	Channel string `db:"channel"`
	Address string `db:"address"`
	Topics  string `db:"topics"`
	Pace    string `db:"pace"`
}

func (r wishRow) topics() []record.Topic {
	topics := []record.Topic{}
	for topic := range strings.SplitSeq(r.Topics, ",") {
		if topic != "" {
			topics = append(topics, record.Topic(topic))
		}
	}
	return topics
}

// NoticeWishesOf are where outside the application the person wants to be told, by channel.
func (s *Store) NoticeWishesOf(ctx context.Context, user complaint.UserID) ([]record.NoticeWish, error) {
	var rows []wishRow
	err := s.read(ctx, "notice wishes", func(c conn) error {
		return c.allRows(ctx, &rows,
			`SELECT user_id, channel, address, topics, pace FROM notice_wishes WHERE user_id = ? ORDER BY channel`,
			user)
	})
	wishes := make([]record.NoticeWish, len(rows))
	for i, r := range rows {
		wishes[i] = record.NoticeWish{
			Channel: record.Channel(r.Channel),
			Address: r.Address,
			Topics:  r.topics(),
			Pace:    record.Pace(r.Pace),
		}
	}
	return wishes, err
}

// SaveNoticeWishes replaces where the person wants to be told.
func (s *Store) SaveNoticeWishes(ctx context.Context, user complaint.UserID, wishes []record.NoticeWish) error {
	return s.write(ctx, "save notice wishes", func(c conn) error { return c.saveNoticeWishes(ctx, user, wishes) })
}

// SaveNoticeWishesOf replaces where somebody else is told; NotFound if there is no such person. The journal of
// administration names the channels and no address.
func (a Administration) SaveNoticeWishesOf(
	ctx context.Context, user complaint.UserID, wishes []record.NoticeWish,
) error {
	channels := make([]record.Channel, len(wishes))
	for i, w := range wishes {
		channels[i] = w.Channel
	}
	told := struct {
		Channels []record.Channel `json:"channels"`
	}{channels}
	return a.runAndRecordChange(ctx, change{"save_notices", string(user), told}, func(c conn) error {
		known, err := c.accountsWhere(ctx, `u.id = ?`, user)
		if err != nil {
			return err
		}
		if len(known) == 0 {
			return noAccountError()
		}
		return c.saveNoticeWishes(ctx, user, wishes)
	})
}

func (c conn) saveNoticeWishes(ctx context.Context, user complaint.UserID, wishes []record.NoticeWish) error {
	if _, err := c.exec(ctx, `DELETE FROM notice_wishes WHERE user_id = ?`, user); err != nil {
		return wrapError("save notice wishes", err)
	}
	for _, w := range wishes {
		topics := make([]string, len(w.Topics))
		for i, t := range w.Topics {
			topics[i] = string(t)
		}
		err := c.insertRows(ctx, "notice_wishes", "user_id, channel, address, topics, pace",
			[]any{user, w.Channel, w.Address, strings.Join(topics, ","), cmp.Or(w.Pace, record.AtOnce)})
		if err != nil {
			return err
		}
	}
	return nil
}

// OrderDispatches implements [record.Tx].
func (t *transaction) OrderDispatches(ctx context.Context, w record.Word) error {
	order := dispatchRow{
		Case:      string(t.id),
		Seq:       w.Seq,
		OrderedAt: microsOf(t.store.nowRounded()),
		State:     string(record.DispatchWaiting),
	}
	for _, name := range w.Robots {
		at := microsOf(w.RobotsAt)
		order.User, order.Channel, order.DigestAt = name, string(record.Robot), &at
		if err := t.orderDispatch(ctx, order); err != nil {
			return fmt.Errorf("order dispatch by robot: %w", err)
		}
	}
	if len(w.To) == 0 || len(w.Channels) == 0 {
		return nil
	}
	var wishes []wishRow
	err := t.allRows(ctx, &wishes, `SELECT user_id, channel, address, topics, pace FROM notice_wishes
		WHERE user_id IN (`+parameterList(len(w.To))+`) AND channel IN (`+parameterList(len(w.Channels))+`)
			AND pace <> ? ORDER BY user_id, channel`,
		append(append(asArguments(w.To), asArguments(w.Channels)...), record.Inside)...)
	if err != nil {
		return fmt.Errorf("order dispatches: %w", err)
	}
	for _, wish := range wishes {
		if !slices.Contains(wish.topics(), w.Topic) {
			continue
		}
		order.User, order.Channel, order.DigestAt = wish.User, wish.Channel, nil
		if wish.Pace == string(record.Daily) && !w.DigestAt.IsZero() {
			at := microsOf(w.DigestAt)
			order.DigestAt = &at
		}
		if err := t.orderDispatch(ctx, order); err != nil {
			return fmt.Errorf("order dispatches: %w", err)
		}
	}
	return nil
}

// orderDispatch orders one word, once. Where its digest is ordered already it is gathered in that.
func (t *transaction) orderDispatch(ctx context.Context, d dispatchRow) error {
	d.ID = rand.Text()
	n, err := t.insertDispatch(ctx, d)
	if err != nil {
		return err
	}
	if n == 0 && d.DigestAt != nil {
		d.State, d.EndedAt = string(record.DispatchGathered), &d.OrderedAt
		_, err := t.insertDispatch(ctx, d)
		return err
	}
	if n == 0 {
		return nil // ordered before
	}
	now := instantOfMicros(d.OrderedAt)
	var wait time.Duration
	if d.DigestAt != nil {
		wait = instantOfMicros(*d.DigestAt).Sub(now)
	}
	return t.addErrand(ctx, complaint.Errand{Kind: complaint.DispatchErrand, Case: t.id, Item: d.ID}, now, wait)
}

func (t *transaction) insertDispatch(ctx context.Context, d dispatchRow) (inserted int64, err error) {
	return t.exec(ctx, `INSERT INTO dispatches
		(id, case_id, seq, user_id, channel, ordered_at, digest_at, state, ended_at, tries, trying, unknown, answer)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, FALSE, 0, '') ON CONFLICT DO NOTHING`,
		d.ID, d.Case, d.Seq, d.User, d.Channel, d.OrderedAt, d.DigestAt, d.State, d.EndedAt)
}

const dispatchColumns = `id, case_id, seq, user_id, channel, ordered_at, digest_at, state, ended_at, tries,
	unknown, answer`

type dispatchRow struct {
	ID        string `db:"id"`
	Case      string `db:"case_id"`
	Seq       int    `db:"seq"`
	User      string `db:"user_id"`
	Channel   string `db:"channel"`
	OrderedAt int64  `db:"ordered_at"`
	DigestAt  *int64 `db:"digest_at"`
	State     string `db:"state"`
	EndedAt   *int64 `db:"ended_at"`
	Tries     int    `db:"tries"`
	Unknown   int    `db:"unknown"`
	Answer    string `db:"answer"`
}

func (r dispatchRow) asDispatch() record.Dispatch {
	return record.Dispatch{
		ID:        r.ID,
		Case:      complaint.CaseID(r.Case),
		Seq:       r.Seq,
		User:      complaint.UserID(r.User),
		Channel:   record.Channel(r.Channel),
		OrderedAt: instantOfMicros(r.OrderedAt),
		DigestAt:  maybeInstantOfMicros(r.DigestAt),
		State:     record.DispatchState(r.State),
		Tries:     r.Tries,
		Unknown:   r.Unknown,
		Answer:    r.Answer,
		EndedAt:   maybeInstantOfMicros(r.EndedAt),
	}
}

// DispatchNow is what its sender must know of a dispatch at this moment.
func (s *Store) DispatchNow(ctx context.Context, id string) (record.DispatchNow, error) {
	var now record.DispatchNow
	err := s.read(ctx, "dispatch", func(c conn) error {
		var row dispatchRow
		found, err := c.findRow(ctx, &row, `SELECT `+dispatchColumns+` FROM dispatches WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("dispatch %s: there is none", id)
		}
		now.Dispatch = row.asDispatch()
		if now.Channel == record.Robot {
			now.Address, now.Readable = row.User, true
			return c.getRow(ctx, &now.Unread, `SELECT COUNT(*) FROM dispatches
				WHERE user_id = ? AND channel = ? AND digest_at = ?`, row.User, row.Channel, row.DigestAt)
		}
		_, err = c.findRow(ctx, &now.Address,
			`SELECT address FROM notice_wishes WHERE user_id = ? AND channel = ? AND pace <> ?`,
			row.User, row.Channel, record.Inside)
		if err != nil {
			return err
		}
		return s.addStanding(ctx, c, &now)
	})
	return now, err
}

// addStanding adds how the notice stands with the person whom it is for.
func (s *Store) addStanding(ctx context.Context, c conn, now *record.DispatchNow) error {
	dir, _, err := s.readDirectory(ctx, c, "")
	if err != nil {
		return err
	}
	p := dir.People[now.User]
	w := wallAdmitting(p)
	var unread []struct {
		Case string `db:"case_id"`
		Seq  int    `db:"seq"`
	}
	err = c.allRows(ctx, &unread, `SELECT n.case_id, n.seq FROM inbox_notices n JOIN cases c ON c.id = n.case_id
		WHERE n.user_id = ? AND n.read_at IS NULL AND `+w.sql, append([]any{now.User}, w.args...)...)
	if err != nil {
		return err
	}
	now.Unread = len(unread)
	if now.DigestAt != nil {
		now.Readable, now.Read = p.Active && !dir.IsStoodInFor(p.ID), now.Unread == 0
		return nil
	}
	for _, n := range unread {
		if n.Case == string(now.Case) && n.Seq == now.Seq {
			now.Readable = p.Active && !dir.IsStoodInFor(p.ID)
		}
	}
	var one int
	now.Read, err = c.findRow(ctx, &one, `SELECT 1 FROM inbox_notices
		WHERE user_id = ? AND case_id = ? AND seq = ? AND read_at IS NOT NULL`, now.User, now.Case, now.Seq)
	return err
}

// BeginDispatchTry notes that the dispatch is about to be handed to the provider; false if it has ended. An earlier try
// of which nobody has recorded the outcome is counted as unknown.
func (s *Store) BeginDispatchTry(ctx context.Context, id string) (begun bool, err error) {
	err = s.write(ctx, "begin dispatch", func(c conn) error {
		n, err := c.exec(ctx, `UPDATE dispatches SET tries = tries + 1, trying = TRUE,
			unknown = unknown + CASE WHEN trying THEN 1 ELSE 0 END WHERE id = ? AND state = ?`,
			id, record.DispatchWaiting)
		begun = n > 0
		return err
	})
	return begun, err
}

// FailDispatchTry notes that a try has failed for now, and what the provider answered; unknown if it may have taken it
// all the same.
func (s *Store) FailDispatchTry(ctx context.Context, id, answer string, unknown bool) error {
	return s.write(ctx, "note failed dispatch", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE dispatches SET trying = FALSE, answer = ?,
			unknown = unknown + CASE WHEN ? THEN 1 ELSE 0 END WHERE id = ? AND state = ?`,
			answer, unknown, id, record.DispatchWaiting)
		return err
	})
}

// EndDispatch notes what has become of a dispatch, and ends its errand. The first end stands.
func (s *Store) EndDispatch(ctx context.Context, id string, state record.DispatchState, answer string) error {
	return s.write(ctx, "end dispatch", func(c conn) error {
		_, err := c.exec(ctx, `UPDATE dispatches SET state = ?, ended_at = ?, trying = FALSE, answer = ?
			WHERE id = ? AND state = ?`, state, microsOf(s.nowRounded()), answer, id, record.DispatchWaiting)
		if err != nil {
			return err
		}
		_, err = c.exec(ctx, `DELETE FROM outbox WHERE kind = ? AND item = ?
			AND case_id = (SELECT case_id FROM dispatches WHERE id = ?)`, complaint.DispatchErrand, id, id)
		return err
	})
}

// LatestDispatches are the last words to a person, the newest first.
func (s *Store) LatestDispatches(
	ctx context.Context, user complaint.UserID, limit int,
) ([]record.Dispatch, error) {
	var rows []dispatchRow
	err := s.read(ctx, "dispatches", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT `+dispatchColumns+` FROM dispatches WHERE user_id = ?
			ORDER BY ordered_at DESC, id LIMIT ?`, user, limit)
	})
	all := make([]record.Dispatch, len(rows))
	for i, r := range rows {
		all[i] = r.asDispatch()
	}
	return all, err
}

// DispatchTroubles are, for each channel where there are any, what does not get out.
func (s *Store) DispatchTroubles(ctx context.Context) ([]record.DispatchTrouble, error) {
	lately := microsOf(s.nowRounded().Add(-troubleFor))
	var troubles []record.DispatchTrouble
	err := s.read(ctx, "dispatch troubles", func(c conn) error {
		for _, channel := range record.AllChannels() {
			t, err := c.dispatchTrouble(ctx, channel, lately)
			if err != nil {
				return err
			}
			if t.Waiting+t.Refused+t.GivenUp+t.Unknown > 0 {
				troubles = append(troubles, t)
			}
		}
		return nil
	})
	return troubles, err
}

func (c conn) dispatchTrouble(
	ctx context.Context, channel record.Channel, lately int64,
) (record.DispatchTrouble, error) {
	var row struct {
		Waiting int    `db:"waiting"`
		Since   *int64 `db:"since"`
		Refused int    `db:"refused"`
		GivenUp int    `db:"given_up"`
	}
	t := record.DispatchTrouble{Channel: channel}
	err := c.getRow(ctx, &row, `SELECT COALESCE(SUM(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) AS waiting,
			MIN(CASE WHEN state = ? THEN ordered_at END) AS since,
			COALESCE(SUM(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) AS refused,
			COALESCE(SUM(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) AS given_up FROM dispatches
		WHERE channel = ? AND (state = ? AND tries >= ? OR state IN (?, ?) AND ended_at >= ?)`,
		record.DispatchWaiting, record.DispatchWaiting, record.DispatchRefused, record.DispatchGivenUp, channel,
		record.DispatchWaiting, troubleAfter, record.DispatchRefused, record.DispatchGivenUp, lately)
	if err != nil {
		return t, err
	}
	t.Waiting, t.Since, t.Refused, t.GivenUp = row.Waiting, maybeInstantOfMicros(row.Since), row.Refused, row.GivenUp
	err = c.getRow(ctx, &t.Unknown,
		`SELECT COALESCE(SUM(unknown), 0) FROM dispatches WHERE channel = ? AND unknown > 0`, channel)
	if err != nil {
		return t, err
	}
	_, err = c.findRow(ctx, &t.Answer, `SELECT answer FROM dispatches
		WHERE channel = ? AND (state = ? AND tries >= ? OR state IN (?, ?) AND ended_at >= ?)
		ORDER BY ordered_at DESC, id LIMIT 1`, channel, record.DispatchWaiting, troubleAfter,
		record.DispatchRefused, record.DispatchGivenUp, lately)
	if err != nil {
		return t, err
	}
	err = c.allRows(ctx, &t.People, `SELECT DISTINCT user_id FROM dispatches
		WHERE channel = ? AND state = ? AND ended_at >= ? ORDER BY user_id LIMIT ?`,
		channel, record.DispatchRefused, lately, mostRefused)
	return t, err
}

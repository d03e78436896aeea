package store

import (
	"context"
	"time"

	"duban/complaint"
	"duban/record"
)

// AdministrationEntries lists the entries of the administration's journal, the latest first, and the cursor of the next
// page, "" on the last. A bad cursor is Invalid.
func (s *Store) AdministrationEntries(
	ctx context.Context, after string, limit int,
) ([]record.AdministrationEntry, string, error) {
	from, err := parseCursor(administrationList, after)
	if err != nil {
		return nil, "", err
	}
	size := pageSize(limit)
	f := filters{{`1 = 1`, nil}}
	if from != nil {
		f.addCondition(`id < ?`, from.At)
	}
	where := f.joinConditions(" AND ")
	var rows []struct {
		ID     int64            `db:"id"`
		At     int64            `db:"at"`
		Actor  complaint.UserID `db:"actor"`
		Action string           `db:"action"`
		Object string           `db:"object"`
		Data   string           `db:"data"`
	}
	err = s.read(ctx, "administration", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT id, at, actor, action, object, data FROM administration WHERE `+where.sql+
			` ORDER BY id DESC LIMIT ?`,
			append(where.args, size+1)...)
	})
	if err != nil {
		return nil, "", err
	}
	entries := make([]record.AdministrationEntry, len(rows))
	for i, r := range rows {
		entries[i] = record.AdministrationEntry{
			ID:     r.ID,
			At:     instantOfMicros(r.At),
			Actor:  r.Actor,
			Action: r.Action,
			Object: r.Object,
			Data:   r.Data,
		}
	}
	entries, next := cutToPage(entries, size, func(e record.AdministrationEntry) cursor {
		return cursor{List: administrationList, At: e.ID, Case: e.Action}
	})
	return entries, next, nil
}

// AllSubstitutions are all, also those past, the latest to end first.
func (s *Store) AllSubstitutions(ctx context.Context) ([]complaint.Substitution, error) {
	var all []complaint.Substitution
	err := s.read(ctx, "substitutions", func(c conn) (err error) {
		all, err = c.substitutionsWhere(ctx, `1 = 1`)
		return err
	})
	return all, err
}

func (c conn) substitutionsWhere(ctx context.Context, where string, args ...any) ([]complaint.Substitution, error) {
	var rows []struct {
		ID     string           `db:"id"`
		Absent complaint.UserID `db:"absent"`
		By     complaint.UserID `db:"stand_in"`
		From   int64            `db:"from_at"`
		Until  int64            `db:"until_at"`
		Reason string           `db:"reason"`
	}
	err := c.allRows(ctx,
		&rows, `SELECT id, absent, stand_in, from_at, until_at, reason FROM substitutions WHERE `+where+
			` ORDER BY until_at DESC, id`, args...)
	all := make([]complaint.Substitution, len(rows))
	for i, r := range rows {
		all[i] = complaint.Substitution{
			ID:     r.ID,
			Absent: r.Absent,
			By:     r.By,
			From:   instantOfMicros(r.From),
			Until:  instantOfMicros(r.Until),
			Reason: r.Reason,
		}
	}
	return all, wrapError("substitutions", err)
}

// TiesInForce are the declared relationships that are not over.
func (s *Store) TiesInForce(ctx context.Context) ([]complaint.Tie, error) {
	var all []complaint.Tie
	err := s.read(ctx, "ties", func(c conn) (err error) {
		all, err = c.tiesInForce(ctx)
		return err
	})
	return all, err
}

func (c conn) tiesInForce(ctx context.Context) ([]complaint.Tie, error) {
	var rows []struct {
		ID     string
		Person complaint.UserID
		Other  complaint.UserID
		Name   string
		Ground string
	}
	err := c.allRows(ctx, &rows,
		`SELECT id, person, other, name, ground FROM ties WHERE ended = FALSE ORDER BY person, id`)
	all := make([]complaint.Tie, len(rows))
	for i, r := range rows {
		all[i] = complaint.Tie{
			ID:     r.ID,
			Person: r.Person,
			Other:  r.Other,
			Name:   r.Name,
			Ground: r.Ground,
		}
	}
	return all, wrapError("ties", err)
}

// fillInStandIns fills in who stands in for whom at the instant, and says until when that holds; zero for ever.
func fillInStandIns(d complaint.Directory, all []complaint.Substitution, now time.Time) (until time.Time) {
	boundary := func(t time.Time) {
		if t.After(now) && (until.IsZero() || t.Before(until)) {
			until = t
		}
	}
	for _, s := range all {
		boundary(s.From)
		boundary(s.Until)
		if now.Before(s.From) || !now.Before(s.Until) {
			continue
		}
		by, absent := d.People[s.By], d.People[s.Absent]
		absent.StandsIn = nil // authority is not passed on
		by.StandsIn = append(by.StandsIn, absent)
		d.People[s.By] = by
	}
	return until
}

// Text implements [record.ReadTx]. A text that the case names but another one was filed with can be read here too.
func (t *transaction) Text(ctx context.Context, id complaint.TextID) (string, error) {
	var bodies []string
	err := t.allRows(ctx, &bodies, `SELECT body FROM texts WHERE id = ?`, id)
	if err != nil || len(bodies) == 0 {
		return "", wrapError("text", err)
	}
	return bodies[0], nil
}

// PeopleTiedToOutsiders implements [record.ReadTx].
func (t *transaction) PeopleTiedToOutsiders(ctx context.Context) ([]complaint.UserID, error) {
	var tied []complaint.UserID
	err := t.allRows(ctx, &tied, `SELECT DISTINCT k.person FROM ties k JOIN identities i ON i.name = k.name
		WHERE i.case_id = ? AND k.name <> '' AND k.ended = FALSE ORDER BY k.person`, t.id)
	return tied, wrapError("ties with parties", err)
}

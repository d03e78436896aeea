package store

import (
	"context"

	"duban/complaint"
	"duban/record"
)

// SecondFactor is what somebody shows beside their password; nil if nothing.
func (s *Store) SecondFactor(ctx context.Context, user complaint.UserID) (factor *record.SecondFactor, err error) {
	err = s.read(ctx, "second factor", func(c conn) error {
		var row struct {
			Secret      string `db:"secret"`
			ConfirmedAt *int64 `db:"confirmed_at"`
			Codes       int    `db:"codes"`
		}
		found, err := c.findRow(ctx, &row, `SELECT f.secret, f.confirmed_at, (SELECT COUNT(*) FROM recovery_codes r
			WHERE r.user_id = f.user_id AND r.used_at IS NULL) AS codes FROM second_factors f WHERE f.user_id = ?`,
			user)
		if found {
			factor = &record.SecondFactor{
				Secret:        row.Secret,
				Confirmed:     row.ConfirmedAt != nil,
				RecoveryCodes: row.Codes,
			}
		}
		return err
	})
	return factor, err
}

// PeopleWithSecondFactor are those who show something beside their password.
func (s *Store) PeopleWithSecondFactor(ctx context.Context) (map[complaint.UserID]bool, error) {
	var people []complaint.UserID
	err := s.read(ctx, "second factors", func(c conn) error {
		return c.allRows(ctx, &people, `SELECT user_id FROM second_factors WHERE confirmed_at IS NOT NULL`)
	})
	have := map[complaint.UserID]bool{}
	for _, p := range people {
		have[p] = true
	}
	return have, err
}

// BeginSecondFactor keeps a secret that does not count yet; Conflict where one counts.
func (s *Store) BeginSecondFactor(ctx context.Context, user complaint.UserID, secret string) error {
	return s.write(ctx, "begin second factor", func(c conn) error {
		return c.changeOneRow(ctx, complaint.Refuse(complaint.Conflict, "factor.already", nil),
			`INSERT INTO second_factors (user_id, secret, confirmed_at, last_step) VALUES (?, ?, NULL, 0)
			ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret WHERE second_factors.confirmed_at IS NULL`,
			user, secret)
	})
}

// ConfirmSecondFactor lets a secret count from now on, after the code of a step, with fresh recovery codes. Conflict
// where it counts already or another has taken its place.
func (s *Store) ConfirmSecondFactor(
	ctx context.Context, user complaint.UserID, secret string, step int64, codes []string, from record.Origin,
) error {
	return s.write(ctx, "confirm second factor", func(c conn) error {
		err := c.changeOneRow(ctx, complaint.Refuse(complaint.Conflict, "factor.already", nil),
			`UPDATE second_factors SET confirmed_at = ?, last_step = ?
			WHERE user_id = ? AND secret = ? AND confirmed_at IS NULL`, microsOf(s.nowRounded()), step, user, secret)
		if err != nil {
			return err
		}
		if _, err := c.exec(ctx, `DELETE FROM recovery_codes WHERE user_id = ?`, user); err != nil {
			return wrapError("recovery codes", err)
		}
		rows := make([][]any, len(codes))
		for i, code := range codes {
			rows[i] = []any{user, code}
		}
		if err := c.insertRows(ctx, "recovery_codes", `user_id, code_hash`, rows...); err != nil {
			return wrapError("recovery codes", err)
		}
		return s.AdministrationBy(user).From(from).noteSecurity(ctx, c, user, record.EnrolFactor)
	})
}

// TakeFactorStep uses the code of a step, and none of it or before it afterwards; false if that has happened.
func (s *Store) TakeFactorStep(ctx context.Context, user complaint.UserID, step int64) (taken bool, err error) {
	err = s.write(ctx, "take code", func(c conn) error {
		n, err := c.exec(ctx,
			`UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?`, step, user, step)
		taken = n == 1
		return err
	})
	return taken, err
}

// TakeRecoveryCode uses a recovery code; false if it is none or was used.
func (s *Store) TakeRecoveryCode(ctx context.Context, user complaint.UserID, hash string) (taken bool, err error) {
	err = s.write(ctx, "take recovery code", func(c conn) error {
		n, err := c.exec(ctx, `UPDATE recovery_codes SET used_at = ?
			WHERE user_id = ? AND code_hash = ? AND used_at IS NULL`, microsOf(s.nowRounded()), user, hash)
		taken = n == 1
		return err
	})
	return taken, err
}

// RemoveSecondFactor lets somebody come in with the password alone again; NotFound if they have nothing beside it.
func (a Administration) RemoveSecondFactor(ctx context.Context, id complaint.UserID) error {
	return a.runAndRecordChange(ctx, change{"remove_factor", string(id), struct{}{}}, func(c conn) error {
		if _, err := c.exec(ctx, `DELETE FROM recovery_codes WHERE user_id = ?`, id); err != nil {
			return wrapError("recovery codes", err)
		}
		err := c.changeOneRow(ctx, complaint.Refuse(complaint.NotFound, "factor.none", nil),
			`DELETE FROM second_factors WHERE user_id = ?`, id)
		if err != nil {
			return err
		}
		return a.noteSecurity(ctx, c, id, record.RemoveFactor)
	})
}

package store

import (
	"context"
	"fmt"
	"strings"

	"duban/complaint"
	"duban/record"
)

// mostPeople is how many persons one search of the directory returns.
const mostPeople = 100

// accountRow is a user without roles.
type accountRow struct {
	ID           string `db:"id"`
	Username     string `db:"username"`
	Name         string `db:"name"`
	Unit         string `db:"unit"`
	PasswordHash string `db:"password_hash"`
	Active       bool   `db:"active"`
	Administers  bool   `db:"administers"`
}

const accountColumns = `u.id, u.username, u.name, u.unit, u.password_hash, u.active, u.administers`

func (r accountRow) asPerson(roles []complaint.RoleID) complaint.Person {
	return complaint.Person{
		ID:     complaint.UserID(r.ID),
		Name:   r.Name,
		Unit:   complaint.UnitID(r.Unit),
		Roles:  roles,
		Active: r.Active,
	}
}

// accountsWhere are the users that meet a condition on the row u, by name.
func (c conn) accountsWhere(ctx context.Context, where string, args ...any) ([]record.Account, error) {
	var rows []accountRow
	err := c.allRows(ctx, &rows,
		`SELECT `+accountColumns+` FROM users u WHERE `+where+` ORDER BY u.name, u.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("users: %w", err)
	}
	var held []struct {
		User string           `db:"user_id"`
		Role complaint.RoleID `db:"role"`
	}
	err = c.allRows(ctx, &held, `SELECT r.user_id, r.role FROM user_roles r
		WHERE r.user_id IN (SELECT u.id FROM users u WHERE `+where+`) ORDER BY r.user_id, r.role`, args...)
	if err != nil {
		return nil, fmt.Errorf("roles: %w", err)
	}
	roles := map[string][]complaint.RoleID{}
	for _, h := range held {
		roles[h.User] = append(roles[h.User], h.Role)
	}
	accounts := make([]record.Account, len(rows))
	for i, r := range rows {
		accounts[i] = record.Account{
			Person:       r.asPerson(roles[r.ID]),
			Username:     r.Username,
			PasswordHash: r.PasswordHash,
			Administers:  r.Administers,
		}
	}
	return accounts, nil
}

func (c conn) peopleWhere(ctx context.Context, where string, args ...any) ([]complaint.Person, error) {
	accounts, err := c.accountsWhere(ctx, where, args...)
	people := make([]complaint.Person, len(accounts))
	for i, a := range accounts {
		people[i] = a.Person
	}
	return people, err
}

// AccountByUsername finds whoever signs in with the username; NotFound if nobody. Inactive persons are found too.
func (s *Store) AccountByUsername(ctx context.Context, username string) (record.Account, error) {
	return s.accountWhere(ctx, `u.username = ?`, username)
}

// AccountByID finds a person's account; NotFound if there is none.
func (s *Store) AccountByID(ctx context.Context, id complaint.UserID) (record.Account, error) {
	return s.accountWhere(ctx, `u.id = ?`, id)
}

func (s *Store) accountWhere(ctx context.Context, where string, arg any) (record.Account, error) {
	var found []record.Account
	err := s.read(ctx, "account", func(c conn) (err error) {
		if found, err = c.accountsWhere(ctx, where, arg); err != nil || len(found) == 0 {
			return err
		}
		d, _, err := s.readDirectory(ctx, c, "")
		now := d.People[found[0].Person.ID]
		found[0].Person.StandsIn, found[0].Person.Above = now.StandsIn, now.Above
		return err
	})
	if err != nil {
		return record.Account{}, err
	}
	if len(found) == 0 {
		return record.Account{}, noAccountError()
	}
	return found[0], nil
}

func noAccountError() error {
	return complaint.Refuse(complaint.NotFound, "account.unknown", nil)
}

// SearchPeople are the persons whose name or username contains q, by name, at most 100; "" means all. Inactive
// persons are among them, marked so: one may complain about somebody who has left.
func (s *Store) SearchPeople(ctx context.Context, nameOrUsername string) ([]complaint.Person, error) {
	var people []complaint.Person
	like := likePattern(strings.TrimSpace(nameOrUsername))
	err := s.read(ctx, "people", func(c conn) (err error) {
		people, err = c.peopleWhere(ctx,
			`(LOWER(u.name) LIKE LOWER(?) ESCAPE '!' OR LOWER(u.username) LIKE LOWER(?) ESCAPE '!')`,
			like, like)
		return err
	})
	return people[:min(len(people), mostPeople)], err
}

// Accounts are all users by name, inactive ones too.
func (s *Store) Accounts(ctx context.Context) ([]record.Account, error) {
	var all []record.Account
	err := s.read(ctx, "accounts", func(c conn) (err error) {
		all, err = c.accountsWhere(ctx, `1 = 1`)
		return err
	})
	return all, err
}

// CountAccounts is how many users there are, inactive ones too.
func (s *Store) CountAccounts(ctx context.Context) (int, error) {
	var n int
	err := s.read(ctx, "count accounts", func(c conn) error { return c.getRow(ctx, &n, `SELECT COUNT(*) FROM users`) })
	return n, err
}

// SaveAccount is [Administration.SaveAccount] by the program itself.
func (s *Store) SaveAccount(ctx context.Context, a record.Account) error {
	return s.AdministrationBy(complaint.System).SaveAccount(ctx, a)
}

// SetPassword is [Administration.SetPassword] by the program itself.
func (s *Store) SetPassword(ctx context.Context, id complaint.UserID, hash string) error {
	return s.AdministrationBy(complaint.System).SetPassword(ctx, id, hash)
}

// SetActive is [Administration.SetActive] by the program itself.
func (s *Store) SetActive(ctx context.Context, id complaint.UserID, active bool) error {
	return s.AdministrationBy(complaint.System).SetActive(ctx, id, active)
}

func (c conn) saveAccount(ctx context.Context, a record.Account) error {
	p := a.Person
	var other string
	taken, err := c.findRow(ctx, &other, `SELECT id FROM users WHERE username = ? AND id <> ?`, a.Username, p.ID)
	if err != nil {
		return err
	}
	if taken {
		return complaint.Refuse(complaint.Conflict, "account.username_taken", nil).At("username")
	}
	_, err = c.exec(ctx, `INSERT INTO users (id, username, name, unit, password_hash, active, administers)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET username = excluded.username, name = excluded.name, unit = excluded.unit,
			active = excluded.active, administers = excluded.administers, password_hash =
			CASE WHEN excluded.password_hash = '' THEN users.password_hash ELSE excluded.password_hash END`,
		p.ID, a.Username, p.Name, p.Unit, a.PasswordHash, p.Active, a.Administers)
	if err != nil {
		return err
	}
	return c.saveRoles(ctx, p)
}

func (c conn) saveRoles(ctx context.Context, p complaint.Person) error {
	if _, err := c.exec(ctx, `DELETE FROM user_roles WHERE user_id = ?`, p.ID); err != nil {
		return err
	}
	var rows [][]any
	for _, role := range sortedUnique(p.Roles) {
		rows = append(rows, []any{p.ID, role})
	}
	return c.insertRows(ctx, "user_roles", `user_id, role`, rows...)
}

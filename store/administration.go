package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// Administration changes the organisation in somebody's name. Each change and its entry in the administration's journal
// are one transaction.
type Administration struct {
	store *Store
	by    complaint.UserID
	from  record.Origin
}

// AdministrationBy is the administration in the name of a user; [complaint.System] for the command line.
func (s *Store) AdministrationBy(user complaint.UserID) Administration {
	return Administration{store: s, by: user}
}

// From is the same administration, by somebody who acts from there.
func (a Administration) From(o record.Origin) Administration {
	a.from = o
	return a
}

// noteSecurity enters in the security journal what is done with somebody's way in.
func (a Administration) noteSecurity(
	ctx context.Context, c conn, user complaint.UserID, action record.SecurityAction,
) error {
	return a.store.noteSecurity(ctx, c, record.SecurityEntry{
		User:   user,
		Actor:  a.by,
		Action: action,
		Result: record.Done,
		Origin: a.from,
	})
}

// change is one change of the organisation, to be recorded.
type change struct {
	action, object string
	data           any
}

// runAndRecordChange runs fn and records the change. The directory's version is counted first, so that on PostgreSQL
// the version's row keeps out whoever decides by the directory.
func (a Administration) runAndRecordChange(ctx context.Context, ch change, fn func(conn) error) error {
	return a.store.write(ctx, ch.action+" "+ch.object, func(c conn) error {
		if _, err := c.drawNumber(ctx, directoryCounter); err != nil {
			return fmt.Errorf("directory version: %w", err)
		}
		switch err := fn(c); {
		case errors.Is(err, errOnlyAsked):
			return nil
		case err != nil:
			return err
		}
		return a.store.recordAdministration(ctx, c, a.by, ch)
	})
}

// errOnlyAsked says that a change has not been made, only asked for, which stands in the journal.
var errOnlyAsked = errors.New("asked for, and waits")

// recordAdministration enters a change in the administration's journal.
func (s *Store) recordAdministration(ctx context.Context, c conn, by complaint.UserID, ch change) error {
	data, err := json.Marshal(ch.data)
	if err != nil {
		return fmt.Errorf("%s: %w", ch.action, err)
	}
	return c.insertRows(ctx, "administration", `at, actor, action, object, data`,
		[]any{microsOf(s.nowRounded()), by, ch.action, ch.object, string(data)})
}

// SaveUnit adds a unit or changes everything about it. One where people work or that has open units below it is not
// closed: Conflict.
func (a Administration) SaveUnit(ctx context.Context, u complaint.Unit) error {
	if u.ID == "" {
		return complaint.Refuse(complaint.Invalid, "unit.no_id", nil).At("id")
	}
	atOnce := u
	return a.runAndRecordChange(ctx, change{"save_unit", string(u.ID), &atOnce}, func(c conn) error {
		var waits record.Access
		var err error
		if atOnce, waits, err = a.unitThatWaits(ctx, c, u); err != nil {
			return err
		}
		if err := c.saveUnit(ctx, atOnce); err != nil || waits.IsEmpty() {
			return err
		}
		return a.askAccess(ctx, c, record.ChangeUnit, waits)
	})
}

// unitThatWaits splits what is asked of a unit into what takes effect at once and what opens cases: another head, and
// another place among the units.
func (a Administration) unitThatWaits(
	ctx context.Context, c conn, u complaint.Unit,
) (atOnce complaint.Unit, waits record.Access, err error) {
	wait, err := a.mustWait(ctx, c)
	if err != nil || !wait {
		return u, waits, err
	}
	units, err := c.allUnits(ctx)
	if err != nil {
		return u, waits, err
	}
	i := slices.IndexFunc(units, func(before complaint.Unit) bool { return before.ID == u.ID })
	if i < 0 {
		return u, waits, nil
	}
	atOnce, before := u, units[i]
	if u.Manager != "" && u.Manager != before.Manager {
		atOnce.Manager, waits.Unit = before.Manager, &u
	}
	if u.Parent != before.Parent {
		atOnce.Parent, waits.Unit = before.Parent, &u
	}
	return atOnce, waits, nil
}

func (c conn) saveUnit(ctx context.Context, u complaint.Unit) error {
	if u.Closed {
		if err := c.refuseOccupied(ctx, u.ID); err != nil {
			return err
		}
	}
	units, err := c.allUnits(ctx)
	if err != nil {
		return err
	}
	parents := map[complaint.UnitID]complaint.UnitID{}
	for _, one := range units {
		parents[one.ID] = one.Parent
	}
	for above, n := u.Parent, 0; above != "" && n <= len(units); above, n = parents[above], n+1 {
		if above == u.ID {
			return complaint.Refuse(complaint.Invalid, "unit.above_itself", nil).At("parent")
		}
	}
	_, err = c.exec(ctx,
		`INSERT INTO units (id, name, parent, manager, closed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
		name = excluded.name, parent = excluded.parent, manager = excluded.manager, closed = excluded.closed`,
		u.ID, u.Name, u.Parent, u.Manager, u.Closed)
	return wrapError("unit", err)
}

// refuseOccupied refuses a unit where somebody works or that has an open unit below it.
func (c conn) refuseOccupied(ctx context.Context, unit complaint.UnitID) error {
	var people, below int
	if err := c.getRow(ctx, &people, `SELECT COUNT(*) FROM users WHERE unit = ? AND active`, unit); err != nil {
		return fmt.Errorf("people of the unit: %w", err)
	}
	if err := c.getRow(ctx, &below, `SELECT COUNT(*) FROM units WHERE parent = ? AND NOT closed`, unit); err != nil {
		return fmt.Errorf("units below: %w", err)
	}
	if people > 0 || below > 0 {
		left := complaint.Args{"people": people, "units": below}
		return complaint.Refuse(complaint.Conflict, "unit.not_empty", left).At("closed")
	}
	return nil
}

// accountData is what the journal says of an account: everything but the password.
type accountData struct {
	Username    string             `json:"username"`
	Name        string             `json:"name"`
	Unit        complaint.UnitID   `json:"unit"`
	Roles       []complaint.RoleID `json:"roles"`
	Active      bool               `json:"active"`
	Administers bool               `json:"administers"`
}

// SaveAccount adds a person or changes everything about them but an existing password when PasswordHash is
// empty. A username that somebody else has is a Conflict; an id the journal could mistake for the system or
// a party is Invalid.
func (a Administration) SaveAccount(ctx context.Context, k record.Account) error {
	p := k.Person
	switch p.ID {
	case "", complaint.System, complaint.Complainant, complaint.Respondent:
		return complaint.Refuse(complaint.Invalid, "account.id_reserved", nil).At("id")
	}
	var data accountData
	return a.runAndRecordChange(ctx, change{"save_account", string(p.ID), &data}, func(c conn) error {
		found, err := c.accountsWhere(ctx, `u.id = ?`, p.ID)
		if err != nil {
			return err
		}
		var before *record.Account
		if len(found) > 0 {
			before = &found[0]
		}
		atOnce, waits, err := a.accountThatWaits(ctx, c, before, k)
		if err != nil {
			return err
		}
		data = accountData{
			atOnce.Username, atOnce.Person.Name, atOnce.Person.Unit, atOnce.Person.Roles, atOnce.Person.Active,
			atOnce.Administers,
		}
		if err := c.saveAccount(ctx, atOnce); err != nil {
			return err
		}
		if before != nil && !hasSameRights(*before, atOnce) {
			if err := a.noteSecurity(ctx, c, p.ID, record.ChangeRights); err != nil {
				return err
			}
		}
		if !waits.IsEmpty() {
			err = a.askAccess(ctx, c, record.GiveRights, waits)
		}
		return err
	})
}

func (a Administration) accountThatWaits(
	ctx context.Context, c conn, before *record.Account, k record.Account,
) (record.Account, record.Access, error) {
	wait, err := a.mustWait(ctx, c)
	if err != nil || !wait {
		return k, record.Access{}, err
	}
	opens, err := a.store.opensCases(ctx, c, k.Person.ID)
	atOnce, waits := rightsThatWait(before, k, opens)
	return atOnce, waits, err
}

// hasSameRights reports whether somebody may see and do what they might before.
func hasSameRights(before, after record.Account) bool {
	p, q := before.Person, after.Person
	return before.Administers == after.Administers && p.Active == q.Active && p.Unit == q.Unit &&
		slices.Equal(p.Roles, sortedUnique(q.Roles))
}

// SetPassword replaces the person's password hash; NotFound if there is no such person. Where somebody else does it who
// could then open cases, it waits.
func (a Administration) SetPassword(ctx context.Context, id complaint.UserID, hash string) error {
	return a.runAndRecordChange(ctx, change{"set_password", string(id), struct{}{}}, func(c conn) error {
		waits, err := a.wayInWaits(ctx, c, id)
		if err != nil {
			return err
		}
		if waits != nil {
			waits.Hash = hash
			return a.onlyAsk(ctx, c, record.ReplacePassword, *waits)
		}
		if err := a.store.setPassword(ctx, c, id, hash); err != nil {
			return err
		}
		action := record.ResetPassword
		if a.by == id {
			action = record.ChangePassword
		}
		return a.noteSecurity(ctx, c, id, action)
	})
}

// wayInWaits is what a password or link of somebody else opens, if it has to wait; nil if it has not.
func (a Administration) wayInWaits(ctx context.Context, c conn, id complaint.UserID) (*record.Access, error) {
	wait, err := a.mustWait(ctx, c)
	if err != nil || !wait || id == a.by {
		return nil, err
	}
	found, err := c.accountsWhere(ctx, `u.id = ?`, id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if opens, err := a.store.opensCases(ctx, c, id); err != nil || !opens {
		return nil, err
	}
	return &record.Access{Person: id, Policies: policiesOfRoles(found[0].Person.Roles)}, nil
}

// SetActive lets the person in or keeps them out, from the next request on; NotFound if there is no such person.
func (a Administration) SetActive(ctx context.Context, id complaint.UserID, active bool) error {
	return a.runAndRecordChange(ctx,
		change{"set_active", string(id), map[string]bool{"active": active}}, func(c conn) error {
			if active {
				waits, err := a.wayInWaits(ctx, c, id)
				if err != nil {
					return err
				}
				if waits != nil {
					waits.Active = true
					return a.onlyAsk(ctx, c, record.GiveRights, *waits)
				}
			}
			err := c.changeOneRow(ctx, noAccountError(), `UPDATE users SET active = ? WHERE id = ?`, active, id)
			if err != nil {
				return err
			}
			return a.noteSecurity(ctx, c, id, record.ChangeRights)
		})
}

// changeOneRow changes one row, or gives the refusal where there is none.
func (c conn) changeOneRow(ctx context.Context, missing error, query string, args ...any) error {
	n, err := c.exec(ctx, query, args...)
	if err == nil && n == 0 {
		err = missing
	}
	return err
}

// PublishCalendar is [Store.PublishCalendar] in somebody's name.
func (a Administration) PublishCalendar(ctx context.Context, id, file string, data []byte) error {
	if err := a.store.PublishCalendar(ctx, id, file, data); err != nil {
		return err
	}
	year, err := calendar.ParseYear(file, data)
	if err != nil {
		return err //nolint:wrapcheck // it parsed when it was published
	}
	return a.runAndRecordChange(ctx, change{"publish_calendar", id, map[string]any{
		"file": file,
		"year": year.Year,
	}}, func(conn) error { return nil })
}

// refuseUnknownPeople refuses people who are not in the directory.
func (c conn) refuseUnknownPeople(ctx context.Context, people ...complaint.UserID) error {
	var n int
	if err := c.getRow(ctx, &n,
		`SELECT COUNT(*) FROM users WHERE id IN (`+parameterList(len(people))+`)`, asArguments(people)...); err != nil {
		return err
	}
	if n != len(people) {
		return complaint.Refuse(complaint.Invalid, "person.unknown", nil).At("person")
	}
	return nil
}

package store

import (
	"context"
	"encoding/json"
	"fmt"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// Administration changes the organisation in somebody's name. Each change and its entry in the administration's journal
// are one transaction.
type Administration struct {
	store *Store
	by    complaint.UserID
}

// AdministrationBy is the administration in the name of a user; [complaint.System] for the command line.
func (s *Store) AdministrationBy(user complaint.UserID) Administration {
	return Administration{store: s, by: user}
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
		if err := fn(c); err != nil {
			return err
		}
		return a.store.recordAdministration(ctx, c, a.by, ch)
	})
}

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
	return a.runAndRecordChange(ctx, change{"save_unit", string(u.ID), u}, func(c conn) error {
		if u.Closed {
			if err := c.refuseOccupied(ctx, u.ID); err != nil {
				return err
			}
		}
		_, err := c.exec(ctx,
			`INSERT INTO units (id, name, parent, manager, closed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
			name = excluded.name, parent = excluded.parent, manager = excluded.manager, closed = excluded.closed`,
			u.ID, u.Name, u.Parent, u.Manager, u.Closed)
		return err
	})
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
	data := accountData{k.Username, p.Name, p.Unit, p.Roles, p.Active, k.Administers}
	return a.runAndRecordChange(ctx, change{"save_account", string(p.ID), data}, func(c conn) error {
		return c.saveAccount(ctx, k)
	})
}

// SetPassword replaces the person's password hash; NotFound if there is no such person.
func (a Administration) SetPassword(ctx context.Context, id complaint.UserID, hash string) error {
	return a.runAndRecordChange(ctx, change{"set_password", string(id), struct{}{}}, func(c conn) error {
		return c.changeOneRow(ctx, noAccountError(), `UPDATE users SET password_hash = ? WHERE id = ?`, hash, id)
	})
}

// SetActive lets the person in or keeps them out, from the next request on; NotFound if there is no such person.
func (a Administration) SetActive(ctx context.Context, id complaint.UserID, active bool) error {
	return a.runAndRecordChange(ctx,
		change{"set_active", string(id), map[string]bool{"active": active}}, func(c conn) error {
			return c.changeOneRow(ctx, noAccountError(), `UPDATE users SET active = ? WHERE id = ?`, active, id)
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

// AddSubstitution lets one person stand in for another. The same id again changes nothing.
func (a Administration) AddSubstitution(ctx context.Context, s complaint.Substitution) error {
	switch {
	case s.Absent == s.By:
		return complaint.Refuse(complaint.Invalid, "standin.same_person", nil).At("by")
	case !s.Until.After(s.From):
		return complaint.Refuse(complaint.Invalid, "standin.ends_before_it_begins", nil).At("until")
	}
	data := map[string]any{
		"absent": s.Absent,
		"by":     s.By,
		"from":   complaint.Instant(s.From),
		"until":  complaint.Instant(s.Until),
	}
	return a.runAndRecordChange(ctx, change{"add_substitution", s.ID, data}, func(c conn) error {
		if err := c.refuseUnknownPeople(ctx, s.Absent, s.By); err != nil {
			return err
		}
		_, err := c.exec(
			ctx, `INSERT INTO substitutions (id, absent, stand_in, from_at, until_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO NOTHING`, s.ID, s.Absent, s.By, microsOf(s.From), microsOf(s.Until),
		)
		return err
	})
}

// EndSubstitution ends one now; what was done until then stands. NotFound if there is none.
func (a Administration) EndSubstitution(ctx context.Context, id string) error {
	return a.runAndRecordChange(ctx, change{"end_substitution", id, struct{}{}}, func(c conn) error {
		now := microsOf(a.store.nowRounded())
		return c.changeOneRow(ctx, complaint.Refuse(complaint.NotFound, "standin.unknown", nil),
			`UPDATE substitutions SET until_at = CASE WHEN until_at < ? THEN until_at ELSE ? END WHERE id = ?`, now,
			now, id)
	})
}

// AddTie records a declared relationship. The same id again changes nothing. The journal does not hold an outsider's
// name.
func (a Administration) AddTie(ctx context.Context, t complaint.Tie) error {
	switch {
	case (t.Other == "") == (t.Name == "") || t.Other == t.Person:
		return complaint.Refuse(complaint.Invalid, "tie.with_whom", nil).At("other")
	case t.Ground == "":
		return complaint.Refuse(complaint.Invalid, "tie.which", nil).At("ground")
	}
	data := map[string]any{
		"person":   t.Person,
		"other":    t.Other,
		"outsider": t.Name != "",
		"ground":   t.Ground,
	}
	return a.runAndRecordChange(ctx, change{"add_tie", t.ID, data}, func(c conn) error {
		people := []complaint.UserID{t.Person}
		if t.Other != "" {
			people = append(people, t.Other)
		}
		if err := c.refuseUnknownPeople(ctx, people...); err != nil {
			return err
		}
		_, err := c.exec(ctx, `INSERT INTO ties (id, person, other, name, ground, ended) VALUES (?, ?, ?, ?, ?, FALSE)
			ON CONFLICT (id) DO NOTHING`, t.ID, t.Person, t.Other, t.Name, t.Ground)
		return err
	})
}

// EndTie says that a relationship is over. NotFound if there is none.
func (a Administration) EndTie(ctx context.Context, id string) error {
	return a.runAndRecordChange(ctx, change{"end_tie", id, struct{}{}}, func(c conn) error {
		unknown := complaint.Refuse(complaint.NotFound, "tie.unknown", nil)
		return c.changeOneRow(ctx, unknown, `UPDATE ties SET ended = TRUE WHERE id = ?`, id)
	})
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

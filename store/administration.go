package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

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
		before, err := c.accountsWhere(ctx, `u.id = ?`, p.ID)
		if err != nil {
			return err
		}
		if err := c.saveAccount(ctx, k); err != nil || len(before) == 0 || hasSameRights(before[0], k) {
			return err
		}
		return a.noteSecurity(ctx, c, p.ID, record.ChangeRights)
	})
}

// hasSameRights reports whether somebody may see and do what they might before.
func hasSameRights(before, after record.Account) bool {
	p, q := before.Person, after.Person
	return before.Administers == after.Administers && p.Active == q.Active && p.Unit == q.Unit &&
		slices.Equal(p.Roles, sortedUnique(q.Roles))
}

// SetPassword replaces the person's password hash; NotFound if there is no such person.
func (a Administration) SetPassword(ctx context.Context, id complaint.UserID, hash string) error {
	return a.runAndRecordChange(ctx, change{"set_password", string(id), struct{}{}}, func(c conn) error {
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

// SetActive lets the person in or keeps them out, from the next request on; NotFound if there is no such person.
func (a Administration) SetActive(ctx context.Context, id complaint.UserID, active bool) error {
	return a.runAndRecordChange(ctx,
		change{"set_active", string(id), map[string]bool{"active": active}}, func(c conn) error {
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

// AddSubstitution lets one person stand in for another. The same id again changes nothing.
func (a Administration) AddSubstitution(ctx context.Context, s complaint.Substitution) error {
	today := calendar.DateOf(a.store.nowRounded(), a.store.location).StartOfDay(a.store.location)
	switch {
	case s.Absent == s.By:
		return complaint.Refuse(complaint.Invalid, "standin.same_person", nil).At("by")
	case !s.Until.After(s.From):
		return complaint.Refuse(complaint.Invalid, "standin.ends_before_it_begins", nil).At("until")
	case s.Until.Sub(s.From) > longestStandIn:
		return complaint.Refuse(complaint.Invalid, "standin.too_long", nil).At("until")
	case !s.Until.After(a.store.nowRounded()):
		return complaint.Refuse(complaint.Invalid, "standin.over", nil).At("until")
	case s.From.Before(today) && s.Reason == "":
		return complaint.Refuse(complaint.Invalid, "standin.past_without_reason", nil).At("from")
	case !s.From.Before(today):
		s.Reason = ""
	}
	data := map[string]any{
		"absent": s.Absent,
		"by":     s.By,
		"from":   complaint.Instant(s.From),
		"until":  complaint.Instant(s.Until),
	}
	if s.Reason != "" {
		data["reason"] = s.Reason
	}
	return a.runAndRecordChange(ctx, change{"add_substitution", s.ID, data}, func(c conn) error {
		if err := c.refuseUnknownPeople(ctx, s.Absent, s.By); err != nil {
			return err
		}
		if err := c.refuseStandInBeside(ctx, s); err != nil {
			return err
		}
		n, err := c.exec(
			ctx, `INSERT INTO substitutions (id, absent, stand_in, from_at, until_at, reason) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO NOTHING`, s.ID, s.Absent, s.By, microsOf(s.From), microsOf(s.Until), s.Reason,
		)
		if err != nil || n == 0 {
			return err
		}
		if err := a.noteSecurity(ctx, c, s.Absent, record.NameStandIn); err != nil {
			return err
		}
		return a.noteSecurity(ctx, c, s.By, record.NameStandIn)
	})
}

// longestStandIn is a year: whoever is away for longer gives up their place.
const longestStandIn = 366 * 24 * time.Hour

// refuseStandInBeside refuses what would say nothing or contradict what there is: that somebody who is not in office is
// away or stands in, the same once more, and that two are away and each in the other's place.
func (c conn) refuseStandInBeside(ctx context.Context, s complaint.Substitution) error {
	var gone []complaint.UserID
	err := c.allRows(ctx, &gone, `SELECT id FROM users WHERE id IN (?, ?) AND NOT active`, s.Absent, s.By)
	if err != nil {
		return fmt.Errorf("who is in office: %w", err)
	}
	if len(gone) > 0 {
		field := "by"
		if slices.Contains(gone, s.Absent) {
			field = "absent"
		}
		return complaint.Refuse(complaint.Invalid, "standin.not_in_office", nil).At(field)
	}
	beside, err := c.substitutionsWhere(ctx, `id <> ? AND from_at < ? AND until_at > ? AND
		(absent = ? AND stand_in = ? OR absent = ? AND stand_in = ?)`,
		s.ID, microsOf(s.Until), microsOf(s.From), s.Absent, s.By, s.By, s.Absent)
	if err != nil || len(beside) == 0 {
		return err
	}
	if beside[0].Absent == s.Absent {
		return complaint.Refuse(complaint.Conflict, "standin.already", nil).At("by")
	}
	return complaint.Refuse(complaint.Conflict, "standin.each_other", nil).At("by")
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

package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

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
		waits, err := a.standInWaits(ctx, c, s)
		if err != nil {
			return err
		}
		if waits != nil {
			return a.onlyAsk(ctx, c, record.NameSubstitute, *waits)
		}
		if isNew, err := c.insertStandIn(ctx, s); err != nil || !isNew {
			return err
		}
		if err := a.noteSecurity(ctx, c, s.Absent, record.NameStandIn); err != nil {
			return err
		}
		return a.noteSecurity(ctx, c, s.By, record.NameStandIn)
	})
}

// standInWaits is what a substitution opens, if it has to wait; nil if it has not: whoever is away names somebody who
// has all their roles.
func (a Administration) standInWaits(
	ctx context.Context, c conn, s complaint.Substitution,
) (*record.Access, error) {
	wait, err := a.mustWait(ctx, c)
	if err != nil || !wait {
		return nil, err
	}
	if made, err := c.substitutionsWhere(ctx, `id = ?`, s.ID); err != nil || len(made) > 0 {
		return nil, err // the same again changes nothing
	}
	people, err := c.peopleWhere(ctx, `u.id IN (?, ?)`, s.Absent, s.By)
	if err != nil || len(people) != 2 {
		return nil, err
	}
	absent, by := people[0], people[1]
	if absent.ID != s.Absent {
		absent, by = by, absent
	}
	if a.by == s.Absent && by.HasAllRolesOf(absent) {
		return nil, nil
	}
	if opens, err := a.store.opensCases(ctx, c, s.Absent); err != nil || !opens {
		return nil, err
	}
	return &record.Access{Person: s.Absent, StandIn: &s, Policies: policiesOfRoles(absent.Roles)}, nil
}

// insertStandIn enters a substitution; false if it is there.
func (c conn) insertStandIn(ctx context.Context, s complaint.Substitution) (isNew bool, err error) {
	n, err := c.exec(ctx, `INSERT INTO substitutions (id, absent, stand_in, from_at, until_at, reason)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		s.ID, s.Absent, s.By, microsOf(s.From), microsOf(s.Until), s.Reason)
	return n > 0, wrapError("substitution", err)
}

// beginStandIn enters a substitution that had to wait. It begins when it takes effect, at the earliest, unless it was
// asked for a day that was over.
func (s *Store) beginStandIn(ctx context.Context, c conn, in complaint.Substitution) error {
	now := s.nowRounded()
	if !in.Until.After(now) {
		return complaint.Refuse(complaint.Conflict, "standin.over", nil)
	}
	if in.Reason == "" && in.From.Before(now) {
		in.From = now
	}
	if err := c.refuseStandInBeside(ctx, in); err != nil {
		return err
	}
	_, err := c.insertStandIn(ctx, in)
	return err
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
		wait, err := a.mustWait(ctx, c)
		if err != nil {
			return err
		}
		var person complaint.UserID
		found, err := c.findRow(ctx, &person, `SELECT person FROM ties WHERE id = ? AND NOT ended`, id)
		switch {
		case err != nil:
			return wrapError("tie", err)
		case !found || !wait:
			return c.endTie(ctx, id)
		}
		return a.onlyAsk(ctx, c, record.CloseTie, record.Access{Person: person, Tie: id})
	})
}

func (c conn) endTie(ctx context.Context, id string) error {
	unknown := complaint.Refuse(complaint.NotFound, "tie.unknown", nil)
	return c.changeOneRow(ctx, unknown, `UPDATE ties SET ended = TRUE WHERE id = ?`, id)
}

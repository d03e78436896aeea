package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// whenDue is when a change takes effect to which nobody agrees; zero where the profile always wants two.
func (s *Store) whenDue(asked time.Time) time.Time {
	if s.profile == record.MLPS3 {
		return time.Time{}
	}
	return asked.Add(record.PolicyChangeDelay)
}

// microsOrNone is how an instant stands in SQL where 0 is none.
func microsOrNone(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return microsOf(t)
}

// subjectOf is whose account or place, or which unit, a change of access is about.
func subjectOf(a record.Access) string {
	if a.Unit != nil {
		return string(a.Unit.ID)
	}
	return string(a.Person)
}

// mustWait reports whether what opens cases waits for a day or a second person. What the program itself and the
// command line do takes effect at once: whoever has them has the record in hand anyway.
func (a Administration) mustWait(ctx context.Context, c conn) (bool, error) {
	if a.by == complaint.System {
		return false, nil
	}
	atOnce, err := a.store.changesAtOnce(ctx, c)
	return !atOnce, err
}

// askAccess asks for what opens cases. The same, while it waits, changes nothing; something else for the same person or
// unit takes its place.
func (a Administration) askAccess(
	ctx context.Context, c conn, kind record.PolicyChangeKind, access record.Access,
) error {
	var err error
	if len(access.Policies) == 0 {
		if access.Policies, err = c.policyNamesInForce(ctx); err != nil {
			return err
		}
	}
	ch := record.PolicyChange{
		ID:      "change-" + strings.ToLower(rand.Text()),
		Kind:    kind,
		Access:  access,
		AskedBy: a.by,
		AskedAt: a.store.nowRounded(),
		State:   record.ChangePending,
	}
	ch.DueAt = a.store.whenDue(ch.AskedAt)
	waiting, err := a.store.policyChanges(ctx, c, `kind = ? AND subject = ? AND state = ?`, kind, subjectOf(access),
		record.ChangePending)
	if err != nil {
		return err
	}
	for _, before := range waiting {
		switch {
		case isSameAccess(before.Access, access):
			return nil
		case kind == record.NameSubstitute || kind == record.CloseTie:
			continue // one beside the other
		}
		if err := a.store.decideChange(ctx, c, &before, record.ChangeTakenBack, a.by); err != nil {
			return err
		}
		if err := a.store.recordAdministration(ctx, c, a.by,
			journalEntryOf("take_back_policy_change", before)); err != nil {
			return err
		}
	}
	if err := c.insertChange(ctx, ch); err != nil {
		return err
	}
	if err := a.store.recordAdministration(ctx, c, a.by, journalEntryOf("ask_"+actionOf[kind], ch)); err != nil {
		return err
	}
	return a.noteAccess(ctx, c, ch, record.ToWait)
}

// onlyAsk is askAccess for a change of which nothing takes effect at once.
func (a Administration) onlyAsk(
	ctx context.Context, c conn, kind record.PolicyChangeKind, access record.Access,
) error {
	if err := a.askAccess(ctx, c, kind, access); err != nil {
		return err
	}
	return errOnlyAsked
}

func isSameAccess(a, b record.Access) bool {
	if a.StandIn != nil && b.StandIn != nil {
		return a.StandIn.ID == b.StandIn.ID
	}
	one, err := json.Marshal(a)
	other, wrong := json.Marshal(b)
	return err == nil && wrong == nil && string(one) == string(other)
}

// securityActionOf is what the security journal calls a change of access.
func securityActionOf(kind record.PolicyChangeKind) record.SecurityAction {
	switch kind {
	case record.NameSubstitute:
		return record.NameStandIn
	case record.OpenLink:
		return record.MakeLink
	case record.ReplacePassword:
		return record.ResetPassword
	case record.GiveRights, record.ChangeUnit, record.CloseTie, record.PublishVersion, record.WithdrawVersion,
		record.MoveCases:
	}
	return record.ChangeRights
}

// noteAccess tells those whose account, place or way in it is about.
func (a Administration) noteAccess(
	ctx context.Context, c conn, ch record.PolicyChange, result record.SecurityResult,
) error {
	for _, user := range sortedUnique(ch.Access.Affected()) {
		err := a.store.noteSecurity(ctx, c, record.SecurityEntry{
			User:   user,
			Actor:  a.by,
			Action: securityActionOf(ch.Kind),
			Result: result,
			Origin: a.from,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dropAccess undoes what a change of access, which will not take effect, has prepared, and tells those it was about.
func (a Administration) dropAccess(ctx context.Context, c conn, ch record.PolicyChange) error {
	if !ch.Kind.IsOfAccess() {
		return nil
	}
	if ch.Kind == record.OpenLink {
		_, err := c.exec(ctx, `UPDATE account_links SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL`,
			microsOf(a.store.nowRounded()), ch.Access.Hash)
		if err != nil {
			return wrapError("end link", err)
		}
	}
	return a.noteAccess(ctx, c, ch, record.NotWanted)
}

// effectAccess does what a change of access asks for.
func (s *Store) effectAccess(ctx context.Context, c conn, ch record.PolicyChange) error {
	if _, err := c.drawNumber(ctx, directoryCounter); err != nil {
		return fmt.Errorf("directory version: %w", err)
	}
	var err error
	switch ch.Kind {
	case record.GiveRights:
		err = c.giveRights(ctx, ch.Access)
	case record.NameSubstitute:
		err = s.beginStandIn(ctx, c, *ch.Access.StandIn)
	case record.OpenLink:
		now := s.nowRounded()
		err = c.changeOneRow(ctx, complaint.Refuse(complaint.Conflict, "link.not_good", nil),
			`UPDATE account_links SET good_from = ?, expires_at = ? WHERE token_hash = ? AND ended_at IS NULL`,
			microsOf(now), microsOf(now.Add(record.LinkLifetime)), ch.Access.Hash)
	case record.ReplacePassword:
		err = s.setPassword(ctx, c, ch.Access.Person, ch.Access.Hash)
	case record.ChangeUnit:
		err = c.saveUnit(ctx, *ch.Access.Unit)
	case record.CloseTie:
		err = c.endTie(ctx, ch.Access.Tie)
	case record.PublishVersion, record.WithdrawVersion, record.MoveCases:
	}
	if err != nil {
		return err
	}
	return s.AdministrationBy(ch.AskedBy).noteAccess(ctx, c, ch, record.Done)
}

// giveRights gives somebody what they have been given, beside what they have now.
func (c conn) giveRights(ctx context.Context, gained record.Access) error {
	found, err := c.accountsWhere(ctx, `u.id = ?`, gained.Person)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return noAccountError()
	}
	k := found[0]
	k.PasswordHash = ""
	k.Person.Roles = sortedUnique(append(slices.Clone(k.Person.Roles), gained.Roles...))
	k.Person.Active = k.Person.Active || gained.Active
	if gained.Name != "" {
		k.Person.Name = gained.Name
	}
	if gained.MoveTo != nil {
		var closed int
		err := c.getRow(ctx, &closed, `SELECT COUNT(*) FROM units WHERE id = ? AND closed`, *gained.MoveTo)
		if err != nil {
			return wrapError("unit", err)
		}
		if closed > 0 {
			return complaint.Refuse(complaint.Conflict, "unit.closed", nil).At("unit")
		}
		k.Person.Unit = *gained.MoveTo
	}
	return c.saveAccount(ctx, k)
}

// rightsThatWait splits what somebody is to have into what they have at once and what opens cases: roles they do not
// have, and, where they can open cases, another unit, another name, and to be let in again.
func rightsThatWait(before *record.Account, asked record.Account, opens bool) (atOnce record.Account, a record.Access) {
	atOnce, a.Person = asked, asked.Person.ID
	var had []complaint.RoleID
	if before != nil {
		had = before.Person.Roles
	}
	atOnce.Person.Roles = nil
	for _, role := range sortedUnique(asked.Person.Roles) {
		if slices.Contains(had, role) {
			atOnce.Person.Roles = append(atOnce.Person.Roles, role)
		} else {
			a.Roles = append(a.Roles, role)
		}
	}
	if before != nil && opens {
		was := before.Person
		if asked.Person.Unit != was.Unit {
			atOnce.Person.Unit, a.MoveTo = was.Unit, &asked.Person.Unit
		}
		if asked.Person.Name != was.Name {
			atOnce.Person.Name, a.Name = was.Name, asked.Person.Name
		}
		if asked.Person.Active && !was.Active {
			atOnce.Person.Active, a.Active = false, true
		}
	}
	a.Policies = policiesOfRoles(append(slices.Clone(had), a.Roles...))
	return atOnce, a
}

// policiesOfRoles are the regulations that have the roles.
func policiesOfRoles(roles []complaint.RoleID) []string {
	var names []string
	for _, role := range roles {
		name, _, _ := strings.Cut(string(role), ".")
		names = append(names, name)
	}
	return sortedUnique(names)
}

// opensCases reports whether somebody can open cases, were they let in: by a role, as the head of a unit, in another's
// place, or because a case names them.
func (s *Store) opensCases(ctx context.Context, c conn, id complaint.UserID) (bool, error) {
	var ways int
	err := c.getRow(ctx, &ways, `SELECT
		(SELECT COUNT(*) FROM user_roles WHERE user_id = ?) + (SELECT COUNT(*) FROM units WHERE manager = ?) +
		(SELECT COUNT(*) FROM substitutions WHERE stand_in = ? AND until_at > ?) +
		(SELECT COUNT(*) FROM (SELECT 1 FROM case_grants WHERE subject = ? LIMIT 1) g)`,
		id, id, id, microsOf(s.nowRounded()), complaint.UserSubject(id))
	return ways > 0, wrapError("what somebody can open", err)
}

func (c conn) policyNamesInForce(ctx context.Context) (names []string, err error) {
	err = c.allRows(ctx, &names, `SELECT id FROM policies WHERE in_force ORDER BY id`)
	return names, wrapError("policies in force", err)
}

// rolesThatAgreeToAccess are the highest roles of the regulations whose cases it opens.
func (s *Store) rolesThatAgreeToAccess(ctx context.Context, c conn, a record.Access) ([]complaint.RoleID, error) {
	var roles []complaint.RoleID
	for _, name := range a.Policies {
		p, err := s.policyWhere(ctx, c, `id = ? AND in_force`, name)
		if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		roles = append(roles, p.HighestRoles()...)
	}
	return sortedUnique(roles), nil
}

// WaitingAccess is what was asked for by which somebody will be able to open cases, and is still waiting.
func (s *Store) WaitingAccess(ctx context.Context) (waiting []record.PolicyChange, err error) {
	err = s.read(ctx, "waiting access", func(c conn) error {
		waiting, err = s.policyChanges(ctx, c, `state = ? AND subject <> ''`, record.ChangePending)
		return err
	})
	return waiting, err
}

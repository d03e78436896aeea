package policy

import (
	"slices"

	"duban/complaint"
)

// What `found:` may name.
const (
	foundTies    = "ties"
	foundManager = "manager"
)

// barsUnits is what `bars:` may say.
const barsUnits = "units"

// staysAway reports whether the person does not act in the case now: for a reason of their own, or because of the unit
// they belong to.
func (t *turn) staysAway(id complaint.UserID) bool {
	return t.c.StaysAway(id) || t.isOfBarredUnit(id)
}

func (t *turn) isOfBarredUnit(id complaint.UserID) bool {
	units := t.p.unitsBarred(t.c)
	return len(units) > 0 && slices.ContainsFunc(units, t.f.Directory.People[id].BelongsTo)
}

// askRecusalOfPeopleInConflict asks for the recusal of everybody whom a declared tie to one of the parties or their
// place in the line makes partial, before anybody acts: of those with a role in this regulation. Who decides is the
// step that decides on any recusal.
func (t *turn) askRecusalOfPeopleInConflict(parties []complaint.Party) error {
	rule, ok := t.p.Doc.May.Get("recuse")
	if !ok || len(rule.Found) == 0 {
		return nil
	}
	step := complaint.StepID(rule.DecidedBy.Text)
	for _, id := range t.peopleInConflict(rule, parties) {
		if t.staysAway(id) || !t.holdsAnyRole(id) {
			continue
		}
		if err := t.emit(complaint.RecusalAsked{Person: id},
			t.reasonCitingMayRule("recuse", "conflict_found")); err != nil {
			return err
		}
		if err := t.beginStep(step, t.p.step(step)); err != nil {
			return err
		}
	}
	return nil
}

// peopleInConflict are the people that the rule finds, in order.
func (t *turn) peopleInConflict(rule *Permission, parties []complaint.Party) []complaint.UserID {
	var found []complaint.UserID
	by := func(what string) bool {
		return slices.ContainsFunc(rule.Found, func(w Word) bool { return w.Text == what })
	}
	for _, p := range parties {
		if p.Role != complaint.Respondent || p.User == "" {
			continue
		}
		if by(foundTies) {
			found = append(found, t.f.Directory.PeopleTiedTo(p.User)...)
		}
		if head := t.f.Directory.ManagerOf(p.User); by(foundManager) && head != "" {
			found = append(found, head)
		}
	}
	if by(foundTies) {
		found = append(found, t.f.Tied...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// holdsAnyRole reports whether the person holds any role of this regulation.
func (t *turn) holdsAnyRole(id complaint.UserID) bool {
	return slices.ContainsFunc(t.p.Doc.Roles.Entries, func(e Entry[Role]) bool {
		return t.f.Directory.People[id].HoldsRole(t.p.RoleID(e.Key))
	})
}

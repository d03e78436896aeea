package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
	"duban/web/words"
)

// The words with which a seat rule begins when it is not a role.
const (
	personSeat    = "person "
	doerSeat      = "doer of "
	authoritySeat = "authority "
	eitherSeat    = " or "
)

// seatsMeant finds the seats that rules mean for the case as it stands. A rule whose condition does not hold, and
// a person nobody has named yet, give none.
func (t *turn) seatsMeant(rules []SeatRule) ([]complaint.Seat, error) {
	var seats []complaint.Seat
	for _, r := range rules {
		holds, err := t.conditionHolds(r.When)
		if err != nil {
			return nil, fmt.Errorf("seat %s: %w", r.Text, err)
		}
		if holds {
			seats = append(seats, t.seatsOfRule(r.Text)...)
		}
	}
	return seats, nil
}

func (t *turn) seatsOfRule(rule string) []complaint.Seat {
	if one, other, either := strings.Cut(rule, eitherSeat); either {
		return append(t.seatsOfRule(one), t.seatsOfRule(other)...)
	}
	if field, ok := strings.CutPrefix(rule, personSeat); ok {
		return t.seatsOfPeople(peopleIn(t.c.Data[field])...)
	}
	if step, ok := strings.CutPrefix(rule, doerSeat); ok {
		return t.seatsOfPeople(t.c.LastDoersOf(complaint.StepID(step))...)
	}
	if table, ok := strings.CutPrefix(rule, authoritySeat); ok {
		return t.seatsOfRoles(t.p.rolesWithAuthority(table, t.c))
	}
	seat, ofUnit := cutUnitSeat(rule)
	if !ofUnit {
		return []complaint.Seat{{Role: t.p.RoleID(rule)}}
	}
	unit := t.unitInField(seat.field)
	if seat.above {
		unit = t.unitAbove(unit, t.p.RoleID(seat.role))
	}
	if unit == "" {
		return []complaint.Seat{} // while no unit is named it is nobody's seat, and not that of every unit
	}
	return []complaint.Seat{{Role: t.p.RoleID(seat.role), Unit: unit}}
}

// unitSeat is a role in the unit that a field names, or in the next one above it where somebody holds it.
type unitSeat struct {
	role, field string
	above       bool
}

// cutUnitSeat takes apart a rule such as "head of section" or "head above section"; false for any other.
func cutUnitSeat(rule string) (unitSeat, bool) {
	if strings.HasPrefix(rule, doerSeat) {
		return unitSeat{}, false
	}
	if role, field, ok := strings.Cut(rule, " above "); ok {
		return unitSeat{role, field, true}, true
	}
	role, field, ok := strings.Cut(rule, " of ")
	return unitSeat{role: role, field: field}, ok
}

// unitAbove is the nearest unit above one in which somebody who may take part holds a role; "" if there is none. A unit
// is looked at once, whatever the directory says of the tree.
func (t *turn) unitAbove(unit complaint.UnitID, role complaint.RoleID) complaint.UnitID {
	seen := map[complaint.UnitID]bool{"": true, unit: true}
	for up := t.f.Directory.Units[unit].Parent; !seen[up]; up = t.f.Directory.Units[up].Parent {
		if t.anySeatHeld([]complaint.Seat{{Role: role, Unit: up}}) {
			return up
		}
		seen[up] = true
	}
	return ""
}

// unitsOfSeats are the units a matter is in that some seats have: theirs, those of the people who sit there, and where
// they name none the responsible one.
func (t *turn) unitsOfSeats(seats []complaint.Seat) []complaint.UnitID {
	var units []complaint.UnitID
	note := func(unit complaint.UnitID) {
		if unit != "" && !slices.Contains(units, unit) {
			units = append(units, unit)
		}
	}
	for _, s := range seats {
		note(s.Unit)
		note(t.f.Directory.People[s.User].Unit)
	}
	if len(units) == 0 {
		note(t.c.ResponsibleUnit())
	}
	return units
}

// seatsOfRoleIn are the seats of a role in the matter of some units: one that is held for a unit is meant of each of
// them, or of the nearest above it where somebody who may take part holds it.
func (t *turn) seatsOfRoleIn(
	units []complaint.UnitID, role complaint.RoleID, perUnit bool, own ...complaint.UserID,
) []complaint.Seat {
	if !perUnit {
		return []complaint.Seat{{Role: role}}
	}
	var seats []complaint.Seat
	for _, unit := range units {
		seat := complaint.Seat{Role: role, Unit: unit}
		if !t.anySeatHeld([]complaint.Seat{seat}, own...) {
			if above := t.unitAbove(unit, role); above != "" {
				seat.Unit = above
			}
		}
		if !slices.Contains(seats, seat) {
			seats = append(seats, seat)
		}
	}
	return seats
}

// waitsForUnit reports whether the rule means somebody of a unit that nobody has named yet.
func (t *turn) waitsForUnit(r SeatRule) bool {
	seat, ofUnit := cutUnitSeat(r.Text)
	holds, err := t.conditionHolds(r.When)
	return ofUnit && err == nil && holds && t.unitInField(seat.field) == ""
}

// seatsOfNobodyAbove are the roles that rules look for above a unit where nobody up the tree holds them.
func (t *turn) seatsOfNobodyAbove(rules []SeatRule) []complaint.Seat {
	var vacant []complaint.Seat
	for _, r := range rules {
		seat, ofUnit := cutUnitSeat(r.Text)
		holds, err := t.conditionHolds(r.When)
		unit := t.unitInField(seat.field)
		if role := t.p.RoleID(seat.role); ofUnit && seat.above && err == nil && holds && unit != "" &&
			t.unitAbove(unit, role) == "" {
			vacant = append(vacant, complaint.Seat{Role: role, Unit: unit})
		}
	}
	return vacant
}

// unitInField is the unit a field names; for the responsible unit also the respondent.
func (t *turn) unitInField(field string) complaint.UnitID {
	switch {
	case field == responsibleUnit:
		return t.c.ResponsibleUnit()
	case field == partyOfStep && t.party != "":
		return t.unitOfParty(t.party)
	}
	unit, _ := t.c.Data[field].(string)
	return complaint.UnitID(unit)
}

func (t *turn) seatsOfPeople(people ...complaint.UserID) []complaint.Seat {
	seats := make([]complaint.Seat, 0, len(people))
	for _, u := range people {
		seats = append(seats, complaint.Seat{Unit: t.f.Directory.People[u].Unit, User: u})
	}
	return seats
}

func (t *turn) seatsOfRoles(roles []Word) []complaint.Seat {
	seats := make([]complaint.Seat, len(roles))
	for i, w := range roles {
		seats[i] = complaint.Seat{Role: t.p.RoleID(w.Text)}
	}
	return seats
}

// peopleIn are the people a field of type person or people holds.
func peopleIn(value any) []complaint.UserID {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []complaint.UserID{complaint.UserID(v)}
		}
	case []any:
		people := make([]complaint.UserID, 0, len(v))
		for _, x := range v {
			people = append(people, peopleIn(x)...)
		}
		return people
	}
	return nil
}

// anySeatHeld reports whether somebody who may take part sits in one of the seats, besides those whose own matter it
// is.
func (t *turn) anySeatHeld(seats []complaint.Seat, own ...complaint.UserID) bool {
	for id, person := range t.f.Directory.People {
		if sitsInAny(person, seats) && !t.staysAway(id) && !slices.Contains(own, id) {
			return true
		}
	}
	return false
}

// holds reports whether the person holds one of the named roles of this policy.
func (p *Policy) holdsRole(person complaint.Person, names []Word) bool {
	return slices.ContainsFunc(names, func(w Word) bool { return person.HoldsRole(p.RoleID(w.Text)) })
}

func sitsInAny(person complaint.Person, seats []complaint.Seat) bool {
	return slices.ContainsFunc(seats, func(s complaint.Seat) bool { return s.FitsPerson(person) })
}

// RoleTitles lists the titles of roles of the file in a language.
func (p *Policy) RoleTitles(l words.Language, names []Word) string {
	return p.readIn(l).roleTitles(names)
}

func (r reading) roleTitles(names []Word) string {
	return r.language().SayValue(r.p.titlesOfRoles(names))
}

// titlesOfRoles are the titles of roles of the file; the complainant is one of them.
func (p *Policy) titlesOfRoles(names []Word) []any {
	titles := make([]any, len(names))
	for i, w := range names {
		titles[i] = p.titleOfPartyOrRole(w.Text)
	}
	return titles
}

// titleOfPartyOrRole is the title of a role of the file, or the word for the complainant.
func (p *Policy) titleOfPartyOrRole(name string) any {
	if name == complaint.Complainant {
		return complaint.Term("seat.complainant")
	}
	return p.RoleTitle(p.RoleID(name))
}

// SeatTitles names seats in a language without naming anybody: "客服主管、网点".
func (p *Policy) SeatTitles(l words.Language, seats []complaint.Seat) string {
	return p.In(l).SayValue(p.titlesOfSeats(seats))
}

// titlesOfSeats are the titles of seats, each once, without naming anybody.
func (p *Policy) titlesOfSeats(seats []complaint.Seat) []any {
	names := make([]any, 0, len(seats))
	for _, s := range seats {
		var name any = complaint.Term("seat.assigned")
		if s.User == "" {
			name = p.RoleTitle(s.Role)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// seatsByPartOfRule: several named people each do their own; a role, or one of several joined by "or", is one part.
func seatsByPartOfRule(rule string, seats []complaint.Seat) [][]complaint.Seat {
	if len(seats) > 0 && strings.Contains(rule, eitherSeat) {
		return [][]complaint.Seat{seats}
	}
	var all [][]complaint.Seat
	for _, s := range seats {
		all = append(all, []complaint.Seat{s})
	}
	return all
}

// stepSeats are the seats a step's task is offered to: its own, or the fallback where nobody can take it.
func (t *turn) stepSeats(s *Step, rules []SeatRule) ([]complaint.Seat, *complaint.Reason, error) {
	return t.seatsBesides(s, rules, t.proposersOf(s))
}

// seatsBesides are the same, where it is the own matter of some people.
func (t *turn) seatsBesides(
	s *Step, rules []SeatRule, own []complaint.UserID,
) ([]complaint.Seat, *complaint.Reason, error) {
	seats, err := t.seatsMeant(rules)
	if seats == nil {
		seats = []complaint.Seat{}
	}
	vacant := t.seatsOfNobodyAbove(rules)
	nobody := len(seats)+len(vacant) == 0 && (s.Otherwise == nil || !slices.ContainsFunc(rules, t.waitsForUnit))
	if err != nil || nobody || t.anySeatHeld(seats, own...) {
		return seats, t.p.reasonCiting(s.Cites, "task_opened"), err
	}
	if s.Otherwise != nil {
		others, err := t.seatsMeant(s.Otherwise.By)
		if err != nil || t.anySeatHeld(others, own...) {
			return others, t.p.reasonCiting(s.Otherwise.Cites, "task_opened_otherwise"), err
		}
	}
	above := t.seatsAbove(append(vacant, seats...), own...)
	if len(above) == 0 {
		above = t.everySeat(seats)
	}
	return above, t.p.reasonCiting(s.Cites, "task_opened_above"), nil
}

// everySeat are those of all roles in the matter of some seats, for what nobody that there is may do: whoever comes and
// may can.
func (t *turn) everySeat(of []complaint.Seat) []complaint.Seat {
	var seats []complaint.Seat
	units := t.unitsOfSeats(of)
	for _, e := range t.p.Doc.Roles.Entries {
		seats = append(seats, t.seatsOfRoleIn(units, t.p.RoleID(e.Key), e.Value.IsPerUnit())...)
	}
	return seats
}

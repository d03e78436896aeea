package complaint

import "slices"

// Person is a member of the organisation as far as a decision needs to know.
type Person struct {
	ID   UserID `json:"id"`
	Name string `json:"name"`
	Unit UnitID `json:"unit"`
	// Above are the units that theirs is part of, the nearest first.
	Above  []UnitID `json:"above,omitempty"`
	Roles  []RoleID `json:"roles"`
	Active bool     `json:"active"`
	// StandsIn are the absent people in whose place this one may act now.
	StandsIn []Person `json:"stands_in,omitempty"`
	// For is whose place the person takes in this act; see [Person.InPlaceOf].
	For UserID `json:"for,omitempty"`
}

// HoldsRole reports whether the person may now act in the given role.
func (p Person) HoldsRole(r RoleID) bool { return p.Active && slices.Contains(p.Roles, r) }

// BelongsTo reports whether the person works in the unit or in one that is part of it.
func (p Person) BelongsTo(u UnitID) bool {
	return u != "" && (p.Unit == u || slices.Contains(p.Above, u))
}

// Unit is an organisational unit: a branch, a department, a bureau.
type Unit struct {
	ID     UnitID `json:"id"`
	Name   string `json:"name"`
	Parent UnitID `json:"parent,omitempty"`
	// Manager heads the unit.
	Manager UserID `json:"manager,omitempty"`
	// Closed: nobody works there any more. Its cases keep naming it, and one may still complain about it.
	Closed bool `json:"closed,omitempty"`
}

// Directory is who works where and in which role at one instant. It is read in the transaction that decides.
type Directory struct {
	People map[UserID]Person
	Units  map[UnitID]Unit
	Ties   []Tie
	// ToldApart are people whose name somebody else has too, each with what tells them apart beside it.
	ToldApart map[UserID]string
}

// NameOf is what a person is called in lists and sentences: by name and, where somebody else has the same, with what
// tells them apart; "" for nobody of the directory.
func (d Directory) NameOf(id UserID) string {
	if told, ok := d.ToldApart[id]; ok {
		return told
	}
	return d.People[id].Name
}

// UnitsAbove are the units that one is part of, the nearest first, each once whatever the directory says of the tree.
func (d Directory) UnitsAbove(unit UnitID) []UnitID {
	var above []UnitID
	for up := d.Units[unit].Parent; up != "" && up != unit && !slices.Contains(above, up); up = d.Units[up].Parent {
		above = append(above, up)
	}
	return above
}

// AnySeatHeld reports whether anybody active holds one of the seats.
func (d Directory) AnySeatHeld(seats ...Seat) bool {
	for _, p := range d.People {
		if slices.ContainsFunc(seats, func(s Seat) bool { return s.FitsPerson(p) }) {
			return true
		}
	}
	return false
}

// Seat is a role, in one unit or anywhere: "the branch role of unit X". Tasks are offered to seats, not to
// persons, so a person who joins or leaves changes nothing in a case; only where a form or an earlier step
// named somebody is the seat that person's own (User; Unit is then where they work).
type Seat struct {
	Role RoleID `json:"role"`
	Unit UnitID `json:"unit,omitempty"`
	User UserID `json:"user,omitempty"`
}

// FitsPerson reports whether the person sits in this seat.
func (s Seat) FitsPerson(p Person) bool {
	if s.User != "" {
		return p.IsOrStandsInFor(s.User) && p.Active
	}
	return p.HoldsRole(s.Role) && (s.Unit == "" || s.Unit == p.Unit)
}

// Actor is who acts on a case now: a person of the directory, a party (by receipt), or the system.
type Actor struct {
	Person Person
	Party  PartyID
	System bool
}

// ID is what the journal records as the actor.
func (a Actor) ID() UserID {
	switch {
	case a.System:
		return System
	case a.Party != "":
		return UserID(a.Party)
	default:
		return a.Person.ID
	}
}

// ActorOf is who gives an order, as the directory has them now. Somebody not in it holds no role.
func (d Directory) ActorOf(o Order) Actor {
	switch {
	case o.Party != "":
		return Actor{Party: o.Party}
	case o.Actor == System:
		return Actor{System: true}
	}
	if person, ok := d.People[o.Actor]; ok {
		return Actor{Person: person}
	}
	return Actor{Person: Person{ID: o.Actor}}
}

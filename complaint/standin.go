package complaint

import (
	"slices"
	"time"
)

// Substitution says that one person stands in for another from one instant up to another (all-absent). It is of the
// organisation and counts by the wall clock, in every case alike.
type Substitution struct {
	ID string
	// Absent is who is away, By who stands in.
	Absent, By  UserID
	From, Until time.Time
	// Reason is why it begins on a day that is over; empty where it does not.
	Reason string
}

// Tie is a declared relationship between a person of the organisation and somebody else: another one, or an outsider by
// name.
type Tie struct {
	ID     string
	Person UserID
	// Other is set for a person of the organisation, Name for an outsider. Name is personal data.
	Other UserID
	Name  string
	// Ground says what the relationship is, e.g. 亲属.
	Ground string
}

// InPlaceOf is the person acting in place of one who is absent: with that one's roles and unit and nothing of their
// own.
func (p Person) InPlaceOf(absent Person) Person {
	return Person{
		ID:     p.ID,
		Name:   p.Name,
		Unit:   absent.Unit,
		Above:  absent.Above,
		Roles:  absent.Roles,
		Active: p.Active && absent.Active,
		For:    absent.ID,
	}
}

// HasAllRolesOf reports whether the person has every role of the other, so that standing in gives them no new
// authority. Somebody without a role has nothing to stand in for.
func (p Person) HasAllRolesOf(other Person) bool {
	for _, r := range other.Roles {
		if !slices.Contains(p.Roles, r) {
			return false
		}
	}
	return len(other.Roles) > 0
}

// CapacitiesToActIn are the ways in which the person can act now: as themselves, and in place of each they stand in
// for.
func (p Person) CapacitiesToActIn() []Person {
	all := []Person{p}
	for _, absent := range p.StandsIn {
		all = append(all, p.InPlaceOf(absent))
	}
	return all
}

// IsOrStandsInFor reports whether the person is, or now acts in place of, the one with the id.
func (p Person) IsOrStandsInFor(id UserID) bool { return p.ID == id || p.For != "" && p.For == id }

// ManagerOf is the person's line manager: who heads their unit, or for the head of a unit the head of the next unit
// above; "" if nobody is known.
func (d Directory) ManagerOf(id UserID) UserID {
	seen := map[UnitID]bool{}
	for unit := d.People[id].Unit; unit != "" && !seen[unit]; unit = d.Units[unit].Parent {
		seen[unit] = true
		if head := d.Units[unit].Manager; head != "" && head != id {
			return head
		}
	}
	return ""
}

// PeopleTiedTo are those with a declared tie to the person.
func (d Directory) PeopleTiedTo(id UserID) []UserID {
	var tied []UserID
	for _, t := range d.Ties {
		if id == t.Person && t.Other != "" {
			tied = append(tied, t.Other)
		} else if id == t.Other {
			tied = append(tied, t.Person)
		}
	}
	return tied
}

// IsStoodInFor reports whether somebody now stands in for the person, who is absent.
func (d Directory) IsStoodInFor(id UserID) bool {
	for _, p := range d.People {
		if slices.ContainsFunc(p.StandsIn, func(absent Person) bool { return absent.ID == id }) {
			return true
		}
	}
	return false
}

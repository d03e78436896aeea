package policy

import (
	"slices"

	"duban/complaint"
)

// perUnit is what `per:` may say.
const perUnit = "unit"

// IsPerUnit reports whether the role is held for one unit.
func (r Role) IsPerUnit() bool { return r.Per.Text == perUnit }

// UnitsNotCovered are the units in which a role is held that the named one covers, but neither in them nor in a part of
// them the named one, in order; closed units are left out.
func (p *Policy) UnitsNotCovered(key string, d complaint.Directory) []complaint.UnitID {
	role, _ := p.Doc.Roles.Get(key)
	if role == nil {
		return nil
	}
	var units []complaint.UnitID
	for _, person := range d.People {
		if slices.ContainsFunc(role.Covers, func(of Word) bool { return person.HoldsRole(p.RoleID(of.Text)) }) {
			units = append(units, person.Unit)
		}
	}
	slices.Sort(units)
	return slices.DeleteFunc(slices.Compact(units), func(unit complaint.UnitID) bool {
		if d.Units[unit].Closed {
			return true
		}
		for _, person := range d.People {
			if person.HoldsRole(p.RoleID(key)) && person.BelongsTo(unit) {
				return true
			}
		}
		return false
	})
}

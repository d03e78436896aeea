package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// seat reads "role" or "role of responsible_unit".
func (p *Policy) seat(word string, unit complaint.UnitID) complaint.Seat {
	role, _, ofUnit := strings.Cut(word, " of ")
	s := complaint.Seat{Role: p.Role(role)}
	if ofUnit {
		s.Unit = unit
	}
	return s
}

// holds reports whether the person holds one of the named roles of this policy.
func (p *Policy) holdsRole(person complaint.Person, names []Word) bool {
	return slices.ContainsFunc(names, func(w Word) bool { return person.Holds(p.Role(w.Text)) })
}

func fits(person complaint.Person, seats []complaint.Seat) bool {
	return slices.ContainsFunc(seats, func(s complaint.Seat) bool { return s.Fits(person) })
}

// roleTitles lists role names in Chinese, for refusals.
func (p *Policy) roleTitles(names []Word) string {
	titles := make([]string, 0, len(names))
	for _, w := range names {
		titles = append(titles, p.partyOrRole(w.Text))
	}
	return strings.Join(titles, "、")
}

func (p *Policy) partyOrRole(name string) string {
	if name == complaint.Complainant {
		return "投诉人"
	}
	return p.RoleTitle(p.Role(name))
}

// SeatTitles names seats in Chinese without naming anybody: "客服主管、网点".
func (p *Policy) SeatTitles(seats []complaint.Seat) string {
	titles := make([]string, 0, len(seats))
	for _, s := range seats {
		if title := p.RoleTitle(s.Role); !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, "、")
}

package policy

import (
	"slices"

	"duban/complaint"
)

// Wall says who may read the case: roles that see all of the policy's cases, roles of the responsible unit,
// whoever filed it, whoever sits in a seat that a task in it is or was offered to or that is called to a meeting; never
// the person complained about or recused, nor, where the kind says so, the people of a unit complained about. To be
// heard on an entry of the ledger lets nobody in.
func (p *Policy) Wall(c *complaint.Case) complaint.Wall {
	grants := []string{complaint.UserSubject(c.FiledBy)}
	for _, e := range p.Doc.Roles.Entries {
		seat := complaint.Seat{Role: p.RoleID(e.Key)}
		switch e.Value.Sees.Text {
		case "all":
			grants = append(grants, seat.Subject())
		case "unit":
			if seat.Unit = c.ResponsibleUnit(); seat.Unit != "" {
				grants = append(grants, seat.Subject())
			}
		}
	}
	for _, t := range c.Tasks {
		if IsOfConcerned(t.Step) {
			continue
		}
		for _, s := range slices.Concat(t.Seats, t.Attend) {
			grants = append(grants, s.Subject())
		}
	}
	slices.Sort(grants)
	var barred []complaint.UserID
	for _, party := range c.Parties {
		if party.Role == complaint.Respondent && party.User != "" {
			barred = append(barred, party.User)
		}
	}
	for _, party := range c.Parties {
		if party.AwaitsIdentification() {
			barred = append(barred, party.Resembles.People...)
		}
	}
	barred = append(barred, c.Recused...)
	return complaint.Wall{
		Grants:      slices.Compact(grants),
		Barred:      barred,
		BarredUnits: p.unitsBarred(c),
		Entries:     p.entryWalls(c),
	}
}

// entryWalls say who sees the entries of the case in lists over all cases: `readers` of the ledger, whoever decides or
// has decided, and whom an entry concerns as far as they are heard or may object.
func (p *Policy) entryWalls(c *complaint.Case) []complaint.EntryWall {
	walls := make([]complaint.EntryWall, len(c.Entries))
	for i := range c.Entries {
		e := &c.Entries[i]
		w := &walls[i]
		w.Entry = e.ID
		if p.Doc.Ledger != nil {
			for _, role := range p.Doc.Ledger.Readers {
				w.Readers = append(w.Readers, complaint.Seat{Role: p.RoleID(role.Text)}.Subject())
			}
		}
		for _, user := range e.DecidedBy {
			w.Readers = append(w.Readers, complaint.UserSubject(user))
		}
		for _, t := range c.Tasks {
			if t.Entry != e.ID {
				continue
			}
			in := &w.Readers
			if IsOfConcerned(t.Step) {
				in = &w.Concerned
			}
			*in = append(*in, subjectsOfTask(t)...)
		}
	}
	return walls
}

// subjectsOfTask are who may take a task: only one of them has it.
func subjectsOfTask(t complaint.Task) []string {
	var subjects []string
	for _, s := range t.Seats {
		subjects = append(subjects, s.Subject())
	}
	return subjects
}

// unitsBarred are the units complained about whose people are kept out of the case, where its kind says so. A unit that
// is only found responsible is not among them.
func (p *Policy) unitsBarred(c *complaint.Case) []complaint.UnitID {
	if !p.BarsUnits(c.Kind) {
		return nil
	}
	var units []complaint.UnitID
	for _, party := range c.Parties {
		if party.Role == complaint.Respondent && party.Unit != "" && !party.Found {
			units = append(units, party.Unit)
		}
		if party.AwaitsIdentification() {
			units = append(units, party.Resembles.Units...)
		}
	}
	return units
}

// BarsUnits reports whether matters of a kind keep out the people of a unit complained about.
func (p *Policy) BarsUnits(kind string) bool {
	k, ok := p.Doc.Kinds.Get(kind)
	return ok && k.Bars.Text == barsUnits
}

// SeesIdentity reports whether the person may know who complained.
func (p *Policy) SeesIdentity(person complaint.Person) bool {
	return p.seesScope(person, complaint.ScopeIdentity)
}

// seesScope reports whether the person, in any capacity, holds a role that sees what the scope seals.
func (p *Policy) seesScope(person complaint.Person, scope complaint.TextScope) bool {
	roles := p.RolesSeeing(scope)
	return slices.ContainsFunc(person.CapacitiesToActIn(), func(as complaint.Person) bool {
		return slices.ContainsFunc(roles, as.HoldsRole)
	})
}

// supervisingLevel is the level from which a role looks after other people's cases.
const supervisingLevel = 2

// PermitSeeingReadings decides who may see who has read a case: roles that see all of the policy's cases and supervise.
func (p *Policy) PermitSeeingReadings(person complaint.Person) *complaint.Error {
	for _, e := range p.Doc.Roles.Entries {
		if e.Value.Sees.Text == "all" && e.Value.Level >= supervisingLevel && person.HoldsRole(p.RoleID(e.Key)) {
			return nil
		}
	}
	return complaint.Refuse(complaint.Forbidden, "readings.supervisors_only", nil)
}

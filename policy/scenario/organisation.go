package scenario

import (
	"duban/complaint"
	"duban/policy"
)

// Member is somebody of the organisation besides the two people of each role.
type Member struct {
	Pos policy.Pos `yaml:"-"`
	// Roles are those that they hold.
	Roles []string `yaml:"roles,required"`
	// Unit is where they work: the unit of a role's people, by the role's name, or another one, by any name.
	Unit string `yaml:"unit,required"`
	// Heads: they head that unit.
	Heads bool `yaml:"heads"`
	// Above names units that lie right under theirs, by the name of a role or of others.
	Above []string `yaml:"above"`
}

// DemoOrganisation is a demonstration organisation for one policy: for each role the users "<role>" and "<role>2",
// both in unit "<role>".
func DemoOrganisation(p *policy.Policy) complaint.Directory {
	dir := complaint.Directory{
		People: map[complaint.UserID]complaint.Person{},
		Units:  map[complaint.UnitID]complaint.Unit{},
	}
	for _, role := range p.Doc.Roles.Entries {
		unit := complaint.UnitID(role.Key)
		dir.Units[unit] = complaint.Unit{ID: unit, Name: role.Value.Title.Text}
		for username, which := range map[string]string{role.Key: "甲", role.Key + "2": "乙"} {
			id := complaint.UserID(username)
			dir.People[id] = complaint.Person{
				ID:     id,
				Name:   role.Value.Title.Text + which,
				Unit:   unit,
				Roles:  []complaint.RoleID{p.RoleID(role.Key)},
				Active: true,
			}
		}
	}
	return dir
}

// OrganisationOf is the organisation in which a scenario plays: the demonstration one and the scenario's own people.
func OrganisationOf(p *policy.Policy, s Script) complaint.Directory {
	dir := DemoOrganisation(p)
	for name, m := range s.People {
		unit := complaint.UnitID(m.Unit)
		if _, ok := dir.Units[unit]; !ok {
			dir.Units[unit] = complaint.Unit{ID: unit, Name: m.Unit}
		}
		if m.Heads {
			headed := dir.Units[unit]
			headed.Manager = complaint.UserID(name)
			dir.Units[unit] = headed
		}
		person := complaint.Person{
			ID:     complaint.UserID(name),
			Name:   name,
			Unit:   unit,
			Active: true,
		}
		for _, role := range m.Roles {
			person.Roles = append(person.Roles, p.RoleID(role))
		}
		dir.People[person.ID] = person
	}
	for _, m := range s.People {
		for _, below := range m.Above {
			u, known := dir.Units[complaint.UnitID(below)]
			if u.Parent = complaint.UnitID(m.Unit); known && below != m.Unit {
				dir.Units[u.ID] = u
			}
		}
	}
	return dir
}

package play

import (
	"fmt"
	"net/http"

	"duban/internal/seed"
	"duban/policy/scenario"
)

// ownOrganisation is what a scenario adds to the demonstration organisation, by the names that it gives.
type ownOrganisation struct {
	people map[string]ownPerson
	units  map[string]string
}

// ownPerson is one of the scenario's own people.
type ownPerson struct{ username, id string }

// hireOwnPeople makes accounts for the scenario's own people and the units in which they work, once in a play: the
// administrator does.
func (p *Player) hireOwnPeople(s scenario.Script) error {
	if p.own.people != nil || len(s.People) == 0 {
		return nil
	}
	p.own = ownOrganisation{people: map[string]ownPerson{}, units: map[string]string{}}
	admin, err := p.people.SignIn(p.ctx, seed.AdminName)
	if err != nil {
		return err
	}
	for name, m := range s.People {
		if err := p.foundUnit(admin, m.Unit); err != nil {
			return err
		}
		roles := make([]string, len(m.Roles))
		for i, role := range m.Roles {
			roles[i] = string(p.policy.RoleID(role))
		}
		username := fmt.Sprintf("%s.%s-%s", p.policy.Doc.Policy, name, p.mark)
		r, err := admin.Post(p.ctx, "/api/v1/accounts", "", map[string]any{
			"username": username,
			"name":     name,
			"unit":     p.demoUnitID(m.Unit),
			"roles":    roles,
		})
		if err == nil && r.Status != http.StatusCreated {
			err = fmt.Errorf("%d %s", r.Status, r.Raw)
		}
		if err != nil {
			return fmt.Errorf("hire %s: %w", name, err)
		}
		p.own.people[name] = ownPerson{username: username, id: r.TextAt("id")}
		p.people.haveOwnPassword(username, r.TextAt("password"))
		if m.Heads {
			if err := p.putUnit(admin, p.demoUnitID(m.Unit), map[string]any{
				"name": m.Unit, "manager": r.TextAt("id"),
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// foundUnit makes a unit, if it is not that of a role's people.
func (p *Player) foundUnit(admin *Person, name string) error {
	if p.policy.Doc.Roles.Has(name) || p.own.units[name] != "" {
		return nil
	}
	id := fmt.Sprintf("unit-%s-%d", p.mark, len(p.own.units)+1)
	if err := p.putUnit(admin, id, map[string]any{"name": name}); err != nil {
		return err
	}
	p.own.units[name] = id
	return nil
}

// putUnit makes a unit, or changes what it is.
func (p *Player) putUnit(admin *Person, id string, unit map[string]any) error {
	r, err := admin.Request(p.ctx, http.MethodPut, "/api/v1/units/"+id, "", unit)
	if err == nil && r.Status != http.StatusOK {
		err = fmt.Errorf("%d %s", r.Status, r.Raw)
	}
	if err != nil {
		return fmt.Errorf("unit %s: %w", unit["name"], err)
	}
	return nil
}

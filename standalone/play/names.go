package play

import (
	"strings"

	"duban/internal/seed"
	"duban/policy"
	"duban/policy/scenario"
)

// resolveNames replaces the scenario's names by ids: of units, people and files, as the forms say which is which, and
// of what the case has.
func (p *Player) resolveNames(st scenario.Step) (map[string]any, error) {
	if st.Data == nil {
		return nil, nil
	}
	out := map[string]any{}
	for k, v := range st.Data {
		out[k] = p.idOfName(p.fieldKind(st.Does, k), v)
		if rows := p.rowsOfCases(st.Does, k, v); rows != nil {
			out[k] = rows
		}
	}
	if err := p.resolveRepresentations(st, out); err != nil {
		return nil, err
	}
	return out, p.resolveCaseNames(out)
}

// rowsOfCases are rows with the ids of what a scenario names in them: cases of `before`, units and people; nil of what
// are no rows.
func (p *Player) rowsOfCases(command, field string, value any) []any {
	rows := scenario.RowsOfCases(value, func(n int) string { return p.earlier[n-1] }, len(p.earlier))
	for _, one := range rows {
		row, _ := one.(map[string]any)
		for name, v := range row {
			if name != policy.CaseOfRow {
				row[name] = p.idOfName(p.columnKind(command, field, name), v)
			}
		}
	}
	return rows
}

// columnKind is the type of a column of rows.
func (p *Player) columnKind(command, field, column string) policy.FieldKind {
	if f := p.fieldOf(command, field); f != nil {
		if col, ok := f.Columns.Get(column); ok {
			return policy.FieldKind(col.Type.Text)
		}
	}
	return ""
}

// resolveCaseNames replaces what a scenario names by the ids of the case: a notice by its step, a slip by its kind, a
// deadline by its name, the newest of each, and another case by how it is come to.
func (p *Player) resolveCaseNames(data map[string]any) error {
	if name, ok := data["into"].(string); ok {
		id, err := p.caseNamed(name)
		if err != nil {
			return err
		}
		if id != "" {
			data["into"] = id
		}
	}
	for field, by := range map[string][2]string{
		"notice":   {"notices", "step"},
		"slip":     {"slips", "kind"},
		"deadline": {"deadlines", "name"},
		"document": {"documents", "kind"},
	} {
		name, ok := data[field].(string)
		if !ok {
			continue
		}
		r, err := p.readCase()
		if err != nil {
			return err
		}
		for _, one := range r.ObjectsAt(by[0]) {
			if one[by[1]] == name {
				data[field] = one["id"]
			}
		}
	}
	return nil
}

// resolveRepresentations replaces by the ids of the case who speaks for a party, the newest of those that are meant.
func (p *Player) resolveRepresentations(st scenario.Step, data map[string]any) error {
	for _, field := range []string{"through", "representation"} {
		if data[field] == nil {
			continue
		}
		r, err := p.readCase()
		if err != nil {
			return err
		}
		name := data[field]
		for _, party := range r.ObjectsAt("parties") {
			for _, one := range asObjects(party["representatives"]) {
				if scenario.MeansRepresentation(name, textOfJSON(party["id"]), textOfJSON(one["as"]), st.Party) {
					data[field] = one["id"]
				}
			}
		}
	}
	return nil
}

func (p *Player) idOfName(kind policy.FieldKind, v any) any {
	if many, ok := v.([]any); ok {
		ids := make([]any, len(many))
		for i, one := range many {
			ids[i] = p.idOfName(kind, one)
		}
		return ids
	}
	name, isName := v.(string)
	switch {
	case kind.WhatValuesName() == policy.AttachmentsNamed:
		if id, ok := p.files[name]; ok {
			return id
		}
		return v
	case isName && kind.WhatValuesName() == policy.UnitsNamed:
		return p.demoUnitID(name)
	case isName && kind.WhatValuesName() == policy.PeopleNamed:
		return p.demoUserID(name)
	}
	return v
}

// fieldKind is the type of a field.
func (p *Player) fieldKind(command, field string) policy.FieldKind {
	if f := p.fieldOf(command, field); f != nil {
		return policy.FieldKind(f.Type.Text)
	}
	return ""
}

// fieldOf is a field of the command's form, or of whichever step has it; nil if there is none.
func (p *Player) fieldOf(command, field string) *policy.Field {
	names := []string{"command." + command}
	if command == "complete" {
		names = p.policy.Doc.Steps.Keys()
	}
	for _, name := range append(names, p.policy.FormNames()...) { // an act may have a form of its own
		form := p.policy.Form(name)
		if form == nil {
			continue
		}
		if f, ok := form.Fields.Get(field); ok {
			return f
		}
	}
	return nil
}

// demoUnitID is the unit of a role's people, or another one in which the scenario's own people work; a name that is
// neither stays as it is.
func (p *Player) demoUnitID(name string) string {
	switch id, own := p.own.units[name]; {
	case own:
		return id
	case p.policy.Doc.Roles.Has(name):
		return string(seed.DemoUnitID(p.policy.Doc.Policy, name))
	}
	return name
}

// demoUserID is a user of a role, or one of the scenario's own people; a name that is neither stays as it is.
func (p *Player) demoUserID(name string) string {
	switch m, own := p.own.people[name]; {
	case own:
		return m.id
	case p.policy.Doc.Roles.Has(strings.TrimSuffix(name, "2")):
		return string(seed.DemoUserID(p.policy.Doc.Policy + "." + name))
	}
	return name
}

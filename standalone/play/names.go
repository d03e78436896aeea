package play

import (
	"strings"

	"duban/policy"
	"duban/policy/scenario"
	"duban/seed"
)

// named replaces the scenario's names of units, people and files by their ids, as the forms say which is which.
func (p *Player) named(st scenario.Step) map[string]any {
	if st.Data == nil {
		return nil
	}
	out := map[string]any{}
	for k, v := range st.Data {
		out[k] = p.idOf(p.kind(st.Does, k), v)
	}
	return out
}

func (p *Player) idOf(kind policy.FieldKind, v any) any {
	if many, ok := v.([]any); ok {
		ids := make([]any, len(many))
		for i, one := range many {
			ids[i] = p.idOf(kind, one)
		}
		return ids
	}
	name, isName := v.(string)
	role := strings.TrimSuffix(name, "2")
	switch {
	case kind == policy.AttachmentField || kind == policy.AttachmentsField:
		if id, ok := p.files[name]; ok {
			return id
		}
		return v
	case !isName || !p.policy.Doc.Roles.Has(role):
		return v
	case kind == policy.UnitField:
		return p.unit(name)
	case kind == policy.PersonField || kind == policy.PeopleField:
		return p.user(name)
	}
	return v
}

// kind is the type of a field: of the command's form, or of whichever step has it.
func (p *Player) kind(command, field string) policy.FieldKind {
	names := []string{"command." + command}
	if command == "complete" {
		names = p.policy.Doc.Steps.Keys()
	}
	for _, name := range names {
		form := p.policy.Form(name)
		if form == nil {
			continue
		}
		if f, ok := form.Fields.Get(field); ok {
			return policy.FieldKind(f.Type.Text)
		}
	}
	return ""
}

func (p *Player) unit(role string) string { return string(seed.UnitID(p.policy.Doc.Policy, role)) }

func (p *Player) user(name string) string {
	return string(seed.UserID(p.policy.Doc.Policy + "." + name))
}

package gateway

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
)

// describeCommands puts the closed set of commands into the document, with a schema each. Requests are judged by
// the code, whose refusals name clauses; the schemas are for those who write clients.
func describeCommands(op *huma.Operation, doc *huma.OpenAPI, commands []string) {
	schemas := doc.Components.Schemas.Map()
	union := &huma.Schema{
		Discriminator: &huma.Discriminator{PropertyName: "command", Mapping: map[string]string{}},
	}
	for _, name := range commands {
		id := "Command_" + name
		schemas[id] = commandSchema(name)
		ref := "#/components/schemas/" + id
		union.OneOf = append(union.OneOf, &huma.Schema{Ref: ref})
		union.Discriminator.Mapping[name] = ref
	}
	op.RequestBody.Content["application/json"].Schema = union
	queued := *op.Responses["200"]
	queued.Description = "Queued: accepted, not decided yet. " +
		"The outcome will stand at Location, and a refusal in the sender's inbox."
	op.Responses["202"] = &queued
}

func commandSchema(name string) *huma.Schema {
	s := &huma.Schema{
		Type:                 huma.TypeObject,
		AdditionalProperties: false,
		Required:             []string{"command"},
		Properties: map[string]*huma.Schema{
			"command": {Type: huma.TypeString, Enum: []any{name}},
			"comment": {Type: huma.TypeString, MaxLength: new(mostText), Description: "Sealed by the gateway"},
		},
	}
	shape := shapeOfCommand(name)
	data := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{}}
	if name == "complete" {
		data = &huma.Schema{
			Type:                 huma.TypeObject,
			AdditionalProperties: true,
			Description:          "The step's form, see GET /policies/{id} forms",
		}
	}
	for _, f := range shape.fields {
		switch {
		case f.name == "task", f.name == "outcome" && name == "complete":
			s.Properties[f.name] = &huma.Schema{Type: huma.TypeString}
		case f.name == "data":
		default:
			data.Properties[f.name] = f.schemaOfField(name)
			if !f.optional {
				data.Required = append(data.Required, f.name)
			}
		}
	}
	if name != "complete" && policy.CanAskForMore(name) {
		data.AdditionalProperties = true
		data.Description = "Besides, what the regulation asks for with it, see the form that the action names"
	}
	slices.Sort(data.Required)
	if data.Description != "" || len(data.Properties) > 0 {
		s.Properties["data"] = data
	}
	if len(data.Required) > 0 {
		s.Required = append(s.Required, "data")
	}
	return s
}

func (f shapeField) schemaOfField(command string) *huma.Schema {
	switch {
	case f.text:
		most := cmp.Or(policy.MostCharacters(command, f.name), mostText)
		return &huma.Schema{Type: huma.TypeString, MaxLength: &most, Description: "Text, sealed by the gateway"}
	case f.kind == reflect.TypeFor[time.Time](), f.kind == reflect.TypeFor[*complaint.Time]():
		return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	case f.kind.Kind() == reflect.Slice:
		return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}
	case f.kind.Kind() == reflect.Int:
		return &huma.Schema{Type: huma.TypeInteger}
	default:
		return &huma.Schema{Type: huma.TypeString}
	}
}

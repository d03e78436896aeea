package policy

import (
	"fmt"
	"maps"
	"strings"

	"cel.dev/cel-go/cel"

	"duban/policy/calendar"
	"duban/web/words"
)

// FieldKind is the type of a form field.
type FieldKind string

// The closed set of field types; what is known of each stands in its row of [fieldTypes].
const (
	TextField     FieldKind = "text"
	LongTextField FieldKind = "longtext"
	BoolField     FieldKind = "bool"
	IntField      FieldKind = "int"
	MoneyField    FieldKind = "money" // fen
	DateField     FieldKind = "date"
	InstantField  FieldKind = "datetime"
	ChoiceField   FieldKind = "choice"
	UnitField     FieldKind = "unit"
	PersonField   FieldKind = "person"
	PeopleField   FieldKind = "people"
	// AttachmentField and AttachmentsField name files that were handed in for the case.
	AttachmentField  FieldKind = "attachment"
	AttachmentsField FieldKind = "attachments"
	// CasesField has a row for each case of the period whose matter the case is.
	CasesField FieldKind = "cases"
	// CategoryFieldKind and SeverityFieldKind are what a step judges the case to be.
	CategoryFieldKind FieldKind = "category"
	SeverityFieldKind FieldKind = "severity"
	// IDField names a thing of the case, LimitField is a length such as 15d.
	IDField    FieldKind = "id"
	LimitField FieldKind = "limit"
	// ValueField is what another field holds, where that is no text.
	ValueField FieldKind = "value"
)

// Named is what the values of a field type name by id.
type Named string

// The closed set of what values can name; NothingNamed is the zero value.
const (
	NothingNamed     Named = ""
	UnitsNamed       Named = "units"
	PeopleNamed      Named = "people"
	AttachmentsNamed Named = "attachments"
	CasesNamed       Named = "cases"
)

// Text limits in characters.
const (
	maxText     = 200
	maxLongText = 20_000
	maxPeople   = 50 // in one list, of attachments too
)

// mostExact is the largest number that every reader of JSON reads as it was written: a larger one is refused and not
// rounded.
const mostExact int64 = 1<<53 - 1

// fieldType is all that the program knows of a field type. A new one is its constant, its row in
// fieldTypes and, where its format is new, its control in the web.
type fieldType struct {
	kind FieldKind
	// holds is its line in docs/policy-format.md: what a value is, and which keys a field of it takes besides.
	holds string
	// commandsOnly: the forms of commands have such fields, policy files cannot.
	commandsOnly bool
	// sealed: values are texts, which the gateway seals, so that a case carries their ids only.
	sealed bool
	// inRows: columns of rows can have it too.
	inRows bool
	// options: the value is one of the field's options.
	options bool
	names   Named
	// cel and zero are the type and the value before it is filled in that a condition sees; cel is nil where a
	// condition does not see it, because it is sealed or is seen as the case's own.
	cel  *cel.Type
	zero any
	// schema is the JSON Schema of a value; its format tells screens which control to show.
	schema map[string]any
}

var fieldTypes = []fieldType{
	{
		kind:   TextField,
		inRows: true,
		holds:  "a line of text",
		sealed: true,
		schema: map[string]any{"type": "string", "minLength": 1, "maxLength": maxText},
	},
	{
		kind:   LongTextField,
		inRows: true,
		holds:  "a text of several lines",
		sealed: true,
		schema: map[string]any{
			"type":      "string",
			"minLength": 1,
			"maxLength": maxLongText,
			"format":    "textarea",
		},
	},
	{
		kind:   BoolField,
		inRows: true,
		holds:  "yes or no",
		cel:    cel.BoolType,
		zero:   false,
		schema: map[string]any{"type": "boolean"},
	},
	{
		kind:   IntField,
		inRows: true,
		holds:  "a whole number",
		cel:    cel.IntType,
		zero:   int64(0),
		schema: map[string]any{"type": "integer", "minimum": -mostExact, "maximum": mostExact},
	},
	{
		kind:   MoneyField,
		inRows: true,
		holds:  "an amount in fen",
		cel:    cel.IntType,
		zero:   int64(0),
		schema: map[string]any{
			"type":    "integer",
			"format":  "fen",
			"minimum": -mostExact,
			"maximum": mostExact,
		},
	},
	{
		kind:   DateField,
		inRows: true,
		holds:  "a day",
		cel:    cel.StringType,
		zero:   "",
		schema: map[string]any{"type": "string", "format": "date"},
	},
	{
		kind:   InstantField,
		holds:  "an instant",
		cel:    cel.StringType,
		zero:   "",
		schema: map[string]any{"type": "string", "format": "date-time"},
	},
	{
		kind:    ChoiceField,
		inRows:  true,
		holds:   "one of `options: {code: title}`",
		options: true,
		cel:     cel.StringType,
		zero:    "",
		schema:  map[string]any{"type": "string"},
	},
	{
		kind:   UnitField,
		inRows: true,
		holds:  "a unit",
		names:  UnitsNamed,
		cel:    cel.StringType,
		zero:   "",
		schema: schemaOfID("unit"),
	},
	{
		kind:   PersonField,
		inRows: true,
		holds:  "a person; `holds: [seats]` who may be named, `except: [seats]` who may not",
		names:  PeopleNamed,
		cel:    cel.StringType,
		zero:   "",
		schema: schemaOfID("person"),
	},
	{
		kind:   PeopleField,
		holds:  "several people, with `holds` and `except` as of one",
		names:  PeopleNamed,
		cel:    cel.ListType(cel.StringType),
		zero:   []string{},
		schema: schemaOfIDList("people"),
	},
	{
		kind:   AttachmentField,
		holds:  "a file handed in for the case",
		names:  AttachmentsNamed,
		cel:    cel.StringType,
		zero:   "",
		schema: schemaOfID("attachment"),
	},
	{
		kind:   AttachmentsField,
		holds:  "several files handed in for the case",
		names:  AttachmentsNamed,
		cel:    cel.ListType(cel.StringType),
		zero:   []string{},
		schema: schemaOfIDList("attachments"),
	},
	{
		kind: CasesField,
		holds: "a row for each case that the reports of the matter's period count, with `columns` of its own; " +
			"`all_cases: true`: none is left out",
		names:  CasesNamed,
		schema: map[string]any{"type": "array", "maxItems": MostCaseRows, "format": "cases"},
	},
	{
		kind:    CategoryFieldKind,
		holds:   "only under that name: the step determines the category; limits are counted anew from their start",
		options: true,
		schema:  map[string]any{"type": "string"},
	},
	{
		kind:    SeverityFieldKind,
		holds:   "only under that name: the step determines the severity; limits are counted anew from their start",
		options: true,
		schema:  map[string]any{"type": "string"},
	},
	{
		kind:         IDField,
		commandsOnly: true,
		cel:          cel.StringType,
		zero:         "",
		schema:       schemaOfID("id"),
	},
	{
		kind:         ValueField,
		holds:        "what another field holds",
		commandsOnly: true,
		schema:       map[string]any{"type": []any{"string", "integer", "boolean"}},
	},
	{
		kind:         LimitField,
		commandsOnly: true,
		cel:          cel.StringType,
		zero:         "",
		schema: map[string]any{
			"type":    "string",
			"format":  "limit",
			"pattern": "^[1-9][0-9]*" + calendar.UnitPattern + "$",
		},
	},
}

// schemaOfID is the schema of an id, schemaOfIDList that of a list of them.
func schemaOfID(format string) map[string]any {
	return map[string]any{
		"type":      "string",
		"minLength": 1,
		"maxLength": maxText,
		"format":    format,
	}
}

func schemaOfIDList(format string) map[string]any {
	return map[string]any{
		"type":        "array",
		"minItems":    1,
		"maxItems":    maxPeople,
		"uniqueItems": true,
		"format":      format,
		"items":       map[string]any{"type": "string", "minLength": 1, "maxLength": maxText},
	}
}

// FieldTypeTable is the table of field types in docs/policy-format.md, in Markdown.
func FieldTypeTable() string {
	var table strings.Builder
	table.WriteString("| type | holds | a condition sees |\n|---|---|---|\n")
	for _, t := range fieldTypes {
		if !t.commandsOnly {
			fmt.Fprintf(&table, "| `%s` | %s | %s |\n", t.kind, t.holds, t.seenByConditions())
		}
	}
	return table.String()
}

// seenByConditions is the CEL type that a condition reads, or why it reads none.
func (t *fieldType) seenByConditions() string {
	switch {
	case t.sealed:
		return "nothing: it is sealed"
	case t.names == CasesNamed:
		return "nothing"
	case t.cel == nil:
		return "the case's own"
	default:
		return "`" + t.cel.String() + "`"
	}
}

// fieldTypeNames are those that policy files can use.
func fieldTypeNames() []string {
	var names []string
	for _, t := range fieldTypes {
		if !t.commandsOnly {
			names = append(names, string(t.kind))
		}
	}
	return names
}

// fieldTypeOfKind is what is known of the type; nothing of one that is not in the set, which validation refuses.
func (k FieldKind) fieldTypeOfKind() *fieldType {
	for i := range fieldTypes {
		if fieldTypes[i].kind == k {
			return &fieldTypes[i]
		}
	}
	return &fieldType{kind: k}
}

// Sealed reports whether values of this type are texts.
func (k FieldKind) Sealed() bool { return k.fieldTypeOfKind().sealed }

// WhatValuesName is what values of this type name by id.
func (k FieldKind) WhatValuesName() Named { return k.fieldTypeOfKind().names }

// fitsALine reports whether a value can be said in a line of a table or paper: neither files nor rows can.
func (k FieldKind) fitsALine() bool {
	names := k.WhatValuesName()
	return names != AttachmentsNamed && names != CasesNamed
}

// kind is the type of the field.
func (f Field) kind() FieldKind { return FieldKind(f.Type.Text) }

// schema is the JSON Schema of one field in a language.
func (f Field) schema(l words.Language) map[string]any {
	row := f.kind().fieldTypeOfKind()
	s := map[string]any{"title": l.SayValue(f.Title.Text)}
	if f.Hint.Text != "" {
		s["description"] = l.SayValue(f.Hint.Text)
	}
	maps.Copy(s, row.schema)
	if row.options && len(f.Options.Entries) > 0 {
		choices := make([]any, len(f.Options.Entries))
		for i, o := range f.Options.Entries {
			choices[i] = map[string]any{"const": o.Key, "title": l.SayValue(o.Value)}
		}
		s["oneOf"] = choices
	}
	if row.kind == CasesField {
		s["items"] = f.schemaOfRows(l)
		if f.AllCases {
			s["x-all-cases"] = true
		}
	}
	narrowBound(s, "minimum", f.Min, func(own, asked int64) int64 { return max(own, asked) })
	narrowBound(s, "maximum", f.Max, func(own, asked int64) int64 { return min(own, asked) })
	return s
}

// narrowBound sets a bound of a schema as a field asks for it; a bound that the type itself has is never widened.
func narrowBound(schema map[string]any, bound string, asked *int64, tighter func(own, asked int64) int64) {
	if asked == nil {
		return
	}
	if own, ok := schema[bound].(int64); ok {
		schema[bound] = tighter(own, *asked)
		return
	}
	schema[bound] = *asked
}

package policy

import "cel.dev/cel-go/cel"

// FieldKind is the type of a form field.
type FieldKind string

// The closed set of field types. text and longtext are sealed by the gateway: a case carries their ids only.
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
	// CategoryFieldKind and SeverityFieldKind are what a step judges the case to be.
	CategoryFieldKind FieldKind = "category"
	SeverityFieldKind FieldKind = "severity"
	// IDField names a thing of the case, LimitField is a length such as 15d; commands use them, policy files
	// cannot.
	IDField    FieldKind = "id"
	LimitField FieldKind = "limit"
)

var fieldKinds = []string{
	string(TextField), string(LongTextField), string(BoolField), string(IntField), string(MoneyField),
	string(DateField), string(InstantField), string(ChoiceField), string(UnitField), string(PersonField),
	string(PeopleField), string(AttachmentField), string(AttachmentsField), string(CategoryFieldKind), string(SeverityFieldKind),
}

// Sealed reports whether values of this type are texts.
func (k FieldKind) Sealed() bool { return k == TextField || k == LongTextField }

// cel is the type and zero value a condition sees, nil for sealed text.
func (k FieldKind) cel() (*cel.Type, any) {
	switch k {
	case TextField, LongTextField:
		return nil, nil
	case BoolField:
		return cel.BoolType, false
	case IntField, MoneyField:
		return cel.IntType, int64(0)
	case DateField, InstantField, ChoiceField, UnitField, PersonField, AttachmentField, IDField, LimitField:
		return cel.StringType, ""
	case PeopleField, AttachmentsField:
		return cel.ListType(cel.StringType), []string{}
	case CategoryFieldKind, SeverityFieldKind: // seen as the case's own
		return nil, nil
	}
	return nil, nil
}

// Text limits in characters.
const (
	maxText     = 200
	maxLongText = 20_000
	maxPeople   = 50 // in one list, of attachments too
)

// schema is the JSON Schema of one field.
func (f Field) schema() map[string]any {
	s := map[string]any{"title": f.Title}
	if f.Hint != "" {
		s["description"] = f.Hint
	}
	switch k := FieldKind(f.Type.Text); k {
	case TextField, LongTextField:
		s["type"], s["minLength"], s["maxLength"] = "string", 1, maxText
		if k == LongTextField {
			s["maxLength"], s["format"] = maxLongText, "textarea"
		}
	case BoolField:
		s["type"] = "boolean"
	case IntField, MoneyField:
		s["type"] = "integer"
		if k == MoneyField {
			s["format"] = "fen"
		}
	case DateField:
		s["type"], s["format"] = "string", "date"
	case InstantField:
		s["type"], s["format"] = "string", "date-time"
	case ChoiceField, CategoryFieldKind, SeverityFieldKind:
		s["type"] = "string"
		choices := make([]any, len(f.Options.Entries))
		for i, o := range f.Options.Entries {
			choices[i] = map[string]any{"const": o.Key, "title": o.Value}
		}
		if len(choices) > 0 {
			s["oneOf"] = choices
		}
	case LimitField:
		s["type"], s["format"], s["pattern"], s["description"] = "string", string(k), "^[1-9][0-9]*(h|wd|d|m)$", "如 15d（天）、10wd（工作日）、1m（月）"
	case UnitField, PersonField, AttachmentField, IDField:
		s["type"], s["minLength"], s["maxLength"], s["format"] = "string", 1, maxText, string(k)
	case PeopleField, AttachmentsField:
		s["type"], s["minItems"], s["maxItems"], s["uniqueItems"], s["format"] = "array", 1, maxPeople, true, string(k)
		s["items"] = map[string]any{"type": "string", "minLength": 1, "maxLength": maxText}
	}
	if f.Min != nil {
		s["minimum"] = *f.Min
	}
	if f.Max != nil {
		s["maximum"] = *f.Max
	}
	return s
}

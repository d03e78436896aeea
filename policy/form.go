package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"duban/complaint"
	"duban/web/words"
)

// Form is what a person fills in: its fields, their JSON Schema for screens, and the check of what comes back.
type Form struct {
	Fields Map[Field]
	// compiled is the schema ready to check with: made when a form is first checked, because a policy has many forms
	// and most decisions need one.
	compiled func() (*jsonschema.Schema, error)
}

func newForm(name string, fields Map[Field]) *Form {
	f := &Form{Fields: fields}
	f.compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
		return compileSchema("form:///"+name, f.Schema(words.DefaultLanguage()))
	})
	return f
}

// Schema is the form's JSON Schema with the titles of a language of [Policy.In].
func (f *Form) Schema(l words.Language) map[string]any {
	properties, required, order := map[string]any{}, []any{}, []any{}
	for _, e := range f.Fields.Entries {
		properties[e.Key] = e.Value.schema(l)
		order = append(order, e.Key)
		if e.Value.Required {
			required = append(required, e.Key)
		}
	}
	return schemaOfObject(properties, required, order)
}

// schemaOfObject is the JSON Schema of an object with these properties and no others, asked for in this order.
func schemaOfObject(properties map[string]any, required, order []any) map[string]any {
	return map[string]any{
		"type":                 "object",
		"properties":           properties,
		"required":             required,
		"additionalProperties": false,
		"x-order":              order,
	}
}

func compileSchema(url string, schema map[string]any) (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(url, intsToFloats(schema)); err != nil {
		return nil, fmt.Errorf("compile %s: %w", url, err)
	}
	compiled, err := compiler.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", url, err)
	}
	return compiled, nil
}

// intsToFloats turns Go ints into the float64 the schema compiler knows from JSON.
func intsToFloats(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[k] = intsToFloats(x)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, x := range v {
			l[i] = intsToFloats(x)
		}
		return l
	case int:
		return float64(v)
	case int64:
		return float64(v)
	}
	return v
}

// SealedFields lists the fields whose values are texts.
func (f *Form) SealedFields() []string {
	var names []string
	for _, e := range f.Fields.Entries {
		if e.Value.kind().Sealed() {
			names = append(names, e.Key)
		}
	}
	return names
}

// Check refuses data that does not fit, naming the first field in the form's order. prefix is the data's own
// path in the request. The refusal never repeats what was sent.
func (f *Form) Check(prefix string, data map[string]any) *complaint.Error {
	if data == nil {
		data = map[string]any{}
	}
	compiled, err := f.compiled()
	if err != nil {
		return complaint.Refuse(complaint.Unavailable, "form.unusable", nil)
	}
	err = compiled.Validate(data)
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return nil
	}
	problems := f.problemsByField(invalid)
	slices.SortStableFunc(problems, func(a, b fieldProblem) int {
		return f.fieldIndex(a.field) - f.fieldIndex(b.field)
	})
	first := problems[0]
	path := strings.Trim(prefix+"."+first.field, ".")
	return first.refusal.At(path)
}

// fieldProblem is what is wrong with one field, "" for the form as a whole.
type fieldProblem struct {
	field   string
	refusal *complaint.Error
}

func (f *Form) fieldIndex(field string) int {
	field, _, _ = strings.Cut(field, ".")
	if i := slices.Index(f.Fields.Keys(), field); i >= 0 {
		return i
	}
	return len(f.Fields.Entries)
}

// fieldTitle is the title of a field, or of the column of one of its rows, such as charges.3.unit.
func (f *Form) fieldTitle(field string) string {
	if e := f.fieldAt(field); e != nil {
		return e.Title.Text
	}
	return field
}

// fieldAt is the field, or the column of one of its rows, that stands at a path; nil if there is none.
func (f *Form) fieldAt(path string) *Field {
	name, inRows, _ := strings.Cut(path, ".")
	e, ok := f.Fields.Get(name)
	if !ok || inRows == "" {
		return e
	}
	_, column, _ := strings.Cut(inRows, ".")
	if col, ok := e.Columns.Get(column); ok {
		field := col.field()
		return &field
	}
	return e
}

// problemsByField flattens a schema error into one refusal per field.
func (f *Form) problemsByField(v *jsonschema.ValidationError) []fieldProblem {
	if missing, ok := v.ErrorKind.(*kind.Required); ok {
		var all []fieldProblem
		for _, field := range missing.Missing {
			field = strings.Join(append(slices.Clone(v.InstanceLocation), field), ".")
			all = append(all, fieldProblem{field, f.refuseMissing(field)})
		}
		return all
	}
	field := strings.Join(v.InstanceLocation, ".")
	if refusal := f.refuseViolation(field, v.ErrorKind); refusal != nil {
		return []fieldProblem{{field, refusal}}
	}
	var all []fieldProblem
	for _, cause := range v.Causes {
		all = append(all, f.problemsByField(cause)...)
	}
	if len(all) == 0 {
		all = append(all, fieldProblem{field, complaint.Refuse(complaint.Invalid, "form.does_not_fit",
			complaint.Args{"field": f.fieldTitle(field)})})
	}
	return all
}

func (f *Form) refuseMissing(field string) *complaint.Error {
	return complaint.Refuse(complaint.Invalid, "form.required", complaint.Args{"field": f.fieldTitle(field)})
}

// refuseViolation refuses what one keyword of the schema does not allow; nil where others say more than it does.
func (f *Form) refuseViolation(field string, keyword jsonschema.ErrorKind) *complaint.Error {
	title := f.fieldTitle(field)
	switch k := keyword.(type) {
	case *kind.AdditionalProperties:
		return complaint.Refuse(complaint.Invalid, "form.unknown_field", complaint.Args{"fields": f.Fields.Keys()})
	case *kind.OneOf:
		return complaint.Refuse(complaint.Invalid, "form.not_an_option",
			complaint.Args{"field": title, "options": f.fieldOptions(field)})
	case *kind.Type:
		return complaint.Refuse(complaint.Invalid, "form.wrong_type",
			complaint.Args{"field": title, "type": datum(k.Want[0])})
	case *kind.Minimum, *kind.Maximum:
		return complaint.Refuse(complaint.Invalid, "form.out_of_range", complaint.Args{"field": title})
	case *kind.MinLength:
		return f.refuseMissing(field)
	case *kind.MaxLength:
		return complaint.Refuse(complaint.Invalid, "form.too_long", complaint.Args{"field": title, "count": k.Want})
	case *kind.Format:
		return complaint.Refuse(complaint.Invalid, "form.wrong_format",
			complaint.Args{"field": title, "format": datum(k.Want)})
	}
	return nil
}

// datum says what a JSON Schema wants of a value, by its name there.
func datum(want string) any {
	term, ok := map[string]string{
		"string":    "text",
		"boolean":   "truth",
		"integer":   "whole_number",
		"number":    "number",
		"array":     "list",
		"object":    "object",
		"date":      "day",
		"date-time": "instant",
	}[want]
	if !ok {
		return want
	}
	return complaint.Term("datum." + term)
}

func (f *Form) fieldOptions(field string) []any {
	e := f.fieldAt(field)
	if e == nil {
		return nil
	}
	return codesWithTitles(e.Options)
}

// Package editor makes the JSON Schema by which an editor knows the keys of a policy file, from the document types
// themselves. What only the whole file can tell (names that must exist, conditions, proofs) `duban policy check` says.
package editor

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"duban/policy"
	"duban/policy/calendar"
	"duban/web/words"
)

// Schema is the JSON Schema of a policy file, written the same each time.
func Schema() ([]byte, error) {
	comments, err := Comments()
	if err != nil {
		return nil, err
	}
	w := &schemaWriter{busy: map[reflect.Type]bool{}}
	w.reflector = &jsonschema.Reflector{
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
		DoNotReference:             true,
		Anonymous:                  true,
		Mapper:                     w.schemaOf,
		CommentMap:                 comments,
	}
	s := w.reflector.ReflectFromType(reflect.TypeFor[policy.Document]())
	w.restrictToClosedSets(s, reflect.TypeFor[policy.Document]())
	s.Title, s.Version = "Duban policy", "https://json-schema.org/draft/2020-12/schema"
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write schema: %w", err)
	}
	return append(data, '\n'), nil
}

// schemaWriter knows the forms that the file's own types take in YAML.
type schemaWriter struct {
	reflector *jsonschema.Reflector
	// busy are structs being written: the reflector asks for them once more.
	busy map[reflect.Type]bool
}

var (
	wordType  = reflect.TypeFor[policy.Word]()
	textType  = reflect.TypeFor[policy.Text]()
	exprType  = reflect.TypeFor[policy.Expr]()
	limitType = reflect.TypeFor[policy.LimitRef]()
	moneyType = reflect.TypeFor[policy.Money]()
	shapeType = reflect.TypeFor[policy.PeriodShape]()
	seatType  = reflect.TypeFor[policy.SeatRule]()
	// wordOr are the types of which a word alone can stand for the whole.
	wordOr = []reflect.Type{
		reflect.TypeFor[policy.VotesRule](), reflect.TypeFor[policy.Onward](), reflect.TypeFor[policy.LayoutRule](),
	}
)

func (w *schemaWriter) schemaOf(t reflect.Type) *jsonschema.Schema {
	switch t {
	case wordType:
		return &jsonschema.Schema{Type: "string"}
	case textType:
		return textSchema()
	case exprType:
		return &jsonschema.Schema{Type: "string", Description: "A CEL condition over the case and its fields"}
	case limitType:
		const unit = calendar.UnitPattern
		return &jsonschema.Schema{
			Type:    "string",
			Pattern: `^([1-9][0-9]*` + unit + `|setting \S+|field \S+ ` + unit + `)$`,
		}
	case shapeType:
		return &jsonschema.Schema{Type: "string", Pattern: `^(` + policy.PeriodPattern + `|setting \S+)$`}
	case moneyType:
		return &jsonschema.Schema{Type: "string", Pattern: `^[0-9]+(\.[0-9]{2})?元$`}
	case seatType:
		return seatSchema()
	}
	switch {
	case slices.Contains(wordOr, t) && !w.busy[t]:
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string"}, w.ownSchema(t)}}
	case t.Kind() == reflect.Slice:
		return oneOrListOf(w.itemSchema(t.Elem()))
	case strings.HasPrefix(t.Name(), "Map["):
		value, _ := reflect.TypeOf(reflect.New(t).Elem().FieldByName("Entries").Interface()).Elem().FieldByName("Value")
		return &jsonschema.Schema{Type: "object", AdditionalProperties: w.ownSchema(value.Type)}
	case t.Kind() == reflect.Struct && !w.busy[t]:
		return w.ownSchema(t)
	}
	return nil
}

// itemSchema is the schema of one of a list.
func (w *schemaWriter) itemSchema(t reflect.Type) *jsonschema.Schema {
	if slices.Contains(wordOr, t) {
		return w.schemaOf(t)
	}
	return w.ownSchema(t)
}

// ownSchema is the schema of a type on its own, with what it requires.
func (w *schemaWriter) ownSchema(t reflect.Type) *jsonschema.Schema {
	if t.Kind() != reflect.Struct || strings.HasPrefix(t.Name(), "Map[") || w.isScalarType(t) {
		s := w.reflector.ReflectFromType(t)
		s.Version = ""
		return s
	}
	w.busy[t] = true
	defer delete(w.busy, t)
	s := w.reflector.ReflectFromType(t)
	s.Version, s.Required = "", requiredKeys(t)
	w.restrictToClosedSets(s, t)
	return s
}

// restrictToClosedSets lists the words that a struct's keys can have where their set is closed, or beside their form.
func (w *schemaWriter) restrictToClosedSets(s *jsonschema.Schema, t reflect.Type) {
	for f := range t.Fields() {
		name, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if rest == "inline" {
			w.restrictToClosedSets(s, f.Type)
			continue
		}
		key, ok := s.Properties.Get(name)
		if !ok {
			continue
		}
		if set := f.Tag.Get("set"); set != "" {
			one := &jsonschema.Schema{Type: "string", Enum: enumOfClosedSet(set)}
			if f.Type.Kind() == reflect.Slice {
				one = oneOrListOf(one)
			}
			one.Description = key.Description
			s.Properties.Set(name, one)
		}
		if word := f.Tag.Get("or"); word != "" {
			s.Properties.Set(name, &jsonschema.Schema{
				AnyOf: []*jsonschema.Schema{{
					Type: "string",
					Enum: []any{word},
				}, {Type: "string", Pattern: patternOfLimit(f, key.Pattern)}},
				Description: key.Description,
			})
		}
		if set := f.Tag.Get("keys"); set != "" {
			key.PropertyNames = &jsonschema.Schema{Enum: enumOfClosedSet(set)}
		}
	}
}

// patternOfLimit is what a length looks like; some can be a day of the month, too.
func patternOfLimit(f reflect.StructField, pattern string) string {
	if word := f.Tag.Get("fixed"); word != "" {
		return strings.Replace(pattern, "|setting ", "|"+word+" [1-9][0-9]?|setting ", 1)
	}
	return pattern
}

func enumOfClosedSet(set string) []any {
	var words []any
	for _, word := range policy.ClosedSet(set) {
		words = append(words, word)
	}
	return words
}

// oneOrListOf: a list of one may be written without brackets.
func oneOrListOf(item *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "array", Items: item}, item}}
}

func (w *schemaWriter) isScalarType(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{
		wordType,
		textType,
		exprType,
		limitType,
		moneyType,
		seatType,
		shapeType,
	}, t)
}

// requiredKeys are the keys a struct must have.
func requiredKeys(t reflect.Type) []string {
	var keys []string
	for f := range t.Fields() {
		name, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch rest {
		case "required":
			keys = append(keys, name)
		case "inline":
			keys = append(keys, requiredKeys(f.Type)...)
		}
	}
	return keys
}

// textSchema is a text alone, or the same in several languages, of which the default one must be there.
func textSchema() *jsonschema.Schema {
	each := jsonschema.NewProperties()
	for _, l := range words.AllLanguages() {
		each.Set(l.ID, &jsonschema.Schema{Type: "string", Description: "What it is in the language " + l.Name})
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
		{Type: "string"},
		{
			Type:                 "object",
			Properties:           each,
			Required:             []string{words.DefaultLanguage().ID},
			AdditionalProperties: jsonschema.FalseSchema,
		},
	}}
}

// seatSchema is "role", or the seat with the condition under which it counts.
func seatSchema() *jsonschema.Schema {
	both := jsonschema.NewProperties()
	both.Set("seat", &jsonschema.Schema{Type: "string"})
	both.Set("when", &jsonschema.Schema{Type: "string"})
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
		{Type: "string"},
		{
			Type:                 "object",
			Properties:           both,
			Required:             []string{"seat"},
			AdditionalProperties: jsonschema.FalseSchema,
		},
	}}
}

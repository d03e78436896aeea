package policy

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"duban/web/words"
)

// Each closed set that a field of the document names is there, and each that is there is named by a field.
func TestClosedSetsAreThoseOfTheDocument(t *testing.T) {
	named := map[string]bool{}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Slice, reflect.Pointer:
			walk(typ.Elem())
		case reflect.Struct:
			if seen[typ] {
				return
			}
			seen[typ] = true
			for field := range typ.Fields() {
				for _, tag := range []string{"set", "keys"} {
					if set := field.Tag.Get(tag); set != "" {
						named[set] = true
						if len(ClosedSet(set)) == 0 {
							t.Errorf("%s.%s is of the set %s, which is not there", typ, field.Name, set)
						}
					}
				}
				walk(field.Type)
			}
		}
	}
	walk(reflect.TypeFor[Document]())
	for set := range maps.Keys(closedSets) {
		if !named[set] {
			t.Errorf("no field of the document is of the set %s", set)
		}
	}
}

// A row of the table of field types fits itself: its value before it is filled in is of its type in conditions, and
// its schema compiles.
func TestFieldTypesFitThemselves(t *testing.T) {
	var kinds []FieldKind
	for _, row := range fieldTypes {
		if slices.Contains(kinds, row.kind) {
			t.Errorf("type %s has two rows", row.kind)
		}
		kinds = append(kinds, row.kind)
		if (row.cel == nil) != (row.zero == nil) || row.sealed && row.cel != nil {
			t.Errorf("type %s: conditions see %v, first %v", row.kind, row.cel, row.zero)
		}
		if _, err := compileSchema("form:///"+string(row.kind), row.schema); err != nil {
			t.Errorf("type %s: %v", row.kind, err)
		}
		if schema := (Field{Type: Word{Text: string(row.kind)}}).schema(words.DefaultLanguage()); schema["type"] ==
			nil {
			t.Errorf("type %s has no type in JSON", row.kind)
		}
	}
}

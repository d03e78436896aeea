package policy

import (
	"maps"
	"reflect"
	"slices"

	"duban/complaint"
)

// TextsNamedIn are the texts that values of the program's own types name: where the type says so, and in the data of
// forms where the form does. How a value looks says nothing: the hash of a file looks like a text's id.
func (p *Policy) TextsNamedIn(values ...any) []complaint.TextID {
	finder := textFinder{sealed: p.SealedFields(), found: map[complaint.TextID]bool{}}
	for _, value := range values {
		finder.findIn(reflect.ValueOf(value))
	}
	delete(finder.found, "")
	return slices.Collect(maps.Keys(finder.found))
}

type textFinder struct {
	// sealed are the names of fields whose values are texts.
	sealed map[string]bool
	found  map[complaint.TextID]bool
}

func (f textFinder) findIn(v reflect.Value) {
	if v.IsValid() && v.Type() == reflect.TypeFor[complaint.TextID]() {
		f.found[complaint.TextID(v.String())] = true
		return
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		f.findIn(v.Elem())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f.findIn(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				f.findIn(v.Field(i))
			}
		}
	case reflect.Map:
		for name, value := range v.Seq2() {
			text := value
			for text.Kind() == reflect.Interface {
				text = text.Elem()
			}
			if name.Kind() == reflect.String && f.sealed[name.String()] && text.Kind() == reflect.String {
				f.found[complaint.TextID(text.String())] = true
				continue
			}
			f.findIn(value)
		}
	}
}

package policy

import (
	"reflect"
	"slices"
	"strings"
)

// conditionPlace is where a condition stands in a file.
type conditionPlace struct {
	// element is the nearest element around it that can cite a clause.
	element elementPath
	// step is the step it belongs to, "" for none.
	step string
	// names: it gives a word, such as a disposition, and not yes or no.
	names bool
}

// elementPath is the way to an element of a file, key by key; what stands in a list has the key of the list.
type elementPath []string

// String is the path as [Policy.Coverage] and [Policy.RestingOn] list it.
func (p elementPath) String() string { return strings.Join(p, ".") }

func (p elementPath) under(other string) bool { return strings.HasPrefix(p.String()+".", other+".") }

func (p elementPath) below(key string) elementPath {
	if key == "" {
		return p
	}
	return append(slices.Clip(p), key)
}

// eachCondition visits every condition that stands in the file, in the order of the document's types.
func (d *Document) eachCondition(visit func(conditionPlace, *Expr)) {
	conditionWalk{visit}.walk(reflect.ValueOf(d).Elem(), nil, conditionPlace{})
}

type conditionWalk struct{ visit func(conditionPlace, *Expr) }

var (
	exprType  = reflect.TypeFor[Expr]()
	citesType = reflect.TypeFor[Cites]()
)

// walk looks at a value that stands at a path; in is the place around it.
func (w conditionWalk) walk(v reflect.Value, path elementPath, in conditionPlace) {
	switch {
	case v.Type() == exprType:
		if e, ok := reflect.TypeAssert[*Expr](v.Addr()); ok && e.Text != "" {
			w.visit(in, e)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		w.walk(v.Elem(), path, in)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			w.walkEntry(v.Index(i), path, in)
		}
	case v.Kind() == reflect.Struct:
		if _, cites := v.Type().FieldByName(citesType.Name()); cites {
			in.element = path
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			place := in
			place.names = f.Tag.Get("cel") == "string"
			w.walk(v.Field(i), path.below(key), place)
		}
	}
}

// walkEntry looks at one of several: at an entry of a map under its key.
func (w conditionWalk) walkEntry(v reflect.Value, path elementPath, in conditionPlace) {
	if v.Kind() == reflect.Struct {
		if key := v.FieldByName("Key"); key.IsValid() {
			if len(path) == 1 && path[0] == "steps" {
				in.step = key.String()
			}
			w.walk(v.FieldByName("Value"), path.below(key.String()), in)
			return
		}
	}
	w.walk(v, path, in)
}

package policy

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// conditionPlace is where a condition stands in a file.
type conditionPlace struct {
	// element is the nearest element around it that can cite a clause.
	element elementPath
	// step is the step it belongs to, "" for none.
	step string
	// names: it gives a word, such as a disposition, and not yes or no.
	names bool
	// key is that under which it stands, such as when.
	key string
}

// hasOutcome reports whether an outcome is being given where the condition is asked: in the form of a step, and where a
// step closes the case.
func (in conditionPlace) hasOutcome() bool {
	moves := len(in.element) > 2 && (in.element[2] == "suspension" || in.element[2] == "extension")
	ofForm := in.key == "required_when" || in.key == "that"
	return in.names || in.step != "" && ofForm && !moves
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
	textType  = reflect.TypeFor[Text]()
	citesType = reflect.TypeFor[Cites]()
)

// walk looks at a value that stands at a path; in is the place around it.
func (w conditionWalk) walk(v reflect.Value, path elementPath, in conditionPlace) {
	switch shape := shapeOf(v.Type()); {
	case !shape.holdsConditions:
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
		if shape.cites {
			in.element = path
		}
		for _, f := range shape.fields {
			place := in
			place.names, place.key = f.names, f.key
			w.walk(v.Field(f.index), path.below(f.key), place)
		}
	}
}

// shape is what the walk has to know of a type.
type shape struct {
	// holdsConditions: a condition can stand in it.
	holdsConditions bool
	// cites: it is an element that can cite a clause.
	cites  bool
	fields []shapeField
}

// shapeField is a field of a struct in which a condition can stand, with its key in the file.
type shapeField struct {
	index int
	key   string
	// names: the condition gives a word.
	names bool
}

// shapes are those of the document's types, worked out once.
var shapes sync.Map // reflect.Type → *shape

func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := &shape{holdsConditions: canHold(t, exprType)}
	if t.Kind() == reflect.Struct && s.holdsConditions {
		_, s.cites = t.FieldByName(citesType.Name())
		for i := range t.NumField() {
			f := t.Field(i)
			if canHold(f.Type, exprType) {
				key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
				s.fields = append(s.fields, shapeField{i, key, f.Tag.Get("cel") == "string"})
			}
		}
	}
	shapes.Store(t, s)
	return s
}

// held are the answers of canHold.
var held sync.Map // [2]reflect.Type → bool

// canHold reports whether a value of a type can hold one of another, at any depth.
func canHold(t, inside reflect.Type) bool {
	if t == inside {
		return true
	}
	question := [2]reflect.Type{t, inside}
	if known, ok := held.Load(question); ok {
		return known.(bool)
	}
	can := false
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		can = canHold(t.Elem(), inside)
	case reflect.Struct:
		for f := range t.Fields() {
			can = can || canHold(f.Type, inside)
		}
	default: // holds nothing
	}
	held.Store(question, can)
	return can
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

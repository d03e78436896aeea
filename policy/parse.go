package policy

import (
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Parse reads a policy file. Every unknown key, missing key and wrong type is a finding; all of them come
// back at once as [Findings].
func Parse(file string, data []byte) (*Document, error) {
	doc, f := &Document{}, &findings{file: file}
	if root := readTree(f, data); root != nil {
		reader{f: f}.readDocument(root, doc)
	}
	return doc, f.err()
}

func (r reader) readDocument(root *node, doc *Document) {
	r.readValue(root, reflect.ValueOf(doc).Elem())
}

// ReadYAML fills a value from a YAML file as strictly as a policy file is read: every unknown key, missing key and
// wrong type is a finding, all in one [Findings]. A field Pos of a struct is its place. Merge keys (<<) are followed.
func ReadYAML(file string, data []byte, into any) error {
	f := &findings{file: file}
	r := reader{f: f, merges: true, strict: true}
	if root := readTree(f, data); root != nil {
		r.readValue(root, reflect.ValueOf(into).Elem())
	}
	return f.err()
}

// reader fills Go values from YAML nodes, strictly, and goes on after each finding.
type reader struct {
	f *findings
	// merges: the merge key << may be used. It is followed in any case.
	merges bool
	// strict: what was let pass in files that have been published is a finding too.
	strict bool
	// saying: whatever is written of a key says something; an empty one would be as if it were not there.
	saying bool
}

type node = yaml.Node

func posOf(n *node) Pos { return Pos{n.Line, n.Column} }

// selfReader is implemented by the few types that have a form of their own.
type selfReader interface{ readNode(r reader, n *node) }

func (r reader) readValue(n *node, v reflect.Value) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if s, ok := reflect.TypeAssert[selfReader](v.Addr()); ok {
		s.readNode(r, n)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			r.readTime(n, v)
			return
		}
		r.readStruct(n, v)
	case reflect.Slice:
		r.readSlice(n, v)
	case reflect.Map:
		r.readMap(n, v)
	case reflect.Interface:
		r.readAnything(n, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.readValue(n, v.Elem())
	default:
		r.readScalar(n, v)
	}
}

func (r reader) readTime(n *node, v reflect.Value) {
	if n.Decode(v.Addr().Interface()) != nil {
		r.f.add(posOf(n), "value.not_time", args{"value": n.Value})
	}
}

// readAnything takes a value of any form as the YAML library reads it.
func (r reader) readAnything(n *node, v reflect.Value) {
	if err := n.Decode(v.Addr().Interface()); err != nil {
		r.f.add(posOf(n), "yaml.broken", args{"problem": yamlErrorText(err)})
	}
}

func (r reader) readMap(n *node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		r.f.add(posOf(n), "value.not_keys", nil)
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	r.visitPairs(n, func(key, value *node) {
		e := reflect.New(v.Type().Elem()).Elem()
		r.readValue(value, e)
		v.SetMapIndex(reflect.ValueOf(key.Value), e)
	})
}

func (r reader) readSlice(n *node, v reflect.Value) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return // a key with nothing after it
	}
	items := n.Content
	v.Set(reflect.MakeSlice(v.Type(), 0, len(items))) // [] is not the same as nothing written
	if n.Kind != yaml.SequenceNode {
		items = []*node{n} // a list of one may be written without brackets
	}
	for _, item := range r.namesIn(items, v.Type().Elem()) {
		e := reflect.New(v.Type().Elem()).Elem()
		r.readValue(item, e)
		v.Set(reflect.Append(v, e))
	}
}

// listCommas are what people put between the names of a list.
const listCommas = "，、,"

// namesIn are the items of a list of names. A name has no comma in it, so one with a comma is several.
func (r reader) namesIn(items []*node, t reflect.Type) []*node {
	if t != reflect.TypeFor[Word]() && t != reflect.TypeFor[SeatRule]() {
		return items
	}
	var all []*node
	for _, item := range items {
		if item.Kind == yaml.ScalarNode && strings.TrimSpace(item.Value) == "" {
			r.f.add(posOf(item), "value.empty", nil)
			continue
		}
		comma := strings.IndexAny(item.Value, listCommas)
		if item.Kind != yaml.ScalarNode || comma < 0 {
			all = append(all, item)
			continue
		}
		at := Pos{item.Line, item.Column + utf8.RuneCountInString(item.Value[:comma])}
		if item.Value[comma] == ',' {
			r.f.add(at, "yaml.no_brackets", nil)
		} else {
			r.f.add(at, "yaml.chinese_comma", nil)
		}
		for _, part := range strings.FieldsFunc(item.Value, func(c rune) bool {
			return strings.ContainsRune(listCommas, c)
		}) {
			one := *item
			one.Value = strings.TrimSpace(part)
			all = append(all, &one)
		}
	}
	return all
}

func (r reader) readScalar(n *node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		r.f.add(posOf(n), "value.not_single", nil)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		if n.Value != "true" && n.Value != "false" {
			r.f.add(posOf(n), "value.not_bool", args{"value": n.Value})
			return
		}
		v.SetBool(n.Value == "true")
	case reflect.Int, reflect.Int64:
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil {
			r.f.add(posOf(n), "value.not_number", args{"value": n.Value})
			return
		}
		v.SetInt(i)
	default:
		panic("policy documents have no fields of type " + v.Type().String())
	}
}

// structField is a field that stands in a file, by its way through the struct and those that are inline in it.
type structField struct {
	at       []int
	required bool
}

// structKeys are the fields of a struct by their keys in a file, and the keys in order.
type structKeys struct {
	fields map[string]structField
	names  []string
}

// keysOfStructs are those of the document's types, worked out once.
var keysOfStructs sync.Map // reflect.Type → *structKeys

func keysOfStruct(t reflect.Type) *structKeys {
	if known, ok := keysOfStructs.Load(t); ok {
		return known.(*structKeys)
	}
	keys := &structKeys{fields: map[string]structField{}}
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("yaml")
		if tag == "" || tag == "-" {
			continue // filled by others
		}
		if strings.HasSuffix(tag, ",inline") {
			inner := keysOfStruct(t.Field(i).Type)
			for name, field := range inner.fields {
				keys.fields[name] = structField{append([]int{i}, field.at...), field.required}
			}
			keys.names = append(keys.names, inner.names...)
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		keys.fields[name] = structField{[]int{i}, rest == "required"}
		keys.names = append(keys.names, name)
	}
	keysOfStructs.Store(t, keys)
	return keys
}

func (r reader) readStruct(n *node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		r.f.add(posOf(n), "value.not_keys", nil)
		return
	}
	keys := keysOfStruct(v.Type())
	fields, names := keys.fields, keys.names
	given := keysOf(n)
	if at := v.FieldByName("Pos"); at.IsValid() && at.Type() == reflect.TypeFor[Pos]() {
		at.Set(reflect.ValueOf(posOf(n)))
	}
	var seen []string
	r.visitPairs(n, func(key, value *node) {
		name := key.Value
		if _, ok := fields[name]; !ok {
			name, value = r.noteUnknownKey(key, value, names)
			if name == "" || slices.Contains(given, name) || slices.Contains(seen, name) {
				return
			}
		}
		seen = append(seen, name)
		field := fields[name]
		into := v.FieldByIndex(field.at)
		r.readValue(value, into)
		if field.required || r.saying {
			r.checkNotEmpty(name, value, into.Type())
		}
	})
	for _, name := range names {
		if fields[name].required && !slices.Contains(seen, name) {
			r.f.add(posOf(n), "key.missing", args{"key": name})
		}
	}
}

// noteUnknownKey notes a key that there is not, and gives what was probably meant, so that it is read as such.
func (r reader) noteUnknownKey(key, value *node, names []string) (string, *node) {
	if name, rest, found := strings.Cut(key.Value, "："); found && slices.Contains(names, name) {
		r.f.add(Pos{key.Line, key.Column + utf8.RuneCountInString(name)}, "yaml.chinese_colon", args{"key": name})
		return name, &node{
			Kind:   yaml.ScalarNode,
			Value:  rest,
			Line:   key.Line,
			Column: key.Column,
		}
	}
	r.f.add(posOf(key), "key.unknown", args{"key": key.Value, "instead": suggestClosest(key.Value, names)})
	return closestWord(key.Value, names), value
}

// checkNotEmpty: what must be written says something, and in a file that is about to be published whatever is written.
func (r reader) checkNotEmpty(key string, n *node, t reflect.Type) {
	says := t.Kind() == reflect.String || t == reflect.TypeFor[Word]() || t == reflect.TypeFor[Text]()
	switch {
	case r.strict && says:
		r.mustSaySomething(key, n)
	case r.saying && (n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode) && len(n.Content) == 0:
		r.f.add(posOf(n), "key.empty", args{"key": key})
	case r.saying:
		r.mustSaySomething(key, n)
	}
}

func (r reader) mustSaySomething(key string, n *node) {
	if n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" {
		r.f.add(posOf(n), "key.empty", args{"key": key})
	}
}

func keysOf(n *node) []string {
	var keys []string
	for key := range pairsOf(n) {
		keys = append(keys, key.Value)
	}
	return keys
}

// visitPairs visits the pairs of a mapping, then those that it merges and does not have itself.
func (r reader) visitPairs(n *node, visit func(key, value *node)) {
	seen := map[string]bool{}
	var merged []*node
	for key, value := range pairsOf(n) {
		switch {
		case key.Value == mergeKey:
			if !r.merges {
				r.f.add(posOf(key), "key.merge", nil)
			}
			merged = append(merged, value)
		case seen[key.Value]:
			r.f.add(posOf(key), "key.twice", args{"key": key.Value})
		default:
			seen[key.Value] = true
			visit(key, value)
		}
	}
	for i := 0; i < len(merged) && i < mostMerges; i++ {
		for key, value := range pairsOf(merged[i]) {
			if key.Value == mergeKey {
				merged = append(merged, value)
			} else if !seen[key.Value] {
				seen[key.Value] = true
				visit(key, value)
			}
		}
	}
}

// mergeKey is the key by which YAML takes over the pairs of another mapping. mostMerges ends merges that go round.
const (
	mergeKey   = "<<"
	mostMerges = 20
)

// pairsOf are the pairs of a mapping, behind an alias too.
func pairsOf(n *node) iter.Seq2[*node, *node] {
	return func(yield func(key, value *node) bool) {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		if n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func (m *Map[T]) readNode(r reader, n *node) {
	if n.Kind != yaml.MappingNode {
		r.f.add(posOf(n), "value.not_keys", nil)
		return
	}
	r.visitPairs(n, func(key, value *node) {
		e := Entry[T]{Key: key.Value, Pos: posOf(key)}
		r.readValue(value, reflect.ValueOf(&e.Value).Elem())
		r.checkNotEmpty(key.Value, value, reflect.TypeFor[T]())
		m.Entries = append(m.Entries, e)
	})
}

func (w *Word) readNode(r reader, n *node) {
	w.Pos = posOf(n)
	r.readScalar(n, reflect.ValueOf(&w.Text).Elem())
}

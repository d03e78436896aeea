package editor

import (
	"cmp"
	_ "embed" // the data
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/policy/proofexamples"
)

//go:embed examples.yaml
var keyExamplesText []byte

// restText is a sound file with what no regulation of the tests happens to write.
//
//go:embed rest.yaml
var restText string

// KeyExample says what cannot stand under a key of a policy file. What can is found in the regulations that the tests
// play: there the key is written so, and nothing is found.
type KeyExample struct {
	// Wrong is what is written there instead, and Finding the id of what a check finds then.
	Wrong   yaml.Node `yaml:"wrong"`
	Finding string    `yaml:"finding"`
	// Never is the reason why nothing under the key can be wrong by itself.
	Never string `yaml:"never"`
}

// KeyExamples are those of all keys, by the type that the key stands in and the key: Step.limit.
func KeyExamples() (map[string]KeyExample, error) {
	all := map[string]KeyExample{}
	if err := yaml.Load(keyExamplesText, &all); err != nil {
		return nil, fmt.Errorf("examples of keys: %w", err)
	}
	return all, nil
}

// Shown is an example of a key as it was run.
type Shown struct {
	// Passes and Fails are the key as a sound file has it, and as it is wrong.
	Passes, Fails string
	// Found is what a check finds; empty where nothing can be wrong.
	Found policy.Finding
}

// sample is a sound policy file with where its keys stand.
type sample struct {
	name string
	root *yaml.Node
	keys map[string][]*yaml.Node
}

// readSamples reads the sound files, small ones first.
func readSamples() ([]*sample, error) {
	texts := map[string]string{
		"small.yaml": proofexamples.Small,
		"bank.yaml":  proofexamples.Bank,
		"rest.yaml":  restText,
	}
	for of, pattern := range map[fs.FS]string{
		policies.Examples: "testdata/*/policy.yaml", policies.Files: "*/policy.yaml",
	} {
		names, err := fs.Glob(of, pattern)
		if err != nil {
			return nil, fmt.Errorf("list examples: %w", err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(of, name)
			if err != nil {
				return nil, fmt.Errorf("read example: %w", err)
			}
			texts[name] = string(data)
		}
	}
	var all []*sample
	for name, text := range texts {
		s := &sample{name: name, root: &yaml.Node{}, keys: map[string][]*yaml.Node{}}
		if err := yaml.Load([]byte(text), s.root); err != nil {
			return nil, fmt.Errorf("example %s: %w", name, err)
		}
		s.note(reflect.TypeFor[policy.Document](), s.root.Content[0])
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *sample) int {
		return cmp.Or(cmp.Compare(len(texts[a.name]), len(texts[b.name])), strings.Compare(a.name, b.name))
	})
	return all, nil
}

// note notes where the keys of a struct stand in a node of it, and those of what it holds.
func (s *sample) note(t reflect.Type, n *yaml.Node) {
	switch {
	case isMap(t):
		for i := 1; i < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			s.note(mapValue(t), n.Content[i])
		}
	case t.Kind() == reflect.Pointer:
		s.note(t.Elem(), n)
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			s.note(t.Elem(), item)
		}
	case t.Kind() == reflect.Slice:
		s.note(t.Elem(), n)
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode && !(&schemaWriter{}).isScalarType(t):
		s.noteKeys(t, t, n)
	}
}

func (s *sample) noteKeys(t, of reflect.Type, n *yaml.Node) {
	for _, f := range keyedFields(of) {
		if f.Anonymous {
			if f.Type == citesType {
				s.noteKeys(citesType, citesType, n)
			} else {
				s.noteKeys(t, f.Type, n)
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				key := t.Name() + "." + name
				s.keys[key] = append(s.keys[key], n.Content[i+1])
				s.note(f.Type, n.Content[i+1])
			}
		}
	}
}

// mostPlaces is in how many places of a file a key is tried.
const mostPlaces = 4

// exampleRunner runs examples over the sound files.
type exampleRunner struct {
	samples []*sample
	cal     *calendar.Calendar
}

func newExampleRunner() (*exampleRunner, error) {
	samples, err := readSamples()
	return &exampleRunner{samples, calendar.New("cn", nil)}, err
}

var errNotShown = errors.New("no sound file has the key where that is found")

// show runs the example of a key: the first place in a sound file where writing the wrong value is found as it says.
func (r *exampleRunner) show(key string, e KeyExample) (Shown, error) {
	name := key[strings.Index(key, ".")+1:]
	for _, s := range r.samples {
		for i, n := range s.keys[key] {
			shown := Shown{Passes: lineOf(name, n)}
			if e.Never != "" {
				return shown, nil
			}
			if i >= mostPlaces {
				break
			}
			wrong := e.Wrong
			shown.Fails = lineOf(name, &wrong)
			found, err := s.findWith(n, &wrong, e.Finding, r.cal)
			if err != nil {
				return shown, err
			}
			if found.ID == e.Finding {
				shown.Found = found
				return shown, nil
			}
		}
	}
	if e.Never != "" {
		return Shown{}, nil
	}
	return Shown{}, fmt.Errorf("example of %s: %w", key, errNotShown)
}

// findWith is the finding of an id in the file with a value written instead of one.
func (s *sample) findWith(place, wrong *yaml.Node, id string, cal *calendar.Calendar) (policy.Finding, error) {
	right := *place
	*place = *wrong
	data, err := yaml.Marshal(s.root)
	*place = right
	if err != nil {
		return policy.Finding{}, fmt.Errorf("write %s: %w", s.name, err)
	}
	of := func(f policy.Finding) bool { return f.ID == id }
	_, err = policy.LoadNew(s.name, data)
	if found, ok := errors.AsType[policy.Findings](err); ok && slices.ContainsFunc(found, of) {
		return found[slices.IndexFunc(found, of)], nil
	}
	found := policy.Check(s.name, data, cal).Findings
	if i := slices.IndexFunc(found, of); i >= 0 {
		return found[i], nil
	}
	return policy.Finding{}, nil
}

// mostShown is how much of a value is shown, in characters.
const mostShown = 90

// lineOf is a key with its value in one line.
func lineOf(key string, value *yaml.Node) string {
	text := []rune(key + ": " + valueOfNode(inFlow(value)))
	if len(text) > mostShown {
		return string(text[:mostShown]) + " …"
	}
	return string(text)
}

// valueOfNode is a node as it is written.
func valueOfNode(n *yaml.Node) string {
	data, err := yaml.Marshal(n)
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(data)), " ")
}

// inFlow is a copy of a node without comments, in one line.
func inFlow(n *yaml.Node) *yaml.Node {
	one := &yaml.Node{
		Kind:  n.Kind,
		Tag:   n.Tag,
		Value: n.Value,
		Style: n.Style,
	}
	if len(n.Content) > 0 {
		one.Style = yaml.FlowStyle
	}
	for _, inner := range n.Content {
		one.Content = append(one.Content, inFlow(inner))
	}
	return one
}

// keysOfFile are all keys of a policy file, as examples name them, in the order of the reference.
func keysOfFile() []string {
	var all []string
	var collect func(t, of reflect.Type)
	collect = func(t, of reflect.Type) {
		for _, f := range keyedFields(of) {
			name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			switch {
			case f.Anonymous && f.Type == citesType && t != citesType:
			case f.Anonymous:
				collect(t, f.Type)
			default:
				all = append(all, t.Name()+"."+name)
			}
		}
	}
	for _, p := range partsOfFile() {
		collect(p.of, p.of)
	}
	return all
}

package policies_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"duban/policy/editor"
)

// schema is the part of a JSON Schema that says which keys there are, and which words a key may have.
type schema struct {
	Properties           map[string]*schema `json:"properties"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties"`
	AnyOf                []*schema          `json:"anyOf"`
	Items                *schema            `json:"items"`
	PropertyNames        *schema            `json:"propertyNames"`
	Enum                 []string           `json:"enum"`
	// each is the schema of a mapping's values once it has been read.
	each *schema
}

// values is the schema of a mapping's values, nil where the keys are fixed.
func (s *schema) values() *schema {
	if s.each == nil && string(s.AdditionalProperties) != "false" {
		var each schema
		if json.Unmarshal(s.AdditionalProperties, &each) == nil {
			s.each = &each
		}
	}
	return s.each
}

// everyKey visits each key that a file can have, by its path, and each word of a closed set below it.
func (s *schema) everyKey(path string, visit func(string)) {
	if s == nil {
		return
	}
	for _, word := range s.Enum {
		visit(path + " = " + word)
	}
	for key, value := range s.Properties {
		visit(path + "." + key)
		value.everyKey(cmp.Or(pathOfAct(path, key), path+"."+key), visit)
	}
	for _, one := range append(s.AnyOf, s.Items, s.values()) {
		one.everyKey(path, visit)
	}
	if s.PropertyNames != nil {
		s.PropertyNames.everyKey(path, visit)
	}
}

// keysIn visits the keys and the words of closed sets that a file has.
func (s *schema) keysIn(n *yaml.Node, path string, visit func(string)) {
	if s == nil {
		return
	}
	for _, one := range s.AnyOf {
		one.keysIn(n, path, visit)
	}
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			s.Items.keysIn(item, path, visit)
		}
	case yaml.ScalarNode:
		if slices.Contains(s.Enum, n.Value) {
			visit(path + " = " + n.Value)
		}
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			if one, ok := s.Properties[key]; ok {
				visit(path + "." + key)
				one.keysIn(value, cmp.Or(pathOfAct(path, key), path+"."+key), visit)
			} else {
				s.values().keysIn(value, path, visit)
			}
			if s.PropertyNames != nil && slices.Contains(s.PropertyNames.Enum, key) {
				visit(path + " = " + key)
			}
		}
	}
}

// translate writes each text of a file in two languages.
func (s *schema) translate(n *yaml.Node) {
	if s == nil {
		return
	}
	for _, one := range s.AnyOf {
		if one.Properties["zh"] != nil && n.Kind == yaml.ScalarNode {
			*n = *newBlock("zh", n.Value, "en", "in English "+n.Value).Node
			return
		}
		one.translate(n)
	}
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			s.Items.translate(item)
		}
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			if one, ok := s.Properties[n.Content[i].Value]; ok {
				one.translate(n.Content[i+1])
			} else {
				s.values().translate(n.Content[i+1])
			}
		}
	}
}

// policySchema is the schema of policy files.
var policySchema = sync.OnceValue(func() *schema {
	var root schema
	text, err := editor.Schema()
	if err == nil {
		err = json.Unmarshal(text, &root)
	}
	if err != nil {
		panic(err)
	}
	return &root
})

// enoughForEachKey is how many random policies surely have each key once.
const enoughForEachKey = 500

// Each key that a policy file can have, and each word of its closed sets, stands in random policies: in one of a
// hundred at least, 200 in the 20,000 of the long form. What the language learns and the generator does not fails here.
func TestRandomPoliciesHaveEveryKey(t *testing.T) {
	root := policySchema()
	made, files := 0, map[string]int{}
	root.everyKey("", func(key string) { files[key] = 0 })
	eachRandomPolicy(t, func(_ *rapid.T, text []byte) {
		made++
		var file yaml.Node
		if err := yaml.Load(text, &file); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		root.keysIn(file.Content[0], "", func(key string) { seen[key] = true })
		for key := range seen {
			files[key]++
		}
	})
	least := made / 100
	if made < 5000 {
		least = min(made/enoughForEachKey, 1)
	}
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(files)) {
		lines = append(lines, fmt.Sprintf("%6d %s", files[key], key))
		if files[key] < least {
			t.Errorf("%s stands in %d of %d files, want %d", key, files[key], made, least)
		}
	}
	t.Logf("files with each key:\n%s", strings.Join(lines, "\n"))
}

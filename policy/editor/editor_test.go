package editor_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"duban/policy"
	"duban/policy/editor"
)

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := editor.Schema()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("policy.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("policy.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	var doc any
	if err := yaml.Load([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return s.Validate(plain(doc))
}

// plain turns a date, which YAML editors take for a string, back into one.
func plain(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for k, x := range v {
			v[k] = plain(x)
		}
	case []any:
		for i, x := range v {
			v[i] = plain(x)
		}
	}
	return v
}

// The editor finds nothing wrong with any policy of the house, and each names its schema.
func TestEveryPolicyFitsTheSchema(t *testing.T) {
	s := compile(t)
	files, err := filepath.Glob("../../policies/*/policy.yaml")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, s, string(text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema=../policy.schema.json\n") {
			t.Errorf("%s does not name its schema", file)
		}
	}
	for _, file := range []string{
		"../../policies/testdata/bank/policy.yaml", "../../policies/testdata/library/policy.yaml",
		"../proofexamples/bank.yaml",
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, s, string(text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// What the reader of policies refuses for its shape, the editor shows too.
func TestTheSchemaFindsWhatIsWrong(t *testing.T) {
	s := compile(t)
	text, err := os.ReadFile("../proofexamples/bank.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, changed string }{
		{"unknown key", "    join: true", "    jion: true"},
		{"missing key", "    title: 核查\n", ""},
		{"length of no unit", "is: 20wd", "is: 20w"},
		{"a limit of none outside a choice", "limit: setting quickly", "limit: none"},
		{"amount of no currency", "up_to: 1000元", "up_to: 1000"},
		{"list where a mapping stands", "severities: {normal: 一般}", "severities: [normal]"},
		{"number in place of a truth", "join: true", "join: 1"},
		{"unknown type of field", "type: money", "type: mony"},
		{"unknown kind of step", "kind: notice", "kind: notize"},
		{"unknown kind of clause", "kind: recorded", "kind: noted"},
		{"unknown command", "  note: {", "  notes: {"},
	} {
		if strings.Count(string(text), c.old) == 0 {
			t.Fatalf("the policy does not say %q", c.old)
		}
		if valid(t, s, strings.Replace(string(text), c.old, c.changed, 1)) == nil {
			t.Errorf("%s passes", c.name)
		}
	}
}

// A limit can be none where the case chooses it.
func TestTheSchemaKnowsCasesWithoutLimit(t *testing.T) {
	text, err := os.ReadFile("../proofexamples/bank.yaml")
	if err != nil {
		t.Fatal(err)
	}
	none := strings.Replace(string(text), `{is: 1m, clause: "2"}`, "{when: overdue, is: none}", 1)
	if none == string(text) {
		t.Fatal("the policy has no such limit")
	}
	if err := valid(t, compile(t), none); err != nil {
		t.Error(err)
	}
}

// The comments of the document types are the editor's help.
func TestTheSchemaHelps(t *testing.T) {
	data, err := editor.Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, help := range []string{"Votes says how the body decides", "Seats each of which does its own part"} {
		if !bytes.Contains(data, []byte(help)) {
			t.Errorf("no help says %q", help)
		}
	}
}

// Every key of a policy file has a comment: it is the help in editors and the meaning in the reference.
func TestEveryKeyIsExplained(t *testing.T) {
	comments, err := editor.Comments()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	var visit func(of reflect.Type)
	visit = func(of reflect.Type) {
		switch {
		case of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice:
			visit(of.Elem())
			return
		case of.Kind() != reflect.Struct || seen[of]:
			return
		}
		seen[of] = true
		if entries, isMap := of.FieldByName("Entries"); isMap {
			value, _ := entries.Type.Elem().FieldByName("Value")
			visit(value.Type)
			return
		}
		for f := range of.Fields() {
			key, rest, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if rest == "inline" {
				visit(f.Type)
			}
			if key == "" {
				continue
			}
			if comments["duban/policy."+of.Name()] == "" {
				t.Errorf("no comment says what a %s is", of.Name())
			}
			if comments["duban/policy."+of.Name()+"."+f.Name] == "" {
				t.Errorf("no comment says what %s of %s means: write one above the field", key, of.Name())
			}
			visit(f.Type)
		}
	}
	visit(reflect.TypeFor[policy.Document]())
	if len(seen) < 30 {
		t.Errorf("only %d types were seen", len(seen))
	}
}

// The reference is what the program's tables say now, and leaves out nothing.
func TestTheReferenceIsWhole(t *testing.T) {
	page, err := editor.Reference()
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile("../../docs/policy-reference.md")
	if err != nil || string(written) != page {
		t.Errorf("docs/policy-reference.md is stale (%v): make generate", err)
	}
	for _, name := range slices.Concat(policy.ClientCommands(), policy.ClosedSet("builtin")) {
		if !strings.Contains(page, "\n| `"+name+"` ") {
			t.Errorf("the reference has no row %s", name)
		}
	}
	for _, proof := range policy.ProofNames() {
		if !strings.Contains(page, "\n### "+proof+"\n") {
			t.Errorf("the reference has no proof %s", proof)
		}
	}
	if strings.Contains(page, "|  |  |") || strings.Contains(page, "| |\n") {
		t.Error("a row says nothing")
	}
}

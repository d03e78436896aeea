package gateway

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// Each command is read from the wire, has a title and words in every language, and stands in the OpenAPI document if
// people can give it. What the policy does with it is tested beside its row.
func TestNothingOfACommandIsForgotten(t *testing.T) {
	names := complaint.CommandNames()
	var decoded []string
	for _, name := range names {
		command, err := complaint.DecodeCommand(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		decoded = append(decoded, reflect.TypeOf(command).Name())
	}
	for _, declared := range having(t, "commandName") {
		if !slices.Contains(decoded, declared) {
			t.Errorf("complaint.%s is not in the table of commands: nobody can decode it", declared)
		}
	}
	documented := documentedSchemas(t)
	for _, name := range names {
		worded(t, "explain.command."+name)
		if !slices.Contains(policy.ClientCommands(), name) {
			continue
		}
		worded(t, "command."+name)
		if _, ok := documented["Command_"+name]; !ok {
			t.Errorf("command %s is not in docs/openapi.json: make generate", name)
		}
	}
}

// Each type of event is read from the journal, has words in every language and stands in the OpenAPI document.
func TestNothingOfAnEventIsForgotten(t *testing.T) {
	var listed []string
	if err := json.Unmarshal(documentedSchemas(t)["EventView"].Properties["type"].Enum, &listed); err != nil {
		t.Fatal(err)
	}
	var decoded []string
	for _, name := range complaint.EventTypes() {
		fact, err := complaint.DecodeFact(name, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		decoded = append(decoded, reflect.TypeOf(fact).Name())
		worded(t, "event."+name)
		if !slices.Contains(listed, name) {
			t.Errorf("event %s is not in docs/openapi.json: make generate", name)
		}
	}
	for _, declared := range having(t, "eventType") {
		if !slices.Contains(decoded, declared) {
			t.Errorf("complaint.%s is not in the table of events: nobody can decode it", declared)
		}
	}
}

func worded(t *testing.T, key string) {
	t.Helper()
	for _, language := range words.AllLanguages() {
		if !slices.Contains(language.Keys(), key) {
			t.Errorf("web/words/%s has no %s", language.ID, key)
		}
	}
}

// having lists the types of package complaint that declare a method, from its source: what no table holds is found too.
func having(t *testing.T, method string) []string {
	t.Helper()
	files, err := filepath.Glob("../complaint/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == method && f.Recv != nil {
				types = append(types, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(types) < 20 {
		t.Fatalf("only %v declare %s", types, method)
	}
	return types
}

type documentedSchema struct {
	Properties map[string]struct{ Enum json.RawMessage }
}

func documentedSchemas(t *testing.T) map[string]documentedSchema {
	t.Helper()
	data, err := os.ReadFile("../docs/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct{ Schemas map[string]documentedSchema }
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Components.Schemas
}

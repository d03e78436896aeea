package scenario

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Each key that a scenario file can have stands in the page about policy files, in the part that tells of scenarios.
func TestEachKeyOfAScenarioIsTold(t *testing.T) {
	page, err := os.ReadFile("../../docs/policy-format.md")
	if err != nil {
		t.Fatal(err)
	}
	_, told, found := strings.Cut(string(page), "Then a scenario beside it")
	told, _, ends := strings.Cut(told, "## From a row to its scenario")
	if !found || !ends {
		t.Fatal("the part about scenarios is not there")
	}
	keys := 0
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || of.PkgPath() != reflect.TypeFor[Script]().PkgPath() || seen[of] {
			return
		}
		seen[of] = true
		for f := range of.Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if key == "" || key == "-" {
				continue
			}
			keys++
			if !namesKey(told, key) {
				t.Errorf("nothing tells of %s in %s", key, of.Name())
			}
			visit(f.Type)
		}
	}
	visit(reflect.TypeFor[Script]())
	if keys < 50 {
		t.Errorf("only %d keys were seen", keys)
	}
}

// namesKey reports whether a page names a key inside code.
func namesKey(page, key string) bool {
	for i, code := range strings.Split(page, "`") {
		if i%2 == 0 {
			continue
		}
		words := strings.FieldsFunc(code, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') })
		if slices.Contains(words, key) {
			return true
		}
	}
	return false
}

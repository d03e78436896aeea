package policy

import (
	"reflect"
	"strings"
	"testing"

	"duban/web/words"
)

// Each key that a policy file can have is called something in each language, so that a difference is told in words.
func TestEachKeyOfAFileHasWords(t *testing.T) {
	keys := map[string]bool{}
	collectKeys(reflect.TypeFor[Document](), keys, map[reflect.Type]bool{})
	if len(keys) < 150 {
		t.Fatalf("only %d keys were found: the walk goes nowhere", len(keys))
	}
	for key := range keys {
		for _, l := range words.AllLanguages() {
			if !l.HasWords("difference.key." + key) {
				t.Errorf("web/words/%s has no difference.key.%s", l.ID, key)
			}
		}
	}
}

// collectKeys collects the keys of a type of the document and of all that stand within it.
func collectKeys(of reflect.Type, keys map[string]bool, seen map[reflect.Type]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] {
		return
	}
	seen[of] = true
	for field := range of.Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("yaml"), ","); name != "" && name != "-" {
			keys[name] = true
		}
		collectKeys(field.Type, keys, seen)
	}
}

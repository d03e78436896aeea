package policy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The map in doc.go has each file of the package once, and none that is gone.
func TestTheMapHasEachFile(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var mapped []string
	for _, line := range regexp.MustCompile(`(?m)^//   - (\w+\.go): \S`).FindAllStringSubmatch(string(doc), -1) {
		mapped = append(mapped, line[1])
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(name string) bool {
		return name == "doc.go" || strings.HasSuffix(name, "_test.go")
	})
	slices.Sort(mapped)
	slices.Sort(files)
	if !slices.Equal(mapped, files) {
		t.Errorf("the map has\n%v\nthe package has\n%v", mapped, files)
	}
}

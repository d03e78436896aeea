package policy_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"duban/policy"
)

// What no paper can say is found, at its line.
func TestLayoutsAreChecked(t *testing.T) {
	source, err := os.ReadFile("../policies/testdata/library/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const fields = "{says: fault}, {says: amount}"
	for _, c := range []struct{ name, old, changed, want string }{
		{"as it is", fields, fields, ""},
		{"no such field", fields, "{says: faults}", "name.unknown"},
		{"nothing of a case", fields, "{says: case.numbr}", "name.unknown"},
		{"no such party", fields, "{says: party.nobody}", "name.unknown"},
		{"nothing of a party", fields, "{says: party.complainant.age}", "name.unknown"},
		{"a party's telephone", fields, "{says: party.complainant.phone}", ""},
		{"a file", fields, "{says: opinion}", "layout.file"},
		{"says nothing", fields, "{lines: 2}", "layout.cell"},
		{"too many lines", fields, "{says: fault, lines: 99}", "layout.lines"},
		{
			"too many cells", fields, "{says: fault}, {says: amount}, {says: card}, {says: wants}, {says: fault}",
			"layout.cells",
		},
		{"an empty row", "cells: [" + fields + "]", "cells: []", "layout.row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := string(source)
			if strings.Count(text, c.old) != 1 {
				t.Fatalf("%d times: %s", strings.Count(text, c.old), c.old)
			}
			line := 1 + strings.Count(text[:strings.Index(text, c.old)], "\n")
			found := policy.Check("library.yaml", []byte(strings.Replace(text, c.old, c.changed, 1)), weekends).Findings
			if c.want == "" {
				if len(found) > 0 {
					t.Errorf("found %v", found)
				}
				return
			}
			i := slices.IndexFunc(found, func(f policy.Finding) bool { return f.ID == c.want })
			if i < 0 {
				t.Fatalf("want %s, found %v", c.want, found)
			}
			if c.want != "layout.row" && c.name != "says nothing" && found[i].Line != line {
				t.Errorf("found at line %d, it stands at %d", found[i].Line, line)
			}
		})
	}
}

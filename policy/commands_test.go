package policy

import (
	"slices"
	"testing"

	"duban/complaint"
)

// Each command has its row, and does something for somebody.
func TestEachCommandHasARow(t *testing.T) {
	var rows []string
	for _, row := range allCommands().rows {
		rows = append(rows, row.name)
		if row.rule.run == nil {
			t.Errorf("command %s does nothing", row.name)
		}
		if offered := row.rule.ofTask != nil || row.rule.ofCase != nil; offered == (row.by == bySystem) {
			t.Errorf("command %s by %q: offered %v", row.name, row.by, offered)
		}
		if row.rule.permit == nil && !row.inMay && row.by != bySystem {
			t.Errorf("nobody says who may give command %s", row.name)
		}
	}
	slices.Sort(rows)
	if all := complaint.CommandNames(); !slices.Equal(rows, all) {
		t.Errorf("rows %v\ncommands %v", rows, all)
	}
}

package policy

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/web/words"
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

// An event that a rule gives no reason of its own is told by what its command is called, in every edition.
func TestACommandIsAReason(t *testing.T) {
	for _, edition := range []int{1, complaint.Edition} {
		turn := &turn{f: Facts{Edition: edition}, command: "note"}
		cited := &complaint.Reason{Clause: "small-1"}
		got := turn.reasonAsEditionWritesIt(turn.reasonOrCommand(cited))
		if got.Text != CommandTitle(words.DefaultLanguage(), "note") || got.Clause != "small-1" ||
			(got.ID == "") != (edition == 1) {
			t.Errorf("edition %d: %+v", edition, got)
		}
		if cited.ID != "" {
			t.Error("the reason that a rule holds was changed")
		}
		if own := turn.reasonOrCommand(&complaint.Reason{ID: "noted"}); own.ID != "noted" {
			t.Errorf("edition %d: a reason of its own became %+v", edition, own)
		}
	}
}

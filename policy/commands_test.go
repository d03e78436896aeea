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

// Each field of a command's form has its title in every language.
func TestEachFieldOfACommandHasATitle(t *testing.T) {
	doc := documentOfAllForms()
	c := &checker{p: newPolicy(doc), doc: doc}
	for name, fields := range c.fieldsOfCommandForms() {
		for _, e := range fields.Entries {
			title, _ := c.p.titlesBrought[e.Value.Title.Text].Word()
			for _, l := range words.AllLanguages() {
				if !slices.Contains(l.Keys(), title) {
					t.Errorf("command %s, field %s: no file of web/words/%s has %s", name, e.Key, l.ID, title)
				}
			}
		}
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

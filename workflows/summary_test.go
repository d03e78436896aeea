package workflows

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/web/words"
)

// Whatever only the program itself orders is called in Temporal's pages as web/words calls it.
func TestEachOrderOfTheProgramsHasASummary(t *testing.T) {
	for _, name := range complaint.CommandNames() {
		want := words.DefaultLanguage().Text("explain.command."+name, nil)
		if slices.Contains(policy.ClientCommands(), name) {
			continue
		}
		command, err := complaint.DecodeCommand(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := summaryOfOrder(complaint.Order{Command: command}); got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
	told := complaint.Order{Command: complaint.Note{}, Summary: "备注 · 网点办理"}
	if got := summaryOfOrder(told); got != told.Summary {
		t.Error(got)
	}
}

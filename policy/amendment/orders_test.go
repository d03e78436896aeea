package amendment

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// comeAlong are events that nobody asks for by themselves: they come of what stands in orders.go, or of time.
var comeAlong = []string{
	"Filed", "Registered", "StepEntered", "StepAwaited", "StepPassed", "TaskOpened", "TaskWithdrawn", "DeadlineSet",
	"DeadlineMet", "DeadlineMissed", "DeadlineCancelled", "DeadlineSuperseded", "DeadlineExtended", "ExtensionRefused",
	"Reminded", "RemindersMoved", "Escalated", "NoticeIssued", "Closed", "Archived", "Approved", "Measured",
	"RecusalRefused", "DocumentIssued", "StoodIn", "CasesCounted", "SlipEnded", "CircularPublished", "EntryHeard",
	"EntryDecision", "EntryObjected", "EntrySettled", "EntryFell", "VersionAdopted",
	"ReportOrdered", "AccusedCompared", "PartiesJoined",
}

// byTheProgram are commands that the program gives itself: with the first act, when a rung is due, or as an errand,
// which its answer names.
var byTheProgram = []string{"Open", "Due", "Sync", "Recalculate", "Adopt"}

// Whoever adds a command or an event says in orders.go what it is asked for by, so that no act is lost when a case is
// decided anew.
func TestEachCommandAndEventStandsInOrders(t *testing.T) {
	named := selectorsOf(t, "orders.go")
	commands, events := declaring(t, "commandName"), declaring(t, "eventType")
	if len(commands) < 30 || len(events) < 50 {
		t.Fatalf("%d commands and %d events were found", len(commands), len(events))
	}
	for _, name := range commands {
		if !slices.Contains(named, name) && !slices.Contains(byTheProgram, name) {
			t.Errorf("command %s is given by no event in orders.go", name)
		}
	}
	for _, name := range events {
		if !slices.Contains(named, name) && !slices.Contains(comeAlong, name) {
			t.Errorf("event %s: orders.go does not say what asked for it", name)
		}
	}
	for _, name := range slices.Concat(comeAlong, byTheProgram) {
		if !slices.Contains(commands, name) && !slices.Contains(events, name) {
			t.Errorf("%s is neither command nor event any more", name)
		}
	}
}

// selectorsOf are the names of package complaint that a file of this package uses.
func selectorsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := s.X.(*ast.Ident); ok && of.Name == "complaint" {
				names = append(names, s.Sel.Name)
			}
		}
		return true
	})
	return names
}

// declaring are the types of package complaint that declare a method.
func declaring(t *testing.T, method string) []string {
	t.Helper()
	files, err := filepath.Glob("../../complaint/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Name.Name != method || fn.Recv == nil {
				continue
			}
			if of, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
				names = append(names, of.Name)
			}
		}
	}
	return names
}

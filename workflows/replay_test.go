package workflows_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/workflows"
)

// Histories of every edition replay with today's code: a case open over an upgrade goes on. A folder holds those of
// one edition and is written anew (make histories) only until that edition is released.
func TestGoldenHistoriesReplay(t *testing.T) {
	files, err := filepath.Glob("testdata/edition-*/*.history.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden histories", err)
	}
	for _, file := range files {
		replayer := worker.NewWorkflowReplayer()
		replayer.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
		if err := replayer.ReplayWorkflowHistoryFromJSONFile(
			log.NewStructuredLogger(slog.New(slog.DiscardHandler)), file,
		); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

package e2e

import (
	"flag"
	"log/slog"
	"net/http"
	"os"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/encoding/protojson"

	"duban/complaint"
	"duban/seed"
	"duban/workflows"
)

var update = flag.Bool("update", false, "write the golden histories of this release anew")

const goldenHistory = "../../workflows/testdata/archived.history.json"

// What the program writes today can be replayed: a case that was late, urged, escalated, then worked to archive.
// With -update its history becomes the golden one that the workflows package replays for ever.
func TestAHistoryReplays(t *testing.T) {
	program := Start(t)
	agent, branch := program.As("logistics.agent"), program.As("logistics.branch")
	body := map[string]any{
		"policy": "logistics", "channel": "hotline", "category": "damage.wet", "severity": "general", "subject": "超期后办结",
		"content": "外包装淋湿", "complainant": map[string]any{"name": "李四", "phone": "13900000000"},
		"respondents": []map[string]any{{"kind": "unit", "id": string(seed.UnitID("logistics", "branch")), "name": "网点"}},
		"clock":       "2026-03-02T10:00:00+08:00",
	}
	id := agent.Post("/api/v1/cases", "", body).Must(t, http.StatusCreated).Text("id")
	agent.Post("/api/v1/rehearsal/cases/"+id+"/advance", "", map[string]any{"by": "7d"}).Must(t, http.StatusOK)
	act := func(p *Person, outcome string, data map[string]any) {
		t.Helper()
		p.Post("/api/v1/cases/"+id+"/commands", "", map[string]any{"command": "complete", "outcome": outcome, "data": data}).Must(t, http.StatusOK)
	}
	act(branch, "handled", map[string]any{"finding": "淋雨", "established": true})
	act(agent, "served", map[string]any{"at": "2026-03-09T10:00:00+08:00", "how": "phone"})
	act(agent, "satisfied", map[string]any{})
	temporal, err := client.Dial(client.Options{
		HostPort: program.Temporal, Namespace: workflows.Namespace, Logger: sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer temporal.Close()
	name := workflows.WorkflowID(complaint.CaseID(id))
	if err := temporal.GetWorkflow(t.Context(), name, "").Get(t.Context(), nil); err != nil {
		t.Fatalf("the workflow of an archived case has not ended well: %v", err)
	}
	history := &historypb.History{}
	pages := temporal.GetWorkflowHistory(t.Context(), name, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for pages.HasNext() {
		event, err := pages.Next()
		if err != nil {
			t.Fatal(err)
		}
		if event.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_TASK_FAILED {
			t.Errorf("a workflow task failed: %s", event.GetWorkflowTaskFailedEventAttributes().GetCause())
		}
		history.Events = append(history.Events, event)
	}
	replayer := worker.NewWorkflowReplayer()
	replayer.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
	if err := replayer.ReplayWorkflowHistory(nil, history); err != nil {
		t.Fatal(err)
	}
	if *update {
		data, err := protojson.Marshal(history)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenHistory, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

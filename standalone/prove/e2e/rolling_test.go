package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"

	"duban/complaint"
	"duban/standalone/prove/process"
	"duban/workflows"
)

// buildNextRelease builds the program as a later release could be: of the next edition, with a shell that leaves
// another trail once that edition is in force, here one more timer after loading.
func (o *office) buildNextRelease() (binary string) {
	o.t.Helper()
	folder := o.t.TempDir()
	replace := map[string]string{}
	change := func(file, old, to string) {
		path := filepath.Join(process.TreeFolder(), file)
		data, err := os.ReadFile(path)
		if err != nil {
			o.t.Fatal(err)
		}
		if strings.Count(string(data), old) != 1 {
			o.t.Fatalf("%s does not have %q once", file, old)
		}
		replace[path] = filepath.Join(folder, filepath.Base(file))
		if err := os.WriteFile(replace[path], []byte(strings.Replace(string(data), old, to, 1)), 0o600); err != nil {
			o.t.Fatal(err)
		}
	}
	edition := func(n int) string { return fmt.Sprintf("const Edition = %d\n", n) }
	change("complaint/edition.go", edition(complaint.Edition), edition(complaint.Edition+1))
	change("workflows/case.go", "	r.followShellOrders(loaded.Orders)\n", fmt.Sprintf(
		"	if loaded.Edition > %d {\n"+
			"		if err := workflow.Sleep(r.ctx, 1_000_000); err != nil {\n"+
			"			return err\n"+
			"		}\n"+
			"	}\n"+
			"	r.followShellOrders(loaded.Orders)\n",
		complaint.Edition))
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		o.t.Fatal(err)
	}
	file := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		o.t.Fatal(err)
	}
	binary = filepath.Join(filepath.Dir(o.Temporal.LogFile), "duban-next")
	if err := process.BuildWithOverlay(o.t.Context(), binary, file, process.Duban); err != nil {
		o.t.Fatal(err)
	}
	return binary
}

// replaceProcess replaces a worker or gateway by one of another build.
func (o *office) replaceProcess(p *process.Process, binary string) {
	o.t.Helper()
	if err := p.Stop(); err != nil {
		o.t.Fatal(err)
	}
	p.RunAs(binary)
	if err := p.Start(); err != nil {
		o.t.Fatal(err)
	}
}

// Workers are rolled from this release to the next and back and forth again, with open cases filed under each: all
// go on, the journals equal the states, and only a finished upgrade keeps the old program out.
func TestRollingUpgradeAndBack(t *testing.T) {
	o := newOfficeOfItsOwn(t) // an upgrade that is finished stays so
	agent := SignIn(t, o.GatewayAddresses[0], "logistics.agent")
	this, next := o.NewDubanCommand().Path, o.buildNextRelease()
	var cases []string
	file := func(subject string) {
		t.Helper()
		cases = append(cases,
			o.sendUntilKnown(agent, "/api/v1/cases", filing(subject), http.StatusCreated).TextAt("id"))
	}
	notes := 0
	actOnAll := func() {
		t.Helper()
		notes++
		for _, id := range cases {
			body := map[string]any{"command": "note", "data": map[string]any{"text": "换版之间"}}
			o.sendUntilKnown(agent, "/api/v1/cases/"+id+"/commands", body, http.StatusOK)
		}
	}
	file("旧版")
	actOnAll()
	for i, binary := range []string{next, next, this, this} {
		o.replaceProcess(o.Workers[i%2], binary)
		file("换版第 " + string(rune('1'+i)) + " 步")
		actOnAll()
	}
	for _, p := range append(slices.Clone(o.Workers), o.Gateways...) {
		o.replaceProcess(p, next)
	}
	o.ready()
	actOnAll()
	if out, err := o.finish(next); err != nil {
		t.Fatalf("finish: %v\n%s", err, out)
	}
	file("新版")
	for _, p := range o.Workers { // so that the new trail is replayed
		o.replaceProcess(p, next)
	}
	actOnAll()
	for i, id := range cases {
		o.sameState(id)
		timers := o.wantUnbroken(id)
		if last := i == len(cases)-1; last != (timers == 1) {
			t.Errorf("case %d of %d has %d timers of the next edition's shell", i+1, len(cases), timers)
		}
	}
	out, err := o.NewDubanCommand("worker").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "too old") {
		t.Errorf("the old worker starts on a finished database: %v\n%s", err, out)
	}
}

func (o *office) finish(binary string) ([]byte, error) {
	cmd := o.NewDubanCommand("upgrade", "finish")
	cmd.Path = binary
	return cmd.CombinedOutput()
}

// wantUnbroken reads a case's history, in which no task may have failed because its trail was not that of the worker,
// and counts the timers of one millisecond.
func (o *office) wantUnbroken(id string) (timers int) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), patience)
	defer cancel()
	name := workflows.WorkflowID(complaint.CaseID(id))
	pages := o.TemporalClient().GetWorkflowHistory(ctx, name, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for pages.HasNext() {
		event, err := pages.Next()
		if err != nil {
			o.t.Fatal(err)
		}
		failed := event.GetWorkflowTaskFailedEventAttributes()
		switch failed.GetCause() {
		case enumspb.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
			enumspb.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE:
			o.t.Errorf("case %s: a task failed: %s", id, failed.GetFailure().GetMessage())
		}
		if event.GetTimerStartedEventAttributes().GetStartToFireTimeout().AsDuration() == 1_000_000 {
			timers++
		}
	}
	return timers
}

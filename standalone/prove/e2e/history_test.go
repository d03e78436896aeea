package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/encoding/protojson"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/standalone/prove/process"
	"duban/standalone/temporal"
	"duban/workflows"
)

var update = flag.Bool("update", false, "write the golden histories of this edition anew")

const (
	week = 7 * 24 * time.Hour
	// longHistory makes a run of some notes go on in a new one.
	longHistory = 60
)

// monday is when the cases of these stories are received, 10:00 in China.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// story is one case on a real server with a real worker; it leaves nothing to do.
type story struct {
	*hall
	id   complaint.CaseID
	stop func()
}

// What the program writes today it can replay. With -update (make histories) the histories become the golden ones of
// this edition, which the workflows package replays for ever.
func TestHistoriesReplay(t *testing.T) {
	rehearsal := newHall(t, func(o *temporal.Options) { o.Rehearsal = true })
	short := newHall(t, func(o *temporal.Options) { o.Rehearsal, o.LongHistory = true, longHistory })
	for _, one := range []struct {
		name string
		hall *hall
		tell func(*story)
	}{
		{"life", rehearsal, (*story).life},
		{"late", rehearsal, func(s *story) { s.advance(8 * week); s.life() }},
		{"queued", rehearsal, (*story).queuedBySignal},
		{"behind", rehearsal, (*story).behindJournal},
		{"continued", short, (*story).continuedInNewRun},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := &story{hall: one.hall}
			s.t = t
			s.id = s.files(monday)
			s.stop = s.runWorker()
			if err := s.cases.StartCase(t.Context(), s.id); err != nil {
				t.Fatal(err)
			}
			one.tell(s)
			s.awaitArchived()
			s.stop()
			s.keepHistories(one.name)
		})
	}
}

// mustAct carries out an order of a demonstration user, which may not be refused.
func (s *story) mustAct(user string, c complaint.Command) {
	s.t.Helper()
	answer, err := s.cases.GiveOrder(s.t.Context(), s.id, s.order(user, c))
	if err != nil || answer.Refusal != nil {
		s.t.Fatalf("%s: %v %+v", complaint.NameOf(c), err, answer.Refusal)
	}
}

func (s *story) order(user string, c complaint.Command) complaint.Order {
	actor := seed.DemoUserID("logistics." + user)
	return complaint.Order{ID: complaint.CommandID(string(actor) + "/" + uuid.NewString()), Actor: actor, Command: c}
}

func (s *story) advance(by time.Duration) {
	s.t.Helper()
	if err := s.server.Rehearsal().AdvanceClock(s.t.Context(), workflows.WorkflowID(s.id), by); err != nil {
		s.t.Fatal(err)
	}
}

// life is handled, served and asked about.
func (s *story) life() {
	s.mustAct("branch", complaint.Complete{
		Outcome: "handled",
		Data:    map[string]any{"finding": "t", "established": true},
	})
	s.mustAct("agent", complaint.Complete{
		Outcome: "served",
		Data:    map[string]any{"at": s.lastEventAt().Format(time.RFC3339), "how": "phone"},
	})
	s.mustAct("agent", complaint.Complete{Outcome: "satisfied", Data: map[string]any{}})
}

// lastEventAt is the instant of the case's last event: a notice is served no later than that.
func (s *story) lastEventAt() time.Time {
	events, err := s.store.JournalEvents(s.t.Context(), s.id, 0, 10_000)
	if err != nil || len(events) == 0 {
		s.t.Fatal("no events", err)
	}
	return events[len(events)-1].At
}

// queuedBySignal is ordered by signal while nobody works.
func (s *story) queuedBySignal() {
	s.stop()
	if err := s.cases.QueueOrder(s.t.Context(), s.id, s.order("agent", complaint.Note{Text: "t"})); err != nil {
		s.t.Fatal(err)
	}
	s.stop = s.runWorker()
	s.waitFor(s.id, "noted")
	s.mustAct("agent", complaint.Withdraw{Reason: "t"})
}

// behindJournal the journal is a run for which another has acted: it reads what it lacks and asks again.
func (s *story) behindJournal() {
	events, err := s.store.JournalEvents(s.t.Context(), s.id, 0, 10_000)
	if err != nil {
		s.t.Fatal(err)
	}
	at := complaint.Instant(s.lastEventAt())
	acts := &activities.Acts{Journal: s.store, Now: time.Now, Rehearsal: true}
	_, err = acts.Act(s.t.Context(), activities.ActRequest{
		Case:     s.id,
		Expected: len(events),
		Order:    s.order("agent", complaint.Note{Text: "t"}),
		At:       at,
		Clock:    at,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.mustAct("agent", complaint.Note{Text: "t"})
	s.mustAct("agent", complaint.Withdraw{Reason: "t"})
}

// continuedInNewRun goes on in a new run, which loads the journal.
func (s *story) continuedInNewRun() {
	first := s.run("")
	for s.run("") == first {
		s.mustAct("agent", complaint.Note{Text: "t"})
	}
	s.mustAct("agent", complaint.Withdraw{Reason: "t"})
}

// run is the id of a run of the case, "" the newest.
func (s *story) run(id string) string {
	s.t.Helper()
	described, err := s.client.DescribeWorkflowExecution(s.t.Context(), workflows.WorkflowID(s.id), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return described.GetWorkflowExecutionInfo().GetExecution().GetRunId()
}

// awaitArchived waits until the case is archived, advancing over what is owed after its closing.
func (s *story) awaitArchived() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	if err := s.client.GetWorkflow(ctx, workflows.WorkflowID(s.id), "").Get(ctx, nil); err != nil {
		s.t.Fatalf("the workflow of an archived case has not ended well: %v", err)
	}
}

// keepHistories replays each run of the case, the newest first, and with -update writes them down.
func (s *story) keepHistories(name string) {
	s.t.Helper()
	folder := filepath.Join(process.TreeFolder(), "workflows", "testdata", fmt.Sprintf("edition-%d", complaint.Edition))
	for run, n := s.run(""), 1; run != ""; n++ {
		history := s.history(run)
		replayer := worker.NewWorkflowReplayer()
		replayer.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
		if err := replayer.ReplayWorkflowHistory(nil, history); err != nil {
			s.t.Fatal(err)
		}
		if *update {
			data, err := protojson.Marshal(history)
			if err == nil {
				err = os.MkdirAll(folder, 0o755)
			}
			if err == nil {
				err = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.history.json", name, n)), data, 0o644)
			}
			if err != nil {
				s.t.Fatal(err)
			}
		}
		run = history.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId()
	}
}

func (s *story) history(run string) *historypb.History {
	s.t.Helper()
	history := &historypb.History{}
	pages := s.client.GetWorkflowHistory(s.t.Context(), workflows.WorkflowID(s.id), run, false,
		enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for pages.HasNext() {
		event, err := pages.Next()
		if err != nil {
			s.t.Fatal(err)
		}
		if event.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_TASK_FAILED {
			s.t.Errorf("a workflow task failed: %s", event.GetWorkflowTaskFailedEventAttributes().GetCause())
		}
		history.Events = append(history.Events, event)
	}
	return history
}

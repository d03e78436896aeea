package temporal_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"duban/standalone/temporal"
)

func TestAdvanceFiresWhatIsDue(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{Timers: []int{1, 3, 30}})
	before := r.asks(t, id).Now

	r.advances(t, id, 7*day)

	after := r.asks(t, id)
	if !slices.Equal(after.Days, []int{1, 3}) {
		t.Fatalf("timers fired: %v, want 1 and 3", after.Days)
	}
	inTime(t, after)
	moved(t, before, after.Now, 7*day)
	if skips(t, r, id) {
		t.Error("the clock still skips")
	}
}

func TestAdvanceWithNothingDue(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{})
	before := r.asks(t, id).Now
	r.advances(t, id, day)
	once := r.asks(t, id).Now
	moved(t, before, once, day)
	r.advances(t, id, 400*day)
	moved(t, once, r.asks(t, id).Now, 400*day)
}

// Asked by a query, which wakes nothing: what was due is handled when Advance returns.
func TestAdvanceWaitsUntilAllIsHandled(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{Timers: []int{10}})
	d := r.asks(t, id)
	r.advances(t, id, d.Start.Add(10*day).Sub(d.Now)+time.Second)
	answer, err := r.client.QueryWorkflow(t.Context(), id, "", "diary")
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Get(&d); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Days, []int{10}) {
		t.Errorf("timers fired: %v", d.Days)
	}
}

func TestAdvanceAcrossContinueAsNew(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{Timers: []int{1, 2, 3, 9}, Again: true})
	before := r.asks(t, id).Now
	r.advances(t, id, 5*day)
	after := r.asks(t, id)
	if !slices.Equal(after.Days, []int{1, 2, 3}) {
		t.Fatalf("timers fired: %v, want 1, 2 and 3, in a run each", after.Days)
	}
	inTime(t, after)
	moved(t, before, after.Now, 5*day)
}

// The target passes while the workflow handles the second timer, and the third is a month away: the server, left to
// itself, would go there.
func TestAdvanceStopsWhereItWasTold(t *testing.T) {
	r := sharedServer(t)
	for range 10 {
		id := r.begin(t, Diary{Timers: []int{1, 2, 30}})
		d := r.asks(t, id)
		r.advances(t, id, d.Start.Add(2*day).Sub(d.Now)+5*time.Millisecond)
		after := r.asks(t, id)
		if slices.Contains(after.Days, 30) {
			t.Fatalf("timers fired: %v", after.Days)
		}
		moved(t, d.Now, after.Now, d.Start.Add(2*day).Sub(d.Now))
	}
}

func TestAdvancesAddUp(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{Timers: []int{1, 2, 3, 4, 5, 6}})
	before := r.asks(t, id).Now
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := r.Rehearsal().AdvanceClock(t.Context(), id, 2*day); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	after := r.asks(t, id)
	inTime(t, after)
	moved(t, before, after.Now, 4*day)
}

// A refused update leaves no trace in history; it must not stop a clock either.
func TestAdvanceAmongRefusals(t *testing.T) {
	r := sharedServer(t)
	timers := make([]int, 30)
	for i := range timers {
		timers[i] = i + 1
	}
	id := r.begin(t, Diary{Timers: timers})
	ctx, stop := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for range 3 {
		people.Go(func() {
			for ctx.Err() == nil {
				handle, err := r.client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
					WorkflowID:   id,
					UpdateName:   "now",
					Args:         []any{true},
					WaitForStage: client.WorkflowUpdateStageCompleted,
				})
				if err == nil {
					_ = handle.Get(ctx, nil)
				}
			}
		})
	}
	r.advances(t, id, 31*day)
	stop()
	people.Wait()
	after := r.asks(t, id)
	if !slices.Equal(after.Days, timers) {
		t.Fatalf("timers fired: %v", after.Days)
	}
	inTime(t, after)
}

func TestAdvanceWaitsForAnActivity(t *testing.T) {
	r := sharedServer(t)
	id := r.begin(t, Diary{Slow: true, Timers: []int{1}})
	before := r.asks(t, id).Now
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := r.Rehearsal().AdvanceClock(ctx, id, 2*day); err == nil {
		t.Fatal("the clock moved past an activity that is still running")
	}
	if skips(t, r, id) {
		t.Error("an advance that was given up leaves the clock skipping")
	}
	if now := r.asks(t, id).Now; now.Sub(before) > time.Hour {
		t.Errorf("the clock moved by %s", now.Sub(before))
	}
	close(gate(id))
	r.advances(t, id, 2*day)
	moved(t, before, r.asks(t, id).Now, 2*day)
}

func TestAdvanceOfWhatHasEnded(t *testing.T) {
	r := sharedServer(t)
	if err := r.Rehearsal().AdvanceClock(t.Context(), "case-unknown", day); !errors.Is(err, temporal.ErrNotRunning) {
		t.Errorf("unknown: %v", err)
	}
	id := r.begin(t, Diary{Slow: true})
	done := make(chan error)
	go func() { done <- r.Rehearsal().AdvanceClock(t.Context(), id, day) }()
	eventually(t, func() bool { return skips(t, r, id) })
	if err := r.client.TerminateWorkflow(t.Context(), id, "", "test"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, temporal.ErrEnded) {
		t.Errorf("ended on the way: %v", err)
	}
	if err := r.Rehearsal().AdvanceClock(t.Context(), id, day); !errors.Is(err, temporal.ErrNotRunning) {
		t.Errorf("ended before: %v", err)
	}
	if err := r.Rehearsal().AdvanceClock(t.Context(), id, 0); err == nil {
		t.Error("a clock that does not move was advanced")
	}
}

// inTime holds each timer to its own day: an hour is for the wall clock.
func inTime(t *testing.T, d Diary) {
	t.Helper()
	for i, days := range d.Days {
		if at, due := d.FiredAt[i], time.Duration(days)*day; at < due || at > due+time.Hour {
			t.Errorf("the timer of day %d fired at %s", days, at)
		}
	}
}

// moved allows an hour for the wall clock, which runs on meanwhile.
func moved(t *testing.T, before, after time.Time, by time.Duration) {
	t.Helper()
	if got := after.Sub(before); got < by || got > by+time.Hour {
		t.Errorf("the clock moved by %s, want %s", got, by)
	}
}

func skips(t *testing.T, r *running, id string) bool {
	t.Helper()
	answer, err := r.client.WorkflowService().DescribeWorkflowExecution(
		t.Context(), &workflowservice.DescribeWorkflowExecutionRequest{
			Namespace: cases, Execution: &commonpb.WorkflowExecution{WorkflowId: id},
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetWorkflowExtendedInfo().GetTimeSkippingInfo().GetEffectiveConfig().GetEnabled()
}

func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !ok() {
		if ctx.Err() != nil {
			t.Fatal("it did not happen")
		}
	}
}

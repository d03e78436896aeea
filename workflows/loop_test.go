package workflows_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/complaint"
	"duban/workflows"
)

var errDown = errors.New("disk trouble")

const day = 24 * time.Hour

func finding() map[string]any { return map[string]any{"finding": "t", "established": true} }

func (h *house) mustAnswer(r *reply) complaint.Answer {
	h.t.Helper()
	if r.failed != nil || r.answer == nil {
		h.t.Fatalf("no answer: %v", r.failed)
	}
	return *r.answer
}

func (h *house) mustEnd() {
	h.t.Helper()
	if !h.IsWorkflowCompleted() {
		h.t.Fatal("the workflow has not ended")
	}
	if err := h.GetWorkflowError(); err != nil {
		h.t.Fatal(err)
	}
}

func TestFromFilingToArchive(t *testing.T) {
	h := newHouse(t)
	investigated := h.sendAfter(time.Hour, newOrder("branch", "1", complaint.Complete{
		Outcome: "handled",
		Data:    finding(),
	}))
	served := map[string]any{"at": "2026-03-02T12:00:00+08:00", "how": "phone"}
	h.sendAfter(3*time.Hour, newOrder("agent", "2", complaint.Complete{Outcome: "served", Data: served}))
	h.sendAfter(4*time.Hour, newOrder("agent", "3", complaint.Complete{Outcome: "satisfied"}))
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(investigated); a.Refusal != nil || a.Seq <= a.From {
		t.Errorf("investigated: %+v", a)
	}
	if h.countEvents("archived") != 1 || h.countEvents("reminded") != 0 {
		t.Error("want archived once and nobody reminded")
	}
}

func TestNobodyActs(t *testing.T) {
	h := newHouse(t)
	h.withdrawAfter(7 * day)
	h.run()
	h.mustEnd()
	for _, event := range []string{"reminded", "deadline_missed", "slip_issued", "escalated"} {
		if n := h.countEvents(event); n != 1 {
			t.Errorf("%s: %d times", event, n)
		}
	}
	for _, e := range h.journal() {
		if _, ok := e.Fact.(complaint.DeadlineMissed); ok && !e.At.Equal(time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)) {
			t.Errorf("missed at %s", e.At)
		}
	}
}

// A local activity whose process dies after the commit leaves no trace: it runs again. The journal answers.
func TestTheResultOfAnActIsLost(t *testing.T) {
	h := newHouse(t)
	lost := map[complaint.CommandID]int{}
	h.fault = func(req activities.ActRequest, after bool) error {
		if after && lost[req.Order.ID] < 2 {
			lost[req.Order.ID]++
			return errDown
		}
		return nil
	}
	r := h.sendAfter(time.Hour, newOrder("branch", "1", complaint.Claim{}))
	h.withdrawAfter(day)
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(r); a.Refusal != nil {
		t.Errorf("the claim was carried out and then refused: %v", a.Refusal)
	}
	if h.countEvents("task_claimed") != 1 || h.countEvents("filed") != 1 {
		t.Error("something was recorded twice")
	}
}

// With StartToClose alone a local activity gives up after three tries in three seconds.
func TestTroubleOutlastsManyTries(t *testing.T) {
	h := newHouse(t)
	tries := 0
	h.fault = func(req activities.ActRequest, after bool) error {
		if _, claim := req.Order.Command.(complaint.Claim); claim && !after {
			if tries++; tries < 6 {
				return errDown
			}
		}
		return nil
	}
	r := h.sendAfter(time.Hour, newOrder("branch", "1", complaint.Claim{}))
	h.withdrawAfter(day)
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(r); a.Refusal != nil || tries != 6 {
		t.Errorf("after %d tries: %+v", tries, a)
	}
}

// Another run, or a run that died, has recorded events this one has not seen: it catches up and asks again.
func TestTheJournalIsAhead(t *testing.T) {
	h := newHouse(t)
	h.RegisterDelayedCallback(func() {
		at := complaint.Instant(h.Now())
		_, err := h.acts.Act(context.Background(), activities.ActRequest{
			Case:     h.id,
			Expected: 5,
			Order:    newOrder("branch", "elsewhere", complaint.Claim{}),
			At:       at,
			Clock:    at,
		})
		if err != nil {
			t.Error(err)
		}
	}, time.Hour)
	r := h.sendAfter(2*time.Hour, newOrder("branch2", "1", complaint.Claim{}))
	h.RegisterDelayedCallback(func() { h.mustEqualJournal() }, 3*time.Hour)
	h.withdrawAfter(day)
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(r); a.Refusal == nil || a.Refusal.Code != complaint.Conflict {
		t.Errorf("want a conflict, got %+v", a)
	}
}

// mustEqualJournal holds guarantee 4: fold(journal) equals the workflow's state.
func (h *house) mustEqualJournal() {
	h.t.Helper()
	value, err := h.QueryWorkflow(workflows.StateQuery)
	if err != nil {
		h.t.Fatal(err)
	}
	var state complaint.Case
	if err := value.Get(&state); err != nil {
		h.t.Fatal(err)
	}
	folded := complaint.NewCase(h.id)
	for _, e := range h.journal() {
		if err := folded.Apply(e); err != nil {
			h.t.Fatal(err)
		}
	}
	got, _ := json.Marshal(state)
	want, _ := json.Marshal(folded)
	if string(got) != string(want) {
		h.t.Errorf("the workflow has\n%s\nthe journal has\n%s", got, want)
	}
}

// An outside cancel request spins a naive timer loop for ever. It is noted once, and deadlines go on.
func TestCancelFromOutside(t *testing.T) {
	h := newHouse(t)
	h.RegisterDelayedCallback(h.CancelWorkflow, time.Hour)
	h.withdrawAfter(7 * day)
	h.run()
	h.mustEnd()
	if h.countEvents("noted") != 1 || h.countEvents("escalated") != 1 || h.countEvents("archived") != 1 {
		t.Errorf("noted %d, escalated %d, archived %d",
			h.countEvents("noted"), h.countEvents("escalated"), h.countEvents("archived"))
	}
}

// Two updates in one task both pass their validators: Act decides between them.
func TestTwoClaimAtOnce(t *testing.T) {
	h := newHouse(t)
	first, second := &reply{}, &reply{}
	h.RegisterDelayedCallback(func() {
		h.send(newOrder("branch", "1", complaint.Claim{}), first)
		h.send(newOrder("branch2", "1", complaint.Claim{}), second)
	}, time.Hour)
	h.withdrawAfter(day)
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(first); a.Refusal != nil {
		t.Errorf("first: %v", a.Refusal)
	}
	if a := h.mustAnswer(second); a.Refusal == nil || a.Refusal.Code != complaint.Conflict {
		t.Errorf("second: %+v", a)
	}
}

// Messages that arrive while the case is being archived are answered, not dropped: by update and by signal.
func TestMessagesDuringTheLastAct(t *testing.T) {
	h := newHouse(t)
	late := make([]*reply, 5)
	h.fault = func(req activities.ActRequest, after bool) error {
		if _, last := req.Order.Command.(complaint.Withdraw); !last || !after || late[0] != nil {
			return nil
		}
		for i := range late {
			late[i] = &reply{}
			o := newOrder("agent", fmt.Sprintf("late-%d", i), complaint.Note{Text: "t"})
			h.RegisterDelayedCallback(func() { h.send(o, late[i]) }, 0)
		}
		o := newOrder("agent", "late-signal", complaint.Note{Text: "t"})
		h.RegisterDelayedCallback(func() { h.SignalWorkflow(workflows.CommandName, o) }, 0)
		return nil
	}
	h.withdrawAfter(time.Hour)
	h.run()
	h.mustEnd()
	for i, r := range late {
		if a := h.mustAnswer(r); a.Refusal == nil {
			t.Errorf("late %d: %+v", i, a)
		}
	}
	answer, err := h.store.StoredAnswer(context.Background(), h.id,
		newOrder("agent", "late-signal", complaint.Note{}).ID)
	if err != nil || answer == nil || answer.Refusal == nil {
		t.Errorf("the late signal: %+v, %v", answer, err)
	}
}

// An order that comes before the journal has told a run how far the case is behind bears the case's time all the same.
func TestAnOrderBeforeTheJournalIsLoaded(t *testing.T) {
	const behind = -200 * day
	h := newHouseAhead(t, behind)
	r := h.sendAfter(0, newOrder("agent", "1", complaint.Note{Text: "t"}))
	h.withdrawAfter(time.Hour)
	h.run()
	h.mustEnd()
	if a := h.mustAnswer(r); a.Refusal != nil {
		t.Fatal(a.Refusal)
	}
	for _, e := range h.journal() {
		if e.Type() == "noted" && e.At.After(monday.Add(behind+time.Minute)) {
			t.Errorf("noted at %s, received at %s", e.At, monday.Add(behind))
		}
	}
	if h.countEvents("noted") != 1 {
		t.Error("no note")
	}
}

// A long history makes room for a fresh run without losing what waits.
func TestContinueAsNew(t *testing.T) {
	h := newHouse(t)
	h.RegisterDelayedCallback(func() { h.SetContinueAsNewSuggested(true) }, time.Hour)
	r := h.sendAfter(time.Hour, newOrder("branch", "1", complaint.Claim{}))
	h.run()
	var again *workflow.ContinueAsNewError
	if err := h.GetWorkflowError(); !errors.As(err, &again) {
		t.Fatalf("want continue-as-new, got %v", err)
	}
	if a := h.mustAnswer(r); a.Refusal != nil {
		t.Error(a.Refusal)
	}
	fresh := newHouseOn(h)
	fresh.withdrawAfter(7 * day)
	fresh.run()
	fresh.mustEnd()
	if fresh.countEvents("escalated") != 1 || fresh.countEvents("filed") != 1 {
		t.Error("the fresh run did not go on from the journal")
	}
}

// A refused order leaves its answer and no event.
func TestRefusalIsAnAnswer(t *testing.T) {
	h := newHouse(t)
	o := newOrder("agent", "1", complaint.Complete{Outcome: "handled", Data: finding()})
	r := h.sendAfter(time.Hour, o)
	again := h.sendAfter(2*time.Hour, complaint.Order{ID: o.ID + "x", Actor: o.Actor, Command: o.Command})
	h.withdrawAfter(day)
	h.run()
	h.mustEnd()
	a, b := h.mustAnswer(r), h.mustAnswer(again)
	if a.Refusal == nil || a.Refusal.Code != complaint.Forbidden || a.Refusal.Clause != "logistics-2.5" ||
		b.Refusal == nil {
		t.Errorf("%+v, %+v", a.Refusal, b.Refusal)
	}
	if h.countEvents("task_completed") != 0 {
		t.Error("a refusal left an event")
	}
}

package worker

import (
	"testing"
	"time"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
)

// Who holds a task and loses the role from which they do has it taken from them: the case is told, once for each change
// of who sits where.
func TestTasksOfLostSeatsAreFreed(t *testing.T) {
	h := newHouse(t)
	branch := seed.DemoUnitID("logistics", "branch")
	h.ok(h.store.SaveUnit(t.Context(), complaint.Unit{ID: branch, Name: "网点"}))
	sits := func(roles ...complaint.RoleID) {
		t.Helper()
		h.ok(h.store.SaveAccount(t.Context(), record.Account{Username: "b", Person: complaint.Person{
			ID:     "u-b",
			Name:   "员工",
			Unit:   branch,
			Roles:  roles,
			Active: true,
		}}))
	}
	sits("logistics.branch")
	h.opens("a")
	h.temporal.runs["case-a"] = running
	h.claims("a", "u-b")
	r := &releaser{
		holdings: h.store,
		cases:    h.cases,
		log:      quiet,
		now:      h.now,
	}
	look := func() {
		t.Helper()
		h.clock = h.clock.Add(time.Second)
		h.ok(r.releaseLost(t.Context()))
	}
	look()
	look()
	h.wantCalls()
	sits()
	look()
	h.wantCalls("found case-a for complaint.Release")
	look() // who took a task while the directory changed
	h.wantCalls("found case-a for complaint.Release")
	look()
	h.wantCalls()
	sits("logistics.branch")
	look()
	h.wantCalls()
}

// claims records that somebody takes the case's first task.
func (h *house) claims(id complaint.CaseID, who complaint.UserID) {
	h.t.Helper()
	events, err := h.store.JournalEvents(h.t.Context(), id, 0, 100)
	h.ok(err)
	acts := &activities.Acts{Journal: h.store, Now: h.now}
	result, err := acts.Act(h.t.Context(), activities.ActRequest{
		Case:     id,
		Expected: len(events),
		Order:    complaint.Order{ID: complaint.CommandID(who) + "/claim", Actor: who, Command: complaint.Claim{}},
		At:       complaint.Instant(h.clock),
		Clock:    complaint.Instant(h.clock),
	})
	h.ok(err)
	if result.Answer.Refusal != nil {
		h.t.Fatal(result.Answer.Refusal)
	}
}

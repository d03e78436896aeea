package gateway

import (
	"context"
	"net/http"
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

const branchUnit = "logistics.branch"

// losesRoles takes all roles away from somebody, who stays in their unit.
func (h *house) losesRoles(username string) {
	h.t.Helper()
	h.addStaff(username, seed.DemoUnitID("logistics", "branch"))
}

func taskOf(r reply) string { return r.must(http.StatusOK).text("tasks", 0, "id") }

// Whoever took a task and loses the role from which they hold it can neither do it nor read the case any more, at once;
// the others can do it without its being given back.
func TestALostRoleEndsTheTaskAndTheReading(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	holder, colleague := h.branch(), h.signedIn("logistics.branch2")
	task := taskOf(holder.get("/cases/" + id))
	holder.does(id, "claim", "task", task).must(http.StatusOK)
	colleague.does(id, "claim", "task", task).refuses(http.StatusConflict, "conflict")
	h.losesRoles(branchUnit)
	missing := holder.get("/cases/00000000-0000-4000-8000-000000000000").must(http.StatusNotFound)
	if r := holder.get("/cases/" + id); r.status != http.StatusNotFound || r.raw != missing.raw {
		t.Errorf("still read: %d %s", r.status, r.raw)
	}
	holder.does(id, "complete", "task", task, "outcome", "handled").refuses(http.StatusNotFound, "not_found")
	if items := holder.get("/inbox").must(http.StatusOK).list("items"); len(items) != 0 {
		t.Errorf("still in the inbox: %v", items)
	}
	colleague.does(id, "claim", "task", task).must(http.StatusOK)
}

// Whoever took a task in another's place has it for as long as they stand in.
func TestAStandInsTaskEndsWithTheSubstitution(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	h.addStaff("mate", "elsewhere-2", "logistics.branch")
	absent, mate, colleague := h.branch(), h.signedIn("mate"), h.signedIn("logistics.branch2")
	one := absent.post("/substitutions", map[string]any{
		"absent": string(seed.DemoUserID("logistics.branch")),
		"by":     string(seed.DemoUserID("mate")),
		"until":  "2026-03-09T00:00:00+08:00",
	}).must(http.StatusCreated).text("id")
	task := taskOf(mate.get("/cases/" + id))
	mate.does(id, "claim", "task", task).must(http.StatusOK)
	colleague.does(id, "claim", "task", task).refuses(http.StatusConflict, "conflict")
	absent.post("/substitutions/"+one+"/end", nil).must(http.StatusNoContent)
	mate.get("/cases/"+id).refuses(http.StatusNotFound, "not_found")
	mate.does(id, "complete", "task", task, "outcome", "handled").refuses(http.StatusNotFound, "not_found")
	colleague.does(id, "claim", "task", task).must(http.StatusOK)
}

// The program frees a task whose holder has lost the seat, and tells whoever may take it; any other it leaves alone.
func TestTheProgramFreesTasksOfLostSeats(t *testing.T) {
	h := newHouse(t)
	id := h.filed()
	holder, colleague := h.branch(), h.signedIn("logistics.branch2")
	task := taskOf(holder.get("/cases/" + id))
	holder.does(id, "claim", "task", task).must(http.StatusOK)
	free := func(order string) complaint.Answer {
		t.Helper()
		answer, err := h.cases.GiveOrder(context.Background(), complaint.CaseID(id), complaint.Order{
			ID:      complaint.CommandID("system/release/" + order),
			Actor:   complaint.System,
			Command: complaint.Release{Task: complaint.TaskID(task)},
		})
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	if answer := free("early"); answer.Refusal == nil || answer.Refusal.Code != complaint.Conflict {
		t.Errorf("taken from who holds it: %+v", answer)
	}
	h.losesRoles(branchUnit)
	if answer := free("late"); answer.Refusal != nil {
		t.Error(answer.Refusal)
	}
	r := colleague.get("/cases/" + id).must(http.StatusOK)
	if r.text("tasks", 0, "state") != "open" || r.text("tasks", 0, "assignee") != "" {
		t.Errorf("not free: %s", r.raw)
	}
	types := colleague.types(id)
	if types[len(types)-1] != "task_released" {
		t.Error(types)
	}
	kinds := map[complaint.ErrandKind]int{}
	for _, kind := range complaint.ErrandKinds() {
		errands, err := h.store.TakeErrands(context.Background(), kind, 10, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		kinds[kind] = len(errands)
	}
	if kinds[complaint.NoticeErrand] != 1 {
		t.Errorf("nobody is told: %v", kinds)
	}
}

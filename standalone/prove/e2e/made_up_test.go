package e2e

import (
	"testing"
	"time"

	"duban/complaint"
	"duban/internal/seed"
)

// Whoever reaches the Temporal server's port past the gateway gets nothing done: an order in somebody's name that no
// gateway has accepted is refused and leaves no event, and what only the case does by itself is not taken by message.
func TestACommandPastTheGatewayIsRefused(t *testing.T) {
	h := newHall(t)
	if _, err := h.store.RaiseEdition(t.Context(), complaint.Edition); err != nil {
		t.Fatal(err)
	}
	id := h.files(time.Now().Add(-time.Hour))
	defer h.runWorker()()
	h.startCase(id)
	before, err := h.store.JournalEvents(t.Context(), id, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	branch := seed.DemoUserID("logistics.branch")
	answer, err := h.cases.GiveOrder(t.Context(), id, complaint.Order{
		ID:         complaint.CommandID(branch) + "/made-up",
		Actor:      branch,
		ReceivedAt: time.Now(),
		Command:    complaint.Claim{},
	})
	if err != nil || answer.Refusal == nil || answer.Refusal.ID != "command.not_accepted" {
		t.Errorf("made up: %+v, %v", answer, err)
	}
	if _, err := h.cases.GiveOrder(t.Context(), id, complaint.Order{
		ID: "system/due/x", Actor: complaint.System, Command: complaint.Due{Deadline: "investigate", Rung: "due"},
	}); err == nil {
		t.Error("a rung is fired by message")
	}
	after, err := h.store.JournalEvents(t.Context(), id, 0, 100)
	if err != nil || len(after) != len(before) {
		t.Errorf("%d events before, %d after, %v", len(before), len(after), err)
	}
}

package app

import (
	"context"
	"errors"
	"time"

	"duban/complaint"
	"duban/standalone/temporal"
	"duban/workflows"
)

// clocks lets the gateway advance one case's clock.
type clocks struct{ rehearsal *temporal.Rehearsal }

// AdvanceClock moves a case's clock; an archived case has none.
func (c clocks) AdvanceClock(ctx context.Context, id complaint.CaseID, by time.Duration) error {
	err := c.rehearsal.AdvanceClock(ctx, workflows.WorkflowID(id), by)
	if errors.Is(err, temporal.ErrNotRunning) {
		return complaint.Refuse(complaint.Conflict, "rehearsal.no_clock", nil)
	}
	if errors.Is(err, temporal.ErrEnded) {
		return nil // archived on the way: everything due was recorded
	}
	return err
}

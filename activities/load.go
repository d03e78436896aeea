package activities

import (
	"context"
	"fmt"
	"time"

	"duban/complaint"
	"duban/record"
)

// LoadRequest asks for a case as the journal has it. Start, continue-as-new and restart all begin with it.
type LoadRequest struct {
	Case complaint.CaseID `json:"case"`
}

// LoadResult is the whole journal and what the shell must do. No events: the filing has not been opened yet.
type LoadResult struct {
	Events []complaint.Event `json:"events"`
	Orders complaint.Orders  `json:"orders"`
	// ClockOffset is case time minus wall time, 0 in production.
	ClockOffset time.Duration `json:"clock_offset"`
	// Missing: the journal does not know the case, having been restored from a backup; its workflow must end.
	Missing bool `json:"missing,omitempty"`
	// Edition is what the run keeps to ([complaint.Edition]); 0 in the oldest histories means the first.
	Edition int `json:"edition"`
}

// Load reads a case from its journal.
func (a *Acts) Load(ctx context.Context, req LoadRequest) (LoadResult, error) {
	var result LoadResult
	err := a.Journal.Read(ctx, req.Case, func(tx record.ReadTx) error {
		events, err := tx.Events(ctx, 0)
		if err != nil {
			return err
		}
		c, err := complaint.Fold(req.Case, events)
		if err != nil {
			return err
		}
		result.Events = events
		if result.Edition, err = tx.EditionInForce(ctx); err != nil {
			return err
		}
		if result.Edition > complaint.Edition {
			return fmt.Errorf("edition %d is in force and this worker knows %d: start the newer one",
				result.Edition, complaint.Edition)
		}
		if result.ClockOffset, err = tx.ClockOffset(ctx); isCaseUnknown(err) {
			result.Missing = true
			return nil
		}
		if err != nil {
			return err
		}
		result.Orders, err = ordersFor(ctx, tx, c, a.Now().Add(result.ClockOffset))
		return err
	})
	if err != nil {
		return LoadResult{}, fmt.Errorf("load case %s: %w", req.Case, err)
	}
	return result, nil
}

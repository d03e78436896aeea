package activities

import (
	"context"
	"fmt"

	"duban/complaint"
)

// LoadRequest asks for a case as the journal has it. Start, continue-as-new and restart all begin with it.
type LoadRequest struct {
	Case complaint.CaseID `json:"case"`
	// Clock is the case's time.
	Clock complaint.Time `json:"clock"`
}

// LoadResult is the whole journal and what the shell must do. No events: the filing has not been opened yet.
type LoadResult struct {
	Events []complaint.Event `json:"events"`
	Orders complaint.Orders  `json:"orders"`
}

// Load reads a case from its journal.
func (a *Acts) Load(ctx context.Context, req LoadRequest) (LoadResult, error) {
	var result LoadResult
	err := a.Journal.Read(ctx, req.Case, func(tx ReadTx) error {
		events, err := tx.Events(ctx, 0)
		if err != nil {
			return err
		}
		c := complaint.NewCase(req.Case)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return fmt.Errorf("fold: %w", err)
			}
		}
		result.Events = events
		result.Orders, err = ordersFor(ctx, tx, c, req.Clock.Time)
		return err
	})
	if err != nil {
		return LoadResult{}, fmt.Errorf("load case %s: %w", req.Case, err)
	}
	return result, nil
}

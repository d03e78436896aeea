package activities

import (
	"context"
	"fmt"
	"time"

	"duban/record"
)

// OpenPeriodsName is the name under which the worker registers OpenPeriods and the workflow calls it.
const OpenPeriodsName = "OpenPeriods"

// Periods opens the matters of periods.
type Periods struct {
	Record record.Periods
	// Now is the wall clock.
	Now func() time.Time
}

// OpenPeriods opens the matter of each closed period that has none, and says how many. What was opened before is never
// opened again, however often it runs and wherever.
func (p *Periods) OpenPeriods(ctx context.Context) (opened int, err error) {
	if opened, err = record.OpenLackingPeriods(ctx, p.Record, p.Now()); err != nil {
		return opened, fmt.Errorf("open periods: %w", err)
	}
	return opened, nil
}

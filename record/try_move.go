package record

import (
	"context"
	"time"

	"duban/complaint"
	"duban/policy"
)

// CaseReader reads a case in one transaction.
type CaseReader interface {
	Read(ctx context.Context, id complaint.CaseID, fn func(ReadTx) error) error
}

// TryMove says why a case could not be moved to a version at a wall time, nil if it could. Nothing is recorded.
func TryMove(
	ctx context.Context, from CaseReader, id complaint.CaseID, to *policy.Policy, now time.Time,
) (refusal *complaint.Error, err error) {
	order := complaint.Order{Actor: complaint.System, Command: complaint.Adopt{}}
	err = from.Read(ctx, id, func(tx ReadTx) error {
		c, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		ahead, err := tx.ClockOffset(ctx)
		if err != nil {
			return err
		}
		o, err := OpenForOrder(ctx, tx, c, order, now.Add(ahead))
		if err != nil {
			return err
		}
		if c.Seq == 0 {
			refusal = complaint.Refuse(complaint.Conflict, "not_registered_yet", nil)
			return nil
		}
		a, err := o.TryVersion(ctx, tx, to)
		if err != nil {
			return err
		}
		o.Facts.Adoption = &a
		_, err = o.Decide(order)
		if refusal = complaint.RefusalIn(err); refusal != nil {
			return nil //nolint:nilerr // a refusal is what was looked for
		}
		return err
	})
	return refusal, err
}

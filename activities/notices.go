package activities

import (
	"context"
	"fmt"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// DeliverName is the name under which the worker registers Deliver and the workflow calls it.
const DeliverName = "Deliver"

// DeliverRequest names a notice: the event that people are told about.
type DeliverRequest struct {
	Case complaint.CaseID `json:"case"`
	Seq  int              `json:"seq"`
}

// DeliverResult says when to ask again; nil means that the notice has arrived.
type DeliverResult struct {
	NotBefore *complaint.Time `json:"not_before"`
}

// Notices puts what people must be told into their inboxes.
type Notices struct {
	Journal record.Journal
	// Now is the wall clock.
	Now func() time.Time
	// Office are the hours in which notices leave (docs/operations.md).
	Office calendar.Office
	// Rehearsal: notices leave at once, because a case's clock jumps over the hours they would wait.
	Rehearsal bool
}

// Deliver puts a notice into the inbox of everybody it is for, once each however often it runs, or says when its
// hour comes. An event that is not in the journal, which was restored from a backup, is nothing to tell.
func (n *Notices) Deliver(ctx context.Context, req DeliverRequest) (DeliverResult, error) {
	var to []complaint.UserID
	var leaves time.Time
	err := n.Journal.Read(ctx, req.Case, func(tx record.ReadTx) error {
		events, err := tx.Events(ctx, 0)
		if err != nil || len(events) < req.Seq {
			return err
		}
		if to, err = addresseesNow(ctx, tx, req.Case, events[:req.Seq]); err != nil {
			return err
		}
		if leaves, err = n.noticeLeavesAt(ctx, tx, events[0]); err != nil {
			return err
		}
		if isOverBefore(leaves, req.Case, events[:req.Seq]) {
			leaves = n.Now()
		}
		return nil
	})
	if err != nil {
		return DeliverResult{}, fmt.Errorf("notice %d of case %s: %w", req.Seq, req.Case, err)
	}
	if leaves.After(n.Now()) {
		at := complaint.Instant(leaves)
		return DeliverResult{NotBefore: &at}, nil
	}
	err = n.Journal.Write(ctx, req.Case, func(tx record.Tx) error { return tx.DeliverNotice(ctx, req.Seq, to) })
	if err != nil {
		return DeliverResult{}, fmt.Errorf("deliver notice %d of case %s: %w", req.Seq, req.Case, err)
	}
	return DeliverResult{}, nil
}

// isOverBefore reports whether the last of the events reminds of a limit that would have passed when the notice leaves:
// it was armed in other office hours than those here.
func isOverBefore(leaves time.Time, id complaint.CaseID, events []complaint.Event) bool {
	reminded, is := events[len(events)-1].Fact.(complaint.Reminded)
	if !is {
		return false
	}
	c, err := complaint.Fold(id, events)
	if err != nil {
		return false
	}
	d := c.Deadline(reminded.Deadline)
	return d != nil && !leaves.Before(d.Due.Time)
}

// addresseesNow are the people to be told about the last of the events, as the directory has them now.
func addresseesNow(
	ctx context.Context, tx record.ReadTx, id complaint.CaseID, events []complaint.Event,
) ([]complaint.UserID, error) {
	c, err := complaint.Fold(id, events)
	if err != nil {
		return nil, err
	}
	dir, err := tx.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	return c.AddresseesOf(events[len(events)-1]).ActivePeopleIn(dir), nil
}

// noticeLeavesAt is the instant at which a notice may leave, now or later.
func (n *Notices) noticeLeavesAt(ctx context.Context, tx record.ReadTx, first complaint.Event) (time.Time, error) {
	filed, ok := first.Fact.(complaint.Filed)
	if n.Rehearsal || !ok {
		return n.Now(), nil
	}
	p, err := tx.Policy(ctx, filed.Policy)
	if err != nil {
		return time.Time{}, refusalAsTrouble(err)
	}
	cal, err := tx.Calendar(ctx, p.Doc.Calendar)
	if err != nil {
		return time.Time{}, refusalAsTrouble(err)
	}
	return cal.NextOfficeInstant(n.Now(), n.Office), nil
}

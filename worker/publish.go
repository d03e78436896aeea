package worker

import (
	"context"
	"time"

	"duban/complaint"
	"duban/record"
)

// publishReport publishes a report that a case has ordered, and tells the case. One that does not balance is not
// published: the case is told that too, and it is tried again, as long as it takes.
func (r *relay) publishReport(ctx context.Context, e complaint.Errand) error {
	ordered, report, err := complaint.ParsePublishItem(e.Item)
	if err != nil {
		return err //nolint:wrapcheck // says what it was
	}
	published, err := r.publishHolding(ctx, e, ordered, report)
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.ID == record.Unbalanced {
		row, _ := refusal.Args["row"].(string)
		note := complaint.NoteWithheld{Ordered: ordered, Report: report, Row: row}
		order := complaint.Order{ID: note.OrderID(), Actor: complaint.System, Command: note}
		if err := r.queueOrder(ctx, e, order); err != nil {
			return err
		}
	}
	if err != nil {
		return err //nolint:wrapcheck // says what it was
	}
	note := complaint.NotePublished{
		Ordered:  ordered,
		Report:   report,
		Edition:  published.Edition,
		Sequence: published.Sequence,
		Version:  published.Policy.Version,
		SHA256:   published.SHA256,
	}
	return r.queueOrder(ctx, e, complaint.Order{ID: note.OrderID(), Actor: complaint.System, Command: note})
}

// publishHolding publishes, and meanwhile lets nobody else take up the errand. Whoever is killed holds it no longer
// than a lease.
func (r *relay) publishHolding(
	ctx context.Context, e complaint.Errand, ordered int, report string,
) (record.Publication, error) {
	holding, release := context.WithCancel(ctx)
	held := make(chan struct{})
	go func() {
		defer close(held)
		ticker := time.NewTicker(publishLease / 3)
		defer ticker.Stop()
		for {
			select {
			case <-holding.Done():
				return
			case <-ticker.C:
				if err := r.outbox.PutOffErrand(holding, e.ID, publishLease); err != nil && holding.Err() == nil {
					r.log.Warn("errand not held", "kind", string(e.Kind), "case_id", string(e.Case), "error", err)
				}
			}
		}
	}()
	defer func() { release(); <-held }()
	return r.reports.PublishOrdered(ctx, e.Case, ordered, report) //nolint:wrapcheck // says what it was
}

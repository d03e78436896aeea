package activities

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// recordDrafts draws numbers, appends, projects and saves the answer.
func (w *act) recordDrafts(ctx context.Context, drafts []policy.Draft) (ActResult, error) {
	answer := complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1}
	events := make([]complaint.Event, len(drafts))
	for i, d := range drafts {
		var err error
		if events[i], err = w.fillDraft(ctx, d); err != nil {
			return ActResult{}, err
		}
	}
	if err := w.keepPapers(ctx, events); err != nil {
		return ActResult{}, err
	}
	if len(events) > 0 {
		recorded, err := w.tx.Append(ctx, events)
		if err != nil {
			return ActResult{}, err
		}
		for _, e := range recorded {
			if err := w.c.Apply(e); err != nil {
				return ActResult{}, err
			}
			if err := w.notifyOutside(ctx, e); err != nil {
				return ActResult{}, err
			}
		}
		if w.p, err = w.tx.Policy(ctx, w.c.Policy); err != nil { // it may have gone over to another version
			return ActResult{}, refusalAsTrouble(err)
		}
		if err := w.tx.ProjectToLists(ctx, w.c, w.p.Wall(w.c), w.p.SurveySteps()); err != nil {
			return ActResult{}, err
		}
		events, answer.Seq = recorded, w.c.Seq
	}
	if err := w.tx.SaveAnswer(ctx, w.req.Order, answer); err != nil {
		return ActResult{}, err
	}
	return w.resultWithEvents(ctx, events, &answer)
}

// notifyOutside orders what an event sets off outside the case: people learn of it, and the case into which this one is
// merged; a report is published.
func (w *act) notifyOutside(ctx context.Context, e complaint.Event) error {
	if linked, ok := e.Fact.(complaint.Linked); ok && linked.Link.Merged {
		if err := w.tx.OrderAbsorbing(ctx, linked.Link.Case); err != nil {
			return err
		}
	}
	if ordered, ok := e.Fact.(complaint.ReportOrdered); ok {
		if err := w.tx.OrderPublishing(ctx, e.Seq, ordered.Report); err != nil {
			return err
		}
	}
	if w.c.AddresseesOf(e).None() {
		return nil
	}
	return w.tx.OrderNotice(ctx, e.Seq)
}

// fillDraft fills in what only the transaction can know: the number drawn, the id of the case that is opened.
func (w *act) fillDraft(ctx context.Context, d policy.Draft) (complaint.Event, error) {
	e := d.Event
	if d.Number != nil {
		number, err := w.drawFreeNumber(ctx, d.Number)
		if err != nil {
			return e, err
		}
		if e.Fact, err = policy.WithNumber(e.Fact, number); err != nil {
			return e, err
		}
	}
	if d.Begins != nil {
		id, err := w.fileLinkedCase(ctx, *d.Begins, e.Actor)
		if err != nil {
			return e, err
		}
		if e.Fact, err = policy.WithLinkedCase(e.Fact, id); err != nil {
			return e, err
		}
	}
	return e, nil
}

// drawFreeNumber draws until a number comes that nobody has: a file published long ago may restart a series without
// saying so in its numbers.
func (w *act) drawFreeNumber(ctx context.Context, n *policy.Numbering) (string, error) {
	for {
		serial, err := w.tx.DrawNumber(ctx, n.Counter)
		if err != nil {
			return "", err
		}
		number := n.NumberForSerial(serial)
		if free, err := w.tx.ClaimNumber(ctx, n.Series, number); err != nil || free {
			return number, err
		}
	}
}

// fileLinkedCase files a linked case. Its clock goes on from this one's, so that time skipped in rehearsal stays
// skipped.
func (w *act) fileLinkedCase(
	ctx context.Context, filed complaint.Filed, by complaint.UserID,
) (complaint.CaseID, error) {
	offset, err := w.tx.ClockOffset(ctx)
	if err != nil {
		return "", err
	}
	f := complaint.Filing{
		Case:        complaint.CaseID(uuid.NewString()),
		By:          by,
		Filed:       filed,
		FiledAt:     w.Now(),
		ClockOffset: offset,
	}
	received, err := f.CaseAsFiled()
	if err != nil {
		return "", err
	}
	return f.Case, w.tx.FileLinkedCase(ctx, f, w.p.Wall(received))
}

// resultWithEvents tells the caller what to apply, what to answer and what to do next.
func (w *act) resultWithEvents(
	ctx context.Context, events []complaint.Event, answer *complaint.Answer,
) (ActResult, error) {
	orders, err := ordersFor(ctx, w.tx, w.c, w.req.Clock.Time)
	if err != nil {
		return ActResult{}, err
	}
	return ActResult{Events: events, Orders: orders, Answer: answer}, nil
}

// ordersFor asks the case's policy what the shell must do; a case not yet opened has no orders.
func ordersFor(ctx context.Context, tx record.ReadTx, c *complaint.Case, now time.Time) (complaint.Orders, error) {
	if c.Seq == 0 {
		return complaint.Orders{}, nil
	}
	p, err := tx.Policy(ctx, c.Policy)
	if err != nil {
		return complaint.Orders{}, refusalAsTrouble(err)
	}
	cal, err := tx.Calendar(ctx, p.Doc.Calendar)
	if err != nil {
		return complaint.Orders{}, refusalAsTrouble(err)
	}
	return p.Orders(c, now, cal.Location()), nil
}

package activities

import (
	"context"

	"duban/complaint"
	"duban/web/words"
)

// isMadeUp reports whether an order in somebody's name is none that a gateway has accepted: with this actor, these data
// and at this instant. What the system orders it has from the journal, or does by itself.
func (w *act) isMadeUp(ctx context.Context) (bool, error) {
	o := w.req.Order
	if o.Actor == complaint.System {
		return false, nil
	}
	edition, err := w.tx.EditionInForce(ctx)
	if err != nil || edition < complaint.AcceptedEdition {
		return false, err
	}
	accepted, err := w.tx.AcceptedRequest(ctx, o)
	if err != nil {
		return false, err
	}
	if accepted == nil || !o.ReceivedAt.IsZero() && o.ReceivedAt.UnixMicro() != accepted.At.UnixMicro() {
		return true, nil
	}
	if o.ReceivedAt.IsZero() && !w.Rehearsal {
		return true, nil
	}
	if accepted.OrderSHA256 == "" { // by a gateway of an older program
		return false, nil
	}
	hash, err := o.SHA256()
	return hash != accepted.OrderSHA256, err
}

// refuseMadeUp answers an order that nobody has accepted. The answer is not kept, so that it does not take the place of
// what the gateway may accept under the same id; it stands in the security journal.
func (w *act) refuseMadeUp(ctx context.Context) (ActResult, error) {
	refusal := complaint.Refuse(complaint.Forbidden, "command.not_accepted", nil)
	refusal.Detail = words.DefaultLanguage().Text(refusal.Word())
	if err := w.tx.NoteMadeUp(ctx, w.req.Order); err != nil {
		return ActResult{}, err
	}
	return w.resultWithEvents(ctx, nil, &complaint.Answer{Seq: w.c.Seq, From: w.c.Seq + 1, Refusal: refusal})
}

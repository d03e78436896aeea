package workflows

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"duban/complaint"
)

var actRetries = &temporal.RetryPolicy{
	InitialInterval: 100 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 60 * time.Second,
}

// validateOrder judges shape and size only: it has no facts, so it judges no policy.
func validateOrder(_ workflow.Context, o complaint.Order) error {
	switch {
	case o.ID == "" || len(o.ID) > 255:
		return errors.New("order without a usable id")
	case o.Command == nil:
		return errors.New("order without a command")
	case o.Actor == "" && o.Party == "":
		return errors.New("order without an actor")
	case isOwnOrder(o):
		return errors.New("order that only a case gives itself")
	case len(o.Summary) > longestSummary:
		return errors.New("order with too long a summary")
	}
	return nil
}

// isOwnOrder reports whether an order is one that comes about in the workflow and never by a message.
func isOwnOrder(o complaint.Order) bool {
	_, opens := o.Command.(complaint.Open)
	_, fires := o.Command.(complaint.Due)
	_, cancels := o.Command.(complaint.OutsideCancel)
	return opens || fires || cancels
}

// handleOrder queues an order that came by update and waits for its answer. It does nothing else: the main loop is
// the only place that acts.
func (r *caseRun) handleOrder(ctx workflow.Context, o complaint.Order) (complaint.Answer, error) {
	p := r.enqueueOrder(o)
	ctx, _ = workflow.NewDisconnectedContext(ctx) // an outside cancel request does not take the answer away
	if err := workflow.Await(ctx, func() bool { return p.answer != nil || r.missing }); err != nil {
		return complaint.Answer{}, fmt.Errorf("wait for the answer: %w", err)
	}
	if p.answer == nil {
		return complaint.Answer{},
			temporal.NewNonRetryableApplicationError("the journal does not know this case", "Missing", nil)
	}
	return *p.answer, nil
}

// enqueueOrder notes of an order that carries no instant when it arrived.
func (r *caseRun) enqueueOrder(o complaint.Order) *pending {
	p := &pending{order: o, at: o.ReceivedAt}
	if p.at.IsZero() {
		p.arrived = workflow.Now(r.ctx)
	}
	r.queue = append(r.queue, p)
	return p
}

func (r *caseRun) enqueueOrderFirst(o complaint.Order) {
	r.queue = slices.Insert(r.queue, 0, &pending{order: o}) // the zero instant: before all others
}

// takeInMessages takes in every message that has arrived before anything is decided: first a turn for update handlers
// that this wake has started, then the signals. Who acted in time is never late because a worker was down.
func (r *caseRun) takeInMessages() {
	r.letOthersRun()
	for {
		var o complaint.Order
		if !r.signals.ReceiveAsync(&o) {
			break
		}
		if err := validateOrder(r.ctx, o); err != nil {
			r.log.Error("a signal that is no order was dropped", "error", err)
			continue
		}
		r.enqueueOrder(o)
	}
	if r.root.Err() != nil && !r.cancelNoted && r.state.Seq > 0 && !r.orders.Archived {
		r.cancelNoted = true
		id := fmt.Sprintf("system/cancel/%d", r.state.Seq)
		r.enqueueOrder(complaint.Order{
			ID:      complaint.CommandID(id),
			Actor:   complaint.System,
			Command: complaint.OutsideCancel{},
		})
	}
}

// letOthersRun lets every coroutine that can run do so before the main loop goes on. A coroutine started now runs
// after those started by this wake's updates.
func (r *caseRun) letOthersRun() {
	ran := false
	workflow.Go(r.ctx, func(workflow.Context) { ran = true })
	_ = workflow.Await(r.ctx, func() bool { return ran }) // the disconnected context is never cancelled
}

// takeEarliestOrder takes the earliest of the waiting orders and the due instant. An instant equal to an order's comes
// first: a deadline's due is the first instant too late.
func (r *caseRun) takeEarliestOrder() *pending {
	first := -1
	for i, p := range r.queue {
		if first < 0 || r.instantOf(p).Before(r.instantOf(r.queue[first])) {
			first = i
		}
	}
	wake := r.orders.Wake
	if wake != nil && !wake.At.After(r.caseTime()) && (first < 0 || !wake.At.After(r.instantOf(r.queue[first]))) {
		return r.rungOrder(wake)
	}
	if first < 0 {
		return nil
	}
	p := r.queue[first]
	r.queue = slices.Delete(r.queue, first, first+1)
	return p
}

// rungOrder is the system's order to fire a rung. Its id is the rung's and its instant's, so it can be recorded only
// once; a rung moved by a suspension or extension is armed again under another.
func (r *caseRun) rungOrder(w *complaint.Wake) *pending {
	id := fmt.Sprintf("system/due/%s/%s/%d", w.Deadline, w.Rung, w.At.UnixMicro())
	return &pending{at: w.At.Time, order: complaint.Order{
		ID:      complaint.CommandID(id),
		Actor:   complaint.System,
		Command: complaint.Due{Deadline: w.Deadline, Rung: w.Rung},
		Summary: w.Summary,
	}}
}

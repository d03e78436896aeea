package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"duban/complaint"
)

// alarm is the case's one timer.
type alarm struct {
	at     time.Time
	future workflow.Future
	cancel workflow.CancelFunc
}

// hasGoneOff reports whether the alarm has gone off. A cancelled timer is ready too, with an error.
func (a *alarm) hasGoneOff(ctx workflow.Context) bool {
	return a.future != nil && a.future.IsReady() && a.future.Get(ctx, nil) == nil
}

// followShellOrders takes the shell's orders: what to show and when to wake.
func (r *caseRun) followShellOrders(o complaint.Orders) {
	r.orders = o
	r.publishStanding()
	r.setAlarm()
}

// setAlarm moves the timer to the next due instant, if that has changed.
func (r *caseRun) setAlarm() {
	wake := r.orders.Wake
	if wake != nil && r.alarm.future != nil && !r.alarm.future.IsReady() && wake.At.Equal(r.alarm.at) {
		return
	}
	if r.alarm.cancel != nil {
		r.alarm.cancel()
	}
	r.alarm = alarm{}
	if wake == nil || !wake.At.After(r.caseTime()) {
		return // nothing to wait for, or due now: takeEarliestOrder takes it
	}
	ctx, cancel := workflow.WithCancel(r.ctx)
	future := workflow.NewTimerWithOptions(ctx, wake.At.Sub(r.caseTime()), workflow.TimerOptions{Summary: wake.Summary})
	r.alarm = alarm{at: wake.At.Time, future: future, cancel: cancel}
}

// sleepUntilWoken waits for a message, the alarm, or an outside cancel request not yet noted.
func (r *caseRun) sleepUntilWoken() {
	r.setAlarm()
	_ = workflow.Await(r.ctx, func() bool { // the disconnected context is never cancelled
		return len(r.queue) > 0 || r.signals.Len() > 0 || r.alarm.hasGoneOff(r.ctx) ||
			r.root.Err() != nil && !r.cancelNoted
	})
}

// readyToEnd prepares to end the run: in a task of its own, which records nothing, it looks once more for
// messages. A task that has recorded something must not end the run: a signal arriving meanwhile would fail
// it, and everything it recorded would run again. It reports whether all is quiet.
func (r *caseRun) readyToEnd() (quiet bool, err error) {
	if r.alarm.cancel != nil {
		r.alarm.cancel()
		r.alarm = alarm{}
	}
	if err := workflow.Sleep(r.ctx, time.Millisecond); err != nil {
		return false, err
	}
	r.takeInMessages()
	return len(r.queue) == 0 && workflow.AllHandlersFinished(r.ctx), nil
}

// publishStanding writes search attributes and current details, in one call each and only when changed.
func (r *caseRun) publishStanding() {
	if r.state.Seq == 0 {
		return
	}
	if !r.anythingShown || !sameAttributes(r.orders.Attributes, r.shown) {
		if err := workflow.UpsertTypedSearchAttributes(r.ctx, searchAttributes(r.orders.Attributes)...); err != nil {
			r.log.Error("search attributes", "error", err)
		}
		r.shown, r.anythingShown = r.orders.Attributes, true
	}
	if r.orders.Details != r.shownDetails {
		workflow.SetCurrentDetails(r.ctx, r.orders.Details)
		r.shownDetails = r.orders.Details
	}
}

func sameAttributes(a, b complaint.Attributes) bool {
	if (a.Due == nil) != (b.Due == nil) || a.Due != nil && !a.Due.Equal(b.Due.Time) {
		return false
	}
	a.Due, b.Due = nil, nil
	return a == b
}

func searchAttributes(a complaint.Attributes) []temporal.SearchAttributeUpdate {
	updates := []temporal.SearchAttributeUpdate{
		AttrPolicy.ValueSet(a.Policy), AttrNumber.ValueSet(a.Number), AttrStep.ValueSet(a.Step),
		AttrUnit.ValueSet(a.Unit), AttrSeverity.ValueSet(a.Severity), AttrOverdue.ValueSet(a.Overdue),
	}
	if a.Due == nil {
		return append(updates, AttrDue.ValueUnset())
	}
	return append(updates, AttrDue.ValueSet(a.Due.Time))
}

package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"duban/complaint"
)

// Case is one complaint from filing to archive. Start, continue-as-new and restart after a loss are the same:
// load the journal and go on. It ends when the journal says archived, and by nothing else.
func Case(ctx workflow.Context, in CaseInput) error {
	r, err := setUpRun(ctx, in)
	if err != nil {
		return err
	}
	return r.runUntilEnd()
}

// runUntilEnd is the main loop, the only place that acts: next order or due instant, in time order; then sleep.
func (r *caseRun) runUntilEnd() error {
	if err := r.loadCase(); err != nil {
		return err
	}
	for {
		r.takeInMessages()
		if r.missing {
			return r.endUnknownCase()
		}
		if next := r.takeEarliestOrder(); next != nil {
			if err := r.carryOutOrder(next); err != nil {
				return err
			}
			continue
		}
		if !r.shouldEnd() {
			r.sleepUntilWoken()
			continue
		}
		quiet, err := r.readyToEnd()
		if err != nil {
			return err
		}
		if quiet {
			return r.endRun()
		}
	}
}

// shouldEnd: the case is archived, or the history is long enough for a fresh run.
func (r *caseRun) shouldEnd() bool {
	return r.orders.Archived || workflow.GetInfo(r.ctx).GetContinueAsNewSuggested()
}

// endRun ends the run. It is only called in a workflow task that has recorded nothing (see readyToEnd).
func (r *caseRun) endRun() error {
	if r.orders.Archived {
		r.log.Info("case archived", "seq", r.state.Seq)
		return nil
	}
	return workflow.NewContinueAsNewError(r.root, CaseWorkflow, CaseInput{Case: r.in.Case, ClockOffset: &r.offset})
}

// endUnknownCase ends the run of a case that the journal does not know. Nobody can answer what waits for it.
func (r *caseRun) endUnknownCase() error {
	r.log.Warn("the journal does not know this case; its workflow ends")
	for {
		quiet, err := r.readyToEnd()
		if err != nil {
			return fmt.Errorf("give way: %w", err)
		}
		if r.queue = nil; quiet {
			return nil
		}
	}
}

// loadCase brings the case into memory from its journal; a filing not yet opened is opened first.
func (r *caseRun) loadCase() error {
	loaded, err := r.loadJournal()
	if err != nil {
		return err
	}
	if loaded.Edition > complaint.Edition {
		// Not an error, which would end the case: the task waits for a worker that knows more.
		panic(fmt.Sprintf("this history is of edition %d and this worker knows %d", loaded.Edition, complaint.Edition))
	}
	if r.missing = loaded.Missing; r.missing {
		return nil
	}
	if err := r.applyEvents(loaded.Events); err != nil {
		return err
	}
	if r.offset = loaded.ClockOffset; r.in.ClockOffset != nil {
		r.offset = *r.in.ClockOffset
	}
	r.followShellOrders(loaded.Orders)
	if r.state.Seq == 0 {
		r.enqueueOrderFirst(complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}})
	}
	return nil
}

// reloadCase makes a run that is ahead of the journal forget what the journal does not know: it was restored from a
// backup. What waits in the queue is given to the case as it stands now; an order taken from it goes back.
func (r *caseRun) reloadCase(p *pending) error {
	r.log.Warn("this run is ahead of the journal and loads it anew", "seq", r.state.Seq)
	r.state = complaint.NewCase(r.in.Case)
	r.queue = append(r.queue, p)
	offset := r.offset
	err := r.loadCase()
	r.offset = offset // what this run has skipped stays skipped
	return err
}

// applyEvents folds what the journal recorded. The workflow applies what came back, never what it computed.
func (r *caseRun) applyEvents(events []complaint.Event) error {
	for _, e := range events {
		if err := r.state.Apply(e); err != nil {
			return fmt.Errorf("apply: %w", err)
		}
	}
	return nil
}

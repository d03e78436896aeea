package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/complaint"
)

// caseRun is one run of a case's workflow.
type caseRun struct {
	in CaseInput
	// root is the workflow's own context, which an outside cancel request ends; ctx is disconnected from it.
	root, ctx workflow.Context
	log       log.Logger
	signals   workflow.ReceiveChannel

	// offset is case time minus workflow time.
	offset time.Duration
	state  *complaint.Case
	orders complaint.Orders
	queue  []*pending
	alarm  alarm
	// shown is what was last upserted, so that nothing is written twice.
	shown        complaint.Attributes
	shownDetails string
	cancelNoted  bool
	// missing: the journal does not know the case.
	missing       bool
	anythingShown bool
}

// pending is an order waiting for its turn; its handler waits for the answer.
type pending struct {
	order complaint.Order
	// at is its instant in case time; the zero instant is before all others.
	at time.Time
	// arrived is when an order came that carries no instant, in workflow time: what the case's time was then is not
	// known before the journal has been loaded.
	arrived time.Time
	answer  *complaint.Answer
}

// setUpRun registers the handlers before anything blocks, so that no message finds nobody at home.
func setUpRun(ctx workflow.Context, in CaseInput) (*caseRun, error) {
	disconnected, _ := workflow.NewDisconnectedContext(ctx)
	r := &caseRun{
		in:      in,
		root:    ctx,
		ctx:     disconnected,
		log:     log.With(workflow.GetLogger(ctx), "case_id", string(in.Case)),
		signals: workflow.GetSignalChannel(ctx, CommandName),
		state:   complaint.NewCase(in.Case),
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, CommandName, r.handleOrder, workflow.UpdateHandlerOptions{
		Validator: validateOrder, Description: "an order to the case",
	})
	if err != nil {
		return nil, fmt.Errorf("set update handler: %w", err)
	}
	err = workflow.SetQueryHandlerWithOptions(ctx, StateQuery, func() (*complaint.Case, error) { return r.state, nil },
		workflow.QueryHandlerOptions{Description: "the case as this run has it"})
	if err != nil {
		return nil, fmt.Errorf("set query handler: %w", err)
	}
	return r, nil
}

// caseTime is the case's time.
func (r *caseRun) caseTime() time.Time { return workflow.Now(r.ctx).Add(r.offset) }

// instantOf is when an order was given, in case time.
func (r *caseRun) instantOf(p *pending) time.Time {
	if p.arrived.IsZero() {
		return p.at
	}
	return p.arrived.Add(r.offset)
}

// Act may be tried for as long as it takes: only infrastructure trouble is an error, and an order once
// accepted is never dropped. With StartToClose alone it would give up after three tries.
var actOptions = workflow.LocalActivityOptions{
	StartToCloseTimeout:    10 * time.Second,
	ScheduleToCloseTimeout: 10 * 365 * 24 * time.Hour,
	RetryPolicy:            actRetries,
}

// carryOutOrder carries out one order. If this run was behind the journal it catches up and asks again.
func (r *caseRun) carryOutOrder(p *pending) error {
	options := actOptions
	options.Summary = summaryOfOrder(p.order)
	for {
		req := activities.ActRequest{
			Case:     r.in.Case,
			Expected: r.state.Seq,
			Order:    p.order,
			At:       complaint.Instant(r.instantOf(p)),
			Clock:    complaint.Instant(r.caseTime()),
		}
		var result activities.ActResult
		ctx := workflow.WithLocalActivityOptions(r.ctx, options)
		if err := workflow.ExecuteLocalActivity(ctx, activities.ActName, req).Get(ctx, &result); err != nil {
			return fmt.Errorf("act: %w", err)
		}
		if result.Obsolete {
			return r.reloadCase(p)
		}
		if err := r.applyEvents(result.Events); err != nil {
			return err
		}
		r.followShellOrders(result.Orders)
		if !result.Retry {
			p.answer = result.Answer
			return nil
		}
	}
}

func (r *caseRun) loadJournal() (activities.LoadResult, error) {
	options := actOptions
	options.Summary = loadSummary
	ctx := workflow.WithLocalActivityOptions(r.ctx, options)
	req := activities.LoadRequest{Case: r.in.Case}
	var result activities.LoadResult
	if err := workflow.ExecuteLocalActivity(ctx, activities.LoadName, req).Get(ctx, &result); err != nil {
		return result, fmt.Errorf("load: %w", err)
	}
	return result, nil
}

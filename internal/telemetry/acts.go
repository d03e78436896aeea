package telemetry

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"

	"duban/activities"
	"duban/complaint"
)

// What may become of an act; see duban_act_seconds.
const (
	done     = "done"
	refused  = "refused"
	behind   = "behind"
	obsolete = "obsolete"
	failed   = "error"
)

// activityMeter measures the worker's activities.
type activityMeter struct {
	interceptor.ActivityInboundInterceptorBase
	metrics *metrics
	now     func() time.Time
}

// ExecuteActivity implements interceptor.ActivityInboundInterceptor.
func (a *activityMeter) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	info := activity.GetInfo(ctx)
	name := info.ActivityType.Name
	if info.Attempt > 1 {
		a.metrics.actRetries.WithLabelValues(name).Inc()
	}
	began := a.now()
	result, err := a.Next.ExecuteActivity(ctx, in)
	a.metrics.actSeconds.WithLabelValues(name, outcomeOfActivity(result, err)).Observe(a.now().Sub(began).Seconds())
	if request, ok := onlyArgument[activities.ActRequest](in.Args); ok && err == nil {
		if acted, ok := result.(activities.ActResult); ok {
			a.countFired(request, acted, info.ScheduledTime)
		}
	}
	return result, err
}

// countFired counts what a due rung recorded. The case's clock and the wall clock run alike while an act waits.
func (a *activityMeter) countFired(request activities.ActRequest, acted activities.ActResult, scheduled time.Time) {
	if _, due := request.Order.Command.(complaint.Due); !due || acted.Answer == nil || acted.Retry {
		return
	}
	for _, e := range acted.Events {
		if e.Seq >= acted.Answer.From && e.Seq <= acted.Answer.Seq {
			a.metrics.fired.WithLabelValues(e.Type()).Inc()
		}
	}
	waited := request.Clock.Sub(request.At.Time) + a.now().Sub(scheduled)
	a.metrics.lateness.Observe(max(0, waited).Seconds())
}

func outcomeOfActivity(result any, err error) string {
	if err != nil {
		return failed
	}
	acted, ok := result.(activities.ActResult)
	switch {
	case !ok:
		return done
	case acted.Obsolete:
		return obsolete
	case acted.Retry:
		return behind
	case acted.Answer != nil && acted.Answer.Refusal != nil:
		return refused
	}
	return done
}

// onlyArgument is the one argument of a call, if it is a T.
func onlyArgument[T any](args []any) (T, bool) {
	var none T
	if len(args) != 1 {
		return none, false
	}
	switch v := args[0].(type) {
	case T:
		return v, true
	case *T:
		return *v, v != nil
	}
	return none, false
}

// Cases are the running workflows, as the gateway knows them.
type Cases interface {
	StartCase(ctx context.Context, id complaint.CaseID) error
	GiveOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error)
	QueueOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) error
}

// countedCases counts what becomes of the gateway's commands.
type countedCases struct {
	Cases
	metrics *metrics
}

// StartCase implements Cases. Filing counts as the command "file".
func (c countedCases) StartCase(ctx context.Context, id complaint.CaseID) error {
	err := c.Cases.StartCase(ctx, id)
	c.metrics.commands.WithLabelValues("file", commandOutcome(complaint.Answer{}, err)).Inc()
	return err
}

// GiveOrder implements Cases.
func (c countedCases) GiveOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error) {
	answer, err := c.Cases.GiveOrder(ctx, id, o)
	c.metrics.commands.WithLabelValues(complaint.NameOf(o.Command), commandOutcome(answer, err)).Inc()
	return answer, err
}

// QueueOrder implements Cases.
func (c countedCases) QueueOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) error {
	err := c.Cases.QueueOrder(ctx, id, o)
	outcome := "queued"
	if err != nil {
		outcome = "lost"
	}
	c.metrics.commands.WithLabelValues(complaint.NameOf(o.Command), outcome).Inc()
	return err
}

func commandOutcome(answer complaint.Answer, err error) string {
	var refusal *complaint.Error
	switch {
	case errors.As(err, &refusal), err == nil && answer.Refusal != nil:
		return refused
	case err != nil:
		return "unknown"
	}
	return done
}

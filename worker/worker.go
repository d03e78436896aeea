// Package worker runs cases and keeps what the record promises: it registers workflows and activities with Temporal,
// runs the errands of the outbox (relay), tells late cases to look (sweeper), and starts what should run and does not
// (reconciler).
package worker

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"golang.org/x/time/rate"

	"duban/activities"
	"duban/complaint"
	"duban/papers"
	"duban/policy/calendar"
	"duban/record"
	"duban/workflows"
)

// Store is what the worker needs of the record.
type Store interface {
	record.Journal
	record.Periods
	Outbox
	Reports
	Lists
	PolicyChanges
	Holdings
}

// Options says how to run.
type Options struct {
	Temporal client.Client
	Store    Store
	Logger   *slog.Logger
	// Now is the wall clock.
	Now func() time.Time
	// Rehearsal: cases have clocks of their own.
	Rehearsal bool
	// Acts is how many acts run at once; Cases how many workflow tasks. 0 takes the embedded server's
	// measured best (docs: 8 and 64).
	Acts, Cases int
	// Pollers is how many ask for workflow tasks at once; 0 means the SDK's two, enough beside an embedded server.
	Pollers int
	// Press prints documents when they are issued; nil leaves them to whoever prints them first.
	Press *papers.Press
	// Courier carries word out of the application; nil where none leaves.
	Courier Courier
	// OfficeHours are the hours of a working day in which notices leave, "09:00-18:00"; "" means all hours.
	OfficeHours string
	// RelayEvery, SweepEvery and ReconcileEvery are the intervals of the three that keep promises; 0 means one
	// second, twenty seconds and ten minutes.
	RelayEvery, SweepEvery, ReconcileEvery time.Duration
	// Tally, if not nil, is kept while the worker runs.
	Tally *Tally
	// StopTimeout is how long running acts may take to finish; 0 means ten seconds.
	StopTimeout time.Duration
}

const (
	defaultActs  = 8
	defaultCases = 64
	stickyCases  = 256
	// carriers is how many messages are on their way at once: providers are slow.
	carriers = 3
)

// RunWorker works until ctx ends, then lets running acts finish. It fails only if the worker cannot start or
// stops by itself.
func RunWorker(ctx context.Context, o Options) error {
	o = o.withDefaults()
	office, err := calendar.ParseOffice(o.OfficeHours)
	if err != nil {
		return fmt.Errorf("setting office_hours: %w", err)
	}
	sdkworker.SetStickyWorkflowCacheSize(stickyCases)
	failed := make(chan error, 1)
	w := sdkworker.New(o.Temporal, workflows.TaskQueue, sdkworker.Options{
		MaxConcurrentLocalActivityExecutionSize: o.Acts,
		MaxConcurrentWorkflowTaskExecutionSize:  o.Cases,
		MaxConcurrentWorkflowTaskPollers:        o.Pollers,
		WorkflowPanicPolicy:                     sdkworker.BlockWorkflow,
		WorkerStopTimeout:                       o.StopTimeout,
		OnFatalError:                            func(err error) { failed <- err },
	})
	w.RegisterWorkflowWithOptions(workflows.Notice, workflow.RegisterOptions{Name: workflows.NoticeWorkflow})
	notices := &activities.Notices{
		Journal:   o.Store,
		Now:       o.Now,
		Office:    office,
		Channels:  o.channels(),
		Robots:    o.robots(),
		Rehearsal: o.Rehearsal,
	}
	w.RegisterActivityWithOptions(notices.Deliver, activity.RegisterOptions{Name: activities.DeliverName})
	acts := &activities.Acts{
		Journal:   o.Store,
		Now:       o.Now,
		Rehearsal: o.Rehearsal,
		Press:     o.Press,
	}
	w.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
	w.RegisterActivityWithOptions(acts.Act, activity.RegisterOptions{Name: activities.ActName})
	w.RegisterActivityWithOptions(acts.Load, activity.RegisterOptions{Name: activities.LoadName})
	periods := &activities.Periods{Record: o.Store, Now: o.Now}
	w.RegisterWorkflowWithOptions(workflows.Periods, workflow.RegisterOptions{Name: workflows.PeriodsWorkflow})
	w.RegisterActivityWithOptions(periods.OpenPeriods, activity.RegisterOptions{Name: activities.OpenPeriodsName})
	if err := w.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer w.Stop()
	keeping, stop := context.WithCancel(ctx)
	kept := o.startRelaySweeperReconciler(keeping)
	defer func() { stop(); kept() }()
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return fmt.Errorf("worker: %w", err)
	}
}

// startRelaySweeperReconciler runs relay, sweeper and reconciler until ctx ends; the returned function waits until they
// have stopped.
func (o Options) startRelaySweeperReconciler(ctx context.Context) (wait func()) {
	cases := workflows.NewCases(o.Temporal)
	takesLong := func(k complaint.ErrandKind) bool {
		return k == complaint.PublishErrand || k == complaint.DispatchErrand
	}
	r := &relay{
		kinds:   slices.DeleteFunc(complaint.ErrandKinds(), takesLong),
		outbox:  o.Store,
		reports: o.Store,
		cases:   cases,
		tally:   o.Tally,
		log:     o.Logger,
	}
	publisher := *r
	publisher.kinds = []complaint.ErrandKind{complaint.PublishErrand}
	carrier := *r
	carrier.kinds, carrier.courier = []complaint.ErrandKind{complaint.DispatchErrand}, o.Courier
	s := &sweeper{
		lists: o.Store,
		cases: cases,
		tally: o.Tally,
		log:   o.Logger,
		now:   o.Now,
		limit: rate.NewLimiter(tellRate, tellRate),
	}
	c := &reconciler{
		lists: o.Store,
		cases: cases,
		tally: o.Tally,
		log:   o.Logger,
		limit: rate.NewLimiter(reconcileRate, 1),
	}
	p := &scheduler{cases: cases, zone: zoneName(o.Store.Location()), log: o.Logger}
	h := &changer{changes: o.Store, log: o.Logger}
	f := &releaser{
		holdings: o.Store,
		cases:    cases,
		log:      o.Logger,
		now:      o.Now,
	}
	var group sync.WaitGroup
	group.Go(func() { r.relayEvery(ctx, o.RelayEvery) })
	group.Go(func() { publisher.relayEvery(ctx, o.RelayEvery) })
	if o.Courier != nil {
		for range carriers {
			group.Go(func() { carrier.relayEvery(ctx, o.RelayEvery) })
		}
	}
	group.Go(func() { s.sweepEvery(ctx, o.SweepEvery) })
	group.Go(func() { c.reconcileEvery(ctx, o.ReconcileEvery) })
	group.Go(func() { h.carryOutEvery(ctx, o.SweepEvery) })
	group.Go(func() { f.releaseEvery(ctx, releaseEvery) })
	group.Go(func() { p.scheduleEvery(ctx, o.ReconcileEvery) })
	return group.Wait
}

// channels are those by which word leaves the application.
func (o Options) channels() []record.Channel {
	if o.Courier == nil {
		return nil
	}
	return o.Courier.Channels()
}

// robots are those that speak in groups.
func (o Options) robots() []record.GroupRobot {
	if o.Courier == nil {
		return nil
	}
	return o.Courier.Robots()
}

func (o Options) withDefaults() Options {
	if o.Acts == 0 {
		o.Acts = defaultActs
	}
	if o.Cases == 0 {
		o.Cases = defaultCases
	}
	if o.RelayEvery == 0 {
		o.RelayEvery = time.Second
	}
	if o.SweepEvery == 0 {
		o.SweepEvery = sweepEvery
	}
	if o.ReconcileEvery == 0 {
		o.ReconcileEvery = reconcileEvery
	}
	if o.Tally == nil {
		o.Tally = &Tally{}
	}
	if o.StopTimeout == 0 {
		o.StopTimeout = 10 * time.Second
	}
	return o
}

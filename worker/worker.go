// Package worker runs cases: it registers the workflow and its activities with Temporal and starts, by the
// outbox relay, every case whose filing was committed but whose workflow was not started.
package worker

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
	"duban/workflows"
)

// Store is what the worker needs of the record.
type Store interface {
	activities.Journal
	Outbox
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
	// RelayEvery is the outbox's interval; 0 means one second.
	RelayEvery time.Duration
	// StopTimeout is how long running acts may take to finish; 0 means ten seconds.
	StopTimeout time.Duration
}

const (
	defaultActs  = 8
	defaultCases = 64
	stickyCases  = 256
)

// Run works until ctx ends, then lets running acts finish. It fails only if the worker cannot start or
// stops by itself.
func Run(ctx context.Context, o Options) error {
	o = o.withDefaults()
	sdkworker.SetStickyWorkflowCacheSize(stickyCases)
	failed := make(chan error, 1)
	w := sdkworker.New(o.Temporal, workflows.TaskQueue, sdkworker.Options{
		MaxConcurrentLocalActivityExecutionSize: o.Acts,
		MaxConcurrentWorkflowTaskExecutionSize:  o.Cases,
		WorkflowPanicPolicy:                     sdkworker.BlockWorkflow,
		WorkerStopTimeout:                       o.StopTimeout,
		OnFatalError:                            func(err error) { failed <- err },
	})
	acts := &activities.Acts{Journal: o.Store, Now: o.Now, Rehearsal: o.Rehearsal}
	w.RegisterWorkflowWithOptions(workflows.Case, workflow.RegisterOptions{Name: workflows.CaseWorkflow})
	w.RegisterActivityWithOptions(acts.Act, activity.RegisterOptions{Name: activities.ActName})
	w.RegisterActivityWithOptions(acts.Load, activity.RegisterOptions{Name: activities.LoadName})
	if err := w.Start(); err != nil {
		return fmt.Errorf("start worker: %w", err)
	}
	defer w.Stop()
	r := relay{outbox: o.Store, cases: workflows.NewCases(o.Temporal), log: o.Logger}
	relayed := make(chan struct{})
	go func() {
		defer close(relayed)
		r.run(ctx, o.RelayEvery)
	}()
	defer func() { <-relayed }()
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return fmt.Errorf("worker: %w", err)
	}
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
	if o.StopTimeout == 0 {
		o.StopTimeout = 10 * time.Second
	}
	return o
}

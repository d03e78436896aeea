// Package app wires Duban into one process: embedded Temporal, records, worker, gateway, web page.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"time"

	"go.temporal.io/sdk/client"
	"golang.org/x/sync/errgroup"

	"duban/config"
	"duban/gateway"
	"duban/internal/program"
	"duban/standalone/temporal"
	"duban/worker"
)

// Options says how to run the program.
type Options struct {
	Config config.Config
	Logger *slog.Logger
	// Out is where addresses and the first password are printed.
	Out io.Writer
	// Listening, if set, is called with the gateway's address once it serves.
	Listening func(address string)
}

// What runs at once in one process where nobody says otherwise: acts commit together on SQLite, so many at once do
// more (docs/benchmarks.md).
const (
	embeddedActs      = 64
	embeddedAdmission = 128
)

func withEmbeddedDefaults(c config.Config) config.Config {
	if c.Acts == 0 {
		c.Acts = embeddedActs
	}
	if c.Admission == 0 {
		c.Admission = embeddedAdmission
	}
	return c
}

// RunProgram starts everything in the order in which it is needed and runs until ctx ends; then it stops in the
// opposite order, letting requests and acts under way finish. A second start goes on where this one stopped.
func RunProgram(ctx context.Context, o Options) error {
	if err := program.RefuseTLSToItself(o.Config); err != nil {
		return err
	}
	o.Config = withEmbeddedDefaults(o.Config)
	p, unobserve, err := program.Program{Config: o.Config, Logger: o.Logger, Now: time.Now}.WithTelemetry(ctx)
	if err != nil {
		return err
	}
	defer unobserve()
	w := &instance{Options: o, program: p}
	defer w.closeAll()
	if err := w.fillRecords(ctx); err != nil {
		return err
	}
	if err := w.startTemporal(ctx); err != nil {
		return err
	}
	return w.runGatewayAndWorker(ctx)
}

// instance is one run of everything.
type instance struct {
	Options
	program  program.Program
	records  *program.Records
	server   *temporal.Server
	client   client.Client
	password string
}

func (w *instance) fillRecords(ctx context.Context) (err error) {
	if w.records, err = w.program.OpenRecords(ctx); err != nil {
		return err
	}
	w.program.Telemetry.ShowRecordMetrics(w.records.Store)
	return nil
}

// startTemporal goes on with the address at which the server listens, which the settings may leave open.
func (w *instance) startTemporal(ctx context.Context) (err error) {
	w.server, err = temporal.StartServer(ctx, temporal.Options{
		Dir:       filepath.Join(w.Config.Data, "temporal"),
		Addr:      w.Config.Temporal,
		Namespace: program.NamespaceOptions(),
		Rehearsal: w.Config.Rehearsal,
		Logger:    w.Logger,
	})
	if err != nil {
		return fmt.Errorf("start Temporal: %w", err)
	}
	w.program.Config.Temporal = w.server.HostPort()
	w.client, err = w.program.DialTemporal()
	return err
}

// runGatewayAndWorker runs worker and gateway until ctx ends. The gateway stops first, so that what it still answers
// can still be carried out.
func (w *instance) runGatewayAndWorker(ctx context.Context) error {
	listener, err := w.program.ListenForGateway(ctx)
	if err != nil {
		return err
	}
	// The first password is made when nothing can fail any more before it is told.
	if w.password, err = w.program.SeedEmptyRecord(ctx, w.records.Store); err != nil {
		return errors.Join(err, listener.Close())
	}
	working, stopWorking := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorking()
	group, serving := errgroup.WithContext(ctx)
	group.Go(func() error {
		return worker.RunWorker(working, w.program.WorkerOptions(w.records.Store, w.client))
	})
	group.Go(func() error {
		defer stopWorking()
		return gateway.RunGateway(serving, w.gatewayOptions(listener))
	})
	w.announceAddress(listener.Addr().String())
	return group.Wait()
}

func (w *instance) gatewayOptions(listener net.Listener) gateway.Options {
	o := w.program.GatewayOptions(w.records, w.client, listener)
	o.TemporalUI = w.server.UIHandler()
	if r := w.server.Rehearsal(); r != nil {
		o.Rehearsal = clocks{r}
	}
	return o
}

// closeAll releases what was opened, in the opposite order.
func (w *instance) closeAll() {
	if w.client != nil {
		w.client.Close()
	}
	if w.server != nil {
		w.server.Stop()
	}
	if w.records != nil {
		if err := w.records.Close(); err != nil {
			w.Logger.Error("close", "error", err)
		}
	}
}

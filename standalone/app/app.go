// Package app wires Duban into one process: embedded Temporal, SQLite, worker, gateway, web page.
package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"golang.org/x/sync/errgroup"

	"duban/config"
	"duban/gateway"
	"duban/gateway/session"
	"duban/seed"
	"duban/standalone/temporal"
	"duban/store"
	"duban/web"
	"duban/worker"
	"duban/workflows"
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

// Run starts everything in the order in which it is needed and runs until ctx ends; then it stops in the
// opposite order, letting requests and acts under way finish. A second start goes on where this one stopped.
func Run(ctx context.Context, o Options) error {
	p := &program{Options: o, location: time.FixedZone("", o.Config.TimeZone*60*60)}
	defer p.close()
	if err := p.openRecords(ctx); err != nil {
		return err
	}
	if err := p.startTemporal(ctx); err != nil {
		return err
	}
	return p.serve(ctx)
}

// program is one run of the whole.
type program struct {
	Options
	location *time.Location
	store    *store.Store
	sessions *session.Store
	server   *temporal.Server
	client   client.Client
	password string
	secret   []byte
}

func (p *program) openRecords(ctx context.Context) error {
	c := p.Config
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("data directory: %w", err)
	}
	var err error
	p.store, err = store.Open(ctx, store.Options{
		Path: filepath.Join(c.Data, "duban.db"), Now: time.Now, Location: p.location, Logger: p.Logger,
	})
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	if p.sessions, err = session.Open(ctx, filepath.Join(c.Data, "sessions.db"), time.Now); err != nil {
		return fmt.Errorf("open sessions: %w", err)
	}
	if p.secret, err = secret(filepath.Join(c.Data, "secret.key")); err != nil {
		return err
	}
	if err := seed.Regulations(ctx, p.store); err != nil {
		return err
	}
	p.password, err = seed.Accounts(ctx, p.store, c.DemoPassword, c.Demo)
	return err
}

func (p *program) startTemporal(ctx context.Context) error {
	var err error
	p.server, err = temporal.Start(ctx, temporal.Options{
		Dir: filepath.Join(p.Config.Data, "temporal"), Addr: p.Config.Temporal, Namespace: workflows.Namespace,
		Retention: retention, Rehearsal: p.Config.Rehearsal, SearchAttributes: SearchAttributes(), Logger: p.Logger,
	})
	if err != nil {
		return fmt.Errorf("start Temporal: %w", err)
	}
	p.client, err = client.DialContext(ctx, client.Options{
		HostPort: p.server.HostPort(), Namespace: workflows.Namespace,
		Logger: sdklog.NewStructuredLogger(p.Logger.With("part", "temporal")),
	})
	if err != nil {
		return fmt.Errorf("connect to Temporal: %w", err)
	}
	return nil
}

// serve runs worker and gateway until ctx ends. The gateway stops first, so that what it still answers can
// still be carried out.
func (p *program) serve(ctx context.Context) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.Config.HTTP)
	if err != nil {
		return fmt.Errorf("setting http: %w", err)
	}
	working, stopWorking := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWorking()
	group, serving := errgroup.WithContext(ctx)
	group.Go(func() error {
		return worker.Run(working, worker.Options{
			Temporal: p.client, Store: p.store, Logger: p.Logger, Now: time.Now, Rehearsal: p.Config.Rehearsal,
			StopTimeout: p.Config.StopTimeout,
		})
	})
	group.Go(func() error {
		defer stopWorking()
		return gateway.Run(serving, p.gatewayOptions(listener))
	})
	p.announce(listener.Addr().String())
	return group.Wait()
}

func (p *program) gatewayOptions(listener net.Listener) gateway.Options {
	o := gateway.Options{
		Listener: listener,
		Store:    p.store, Cases: workflows.NewCases(p.client), Now: time.Now, Location: p.location,
		TemporalUI: p.server.UI(), Web: web.Files(), Sessions: p.sessions, Logger: p.Logger, Secret: p.secret,
		SecureCookies: p.Config.SecureCookies, Drain: p.Config.StopTimeout,
		Ready: map[string]func(context.Context) error{"temporal": func(ctx context.Context) error {
			_, err := p.client.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		}},
	}
	if r := p.server.Rehearsal(); r != nil {
		o.Rehearsal = clocks{r}
	}
	return o
}

// close releases what was opened, in the opposite order.
func (p *program) close() {
	if p.client != nil {
		p.client.Close()
	}
	if p.server != nil {
		p.server.Stop()
	}
	if p.sessions != nil {
		p.report(p.sessions.Close())
	}
	if p.store != nil {
		p.report(p.store.Close())
	}
}

func (p *program) report(err error) {
	if err != nil {
		p.Logger.Error("close", "error", err)
	}
}

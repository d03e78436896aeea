package program

import (
	"context"
	"net"

	"go.temporal.io/sdk/client"

	"duban/gateway"
	"duban/store"
	"duban/web"
	"duban/worker"
	"duban/workflows"
)

// Gateway is how a gateway runs on what was opened.
func (p Program) Gateway(r *Records, c client.Client, listener net.Listener) gateway.Options {
	return gateway.Options{
		Listener: listener,
		Store:    r.Store, Cases: workflows.NewCases(c), Sessions: r.Sessions, Secret: r.Secret,
		Now: p.Now, Location: p.Location(), Logger: p.Logger, Web: web.Files(),
		SecureCookies: p.Config.SecureCookies, Drain: p.Config.StopTimeout,
		Ready: map[string]func(context.Context) error{"temporal": func(ctx context.Context) error {
			_, err := c.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		}},
	}
}

// Worker is how a worker runs on what was opened.
func (p Program) Worker(s *store.Store, c client.Client) worker.Options {
	return worker.Options{
		Temporal: c, Store: s, Logger: p.Logger, Now: p.Now, Rehearsal: p.Config.Rehearsal,
		Acts: p.Config.Acts, Cases: p.Config.Cases, StopTimeout: p.Config.StopTimeout,
	}
}

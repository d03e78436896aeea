package program

import (
	"context"
	"net"

	"go.temporal.io/sdk/client"

	"duban/complaint"
	"duban/config"
	"duban/documents"
	"duban/gateway"
	"duban/internal/seed"
	"duban/internal/telemetry"
	"duban/papers"
	"duban/policies"
	"duban/record"
	"duban/store"
	"duban/web"
	"duban/worker"
	"duban/workflows"
)

// GatewayOptions is how a gateway runs on what was opened.
func (p Program) GatewayOptions(r *Records, c client.Client, listener net.Listener) gateway.Options {
	cases := workflows.NewCases(c)
	o := gateway.Options{
		Listener: listener,
		Store:    r.Store,
		Cases:    p.Telemetry.CountCommandsOf(cases),
		Sessions: r.Sessions,
		Secret:   r.Secret,
		Files:    r.Files,
		Administer: func(by complaint.UserID, from record.Origin) gateway.Administration {
			return r.Store.AdministrationBy(by).From(from)
		},
		Attachments: gateway.Attachments{
			Size: int64(p.Config.AttachmentSize) << 20, PublicSize: int64(p.Config.PublicAttachmentSize) << 20,
		},
		Fonts:          documents.NewFonts(p.Config.PaperFont, p.Config.PaperTitleFont),
		Desk:           p.deskOptions(),
		Outside:        p.ChannelsOutside(),
		Site:           p.Config.Site,
		Now:            p.Now,
		Location:       p.Location(),
		Logger:         p.Logger,
		Web:            web.BuiltFiles(),
		Scenarios:      policies.Files,
		Released:       seed.ReleasedFiles,
		Profile:        record.Profile(p.Config.Profile),
		TrustedProxies: config.List(p.Config.TrustedProxies),
		TrustedOrigins: config.List(p.Config.TrustedOrigins),
		SecureCookies:  p.Config.SecureCookies,
		Drain:          p.Config.StopTimeout,
		Linger:         p.Config.StopLinger,
		Admission:      gateway.Admission{Writes: p.Config.Admission},
		Ready: map[string]func(context.Context) error{
			"temporal": func(ctx context.Context) error {
				_, err := c.CheckHealth(ctx, &client.CheckHealthRequest{})
				return err
			},
			"worker": func(ctx context.Context) error { return cases.CheckWorkerAlive(ctx, p.Now()) },
		},
	}
	if p.Telemetry != nil {
		o.Observer = p.Telemetry
	}
	return o
}

// demoDesk is the demonstration organisation's. The number belongs to nobody.
var demoDesk = gateway.Desk{
	Organisation: "演示单位",
	Office:       "演示客服",
	Phone:        "010-00000000",
	Reception:    "演示楼一层服务台，工作日 9:00–18:00",
}

// deskOptions is what the settings say of it; the demonstration organisation has one of its own.
func (p Program) deskOptions() gateway.Desk {
	c := p.Config
	desk := gateway.Desk{
		Organisation: c.Organisation,
		Office:       c.ComplaintOffice,
		Phone:        c.ComplaintPhone,
		Reception:    c.ComplaintReception,
	}
	if c.Demo && desk == (gateway.Desk{}) {
		return demoDesk
	}
	return desk
}

// pollersOverNetwork is how many ask a Temporal server of its own for workflow tasks. Its queue has four partitions,
// and a task waits until somebody asks its partition: two pollers let 64 callers wait for each other until all but
// nothing was done.
const pollersOverNetwork = 8

// WorkerOptions is how a worker runs on what was opened.
func (p Program) WorkerOptions(s *store.Store, c client.Client) worker.Options {
	tally := &worker.Tally{}
	p.Telemetry.ShowWorkerCounts(telemetry.Tally{Late: tally.Late.Load, Findings: map[string]func() int64{
		"errand_failed": tally.ErrandsFailed.Load, "synced": tally.Synced.Load, "restarted": tally.Restarted.Load,
	}})
	pollers := 0
	if p.Config.Database != "" {
		pollers = pollersOverNetwork
	}
	return worker.Options{
		Tally:       tally,
		Pollers:     pollers,
		Temporal:    c,
		Store:       traced{s, p.Telemetry.TraceJournal(s)},
		Logger:      p.Logger,
		Now:         p.Now,
		Rehearsal:   p.Config.Rehearsal,
		Acts:        p.Config.Acts,
		Cases:       p.Config.Cases,
		OfficeHours: p.Config.OfficeHours,
		StopTimeout: p.Config.StopTimeout,
		Courier:     p.courier(s),
		Press:       p.press(),
	}
}

// press prints the organisation's papers when they are issued.
func (p Program) press() *papers.Press {
	return &papers.Press{
		House: papers.House{Organisation: p.deskOptions().Organisation, Zone: p.Location()},
		Fonts: documents.NewFonts(p.Config.PaperFont, p.Config.PaperTitleFont),
	}
}

// traced is the store with the worker's transactions in their traces.
type traced struct {
	*store.Store
	journal record.Journal
}

// Write implements record.Journal.
func (t traced) Write(ctx context.Context, id complaint.CaseID, fn func(record.Tx) error) error {
	return t.journal.Write(ctx, id, fn)
}

// Read implements record.Journal.
func (t traced) Read(ctx context.Context, id complaint.CaseID, fn func(record.ReadTx) error) error {
	return t.journal.Read(ctx, id, fn)
}

package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"go.temporal.io/sdk/client"

	"duban/internal/program"
	"duban/workflows"
	"duban/workflows/namespace"
)

// Password is what every demonstration account of a deployment has.
const Password = "correct horse battery staple"

// Deployment is Duban as one has it that has outgrown one machine: PostgreSQL, Temporal on it, workers and
// gateways, each a process.
type Deployment struct {
	Postgres          *Postgres
	Temporal          *Process
	Workers, Gateways []*Process
	// TemporalAddress is where Temporal answers, GatewayAddresses where the gateways do, in their order.
	TemporalAddress  string
	GatewayAddresses []string

	folder, bin string
	temporal    client.Client
	// recordAt and temporalAt are the addresses by which gateways and workers reach PostgreSQL and Temporal.
	recordAt, temporalAt string
}

// Options say what a deployment consists of.
type Options struct {
	// Folder is for logs and the secret.
	Folder string
	// Bin is where duban and cluster have been built.
	Bin string
	// Workers and Gateways are how many there are.
	Workers, Gateways int
	// Between, if set, gives the address by which gateways and workers reach a server: a link that can be spoilt.
	Between func(name, address string) (string, error)
}

// Deploy makes a deployment with the demonstration organisation, starts it and returns when it is ready. Close it.
func Deploy(ctx context.Context, o Options) (*Deployment, error) {
	d := &Deployment{folder: o.Folder, bin: o.Bin}
	if err := d.prepareAndStart(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("deploy: %w", err), d.Close())
	}
	return d, nil
}

func (d *Deployment) prepareAndStart(ctx context.Context, o Options) (err error) {
	if d.Postgres, err = NewPostgres(ctx, d.logFile("postgres")); err != nil {
		return err
	}
	if d.TemporalAddress, err = FreeAddress(ctx); err != nil {
		return err
	}
	if err := d.chooseAddresses(o); err != nil {
		return err
	}
	if err := d.describeProcesses(ctx, o); err != nil {
		return err
	}
	if err := d.Postgres.Start(); err != nil {
		return err
	}
	if err := d.Postgres.WaitReady(ctx); err != nil {
		return err
	}
	if err := d.Postgres.CreateDatabase(ctx, "duban"); err != nil {
		return err
	}
	if err := d.Postgres.CreateRole(ctx, workingRole); err != nil {
		return err
	}
	if err := d.Temporal.Start(); err != nil {
		return err
	}
	if err := d.runMigrate(ctx); err != nil {
		return err
	}
	return d.Start(ctx)
}

// chooseAddresses settles by which addresses gateways and workers reach the servers.
func (d *Deployment) chooseAddresses(o Options) (err error) {
	d.recordAt, d.temporalAt = d.Postgres.address, d.TemporalAddress
	if o.Between == nil {
		return nil
	}
	if d.recordAt, err = o.Between("postgres", d.recordAt); err != nil {
		return err
	}
	d.temporalAt, err = o.Between("temporal", d.temporalAt)
	return err
}

// describeProcesses says what the processes are; nothing is started.
func (d *Deployment) describeProcesses(ctx context.Context, o Options) (err error) {
	d.temporal, err = client.NewLazyClient(client.Options{
		HostPort:  d.TemporalAddress,
		Namespace: workflows.Namespace,
		Logger:    silent{},
	})
	if err != nil {
		return err
	}
	d.Temporal = &Process{
		Name:    "temporal",
		LogFile: d.logFile("temporal"),
		Ready:   d.checkTemporalReady,
		Command: func() *exec.Cmd {
			return d.newCommand("cluster", "--postgres", d.Postgres.DatabaseURL("temporal"),
				"--addr", d.TemporalAddress)
		},
	}
	for i := range o.Workers {
		name := "worker-" + strconv.Itoa(i+1)
		d.Workers = append(d.Workers, &Process{
			Name: name, LogFile: d.logFile(name), Command: func() *exec.Cmd { return d.newWorkingCommand("worker") },
		})
	}
	for i := range o.Gateways {
		name := "gateway-" + strconv.Itoa(i+1)
		address, err := FreeAddress(ctx)
		if err != nil {
			return err
		}
		d.GatewayAddresses = append(d.GatewayAddresses, address)
		d.Gateways = append(d.Gateways, &Process{
			Name:    name,
			LogFile: d.logFile(name),
			Ready:   checkAnswersOK("http://" + address + "/readyz"),
			Command: func() *exec.Cmd { return d.newWorkingCommand("gateway", "--http", address) },
		})
	}
	return nil
}

func (d *Deployment) logFile(name string) string { return filepath.Join(d.folder, name+".log") }

// newCommand is one of our programs with the settings that all of them share.
func (d *Deployment) newCommand(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(d.bin, name), args...) //nolint:noctx // ended by Kill or Stop
	cmd.Env = append(os.Environ(),
		"DUBAN_DATABASE="+databaseURL("duban", d.recordAt, "duban"), "DUBAN_TEMPORAL="+d.temporalAt,
		"DUBAN_DATA="+d.folder, "DUBAN_DEMO_PASSWORD="+Password)
	return cmd
}

// workingRole is the role of PostgreSQL as which gateways and workers connect: it cannot change the record.
const workingRole = "duban_work"

// newWorkingCommand is a gateway or a worker.
func (d *Deployment) newWorkingCommand(args ...string) *exec.Cmd {
	cmd := d.newCommand("duban", args...)
	cmd.Env = append(cmd.Env, "DUBAN_DATABASE="+databaseURL(workingRole, d.recordAt, "duban"))
	return cmd
}

// NewDubanCommand makes a command of the command line, with the deployment's settings.
func (d *Deployment) NewDubanCommand(args ...string) *exec.Cmd { return d.newCommand("duban", args...) }

func (d *Deployment) runMigrate(ctx context.Context) error {
	if err := d.Temporal.WaitReady(ctx); err != nil {
		return err
	}
	if out, err := d.NewDubanCommand("migrate", "--demo", "--grant", workingRole).CombinedOutput(); err != nil {
		return fmt.Errorf("migrate: %w\n%s", err, out)
	}
	return nil
}

func (d *Deployment) checkTemporalReady(ctx context.Context) error {
	return namespace.AwaitPrepared(ctx, d.temporal, program.NamespaceOptions())
}

// AllProcesses are all of them, in the order in which they are started.
func (d *Deployment) AllProcesses() []*Process {
	return append(append([]*Process{&d.Postgres.Process, d.Temporal}, d.Workers...), d.Gateways...)
}

// Start starts what does not run and returns when all of it is ready.
func (d *Deployment) Start(ctx context.Context) error {
	for _, p := range d.AllProcesses() {
		if err := p.Start(); err != nil {
			return err
		}
	}
	for _, p := range d.AllProcesses() {
		if err := p.WaitReady(ctx); err != nil {
			return err
		}
	}
	return nil
}

// RestartDied starts again what has given up by itself, as whoever runs it would: PostgreSQL refuses to start until the
// last process of a server that was killed has gone.
func (d *Deployment) RestartDied() error {
	for _, p := range d.AllProcesses() {
		if p.HasDied() {
			if err := p.Start(); err != nil {
				return err
			}
		}
	}
	return nil
}

// TemporalClient reaches the deployment's Temporal server; it lives as long as the deployment.
func (d *Deployment) TemporalClient() client.Client { return d.temporal }

// Close stops gateways and workers politely and the rest at once, and removes the database.
func (d *Deployment) Close() error {
	var errs []error
	for _, p := range append(d.Gateways, d.Workers...) {
		errs = append(errs, p.Stop())
	}
	if d.temporal != nil {
		d.temporal.Close()
	}
	if d.Temporal != nil {
		errs = append(errs, d.Temporal.Kill())
	}
	if d.Postgres != nil {
		errs = append(errs, d.Postgres.Close())
	}
	return errors.Join(errs...)
}

// silent is a log that nobody reads.
type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

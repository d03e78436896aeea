package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"duban/standalone/prove/process"
)

// House is the program under siege: its processes and where things lie.
type House struct {
	Parts []*process.Process
	// Fronts are the ends of the wires that lead to the gateways.
	Fronts []string
	// Wires are the links that can be spoilt.
	Wires []*Wire
	// Driver and DSN open the record for reading and for locking.
	Driver, DSN string
	// Temporal is the address of the Temporal server.
	Temporal string
	// Rehearsal: each case has its own clock.
	Rehearsal bool
	// Filling is a directory on the same, small file system as the data; empty if the disk cannot be filled.
	Filling string
	// Logs are the files in which no personal data may stand, Stores the files of the Temporal server.
	Logs, Stores []string
	// Data is the folder with the record, if it is a folder: the evidence, should something be violated.
	Data string
	// Dump writes such of the Stores as are no files by themselves; nil if all are.
	Dump func(ctx context.Context) error
	// Close ends the house and removes what it has made outside its folder.
	Close func() error
}

// NewEmbeddedHouse is everything in one process, on data in a folder, with more in its environment.
func NewEmbeddedHouse(ctx context.Context, binary, folder string, environment ...string) (*House, error) {
	gateway, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	temporal, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	front, err := NewWire("clients to gateway", gateway)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("house: %w", err)
	}
	program := &process.Process{
		Name:    "standalone",
		LogFile: filepath.Join(folder, "standalone.log"),
		Ready:   checkGatewayReady(gateway),
		Command: func() *exec.Cmd {
			//nolint:noctx // ended by Kill or Stop
			cmd := exec.Command(binary, "--data", data, "--http", gateway, "--temporal", temporal,
				"--demo", "--rehearsal")
			cmd.Env = append(append(os.Environ(), "DUBAN_DEMO_PASSWORD="+process.Password), environment...)
			return cmd
		},
	}
	store := filepath.Join(data, "temporal", "temporal.db")
	h := &House{
		Parts:     []*process.Process{program},
		Fronts:    []string{front.Addr},
		Wires:     []*Wire{front},
		Rehearsal: true,
		Temporal:  temporal,
		Driver:    "sqlite",
		DSN:       "file:" + filepath.Join(data, "duban.db") + "?_pragma=busy_timeout(20000)",
		Logs:      []string{program.LogFile},
		Stores:    []string{store, store + "-wal"},
		Data:      data,
		Close:     program.Stop,
	}
	if umount, ok := mountSmallDisk(data); ok {
		h.Filling, h.Close = data, func() error { return errors.Join(program.Stop(), umount()) }
	}
	return h, nil
}

// NewClusterHouse is two gateways, two workers, Temporal's services and PostgreSQL, each a process, with wires between
// them. bin holds the programs. Cases have no clocks of their own.
func NewClusterHouse(ctx context.Context, bin, folder string) (*House, error) {
	h := &House{Driver: "postgres"}
	between := func(name, address string) (string, error) {
		w, err := NewWire(name, address)
		if err != nil {
			return "", err
		}
		h.Wires = append(h.Wires, w)
		return w.Addr, nil
	}
	d, err := process.Deploy(ctx, process.Options{
		Folder:   folder,
		Bin:      bin,
		Workers:  2,
		Gateways: 2,
		Between:  between,
	})
	if err != nil {
		return nil, err
	}
	for _, address := range d.GatewayAddresses {
		front, err := between("clients to "+address, address)
		if err != nil {
			return nil, errors.Join(err, d.Close())
		}
		h.Fronts = append(h.Fronts, front)
	}
	h.Parts, h.DSN, h.Temporal, h.Close = d.AllProcesses(), d.Postgres.DatabaseURL("duban"), d.TemporalAddress, d.Close
	for _, p := range h.Parts {
		h.Logs = append(h.Logs, p.LogFile)
	}
	databases := []string{"temporal", "temporal_visibility"}
	for _, name := range databases {
		h.Stores = append(h.Stores, filepath.Join(folder, name+".sql"))
	}
	h.Dump = func(ctx context.Context) error {
		for i, name := range databases {
			if err := d.Postgres.DumpDatabase(ctx, name, h.Stores[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return h, nil
}

// Start starts every part that does not run.
func (h *House) Start() error {
	var errs []error
	for _, p := range h.Parts {
		errs = append(errs, p.Start())
	}
	return errors.Join(errs...)
}

// WaitReady waits until every part can be used.
func (h *House) WaitReady(ctx context.Context) error {
	for _, p := range h.Parts {
		if err := p.WaitReady(ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkGatewayReady asks a gateway whether people can act.
func checkGatewayReady(address string) func(context.Context) error {
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close() //nolint:errcheck // read only
		if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
			return errors.Join(err, fmt.Errorf("%s: %s", resp.Status, body))
		}
		return nil
	}
}

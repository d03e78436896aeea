package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Password is what every account of a besieged program has.
const Password = "correct horse battery staple"

// House is the program under siege: its processes and where things lie.
type House struct {
	Parts []*Part
	// Gateways are the gateways' addresses, Fronts the ends of the wires that lead to them.
	Gateways, Fronts []string
	// Wires are the links that can be spoilt.
	Wires []*Wire
	// Driver and DSN open the record for reading and for locking.
	Driver, DSN string
	// Temporal is the address of the Temporal server.
	Temporal string
	// Filling is a directory on the same, small file system as the data; empty if the disk cannot be filled.
	Filling string
	// Logs are the files in which no personal data may stand, Stores the files of the Temporal server.
	Logs, Stores []string
	// Data is the folder with the record, if it is a folder: the evidence, should something be violated.
	Data string
	// Close removes what the house has made outside its folder.
	Close func()
}

// Embedded is everything in one process, on data in dir, with more in its environment.
func Embedded(binary, dir string, environment ...string) (*House, error) {
	addresses, err := freeAddresses(2)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("house: %w", err)
	}
	log := filepath.Join(dir, "standalone.log")
	store := filepath.Join(data, "temporal", "temporal.db")
	front, err := NewWire("clients to gateway", addresses[0])
	if err != nil {
		return nil, err
	}
	h := &House{
		Gateways: addresses[:1], Fronts: []string{front.Addr}, Wires: []*Wire{front},
		Temporal: addresses[1], Driver: "sqlite",
		DSN:  "file:" + filepath.Join(data, "duban.db") + "?_pragma=busy_timeout(20000)",
		Logs: []string{log}, Stores: []string{store, store + "-wal"},
		Data:  data,
		Close: func() {},
	}
	if umount, ok := smallDisk(data); ok {
		h.Filling, h.Close = data, umount
	}
	h.Parts = []*Part{{Name: "standalone", LogFile: log, Command: func() *exec.Cmd {
		cmd := exec.Command(binary, "--data", data, "--http", addresses[0], "--temporal", addresses[1], "--demo", "--rehearsal") //nolint:noctx // ended by Kill or Stop
		cmd.Env = append(append(os.Environ(), "DUBAN_DEMO_PASSWORD="+Password), environment...)
		return cmd
	}}}
	return h, nil
}

// Start starts every part.
func (h *House) Start() error {
	var errs []error
	for _, p := range h.Parts {
		errs = append(errs, p.Start())
	}
	return errors.Join(errs...)
}

// Stop stops every part politely, the first one first.
func (h *House) Stop() error {
	var errs []error
	for _, p := range h.Parts {
		errs = append(errs, p.Stop())
	}
	return errors.Join(errs...)
}

// WaitReady waits until every gateway says that it is ready, and revives parts that gave up by themselves
// (a worker that starts before its database does so, and whoever runs it starts it again).
func (h *House) WaitReady(ctx context.Context) error {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		if h.ready(ctx) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("house not ready: %w", ctx.Err())
		case <-ticker.C:
		}
		for _, p := range h.Parts {
			if p.Died() {
				if err := p.Start(); err != nil {
					return err
				}
			}
		}
	}
}

func (h *House) ready(ctx context.Context) bool {
	for _, front := range h.Gateways {
		if !answers(ctx, "http://"+front+"/readyz") {
			return false
		}
	}
	return true
}

func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode == http.StatusOK
}

func freeAddresses(n int) ([]string, error) {
	var found []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
		if err != nil {
			return nil, fmt.Errorf("free port: %w", err)
		}
		defer l.Close() //nolint:errcheck // nothing was sent
		found = append(found, l.Addr().String())
	}
	return found, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"duban/config"
	"duban/standalone/app"
)

// serveArgument makes this binary be the program instead of measuring it.
const serveArgument = "serve"

// program is all of Duban as a process of its own, as people run it.
type program struct {
	dir, address, base, temporal string
	process                      *exec.Cmd
	// ready is how long it took until /readyz answered.
	ready time.Duration
}

// startProgram starts the program on the directory and waits until it is ready.
func startProgram(ctx context.Context, dir string, rehearsal bool) (*program, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	temporal, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	p := &program{
		dir:      dir,
		address:  address,
		base:     "http://" + address,
		temporal: temporal,
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p.process = exec.CommandContext(ctx, self, serveArgument, dir, address, temporal, strconv.FormatBool(rehearsal))
	p.process.Stderr = os.Stderr
	began := time.Now()
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	if err := p.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, p.stopProgram())
	}
	p.ready = time.Since(began)
	return p, nil
}

func (p *program) awaitReady(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(waiting, http.MethodGet, p.base+"/readyz", nil)
		if err != nil {
			return err
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			if err := resp.Body.Close(); err != nil || resp.StatusCode == http.StatusOK {
				return err
			}
		}
		select {
		case <-waiting.Done():
			return fmt.Errorf("the program did not become ready: %w", waiting.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (p *program) stopProgram() error {
	if err := p.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.process.Wait()
}

// residentMemory is the memory the process holds, in bytes.
func (p *program) residentMemory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10, nil
		}
	}
	return 0, errors.New("no VmRSS in /proc")
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// serveProgram is what the process does. With DUBAN_BENCH_PROFILE set it writes a CPU profile of its life there.
func serveProgram(arguments []string) (err error) {
	c := config.DefaultConfig()
	c.Data, c.HTTP, c.Temporal = arguments[0], arguments[1], arguments[2]
	c.Rehearsal, c.Demo, c.DemoPassword = arguments[3] == "true", true, password
	if path := os.Getenv("DUBAN_BENCH_PROFILE"); path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer func() { pprof.StopCPUProfile(); _ = f.Close() }()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	counting := make(chan error, 1)
	go func() { counting <- countWhenAsked(ctx, c.Data) }()
	defer func() { stop(); err = errors.Join(err, <-counting) }()
	return app.RunProgram(ctx, app.Options{Config: c, Logger: slog.New(slog.DiscardHandler), Out: io.Discard})
}

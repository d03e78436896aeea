// Package e2e tries the whole program the way people use it: a real process, over HTTP, with a real Temporal
// server and a real disk, killed and started again.
package e2e

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"duban/standalone/prove/process"
)

// Password is what every account of a tested program has.
const Password = process.Password

// Program is one data directory and the process that serves it.
type Program struct {
	t        testing.TB
	Dir      string
	HTTP     string
	Temporal string
	// Args are further flags.
	Args []string
	cmd  *exec.Cmd
	log  *os.File
}

var build = sync.OnceValues(func() (string, error) {
	dir, err := newTemporaryFolder("duban-e2e-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "standalone")
	cmd := exec.Command("go", "build", "-o", binary, "../..")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
})

// StartProgram starts a program on a fresh data directory, with further flags, and waits until it is ready.
func StartProgram(t testing.TB, args ...string) *Program {
	t.Helper()
	p := &Program{
		t:        t,
		Dir:      t.TempDir(),
		HTTP:     freeAddress(t),
		Temporal: freeAddress(t),
		Args:     args,
	}
	t.Cleanup(p.Stop)
	p.Launch()
	p.WaitReady()
	return p
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nothing was sent
	return l.Addr().String()
}

// Launch starts the process and does not wait.
func (p *Program) Launch() {
	p.t.Helper()
	binary, err := build()
	if err != nil {
		p.t.Fatal(err)
	}
	if p.log == nil {
		if p.log, err = os.Create(filepath.Join(p.t.TempDir(), "program.log")); err != nil {
			p.t.Fatal(err)
		}
	}
	args := append([]string{
		"--data", p.Dir, "--http", p.HTTP, "--temporal", p.Temporal, "--demo", "--rehearsal",
	}, p.Args...)
	p.cmd = exec.Command(binary, args...) //nolint:noctx // stopped by Stop or Kill
	p.cmd.Env = append(os.Environ(), "DUBAN_DEMO_PASSWORD="+Password)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
}

// WaitReady waits until /readyz answers 200.
func (p *Program) WaitReady() {
	p.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		if isReady(p.HTTP) {
			return
		}
		<-time.After(20 * time.Millisecond)
	}
	p.t.Fatalf("not ready after a minute; the program said:\n%s", p.Output())
}

func isReady(address string) bool {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+address+"/readyz", nil)
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

// Kill ends the process the hard way: SIGKILL, no warning.
func (p *Program) Kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait() // "signal: killed" is what we wanted
	p.cmd = nil
}

// Stop ends the process politely and reports how it ended.
func (p *Program) Stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(os.Interrupt)
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("stop: %v; the program said:\n%s", err, p.Output())
	}
	p.cmd = nil
}

// Output is the end of what the program has written.
func (p *Program) Output() string {
	data, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-8000):])
}

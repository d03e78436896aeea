// Package process runs the product's programs the way a deployment does, as ordinary processes: built, started,
// waited for, killed and started again. It knows them only by their command lines.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// Process is one program. It can be killed and started again as often as one likes; what it says is appended to
// one log file.
type Process struct {
	Name string
	// Command makes the process; it is called anew for each start.
	Command func() *exec.Cmd
	// LogFile gets standard output and error.
	LogFile string
	// Ready reports whether it can be used; nil means that it is as soon as it runs.
	Ready func(ctx context.Context) error

	mu     sync.Mutex
	cmd    *exec.Cmd
	exited chan struct{}
}

// RunAs makes the process another build of its program, from its next start on.
func (p *Process) RunAs(binary string) {
	command := p.Command
	p.Command = func() *exec.Cmd {
		cmd := command()
		cmd.Path = binary
		return cmd
	}
}

// Start starts the process and does not wait until it is ready. Starting what runs does nothing.
func (p *Process) Start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		return nil
	}
	log, err := os.OpenFile(p.LogFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("start %s: %w", p.Name, err)
	}
	defer log.Close() //nolint:errcheck // the process has its own handle
	cmd := p.Command()
	cmd.Stdout, cmd.Stderr = log, log
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL // whoever started it may be killed too, and it must not stay
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.Name, err)
	}
	exited := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(exited)
	}()
	p.cmd, p.exited = cmd, exited
	return nil
}

const (
	lookEvery = 20 * time.Millisecond
	// lookPatience is how long one look at a process may take.
	lookPatience = 2 * time.Second
)

// WaitReady returns when the process can be used. One that has given up by itself, because what it needs was not
// there yet, is started again, as whoever runs it would.
func (p *Process) WaitReady(ctx context.Context) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		err := p.checkReady(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w; it said:\n%s", p.Name, errors.Join(ctx.Err(), err), p.Output())
		case <-ticker.C:
		}
		if p.HasDied() {
			if err := p.Start(); err != nil {
				return err
			}
		}
	}
}

func (p *Process) checkReady(ctx context.Context) error {
	if p.PID() == 0 {
		return errors.New("not running")
	}
	if p.Ready == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	return p.Ready(ctx)
}

// Kill ends the process the hard way: SIGKILL, no warning.
func (p *Process) Kill() error { return p.endWithSignal(syscall.SIGKILL) }

// Stop ends the process politely and waits for it.
func (p *Process) Stop() error { return p.endWithSignal(syscall.SIGTERM) }

func (p *Process) endWithSignal(s os.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return nil
	}
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("end %s: %w", p.Name, err)
	}
	<-p.exited
	p.cmd = nil
	return nil
}

// HasDied reports whether the process has ended by itself; the next Start starts it again.
func (p *Process) HasDied() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return false
	}
	select {
	case <-p.exited:
		p.cmd = nil
		return true
	default:
		return false
	}
}

// PID is the running process, 0 if there is none.
func (p *Process) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

// tail is how much of a log is worth showing, in bytes.
const tail = 8000

// Output is the end of what the process has written.
func (p *Process) Output() string {
	f, err := os.Open(p.LogFile)
	if err != nil {
		return err.Error()
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err == nil && info.Size() > tail {
		if _, err := f.Seek(-tail, io.SeekEnd); err != nil {
			return err.Error()
		}
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

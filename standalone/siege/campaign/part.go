package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// Part is one process of the program under siege. It can be killed and started again as often as one likes; what
// it says is appended to one log file.
type Part struct {
	// Name is what the clients' log calls it.
	Name string
	// Command makes the process; it is called anew for each start.
	Command func() *exec.Cmd
	// LogFile gets standard output and error.
	LogFile string

	mu     sync.Mutex
	cmd    *exec.Cmd
	exited chan struct{}
}

// Start starts the process and does not wait until it is ready. Starting what runs does nothing.
func (p *Part) Start() error {
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
	// The besieger may be killed too; its house must not outlive it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
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

// Kill ends the process the hard way: SIGKILL, no warning.
func (p *Part) Kill() error { return p.end(syscall.SIGKILL) }

// Stop ends the process politely and waits for it.
func (p *Part) Stop() error { return p.end(syscall.SIGTERM) }

func (p *Part) end(s os.Signal) error {
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

// Died reports whether the process has ended by itself; the next Start starts it again.
func (p *Part) Died() bool {
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

// Wait returns when the process has ended by itself, or with the context's error.
func (p *Part) Wait(ctx context.Context) error {
	for !p.Died() {
		if err := rest(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// PID is the running process, 0 if there is none.
func (p *Part) PID() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

package e2e

import (
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
)

const (
	drainClients = 8
	drainBefore  = 100 // commands acknowledged before the order to stop
)

// fate is what a client was told of a command.
type fate struct {
	key      string
	acked    bool
	answered int
	err      error
}

// Told to stop under load, the program first says so while it still serves, then finishes what it has taken, and
// ends well. Each request got an answer, or its connection was refused before it was read: what was acknowledged is
// there after the next start, what was not is not, and nobody was told of a fault.
func TestStoppedUnderFire(t *testing.T) {
	t.Setenv("DUBAN_STOP_LINGER", "1s")
	p := StartProgram(t)
	agent := p.SignIn("logistics.agent")
	path := "/api/v1/cases/" +
		agent.Post("/api/v1/cases", "", filing("停机时的案件")).MustHaveStatus(t, http.StatusCreated).TextAt("id") +
		"/commands"
	var acked atomic.Int64
	var mu sync.Mutex
	var fates []fate
	var wg sync.WaitGroup
	for range drainClients {
		wg.Go(func() {
			for {
				f := sendNote(agent, path)
				if f.acked {
					acked.Add(1)
				}
				mu.Lock()
				fates = append(fates, f)
				mu.Unlock()
				if f.err != nil {
					return
				}
			}
		})
	}
	await(t, "commands before the stop", func() bool { return acked.Load() >= drainBefore })
	p.signal(syscall.SIGTERM)
	before := acked.Load()
	probe := p.NewVisitor()
	await(t, "/readyz says stopping", func() bool {
		r, err := probe.Request(http.MethodGet, "/readyz", "", nil)
		return err == nil && r.Status == http.StatusServiceUnavailable && r.TextAt("state") == "stopping"
	})
	wg.Wait()
	p.Ended()
	if acked.Load() == before {
		t.Error("nothing was served while the program said that it stops")
	}
	p.Launch()
	p.WaitReady()
	reader := agent // still signed in
	for _, f := range fates {
		r := reader.Get(path + "/" + f.key)
		switch {
		case f.err != nil && !errors.Is(f.err, syscall.ECONNREFUSED) && r.Status == http.StatusNotFound:
			t.Logf("a connection closed before its request was read: %v", f.err)
		case f.err != nil && r.Status != http.StatusNotFound:
			t.Errorf("without an answer (%v), and yet recorded: %s", f.err, r.Raw)
		case f.acked && (r.Status != http.StatusOK || r.TextAt("state") != "done"):
			t.Errorf("acknowledged, and now %d %s", r.Status, r.Raw)
		case f.err == nil && !f.acked:
			t.Errorf("told %d", f.answered)
		}
	}
	t.Logf("%d commands, %d acknowledged, %d of them after the order to stop",
		len(fates), acked.Load(), acked.Load()-before)
}

// sendNote sends one note.
func sendNote(agent *Person, path string) fate {
	f := fate{key: uuid.NewString()}
	r, err := agent.Request(http.MethodPost, path, f.key, map[string]any{
		"command": "note",
		"data":    map[string]any{"text": "备注 " + f.key},
	})
	f.err, f.answered = err, r.Status
	f.acked = err == nil && (r.Status == http.StatusOK || r.Status == http.StatusAccepted)
	return f
}

// Whoever does not want to wait signals twice.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Setenv("DUBAN_STOP_LINGER", "10h")
	p := StartProgram(t)
	p.signal(syscall.SIGTERM)
	probe := p.NewVisitor()
	await(t, "/readyz says stopping", func() bool {
		r, err := probe.Request(http.MethodGet, "/readyz", "", nil)
		return err == nil && r.TextAt("state") == "stopping"
	})
	p.signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err == nil {
		t.Error("the program ended as if it had finished its work")
	}
	p.cmd = nil
}

func (p *Program) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// Ended waits for the process to end by itself, and well.
func (p *Program) Ended() {
	p.t.Helper()
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("stop: %v; the program said:\n%s", err, p.Output())
	}
	p.cmd = nil
}

// await polls for a condition.
func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("still waiting: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

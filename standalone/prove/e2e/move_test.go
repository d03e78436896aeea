package e2e

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/standalone/prove/process"
)

// moving is a record on one machine and the place it goes to.
type moving struct {
	t        *testing.T
	old      *Program
	there    *process.Deployment
	database string
	folder   string
}

// newMoving starts PostgreSQL and a Temporal server on it, with nothing of Duban but an empty database.
func newMoving(t *testing.T) *moving {
	t.Helper()
	binary, err := duban()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Dir(binary)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	if err := process.BuildPrograms(ctx, bin, process.Cluster); err != nil {
		t.Fatal(err)
	}
	m := &moving{t: t, folder: t.TempDir()}
	if m.there, err = process.Deploy(ctx, process.Options{Folder: m.folder, Bin: bin}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.there.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := m.there.Postgres.CreateDatabase(ctx, "moved"); err != nil {
		t.Fatal(err)
	}
	m.database = m.there.Postgres.DatabaseURL("moved")
	return m
}

func (m *moving) args(command string, more ...string) []string {
	return append([]string{command, "--database", m.database, "--temporal", m.there.TemporalAddress}, more...)
}

func (m *moving) move(wait string) (int, string) {
	m.t.Helper()
	return runCommand(m.t, m.args("move", "--data", m.old.Dir, "--wait", wait)...)
}

// start runs half of Duban in the new place until the test ends.
func (m *moving) start(name string, ready func(context.Context) error, more ...string) {
	m.t.Helper()
	binary, err := duban()
	if err != nil {
		m.t.Fatal(err)
	}
	p := &process.Process{
		Name:    name,
		LogFile: filepath.Join(m.folder, name+".moved.log"),
		Ready:   ready,
		Command: func() *exec.Cmd {
			cmd := exec.Command(binary, m.args(name, more...)...)
			cmd.Env = append(os.Environ(), "DUBAN_REHEARSAL=true")
			return cmd
		},
	}
	if err := p.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = p.Stop() })
	ctx, cancel := context.WithTimeout(m.t.Context(), patience)
	defer cancel()
	if err := p.WaitReady(ctx); err != nil {
		m.t.Fatal(err)
	}
}

// From one machine to PostgreSQL and a Temporal server: each open case goes on there with the deadlines and the clock
// it had, what falls due on the way fires once, and the old place refuses to start.
func TestMove(t *testing.T) {
	m := newMoving(t)
	m.old = StartProgram(t)
	agent := m.old.SignIn("logistics.agent")
	body := filing("搬家途中到期")
	body["severity"], body["clock"] = "general", "2026-03-02T10:00:00+08:00"
	soon := agent.Post("/api/v1/cases", "", body).MustHaveStatus(t, http.StatusCreated).TextAt("id")
	later := agent.Post("/api/v1/cases", "", filing("搬家")).MustHaveStatus(t, http.StatusCreated).TextAt("id")
	// The first limit will pass while the case is under way.
	limit := instantOf(t, agent, soon, "due")
	by := limit.Sub(instantOf(t, agent, soon, "now")) - 20*time.Second
	agent.Post("/api/v1/rehearsal/cases/"+soon+"/advance", "",
		map[string]any{"by": by.String()}).MustHaveStatus(t, http.StatusOK)
	want, clock, wall := instantOf(t, agent, later, "due"), instantOf(t, agent, soon, "now"), time.Now()

	if code, said := m.move("1s"); code != 1 || !strings.Contains(said, "stop standalone first") {
		t.Fatalf("moved from under a running program: exit %d\n%s", code, said)
	}
	m.old.Stop()
	if code, said := m.move("1s"); code != 1 || !strings.Contains(said, "start duban worker") {
		t.Fatalf("without a worker: exit %d\n%s", code, said)
	}
	m.start("worker", nil)
	if code, said := m.move("2m"); code != 0 {
		t.Fatalf("exit %d\n%s", code, said)
	}
	m.wantRefused()

	address := freeAddress(t)
	m.start("gateway", func(context.Context) error {
		if !isReady(address) {
			return context.DeadlineExceeded
		}
		return nil
	}, "--http", address, "--secret-file", filepath.Join(m.old.Dir, "secret.key"))
	moved := SignIn(t, address, "logistics.supervisor")
	if got := instantOf(t, moved, later, "due"); !got.Equal(want) {
		t.Errorf("due at %v, and at %v before the move", got, want)
	}
	awaitMissed(t, moved, soon)
	commands := "/api/v1/cases/" + soon + "/commands"
	SignIn(t, address, "logistics.agent").Post(commands, "", map[string]any{
		"command": "note",
		"data":    map[string]any{"text": "到了"},
	}).MustHaveStatus(t, http.StatusOK)
	drift := instantOf(t, moved, soon, "now").Sub(clock) - time.Since(wall)
	if drift.Abs() > time.Minute {
		t.Errorf("the case's clock moved by %v with the case", drift)
	}
	mustRun(t, "verify", "--database", m.database)
}

// wantRefused: the old directory does not start again, and says where its cases are.
func (m *moving) wantRefused() {
	m.t.Helper()
	m.old.Launch()
	err := m.old.cmd.Wait()
	m.old.cmd = nil
	if err == nil || !strings.Contains(m.old.Output(), "duban restore") {
		m.t.Errorf("the old place started again: %v\n%s", err, m.old.Output())
	}
}

// instantOf is the case's clock ("now") or the end of its first limit ("due").
func instantOf(t *testing.T, p *Person, id, what string) time.Time {
	t.Helper()
	r := p.Get("/api/v1/cases/"+id).MustHaveStatus(t, http.StatusOK)
	text := r.TextAt("now")
	if what == "due" {
		text, _ = r.ObjectsAt("deadlines")[0]["due"].(string)
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatalf("case %s: %s: %v", id, what, err)
	}
	return at
}

// awaitMissed waits for the limit that passed on the way.
func awaitMissed(t *testing.T, p *Person, id string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for countKind(p.ReadJournal(id), "deadline_missed") == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the limit that passed during the move was not recorded")
		}
		<-time.After(100 * time.Millisecond)
	}
	if n := countKind(p.ReadJournal(id), "deadline_missed"); n != 1 {
		t.Errorf("the limit was missed %d times", n)
	}
}

package e2e

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/standalone/prove/process"
)

// duban is the command line, built once.
var duban = sync.OnceValues(func() (string, error) {
	folder, err := newTemporaryFolder("duban-cli-")
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, "duban"), process.BuildPrograms(context.Background(), folder, process.Duban)
})

// runCommand runs the command line and returns how it ended and what it said.
func runCommand(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	binary, err := duban()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

// mustRun is cli for a call that has to succeed.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	code, said := runCommand(t, args...)
	if code != 0 {
		t.Fatalf("duban %s: exit %d\n%s", strings.Join(args, " "), code, said)
	}
	return said
}

// scribes write notes into cases of their own until they are told to stop.
type scribes struct {
	t    *testing.T
	mu   sync.Mutex
	text map[string]string // case id by the text of each acknowledged note
	stop chan struct{}
	done sync.WaitGroup
}

func startScribes(t *testing.T, p *Program, n int) *scribes {
	t.Helper()
	s := &scribes{t: t, text: map[string]string{}, stop: make(chan struct{})}
	for i := range n {
		agent := p.SignIn("logistics.agent")
		body := filing(fmt.Sprintf("备份 %d", i))
		body["clock"] = "2026-03-02T10:00:00+08:00"
		id := agent.Post("/api/v1/cases", "", body).MustHaveStatus(t, http.StatusCreated).TextAt("id")
		s.done.Go(func() { s.write(agent, id) })
	}
	return s
}

func (s *scribes) write(agent *Person, id string) {
	for {
		select {
		case <-s.stop:
			return
		default:
		}
		text := "备注 " + uuid.NewString()
		r, err := agent.Request(http.MethodPost, "/api/v1/cases/"+id+"/commands", "", map[string]any{
			"command": "note",
			"data":    map[string]any{"text": text},
		})
		if err != nil || r.Status != http.StatusOK {
			continue // not acknowledged: nothing is promised
		}
		s.mu.Lock()
		s.text[text] = id
		s.mu.Unlock()
	}
}

// acknowledged are the notes acknowledged so far.
func (s *scribes) acknowledged() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.text)
}

func (s *scribes) awaitNotes(n int) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for len(s.acknowledged()) < n {
		if time.Now().After(deadline) {
			s.t.Fatalf("only %d notes", len(s.acknowledged()))
		}
		<-time.After(10 * time.Millisecond)
	}
}

// A backup made while people work holds everything acknowledged before it began; restored elsewhere after a crash,
// every case goes on and its deadlines fire.
func TestBackupWhilePeopleWork(t *testing.T) {
	p, backups := StartProgram(t), t.TempDir()
	s := startScribes(t, p, 4)
	s.awaitNotes(40)
	before := s.acknowledged()
	set, _, _ := strings.Cut(mustRun(t, "backup", "--data", p.Dir, "--to", backups), "\n")
	s.awaitNotes(len(before) + 20)
	close(s.stop)
	s.done.Wait()
	p.Kill()
	mustRun(t, "verify", set)
	mustRun(t, "verify", "--data", p.Dir, "--since", set)

	restored := &Program{
		t:        t,
		Dir:      t.TempDir(),
		HTTP:     freeAddress(t),
		Temporal: freeAddress(t),
	}
	t.Cleanup(restored.Stop)
	mustRun(t, "restore", set, "--data", restored.Dir)
	if code, said := runCommand(t, "restore", set, "--data", restored.Dir); code != 1 {
		t.Errorf("restored over a record: exit %d\n%s", code, said)
	}
	restored.Launch()
	restored.WaitReady()
	reader := restored.SignIn("logistics.supervisor")
	noted := map[string]int{}
	ids := map[string]bool{}
	for _, id := range before {
		ids[id] = true
	}
	for id := range ids {
		texts, _ := reader.Get("/api/v1/cases/"+id+"/journal?limit=500").MustHaveStatus(t, http.StatusOK).
			JSON["texts"].(map[string]any)
		for _, text := range texts {
			noted[fmt.Sprint(text)]++
		}
		awaitClock(t, reader, id)
		reader.Post("/api/v1/rehearsal/cases/"+id+"/advance", "",
			map[string]any{"by": "30d"}).MustHaveStatus(t, http.StatusOK)
		if n := countKind(reader.ReadJournal(id), "deadline_missed"); n != 1 {
			t.Errorf("case %s: its limit was missed %d times after the restore", id, n)
		}
	}
	for text := range before {
		if noted[text] != 1 {
			t.Errorf("a note acknowledged before the backup stands %d times in what was restored", noted[text])
		}
	}
	mustRun(t, "verify", "--data", restored.Dir, "--since", set)
	code, said := runCommand(t, "doctor", "--data", restored.Dir, "--temporal", restored.Temporal, "--backups", backups)
	if code == 2 || strings.Contains(said, "BAD") {
		t.Errorf("doctor: exit %d\n%s", code, said)
	}
}

// awaitClock waits until a case that is being restarted has a workflow whose clock can be moved.
func awaitClock(t *testing.T, p *Person, id string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		r, err := p.Request(http.MethodPost, "/api/v1/rehearsal/cases/"+id+"/advance", "", map[string]any{"by": "1h"})
		if err == nil && r.Status == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("case %s does not go on: %d %s %v", id, r.Status, r.Raw, err)
		}
		<-time.After(100 * time.Millisecond)
	}
}

func countKind(journal []map[string]any, kind string) int {
	n := 0
	for _, e := range journal {
		if e["type"] == kind {
			n++
		}
	}
	return n
}

// One byte of a backup, one row of a journal: verify names it.
func TestVerifyNamesTheDamage(t *testing.T) {
	p, backups := StartProgram(t), t.TempDir()
	id := p.SignIn("logistics.agent").Post("/api/v1/cases", "", filing("校验")).MustHaveStatus(t, http.StatusCreated).
		TextAt("id")
	set, _, _ := strings.Cut(mustRun(t, "backup", "--data", p.Dir, "--to", backups), "\n")
	p.Stop()
	mustRun(t, "verify", set)
	file := filepath.Join(set, "duban.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := runCommand(t, "verify", set); code != 1 || !strings.Contains(said, "duban.db") {
		t.Errorf("one byte of the backup: exit %d\n%s", code, said)
	}
	if code, said := runCommand(t, "restore", set, "--data", t.TempDir()); code != 1 ||
		!strings.Contains(said, "duban.db") {
		t.Errorf("restore of a damaged backup: exit %d\n%s", code, said)
	}
	tamper(t, filepath.Join(p.Dir, "duban.db"),
		`DROP TRIGGER journal_seal`, `UPDATE journal SET actor = 'user-x' WHERE seq = 2`)
	if code, said := runCommand(t, "verify", "--data", p.Dir); code != 1 || !strings.Contains(said, id) ||
		!strings.Contains(said, "event 2") {
		t.Errorf("one row of the journal: exit %d\n%s", code, said)
	}
}

func tamper(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // what was done has been done
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

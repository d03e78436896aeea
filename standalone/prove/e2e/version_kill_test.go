package e2e

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// amendment is what was asked for with a version of the logistics regulation.
type amendment struct {
	*Program
	t       testing.TB
	admin   *Person
	version int
	id      string
}

// asksToPublish asks for the publication of a version, in an organisation that is no demonstration.
func asksToPublish(t testing.TB, p *Program, file string, version int) *amendment {
	t.Helper()
	admin := p.SignIn("admin")
	asked := admin.Post("/api/v1/policy-changes", "", map[string]any{
		"kind":   "publish",
		"file":   strings.Replace(file, "version: 100", fmt.Sprintf("version: %d", version), 1),
		"reason": "修订时限",
	}).MustHaveStatus(t, http.StatusCreated)
	if state := asked.TextAt("state"); state != "pending" {
		t.Fatalf("one person alone: %s", asked.Raw)
	}
	return &amendment{p, t, admin, version, asked.TextAt("id")}
}

// record runs something on the database beside the program, or while it is down.
func (a *amendment) record(do func(db *sql.DB) error) {
	a.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(a.Dir, "duban.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		a.t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // what was written was committed
	if err := do(db); err != nil {
		a.t.Fatal(err)
	}
}

// askedADayBefore makes the record, while nothing runs, one in which the change was asked for a day before an instant:
// then it is due.
func (a *amendment) askedADayBefore(due time.Time) {
	a.t.Helper()
	a.record(func(db *sql.DB) error {
		_, err := db.ExecContext(a.t.Context(), `UPDATE policy_changes SET asked_at = ?, due_at = ? WHERE id = ?`,
			due.AddDate(0, 0, -1).UnixMicro(), due.UnixMicro(), a.id)
		return err
	})
}

// count is what a query for a number answers.
func (a *amendment) count(query string, args ...any) (n int) {
	a.t.Helper()
	a.record(func(db *sql.DB) error { return db.QueryRowContext(a.t.Context(), query, args...).Scan(&n) })
	return n
}

// isInForce reads in the record whether new cases are filed under the version.
func (a *amendment) isInForce() bool {
	return a.count(`SELECT COUNT(*) FROM policies WHERE id = 'logistics' AND version = ? AND in_force`, a.version) > 0
}

// entries are how often the administration's journal has an action for the version.
func (a *amendment) entries(action string) int {
	return a.count(`SELECT COUNT(*) FROM administration WHERE action = ? AND object = ?`,
		action, fmt.Sprintf("logistics@%d", a.version))
}

// mustStand wants what the record has of the change in the end, and that the program tells the same.
func (a *amendment) mustStand(state string, entries map[string]int) {
	a.t.Helper()
	for action, want := range entries {
		if n := a.entries(action); n != want {
			a.t.Errorf("version %d: %d entries %s, not %d", a.version, n, action, want)
		}
	}
	told := a.SignIn("admin").Get("/api/v1/policy-changes/"+a.id).MustHaveStatus(a.t, http.StatusOK)
	if told.TextAt("state") != state {
		a.t.Errorf("version %d is told as %s", a.version, told.Raw)
	}
}

// startKilledAfter starts the program and kills it a while later, ready or not.
func (a *amendment) startKilledAfter(d time.Duration) {
	a.t.Helper()
	a.Launch()
	<-time.After(d)
	a.Kill()
}

// A publication that waits its day is killed before its instant, around it and while it is carried out: before, it is
// not in force; after, it is, once, with one entry of the administration's journal. One taken back meanwhile is never
// in force.
func TestTheDayOfAVersionOutlivesEverything(t *testing.T) {
	p := StartProgram(t)
	fileSevere(t, p.SignIn("logistics.agent")) // from now on changes wait
	p.Stop()
	p.Args = append(p.Args, "--demo=false")
	p.Launch()
	p.WaitReady()
	file := amendedLogistics(t)
	published, takenBack := asksToPublish(t, p, file, 100), asksToPublish(t, p, file, 101)

	// whoever takes back is cut off and asks again
	took := make(chan struct{})
	back := "/api/v1/policy-changes/" + takenBack.id + "/taking-back"
	go func() {
		defer close(took)
		_, _ = takenBack.admin.Person.Post(t.Context(), back, "taken-back", map[string]any{})
	}()
	<-time.After(3 * time.Millisecond)
	p.Kill()
	<-took
	p.Launch()
	p.WaitReady()
	takenBack.admin.Post(back, "taken-back", map[string]any{}).MustHaveStatus(t, http.StatusOK)
	p.Kill()

	due := time.Now().Add(time.Hour)
	published.askedADayBefore(due)
	takenBack.askedADayBefore(due)
	p.Launch()
	p.WaitReady()
	<-time.After(time.Second) // it looks as soon as it works
	p.Kill()
	if published.isInForce() || published.entries("publish_policy") > 0 {
		t.Fatal("in force before its day was over")
	}

	due = time.Now().Add(4 * time.Second)
	published.askedADayBefore(due)
	takenBack.askedADayBefore(due)
	p.Launch()
	<-time.After(time.Until(due.Add(-5 * time.Millisecond)))
	p.Kill()
	for after := 600 * time.Millisecond; !published.isInForce(); after += after / 2 {
		published.startKilledAfter(after) // sooner or later while it is carried out
		if after > time.Minute {
			t.Fatalf("never in force; the program said:\n%s", p.Output())
		}
	}
	published.startKilledAfter(1500 * time.Millisecond) // and again, when it stands already
	p.Launch()
	p.WaitReady()
	published.mustStand("in_force", map[string]int{
		"ask_publish_policy": 1,
		"publish_policy":     1,
		"fail_policy_change": 0,
	})
	if published.count(`SELECT COUNT(*) FROM policy_changes WHERE id = ? AND decided_at < due_at`, published.id) != 0 {
		t.Error("in force before its instant")
	}
	takenBack.mustStand("taken_back", map[string]int{
		"ask_publish_policy":      1,
		"take_back_policy_change": 1,
		"publish_policy":          0,
		"fail_policy_change":      0,
	})
	if n := published.count(`SELECT COUNT(*) FROM policies WHERE id = 'logistics' AND in_force`); n != 1 {
		t.Errorf("%d versions are in force", n)
	}
	if takenBack.count(`SELECT COUNT(*) FROM policies WHERE id = 'logistics' AND version = 101`) != 0 {
		t.Error("what was taken back is published")
	}
	agent := p.SignIn("logistics.agent")
	if v := versionOf(agent, fileSevere(t, agent)); v != 100 {
		t.Errorf("a case is filed under version %d", v)
	}
}

package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/complaint"
	"duban/config"
	"duban/internal/program"
	"duban/standalone/prove/process"
	"duban/store"
	"duban/workflows"
)

// patience is how long a test waits for what must come, on a machine that does other things too.
const patience = 2 * time.Minute

// programs is the folder of the programs that a deployment runs.
var programs = sync.OnceValues(func() (string, error) {
	folder, err := newTemporaryFolder("duban-deployment-")
	if err != nil {
		return "", err
	}
	return folder, process.BuildPrograms(context.Background(), folder, process.Duban, process.Cluster)
})

// deployment is one deployment for all tests that need one, made by the first of them. Each leaves it running.
var deployment = sync.OnceValues(func() (*process.Deployment, error) {
	d, err := deploy()
	if err == nil {
		deployed = append(deployed, d.Close)
	}
	return d, err
})

func deploy() (*process.Deployment, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := newTemporaryFolder("duban-deployment-")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	return process.Deploy(ctx, process.Options{
		Folder:   folder,
		Bin:      bin,
		Workers:  2,
		Gateways: 2,
	})
}

func TestMain(m *testing.M) {
	code := m.Run()
	var errs []error
	for i := range deployed {
		errs = append(errs, deployed[len(deployed)-1-i]())
	}
	if err := errors.Join(errs...); err != nil {
		fmt.Fprintln(os.Stderr, "undo the deployment:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// office is the deployment as a test sees it: its processes, and the record beside them.
type office struct {
	*process.Deployment
	t     *testing.T
	store *store.Store
	cases *workflows.Cases
}

// newOffice stands on the common deployment.
func newOffice(t *testing.T) *office {
	t.Helper()
	return open(t, deployment)
}

// newOfficeOfItsOwn is for a test that leaves its deployment in another state than it found it. It ends with the test.
func newOfficeOfItsOwn(t *testing.T) *office {
	t.Helper()
	o := open(t, deploy)
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Errorf("undo the deployment: %v", err)
		}
	})
	return o
}

func open(t *testing.T, deploy func() (*process.Deployment, error)) *office {
	t.Helper()
	d, err := deploy()
	if err != nil {
		t.Fatal(err)
	}
	c := config.DefaultConfig()
	c.Database = d.Postgres.DatabaseURL("duban")
	s, err := program.Program{Config: c, Logger: slog.New(slog.DiscardHandler), Now: time.Now}.OpenStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &office{
		Deployment: d,
		t:          t,
		store:      s,
		cases:      workflows.NewCases(d.TemporalClient()),
	}
}

// sendUntilKnown sends a command until its outcome is known, with one key, to each gateway in turn: only an unknown
// outcome is asked for again.
func (o *office) sendUntilKnown(p *Person, path string, body any, want int) Reply {
	o.t.Helper()
	key := uuid.NewString()
	deadline := time.Now().Add(patience)
	var last string
	for i := 0; time.Now().Before(deadline); i++ {
		p = p.OnGateway(o.GatewayAddresses[i%len(o.GatewayAddresses)])
		r, err := p.Request(http.MethodPost, path, key, body)
		switch {
		case err != nil:
			last = err.Error()
		case r.Status == want:
			return r
		case r.Status == http.StatusAccepted:
			if o.isDecided(p, path+"/"+key) {
				return r
			}
			last = "still pending"
		case r.Status >= 400 && r.Status < 500 && r.Status != http.StatusTooManyRequests:
			o.t.Fatalf("%s: %d %s", path, r.Status, r.Raw)
		default:
			last = fmt.Sprintf("%d %s", r.Status, r.Raw)
		}
		if err := o.RestartDied(); err != nil {
			o.t.Fatal(err)
		}
		<-time.After(50 * time.Millisecond)
	}
	o.t.Fatalf("%s: no answer after %s; the last was: %s", path, patience, last)
	return Reply{}
}

// isDecided waits some time for what became of a queued command.
func (o *office) isDecided(p *Person, path string) bool {
	for range 100 {
		r, err := p.Request(http.MethodGet, path, "", nil)
		if err == nil && r.Status == http.StatusOK && r.TextAt("state") != "pending" {
			if r.TextAt("state") != "done" {
				o.t.Fatalf("queued and then refused: %s", r.Raw)
			}
			return true
		}
		<-time.After(50 * time.Millisecond)
	}
	return false
}

// journal is a case's events as they are recorded.
func (o *office) journal(id string) []complaint.Event {
	o.t.Helper()
	events, err := o.store.JournalEvents(o.t.Context(), complaint.CaseID(id), 0, 10_000)
	if err != nil {
		o.t.Fatal(err)
	}
	return events
}

// sameState is I16: what the running workflow holds is the journal folded. It may be behind for a while after a
// crash, never beside.
func (o *office) sameState(id string) {
	o.t.Helper()
	folded := complaint.NewCase(complaint.CaseID(id))
	for _, e := range o.journal(id) {
		if err := folded.Apply(e); err != nil {
			o.t.Fatal(err)
		}
	}
	want := o.encode(folded)
	var got string
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		ctx, cancel := context.WithTimeout(o.t.Context(), 10*time.Second)
		state, err := o.cases.CaseState(ctx, complaint.CaseID(id))
		cancel()
		if err != nil {
			got = err.Error()
		} else if got = o.encode(state); got == want {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
	o.t.Errorf("the workflow has\n%s\nthe journal has\n%s", got, want)
}

func (o *office) encode(c *complaint.Case) string {
	o.t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(data)
}

// countEvents is how many events of a kind a case has.
func (o *office) countEvents(id, kind string) int {
	o.t.Helper()
	n := 0
	for _, e := range o.journal(id) {
		if e.Type() == kind {
			n++
		}
	}
	return n
}

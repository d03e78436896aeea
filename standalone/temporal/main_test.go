package temporal_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"

	"duban/standalone/temporal"
	"duban/workflows/namespace"
)

const (
	cases    = "duban"
	day      = 24 * time.Hour
	childDir = "DUBAN_TEST_TEMPORAL_CHILD"
)

// shared is one server for rehearsal, with a worker, for all tests that do not stop it.
var shared = sync.OnceValues(func() (*running, error) {
	dir, err := os.MkdirTemp("", "duban-temporal-")
	if err != nil {
		return nil, err
	}
	return run(context.Background(), options(dir))
})

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		os.Exit(child(dir))
	}
	code := m.Run()
	if r, err := shared(); err == nil {
		r.stop()
		_ = os.RemoveAll(r.dir)
	}
	os.Exit(code)
}

func options(dir string) temporal.Options {
	return temporal.Options{
		Dir:  dir,
		Addr: "127.0.0.1:0",
		Namespace: namespace.Options{
			Name: cases, Retention: 400 * day,
			SearchAttributes: map[string]enumspb.IndexedValueType{
				"DubanNumber":  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
				"DubanDue":     enumspb.INDEXED_VALUE_TYPE_DATETIME,
				"DubanOverdue": enumspb.INDEXED_VALUE_TYPE_BOOL,
			},
		},
		Rehearsal: true,
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}
}

// running is a server with a worker and a client.
type running struct {
	*temporal.Server
	dir    string
	client client.Client
	worker worker.Worker
}

func run(ctx context.Context, o temporal.Options) (*running, error) {
	server, err := temporal.StartServer(ctx, o)
	if err != nil {
		return nil, err
	}
	r := &running{Server: server, dir: o.Dir}
	if r.client, err = client.Dial(client.Options{
		HostPort:  server.HostPort(),
		Namespace: cases,
		Logger:    quiet(),
	}); err != nil {
		server.Stop()
		return nil, err
	}
	if err := r.work(); err != nil {
		r.stop()
		return nil, err
	}
	return r, nil
}

func (r *running) work() error {
	r.worker = worker.New(r.client, queue, worker.Options{})
	r.worker.RegisterWorkflow(Calendar)
	r.worker.RegisterActivity(Instant)
	r.worker.RegisterActivity(Slow)
	return r.worker.Start()
}

func (r *running) stop() {
	if r.worker != nil {
		r.worker.Stop()
	}
	r.client.Close()
	r.Stop()
}

func quiet() sdklog.Logger {
	return sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler))
}

func sharedServer(t *testing.T) *running {
	t.Helper()
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// child is the other process of TestKilled: it runs a server, moves a clock by a week, says so and waits to be
// killed.
func child(dir string) int {
	ctx := context.Background()
	r, err := run(ctx, options(dir))
	if err == nil {
		_, err = r.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
			ID:        "case-killed",
			TaskQueue: queue,
		}, Calendar, Diary{Timers: []int{1, 30}})
	}
	if err == nil {
		err = r.Rehearsal().AdvanceClock(ctx, "case-killed", 7*day)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

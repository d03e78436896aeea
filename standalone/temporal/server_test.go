package temporal_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"

	"duban/standalone/temporal"
)

func TestReady(t *testing.T) {
	r := sharedServer(t)
	known, err := r.client.OperatorService().ListSearchAttributes(t.Context(),
		&operatorservice.ListSearchAttributesRequest{Namespace: cases})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range options("").Namespace.SearchAttributes {
		if have := known.GetCustomAttributes()[name]; have != want {
			t.Errorf("search attribute %s is %s, want %s", name, have, want)
		}
	}
	described, err := r.client.WorkflowService().DescribeNamespace(t.Context(),
		&workflowservice.DescribeNamespaceRequest{Namespace: cases})
	if err != nil {
		t.Fatal(err)
	}
	if got := described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration(); got != 400*day {
		t.Errorf("retention is %s", got)
	}
}

func TestRefusals(t *testing.T) {
	r := sharedServer(t)
	for name, test := range map[string]struct {
		change func(*temporal.Options)
		says   string
	}{
		"a second process":    {func(o *temporal.Options) { o.Dir = r.dir }, "is in use by process"},
		"a port that is busy": {func(o *temporal.Options) { o.Addr = r.HostPort() }, r.HostPort() + " is taken"},
		"an open address":     {func(o *temporal.Options) { o.Addr = "0.0.0.0:7233" }, "127.0.0.1 only"},
		"no port":             {func(o *temporal.Options) { o.Addr = "127.0.0.1" }, "want host:port"},
		"a bad port":          {func(o *temporal.Options) { o.Addr = "127.0.0.1:http" }, "not a number"},
		"no namespace":        {func(o *temporal.Options) { o.Namespace.Name = "" }, "needs a namespace"},
		"no retention":        {func(o *temporal.Options) { o.Namespace.Retention = 0 }, "needs a retention"},
		"a spoilt record": {
			func(o *temporal.Options) { write(t, o.Dir, "temporal.json", "{") }, "temporal.json",
		},
		"a file without a record": {
			func(o *temporal.Options) { write(t, o.Dir, "temporal.db", "") }, "move temporal.db*",
		},
		"another version": {func(o *temporal.Options) {
			write(t, o.Dir, "temporal.db", "")
			write(t, o.Dir, "temporal.json", `{"temporal_server": "1.31.9", "rehearsal": true}`)
		}, "made by Temporal server 1.31.9"},
		"a directory for real work": {func(o *temporal.Options) {
			write(t, o.Dir, "temporal.json", `{"temporal_server": "1.32.1", "rehearsal": false}`)
		}, "without --rehearsal"},
		"a directory for rehearsal": {func(o *temporal.Options) {
			write(t, o.Dir, "temporal.json", `{"temporal_server": "1.32.1", "rehearsal": true}`)
			o.Rehearsal = false
		}, "created for rehearsal"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t.TempDir())
			test.change(&o)
			server, err := temporal.StartServer(t.Context(), o)
			if err == nil {
				server.Stop()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %q, without %q", err, test.says)
			}
		})
	}
}

// TestKilled goes through a life: made by a process that is killed, refused in another mode, refused with an
// attribute of another type, opened by a newer program that wants one more attribute, stopped.
func TestKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "数据 100%?#")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "temporal.db.new", "what an earlier kill left")
	killWhenReady(t, dir)

	o := options(dir)
	o.Rehearsal = false
	if _, err := temporal.StartServer(t.Context(), o); err == nil ||
		!strings.Contains(err.Error(), "created for rehearsal") {
		t.Fatalf("other mode: %v", err)
	}
	o = options(dir)
	o.Namespace.SearchAttributes["DubanNumber"] = enumspb.INDEXED_VALUE_TYPE_INT
	if _, err := temporal.StartServer(t.Context(), o); err == nil ||
		!strings.Contains(err.Error(), "DubanNumber is Keyword") {
		t.Fatalf("other type: %v", err)
	}
	o = options(dir)
	o.Namespace.SearchAttributes["DubanStep"] = enumspb.INDEXED_VALUE_TYPE_KEYWORD
	r, err := run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	d := r.asks(t, "case-killed")
	moved(t, d.Start, d.Now, 7*day)
	r.advances(t, "case-killed", 30*day)
	if d = r.asks(t, "case-killed"); !slices.Equal(d.Days, []int{1, 30}) {
		t.Errorf("timers fired: %v", d.Days)
	}
	r.stop()
	r.Stop()
	if conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", r.HostPort()); err == nil {
		_ = conn.Close()
		t.Error("a stopped server still listens")
	}
}

// killWhenReady runs this test binary as another process that has the directory, and kills it.
func killWhenReady(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	_, refused := temporal.StartServer(t.Context(), options(dir))
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, stdout)
	_ = cmd.Wait()
	if err != nil || line != "ready\n" {
		t.Fatalf("the other process said %q: %v", line, err)
	}
	if refused == nil || !strings.Contains(refused.Error(), "is in use by process") {
		t.Fatalf("while another process has the directory: %v", refused)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

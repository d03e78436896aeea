package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"duban/internal/seed"
	"duban/workflows"
)

const (
	password = "bench bench bench bench"
	// openCases is how many cases commands go to in turn.
	openCases = 64
	// turnedAwayFor is how long a client waits before it asks again.
	turnedAwayFor = 200 * time.Millisecond
)

// errBusy: the program does as much at once as it can, and recorded nothing.
var errBusy = errors.New("the program is busy")

// house is the program, a person at it, and the bare reference on the same Temporal server.
type house struct {
	*program
	client client.Client
	bare   worker.Worker
	agent  *http.Client
	// turnedAway counts requests that the program was too busy for; they were sent again.
	turnedAway atomic.Int64
	cases      []string
	bares      []string
}

// openHouse starts the program on the directory and signs in.
func openHouse(ctx context.Context, dir string, rehearsal bool) (*house, error) {
	p, err := startProgram(ctx, dir, rehearsal)
	if err != nil {
		return nil, err
	}
	h := &house{program: p}
	if err := h.prepareProgram(); err != nil {
		return nil, errors.Join(err, p.stopProgram())
	}
	return h, nil
}

func (h *house) prepareProgram() error {
	var err error
	log := sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler))
	h.client, err = client.Dial(client.Options{HostPort: h.temporal, Namespace: workflows.Namespace, Logger: log})
	if err != nil {
		return err
	}
	h.bare = worker.New(h.client, "bare", worker.Options{
		MaxConcurrentLocalActivityExecutionSize: 8,
		MaxConcurrentWorkflowTaskExecutionSize:  64,
	})
	h.bare.RegisterWorkflowWithOptions(bareCaseWorkflow, workflow.RegisterOptions{Name: "Bare"})
	h.bare.RegisterActivityWithOptions(doNothingActivity, activity.RegisterOptions{Name: "Nothing"})
	if err := h.bare.Start(); err != nil {
		return err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	h.agent = &http.Client{Jar: jar, Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	_, err = h.postUntilAdmitted("/api/v1/session", map[string]any{"username": "logistics.agent", "password": password})
	return err
}

// makeCases makes cases, and bare workflows beside them; the calls go to many, as they would.
func (h *house) makeCases(ctx context.Context, n int) error {
	for range n {
		if err := h.fileNthCase(ctx, 0); err != nil {
			return err
		}
		if err := h.startBareWorkflow(ctx, 0); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) closeHouse() error {
	h.bare.Stop()
	h.client.Close()
	return h.stopProgram()
}

func inTemporaryDirectory(do func(dir string) error) error {
	dir, err := os.MkdirTemp("", "duban-bench-")
	if err != nil {
		return err
	}
	return errors.Join(do(dir), os.RemoveAll(dir))
}

// bareCaseWorkflow is the reference: an update whose handler runs one local activity, and nothing else.
func bareCaseWorkflow(ctx workflow.Context) error {
	local := workflow.WithLocalActivityOptions(ctx,
		workflow.LocalActivityOptions{StartToCloseTimeout: 10 * time.Second})
	err := workflow.SetUpdateHandler(ctx, "command", func(ctx workflow.Context, in string) (string, error) {
		ctx = workflow.WithLocalActivityOptions(ctx,
			workflow.LocalActivityOptions{StartToCloseTimeout: 10 * time.Second})
		var out string
		err := workflow.ExecuteLocalActivity(ctx, "Nothing", in).Get(ctx, &out)
		return out, err
	})
	if err != nil {
		return err
	}
	var out string
	if err := workflow.ExecuteLocalActivity(local, "Nothing", "start").Get(local, &out); err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return false })
}

func doNothingActivity(_ context.Context, in string) (string, error) { return in, nil }

func (h *house) startBareWorkflow(ctx context.Context, n int) error {
	id := "bare-" + uuid.NewString()
	start := h.client.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: id, TaskQueue: "bare", WorkflowIDConflictPolicy: 1,
	}, "Bare")
	handle, err := h.client.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: start,
		UpdateOptions: client.UpdateWorkflowOptions{
			UpdateName:   "command",
			Args:         []any{"x"},
			WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err != nil {
		return err
	}
	if n == 0 {
		h.bares = append(h.bares, id)
	}
	return handle.Get(ctx, nil)
}

func (h *house) updateBareWorkflow(ctx context.Context, n int) error {
	handle, err := h.client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID:   h.bares[n%len(h.bares)],
		UpdateName:   "command",
		Args:         []any{"x"},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return err
	}
	return handle.Get(ctx, nil)
}

func (h *house) fileNthCase(_ context.Context, n int) error {
	id, err := h.fileCase()
	if err == nil && n == 0 {
		h.cases = append(h.cases, id)
	}
	return err
}

func (h *house) fileCase() (id string, err error) {
	r, err := h.postUntilAdmitted("/api/v1/cases", map[string]any{
		"policy":      "logistics",
		"channel":     "hotline",
		"category":    "damage.wet",
		"severity":    "severe",
		"subject":     "纸箱淋湿",
		"content":     "外包装淋湿，内物受损",
		"complainant": map[string]any{"name": "张三", "phone": "13800000000"},
		"respondents": []map[string]any{{
			"kind": "unit",
			"id":   string(seed.DemoUnitID("logistics", "branch")),
			"name": "网点",
		}},
	})
	return fmt.Sprint(r["id"]), err
}

func (h *house) noteOnNthCase(_ context.Context, n int) error {
	_, err := h.postUntilAdmitted("/api/v1/cases/"+h.cases[n%len(h.cases)]+"/commands", map[string]any{
		"command": "note", "data": map[string]any{"text": "客户再次来电询问进展"},
	})
	return err
}

// postUntilAdmitted sends a body until it is not turned away as too much at once; nothing was recorded then, so the
// same key is used again.
func (h *house) postUntilAdmitted(path string, body any) (map[string]any, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	key := uuid.NewString()
	for {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, h.base+path, bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
		answer, err := h.doRequest(req)
		if !errors.Is(err, errBusy) {
			return answer, err
		}
		h.turnedAway.Add(1)
		time.Sleep(turnedAwayFor)
	}
}

func (h *house) getJSON(ctx context.Context, path string) (map[string]any, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.base+path, nil)
	if err != nil {
		return nil, err
	}
	return h.doRequest(req)
}

func (h *house) doRequest(req *http.Request) (map[string]any, error) {
	resp, err := h.agent.Do(req)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusServiceUnavailable && bytes.Contains(answer, []byte(`"busy"`)) {
		return nil, errBusy
	}
	if resp.StatusCode >= 300 || resp.StatusCode == http.StatusAccepted {
		return nil, fmt.Errorf("%s: %d %s", req.URL.Path, resp.StatusCode, answer)
	}
	var v map[string]any
	if len(answer) == 0 {
		return nil, nil
	}
	return v, json.Unmarshal(answer, &v)
}

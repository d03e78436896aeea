package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"duban/activities"
	"duban/store"
	"duban/workflows"
)

const (
	fewCases, manyCases = 100, 10_000
	bareWorkflows       = 1000
	someCommands        = 500
	// fillers make cases at once, which came in so far apart.
	fillers = 32
	apart   = 3 * time.Second
	// restTime is how long the program is left alone before its memory is read.
	restTime = 15 * time.Second
	// mostReady is how long a start on existing data may take.
	mostReady = 3 * time.Second
	megabyte  = 1 << 20
)

// measureMemory compares what the program holds with 10,000 open cases and with 100, each time started on them and
// after some commands; and prints what a case takes on disk, and how soon the program is ready.
func measureMemory(ctx context.Context) error {
	return inTemporaryDirectory(func(dir string) error {
		if err := fillWithCases(ctx, dir, fewCases); err != nil {
			return err
		}
		few, _, err := measureMemoryAtRest(ctx, dir, fewCases)
		if err != nil {
			return err
		}
		before, err := databaseSizes(dir)
		if err != nil {
			return err
		}
		if err := fillWithCases(ctx, dir, manyCases-fewCases); err != nil {
			return err
		}
		many, ready, err := measureMemoryAtRest(ctx, dir, manyCases)
		if err != nil {
			return err
		}
		after, err := databaseSizes(dir)
		if err != nil {
			return err
		}
		bare, err := sizeOfBareWorkflow(ctx, dir)
		if err != nil {
			return err
		}
		for name, size := range after {
			fmt.Printf("# disk: %s %d bytes for each open case\n", name, (size-before[name])/(manyCases-fewCases))
		}
		fmt.Printf("# disk: temporal.db %d bytes for each bare workflow\n", bare)
		fmt.Printf("memory_10000_of_100_open_cases ratio %.2f\n", float64(many)/float64(few))
		fmt.Printf("ready_of_3_seconds ratio %.2f\n", ready.Seconds()/mostReady.Seconds())
		return nil
	})
}

// fillWithCases makes n open cases, each with its workflow at the program, as if they had come in apart from each
// other: a program that starts makes the cases written in the last minutes read their journals, and not all of an
// organisation's were. They are filed through the store's own door, beside the program: over HTTP that many would take
// too long.
func fillWithCases(ctx context.Context, dir string, n int) error {
	h, err := openHouse(ctx, dir, false)
	if err != nil {
		return err
	}
	began, made := time.Now(), atomic.Int64{}
	now := func() time.Time { return began.Add(time.Duration(made.Load()-int64(n)) * apart) }
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "duban.db"), Now: now})
	if err != nil {
		return errors.Join(err, h.closeHouse())
	}
	acts, cases := &activities.Acts{Journal: s, Now: now}, workflows.NewCases(h.client)
	_, err = callMany(ctx, fillers, untilCount(n), func(ctx context.Context, _ int) error {
		made.Add(1)
		id, _, err := fileAndOpenCase(ctx, s, acts)
		if err != nil {
			return err
		}
		return cases.StartCase(ctx, id)
	})
	fmt.Printf("# memory: %d cases filed and started in %s\n", n, time.Since(began).Round(time.Second))
	return errors.Join(err, s.Close(), h.closeHouse())
}

// measureMemoryAtRest starts the program on n open cases, gives it something to do, and reads its memory when it has
// come to rest.
func measureMemoryAtRest(ctx context.Context, dir string, n int) (resident int64, ready time.Duration, err error) {
	h, err := openHouse(ctx, dir, false)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, h.closeHouse()) }()
	ready = h.ready
	if err := h.findOpenCases(ctx); err != nil {
		return 0, 0, err
	}
	if _, err := callMany(ctx, callers, untilCount(someCommands), h.noteOnNthCase); err != nil {
		return 0, 0, err
	}
	select {
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	case <-time.After(restTime):
	}
	resident, err = h.residentMemory()
	fmt.Printf("# memory: %d open cases: ready after %s, %d MiB resident\n",
		n, ready.Round(10*time.Millisecond), resident/megabyte)
	return resident, ready, err
}

// findOpenCases finds a page of open cases.
func (h *house) findOpenCases(ctx context.Context) error {
	page, err := h.getJSON(ctx, "/api/v1/cases?status=open")
	if err != nil {
		return err
	}
	items, _ := page["items"].([]any)
	for _, item := range items {
		row, _ := item.(map[string]any)
		h.cases = append(h.cases, fmt.Sprint(row["id"]))
	}
	if len(h.cases) == 0 {
		return errors.New("no open case is listed")
	}
	return nil
}

// databaseSizes are the databases' sizes in bytes, with their logs.
func databaseSizes(dir string) (map[string]int64, error) {
	total := map[string]int64{}
	for name, pattern := range map[string]string{"duban.db": "duban.db*", "temporal.db": "temporal/temporal.db*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil {
				return nil, err
			}
			if !strings.HasSuffix(file, "-shm") {
				total[name] += info.Size()
			}
		}
	}
	return total, nil
}

// sizeOfBareWorkflow is what a workflow that holds nothing takes of temporal.db.
func sizeOfBareWorkflow(ctx context.Context, dir string) (int64, error) {
	before, err := databaseSizes(dir)
	if err != nil {
		return 0, err
	}
	h, err := openHouse(ctx, dir, false)
	if err != nil {
		return 0, err
	}
	_, err = callMany(ctx, callers, untilCount(bareWorkflows), h.startBareWorkflow)
	if err := errors.Join(err, h.closeHouse()); err != nil {
		return 0, err
	}
	after, err := databaseSizes(dir)
	return (after["temporal.db"] - before["temporal.db"]) / bareWorkflows, err
}

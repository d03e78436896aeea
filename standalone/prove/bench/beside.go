package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"duban/standalone/play"
	"duban/store"
)

// spinArgument makes this binary keep one core busy until it is ended, instead of measuring.
const spinArgument = "spin"

// besideCallers are how many people work beside a report, each as soon as the program has answered.
const besideCallers = 2

// measureWorkBesideReports compares how long people wait while the program's record is being counted with how long
// they wait while something else keeps one core busy: filing, completing a step of what was filed and reading the
// inbox, 99th percentiles. The program itself counts a report over -cases cases, again and again.
func measureWorkBesideReports(ctx context.Context) error {
	return inTemporaryDirectory(func(dir string) error {
		h, err := openHouse(ctx, dir, false)
		if err != nil {
			return err
		}
		o := store.Options{Dialect: store.SQLite, Path: filepath.Join(dir, "duban.db")}
		err = fillReport(ctx, o, *cases)
		if err == nil {
			err = h.makeCases(ctx, openCases)
		}
		if err == nil {
			err = h.measureBesideReports(ctx)
		}
		return errors.Join(err, h.closeHouse())
	})
}

func (h *house) measureBesideReports(ctx context.Context) error {
	branch, err := play.NewPeople(h.address, password).SignIn(ctx, "logistics.branch")
	if err != nil {
		return err
	}
	work := []struct {
		name string
		do   call
	}{
		{"filing", h.fileNthCase},
		{"filing_and_completing", h.fileAndComplete(branch)},
		{"inbox", func(ctx context.Context, _ int) error {
			_, err := h.getJSON(ctx, "/api/v1/inbox")
			return err
		}},
	}
	for _, w := range work {
		var ratios []float64
		for range rounds {
			var waited [2]measured
			for i, beside := range []func() (func() error, error){
				func() (func() error, error) { return keepCoreBusy(ctx) }, h.keepCounting,
			} {
				stop, err := beside()
				if err != nil {
					return err
				}
				waited[i], err = measureCalls(ctx, besideCallers, w.do)
				if err = errors.Join(err, stop()); err != nil {
					return fmt.Errorf("%s beside something else: %w", w.name, err)
				}
			}
			fmt.Printf("# %s beside a busy core %s, beside a report of %d cases %s\n",
				w.name, waited[0], *cases, waited[1])
			ratios = append(ratios, waited[1].p99.Seconds()/waited[0].p99.Seconds())
		}
		fmt.Printf("%s_beside_a_report_p99 ratio %.2f\n", w.name, medianOf(ratios))
	}
	return nil
}

// fileAndComplete files a case and completes its investigation.
func (h *house) fileAndComplete(branch *play.Person) call {
	return func(ctx context.Context, _ int) error {
		id, err := h.fileCase()
		if err != nil {
			return err
		}
		seen, err := branch.Get(ctx, "/api/v1/cases/"+id)
		if err != nil {
			return err
		}
		tasks := seen.ObjectsAt("tasks")
		i := slices.IndexFunc(tasks, func(t map[string]any) bool { return t["step"] == "investigate" })
		if seen.Status != http.StatusOK || i < 0 {
			return fmt.Errorf("case %s has no investigation: %d %s", id, seen.Status, seen.Raw)
		}
		r, err := branch.Post(ctx, "/api/v1/cases/"+id+"/commands", "", map[string]any{
			"command": "complete",
			"task":    tasks[i]["id"],
			"outcome": "handled",
			"data":    map[string]any{"finding": "外包装破损，责任在网点", "established": true},
		})
		if err == nil && r.Status != http.StatusOK {
			err = fmt.Errorf("complete %s: %d %s", id, r.Status, r.Raw)
		}
		return err
	}
}

// keepCoreBusy starts a process that does nothing but that until stop is called.
func keepCoreBusy(ctx context.Context) (stop func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, spinArgument)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() error {
		err := cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		return err
	}, nil
}

// spinOneCore never returns.
func spinOneCore() {
	for {
		hashingTime()
	}
}

// keepCounting lets the program count one report after the other until stop is called.
func (p *program) keepCounting() (stop func() error, err error) {
	toggle := func() error { return p.process.Process.Signal(toggleCounting) }
	return toggle, toggle()
}

// toggleCounting makes the program begin to count reports, and stop.
const toggleCounting = syscall.SIGUSR1

// countWhenAsked is what the program does besides its work: it counts reports on its record, one after the other, while
// it has been asked to.
func countWhenAsked(ctx context.Context, dir string) error {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, toggleCounting)
	defer signal.Stop(asked)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-asked:
		}
		counting, stop := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func() { done <- countReports(counting, dir) }()
		select {
		case <-ctx.Done():
		case <-asked:
		}
		stop()
		if err := <-done; counting.Err() == nil {
			return err
		}
	}
}

// countReports counts one report after the other on the record of a folder.
func countReports(ctx context.Context, dir string) (err error) {
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "duban.db"), Now: time.Now, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	q, err := newFiguresQuery(ctx, s)
	for err == nil {
		_, err = s.CountReport(ctx, q)
	}
	return err
}

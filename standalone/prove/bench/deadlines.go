package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"duban/activities"
	"duban/complaint"
	"duban/record"
	"duban/store"
	"duban/workflows"
)

const (
	dueCases = 2000
	// launchers start workflows at once.
	launchers = 16
	// starting is how long starting their workflows may take, before the minute in which all are due.
	starting = 90 * time.Second
	dueIn    = time.Minute
	// patience is how long after the minute the last one may be recorded.
	patience = 5 * time.Minute
)

// measureDeadlines has 2,000 cases whose next rung falls due in one minute of wall time, and waits until each is
// recorded.
func measureDeadlines(ctx context.Context) error {
	return inTemporaryDirectory(func(dir string) error {
		h, err := openHouse(ctx, dir, true)
		if err != nil {
			return err
		}
		s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "duban.db"), Now: time.Now})
		if err != nil {
			return errors.Join(err, h.closeHouse())
		}
		return errors.Join(h.measureDeadlines(ctx, s), s.Close(), h.closeHouse())
	})
}

func (h *house) measureDeadlines(ctx context.Context, s *store.Store) error {
	cases := make(map[complaint.CaseID]complaint.Wake, dueCases)
	var mu sync.Mutex
	acts := &activities.Acts{Journal: s, Now: time.Now, Rehearsal: true}
	_, err := callMany(ctx, launchers, untilCount(dueCases), func(ctx context.Context, _ int) error {
		id, wake, err := fileAndOpenCase(ctx, s, acts)
		mu.Lock()
		defer mu.Unlock()
		cases[id] = wake
		return err
	})
	if err != nil {
		return fmt.Errorf("make cases: %w", err)
	}
	first := time.Now().Add(starting)
	due := make(map[complaint.CaseID]awaited, dueCases)
	group, setting := errgroup.WithContext(ctx)
	group.SetLimit(launchers)
	for id, wake := range cases {
		at := first.Add(time.Duration(len(due)) * dueIn / dueCases)
		due[id] = awaited{wake, at}
		group.Go(func() error {
			return s.Write(setting, id, func(tx record.Tx) error { return tx.SetClockOffset(setting, wake.At.Sub(at)) })
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("set clocks: %w", err)
	}
	if err := h.launchCases(ctx, slices.Collect(maps.Keys(due))); err != nil {
		return err
	}
	fmt.Printf("# deadlines: their workflows started %s before the minute\n", time.Until(first).Round(time.Second))
	return reportLateness(ctx, s, due, first.Add(dueIn))
}

// awaited is a rung and the wall time at which it is due.
type awaited struct {
	wake complaint.Wake
	at   time.Time
}

// launchCases starts the cases' workflows and returns when each has read its journal.
func (h *house) launchCases(ctx context.Context, ids []complaint.CaseID) error {
	cases := workflows.NewCases(h.client)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(launchers)
	for _, id := range ids {
		group.Go(func() error { return cases.StartCase(ctx, id) })
	}
	return group.Wait()
}

// reportLateness waits until every rung stands in its journal, and says how often and how late.
func reportLateness(ctx context.Context, s *store.Store, due map[complaint.CaseID]awaited, end time.Time) error {
	var late []time.Duration
	once := 0
	for id, a := range due {
		recorded, err := waitForRungEvents(ctx, s, id, a, end.Add(patience))
		if err != nil {
			return err
		}
		if len(recorded) == 1 {
			once++
		}
		for _, at := range recorded {
			late = append(late, at.Sub(a.at))
		}
	}
	if len(late) == 0 {
		return errors.New("no rung was recorded")
	}
	slices.Sort(late)
	fmt.Printf("# deadlines: %d due in %s; late p50 %s p99 %s most %s, earliest %s\n", len(due), dueIn,
		late[len(late)/2].Round(time.Millisecond), late[len(late)*99/100].Round(time.Millisecond),
		late[len(late)-1].Round(time.Millisecond), late[0].Round(time.Millisecond))
	fmt.Printf("deadlines_recorded_once ratio %.4f\n", float64(once)/float64(len(due)))
	return nil
}

// waitForRungEvents returns when each event of the rung was recorded. It polls until there is one.
func waitForRungEvents(
	ctx context.Context, s *store.Store, id complaint.CaseID, a awaited, until time.Time,
) ([]time.Time, error) {
	for {
		events, err := s.JournalEvents(ctx, id, 0, 0)
		if err != nil {
			return nil, err
		}
		var recorded []time.Time
		for _, e := range events {
			if e.Actor == complaint.System && e.At.Equal(a.wake.At.Time) {
				recorded = append(recorded, e.RecordedAt)
			}
		}
		if len(recorded) > 0 && time.Now().After(until.Add(-patience)) || time.Now().After(until) {
			return recorded, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

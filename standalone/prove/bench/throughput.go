package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// rounds alternate reference and product, so that a busy neighbour disturbs both.
	rounds    = 3
	roundTime = 5 * time.Second
	callers   = 8
)

// measureThroughput compares commands end to end over HTTP, with their journal, with updates whose handler runs one
// local activity without a database; and filings with starts whose first task runs such an activity.
func measureThroughput(ctx context.Context) error {
	return inTemporaryDirectory(func(dir string) error {
		h, err := openHouse(ctx, dir, false)
		if err != nil {
			return err
		}
		return errors.Join(h.measureThroughput(ctx), h.closeHouse())
	})
}

func (h *house) measureThroughput(ctx context.Context) error {
	if err := h.makeCases(ctx, openCases); err != nil {
		return err
	}
	few, err := compareCalls(ctx, "commands", callers, h.updateBareWorkflow, h.noteOnNthCase)
	if err != nil {
		return err
	}
	for _, callers := range []int{64, 256} {
		many, err := compareCalls(ctx, "commands", callers, h.updateBareWorkflow, h.noteOnNthCase)
		if err != nil {
			return err
		}
		fmt.Printf("# commands_%d_callers turned away and sent again so far: %d\n", callers, h.turnedAway.Load())
		fmt.Printf("commands_%d_of_8_callers ratio %.2f\n", callers, many/few)
	}
	_, err = compareCalls(ctx, "filing", callers, h.startBareWorkflow, h.fileNthCase)
	return err
}

// call does one thing, the n-th; callers call it concurrently.
type call func(ctx context.Context, n int) error

// compareCalls prints the product's rate over the reference's, and its 99th percentile over the reference's at as many
// callers; medians of rounds. It returns the product's median rate.
func compareCalls(
	ctx context.Context, what string, callers int, reference, product call,
) (perSecond float64, err error) {
	var speed, wait, rates []float64
	name := fmt.Sprintf("%s_%d_callers", what, callers)
	for range rounds {
		r, err := measureCalls(ctx, callers, reference)
		if err != nil {
			return 0, fmt.Errorf("%s: reference: %w", name, err)
		}
		p, err := measureCalls(ctx, callers, product)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Printf("# %s reference %s, product %s\n", name, r, p)
		rates = append(rates, p.perSecond)
		speed, wait = append(speed, p.perSecond/r.perSecond), append(wait, p.p99.Seconds()/r.p99.Seconds())
	}
	fmt.Printf("%s ratio %.2f\n%s_p99 ratio %.2f\n", name, medianOf(speed), name, medianOf(wait))
	return medianOf(rates), nil
}

func medianOf(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// measured is one round.
type measured struct {
	perSecond float64
	p50, p99  time.Duration
}

func (m measured) String() string {
	return fmt.Sprintf("%.0f/s p50 %s p99 %s",
		m.perSecond, m.p50.Round(time.Millisecond), m.p99.Round(time.Millisecond))
}

var serial atomic.Int64

// measureCalls makes calls for a while, some at a time.
func measureCalls(ctx context.Context, callers int, do call) (measured, error) {
	began := time.Now()
	took, err := callMany(ctx, callers, func(int) bool { return time.Since(began) < roundTime }, do)
	if err != nil {
		return measured{}, err
	}
	elapsed := time.Since(began)
	slices.Sort(took)
	return measured{
		perSecond: float64(len(took)) / elapsed.Seconds(), p50: took[len(took)/2], p99: took[len(took)*99/100],
	}, nil
}

// untilCount is a number of calls for each.
func untilCount(n int) func(int) bool { return func(made int) bool { return made < n } }

// callMany makes calls, callers at a time, as long as more says so of the number made, and says how long each took.
func callMany(ctx context.Context, callers int, more func(made int) bool, do call) ([]time.Duration, error) {
	var mu sync.Mutex
	var took []time.Duration
	group, ctx := errgroup.WithContext(ctx)
	var calls atomic.Int64
	for range callers {
		group.Go(func() error {
			for more(int(calls.Add(1)) - 1) {
				start := time.Now()
				if err := do(ctx, int(serial.Add(1))); err != nil {
					return err
				}
				mu.Lock()
				took = append(took, time.Since(start))
				mu.Unlock()
			}
			return nil
		})
	}
	return took, group.Wait()
}

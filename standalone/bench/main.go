// Command bench measures Duban against a reference in the same run, on the same machine and server: absolute
// times on shared machines mean nothing, ratios do. It prints lines "<name> ratio <number>".
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	callers = 8
	// rounds alternate reference and product, so that a busy neighbour disturbs both.
	rounds        = 3
	callsPerRound = 240
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	h, err := start(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer h.stop()
	// A command: an update whose handler runs one local activity without a database, against a note over HTTP
	// with its journal. A filing: start and first task with such a local activity, against a registered case.
	err = compare("commands_8_callers", h.bareUpdate, h.note)
	if err != nil {
		return err
	}
	return compare("filing_8_callers", h.bareStart, h.file)
}

// call does one thing, the n-th; callers call it concurrently.
type call func(ctx context.Context, n int) error

func compare(name string, reference, product call) error {
	var ratios []float64
	for range rounds {
		r, _, err := rate(reference)
		if err != nil {
			return fmt.Errorf("%s: reference: %w", name, err)
		}
		p, p99, err := rate(product)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		ratios = append(ratios, p/r)
		fmt.Printf("# %s reference %.0f/s product %.0f/s p99 %s\n", name, r, p, p99.Round(time.Millisecond))
	}
	fmt.Printf("%s ratio %.2f\n", name, median(ratios))
	return nil
}

func median(v []float64) float64 {
	sort.Float64s(v)
	return v[len(v)/2]
}

var serial atomic.Int64

// rate is calls per second by all callers together, and the 99th percentile of one call.
func rate(do call) (perSecond float64, p99 time.Duration, err error) {
	var mu sync.Mutex
	took := make([]time.Duration, 0, callsPerRound)
	group, ctx := errgroup.WithContext(context.Background())
	began := time.Now()
	for range callers {
		group.Go(func() error {
			for range callsPerRound / callers {
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
	if err := group.Wait(); err != nil {
		return 0, 0, err
	}
	elapsed := time.Since(began)
	slices.Sort(took)
	return float64(len(took)) / elapsed.Seconds(), took[len(took)*99/100], nil
}

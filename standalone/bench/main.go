// Command bench measures Duban against a reference in the same run, on the same machine and server: absolute
// times on shared machines mean nothing, ratios do. It prints lines "<name> ratio <number>", and lines that begin
// with # for what cannot be a ratio.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

// part is one thing measured, with a house of its own.
type part struct {
	name string
	run  func(context.Context) error
}

var parts = []part{
	{"throughput", throughput},
}

func main() {
	only := flag.String("only", "", "run just the part of this name")
	profile := flag.String("cpuprofile", "", "write a CPU profile of the parts to this file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *only, *profile)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, profile string) error {
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer func() { pprof.StopCPUProfile(); _ = f.Close() }()
	}
	found := false
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		found = true
		if err := p.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if !found {
		return fmt.Errorf("no part %q", only)
	}
	return nil
}

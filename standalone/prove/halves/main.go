// Command halves runs Duban as the two halves that it is on a cluster, a gateway and a worker with their PostgreSQL and
// Temporal, for the browser's tests: there the worker can be stopped while people go on.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"duban/standalone/prove/process"
)

// halves tells where they are: one line of JSON on the standard output.
type halves struct {
	Gateway  string `json:"gateway"` // its URL
	Worker   int    `json:"worker"`  // its process, to be stopped and continued by signals
	Password string `json:"password"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := runHalves(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "halves:", err)
		os.Exit(1)
	}
}

// runHalves runs until it is told to end.
func runHalves(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "duban-halves-")
	if err != nil {
		return fmt.Errorf("folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := process.BuildPrograms(ctx, folder, process.Duban, process.Cluster); err != nil {
		return err
	}
	d, err := process.Deploy(ctx, process.Options{
		Folder:   folder,
		Bin:      folder,
		Workers:  1,
		Gateways: 1,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	where := halves{"http://" + d.GatewayAddresses[0], d.Workers[0].PID(), process.Password}
	if err := json.NewEncoder(os.Stdout).Encode(where); err != nil {
		return fmt.Errorf("tell: %w", err)
	}
	<-ctx.Done()
	return nil
}

package program

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// UntilSignal is a context that ends with the first interrupt or SIGTERM. From then on such a signal ends the program
// at once, whatever it still finishes: signals are the system's again before anything hears that the context has ended.
func UntilSignal(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer cancel()
		select {
		case <-signals:
		case <-ctx.Done():
		}
		signal.Stop(signals)
	}()
	return ctx, cancel
}

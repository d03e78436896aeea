// Command siege tries to make the whole program lose, double or forget something, and says whether it did:
//
//	go run ./siege -seed 7 -cases 1000 -commands 5000 -kills 20 -mode embedded
//
// It exits 0 if nothing was violated, 1 if something was, 2 if the siege itself failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"time"

	"duban/standalone/prove/siege/campaign"
)

func main() {
	o := campaign.Options{
		Now:    time.Now,
		Hurry:  0.02,
		Mix:    campaign.AllFaults,
		Logger: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}
	flag.Uint64Var(&o.Seed, "seed", 1, "the seed: what is asked and what is broken when")
	flag.IntVar(&o.Cases, "cases", 1000, "cases filed and acknowledged")
	flag.IntVar(&o.Commands, "commands", 5000, "commands acknowledged, filings among them")
	flag.IntVar(&o.Kills, "kills", 20, "kills (SIGKILL)")
	flag.IntVar(&o.People, "people", 12, "people acting at once")
	folder := flag.String("keep", "",
		"an empty folder for the data, the logs and the evidence; a temporary one if not given")
	mode := flag.String("mode", campaign.ModeEmbedded,
		"embedded: all in one process; cluster: two of each, on PostgreSQL")
	bin := flag.String("bin", "", "a folder with the programs; they are built if not given")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	violated, err := runCampaign(ctx, o, *mode, *folder, *bin)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "siege:", err)
		os.Exit(2)
	case violated:
		os.Exit(1)
	}
}

func runCampaign(ctx context.Context, o campaign.Options, mode, folder, bin string) (violated bool, err error) {
	if folder == "" {
		if folder, err = os.MkdirTemp("", "duban-siege-"); err != nil {
			return false, err
		}
		defer func() {
			if err == nil && !violated {
				err = os.RemoveAll(folder)
			} else {
				fmt.Fprintln(os.Stderr, "siege: logs and evidence are in", folder)
			}
		}()
	}
	if bin == "" {
		bin = folder
		if err := campaign.BuildForMode(ctx, mode, bin); err != nil {
			return false, err
		}
	}
	house, err := campaign.NewHouseOfMode(ctx, mode, bin, folder)
	if err != nil {
		return false, err
	}
	outcome, report, err := campaign.RunTrial(ctx, house, folder, o)
	if err != nil {
		return false, err
	}
	return len(report.Violations) > 0, campaign.PrintReport(os.Stdout, o.Seed, outcome, report)
}

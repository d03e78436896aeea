package main

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"duban/standalone/prove/siege/campaign"
)

// Six hundred cases under siege, everything in one process: nothing acknowledged is lost, doubled or forgotten.
func TestSiege(t *testing.T) {
	besiege(t, campaign.ModeEmbedded, campaign.Options{
		Seed:     1,
		Cases:    600,
		Commands: 3000,
		Kills:    14,
	})
}

// The same, shorter, with two of each on PostgreSQL, killed singly and all at once.
func TestSiegeOfACluster(t *testing.T) {
	besiege(t, campaign.ModeCluster, campaign.Options{
		Seed:     2,
		Cases:    60,
		Commands: 300,
		Kills:    6,
	})
}

func besiege(t *testing.T, mode string, o campaign.Options) {
	folder := t.TempDir()
	if err := campaign.BuildForMode(t.Context(), mode, folder); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Minute)
	defer cancel()
	house, err := campaign.NewHouseOfMode(ctx, mode, folder, folder)
	if err != nil {
		t.Fatal(err)
	}
	o.People, o.Hurry, o.Mix, o.Now, o.Logger = 12, 0.02, campaign.AllFaults, time.Now, slog.New(slog.DiscardHandler)
	outcome, report, err := campaign.RunTrial(ctx, house, folder, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := campaign.PrintReport(os.Stdout, o.Seed, outcome, report); err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

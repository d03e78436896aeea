package main

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"duban/standalone/siege/campaign"
)

// A thousand cases under siege: nothing acknowledged is lost, doubled or forgotten.
func TestSiege(t *testing.T) {
	folder := t.TempDir()
	binary, err := campaign.Build(t.Context(), folder, "")
	if err != nil {
		t.Fatal(err)
	}
	house, err := campaign.Embedded(binary, folder)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	o := campaign.Options{
		Seed: 1, Cases: 1000, Commands: 5000, Kills: 20, People: 12, Hurry: 0.02, Mix: campaign.AllFaults, Now: time.Now,
		Logger: slog.New(slog.DiscardHandler),
	}
	outcome, report, err := campaign.Trial(ctx, house, folder, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := campaign.Print(os.Stdout, o.Seed, outcome, report); err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

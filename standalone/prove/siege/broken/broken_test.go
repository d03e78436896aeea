//go:build broken

package broken_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/standalone/prove/process"
	"duban/standalone/prove/siege/broken"
	"duban/standalone/prove/siege/campaign"
	"duban/standalone/prove/siege/checker"
)

// tries is how often a defect is provoked, by another seed each time, until it is caught: what a kill uncovers
// depends on where the kill falls.
const tries = 5

// The checker catches every defect, or the program refuses to start with it; with none awake the same program is
// found without fault.
func TestEveryDefectIsCaught(t *testing.T) {
	overlay, err := broken.WriteOverlay(process.TreeFolder(), t.TempDir(), broken.Defects)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "standalone")
	if err := process.BuildWithOverlay(t.Context(), binary, overlay, process.Standalone); err != nil {
		t.Fatal(err)
	}
	slots := make(chan struct{}, 2)
	t.Run("caught", func(t *testing.T) {
		for _, d := range broken.Defects {
			t.Run(d.Name, func(t *testing.T) {
				t.Parallel()
				slots <- struct{}{}
				defer func() { <-slots }()
				provoke(t, binary, d)
			})
		}
		t.Run("none", func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			if found := besiege(t, binary, broken.Defect{Name: "none", Siege: broken.Sound}, 1); len(found) > 0 {
				t.Errorf("nothing is broken, and yet: %v", found)
			}
		})
	})
}

func provoke(t *testing.T, binary string, d broken.Defect) {
	t.Helper()
	if d.Refuses {
		refuses(t, binary, d)
		return
	}
	var found []checker.Violation
	for seed := range uint64(tries) {
		found = besiege(t, binary, d, seed+1)
		for _, v := range found {
			if slices.Contains(d.Caught, v.Invariant) {
				t.Logf("caught by seed %d: %s: %.300s", seed+1, d.Why, v)
				return
			}
		}
	}
	t.Errorf("%s, and the checker has not noticed; it found %v", d.Why, found)
}

func besiege(t *testing.T, binary string, d broken.Defect, seed uint64) []checker.Violation {
	t.Helper()
	folder := t.TempDir()
	house, err := campaign.NewEmbeddedHouse(t.Context(), binary, folder, broken.Variable+"="+d.Name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	_, report, err := campaign.RunTrial(ctx, house, folder, campaign.Options{
		Seed:      seed,
		Cases:     d.Siege.Cases,
		Commands:  d.Siege.Commands,
		Kills:     d.Siege.Kills,
		Mix:       d.Siege.Mix,
		Hurry:     d.Siege.Hurry,
		GiveUp:    d.Siege.GiveUp,
		People:    8,
		Patience:  patience(d),
		Endurance: 15 * time.Second,
		Now:       time.Now,
		Logger:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, house.Parts[0].Output())
	}
	return report.Violations
}

// patience is how long the program may take to come to rest. A workflow task that a killed worker took is given to
// another only after ten seconds, so what is judged by the rest itself must wait longer than that.
func patience(d broken.Defect) time.Duration {
	if len(d.Caught) == 0 || slices.Contains(d.Caught, "I12") || slices.Contains(d.Caught, "I16") {
		return 30 * time.Second
	}
	return 6 * time.Second
}

// refuses starts the program and waits until it ends by itself, saying why.
func refuses(t *testing.T, binary string, d broken.Defect) {
	t.Helper()
	house, err := campaign.NewEmbeddedHouse(t.Context(), binary, t.TempDir(), broken.Variable+"="+d.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer house.Close() //nolint:errcheck // it does not run
	part := house.Parts[0]
	if err := part.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !part.HasDied() {
		select {
		case <-ctx.Done():
			t.Fatal("the program runs")
		case <-time.After(20 * time.Millisecond):
		}
	}
	if !strings.Contains(house.Parts[0].Output(), "durable") {
		t.Errorf("it does not say why it refuses:\n%s", house.Parts[0].Output())
	}
}

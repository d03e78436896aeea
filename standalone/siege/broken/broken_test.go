package broken_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/standalone/siege/broken"
	"duban/standalone/siege/campaign"
	"duban/standalone/siege/checker"
)

const root = "../../.."

// Each snippet of each defect stands in the program once, so the list cannot rot.
func TestEveryDefectStillFits(t *testing.T) {
	if _, err := broken.Overlay(absolute(t), t.TempDir(), broken.Defects); err != nil {
		t.Fatal(err)
	}
	if n := len(broken.Defects); n < 12 {
		t.Errorf("%d defects", n)
	}
}

func absolute(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// tries is how often a defect is provoked, by another seed each time, until it is caught: what a kill uncovers
// depends on where the kill falls.
const tries = 5

// The checker catches every defect, or the program refuses to start with it; with none awake the same program is
// found without fault.
func TestEveryDefectIsCaught(t *testing.T) {
	overlay, err := broken.Overlay(absolute(t), t.TempDir(), broken.Defects)
	if err != nil {
		t.Fatal(err)
	}
	binary, err := campaign.Build(t.Context(), t.TempDir(), overlay)
	if err != nil {
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
				t.Logf("caught: %s: %.300s", d.Why, v)
				return
			}
		}
	}
	t.Errorf("%s, and the checker has not noticed; it found %v", d.Why, found)
}

func besiege(t *testing.T, binary string, d broken.Defect, seed uint64) []checker.Violation {
	t.Helper()
	folder := t.TempDir()
	house, err := campaign.Embedded(binary, folder, broken.Variable+"="+d.Name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	_, report, err := campaign.Trial(ctx, house, folder, campaign.Options{
		Seed: seed, Cases: d.Siege.Cases, Commands: d.Siege.Commands, Kills: d.Siege.Kills, Mix: d.Siege.Mix,
		Hurry: d.Siege.Hurry, People: 8, Patience: 6 * time.Second, Endurance: 15 * time.Second, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, said(house))
	}
	return report.Violations
}

// said is the end of what the program has written.
func said(h *campaign.House) string {
	data, err := os.ReadFile(h.Logs[0])
	if err != nil {
		return err.Error()
	}
	return string(data[max(0, len(data)-4000):])
}

// refuses starts the program and waits until it ends by itself, saying why.
func refuses(t *testing.T, binary string, d broken.Defect) {
	t.Helper()
	house, err := campaign.Embedded(binary, t.TempDir(), broken.Variable+"="+d.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer house.Close()
	part := house.Parts[0]
	if err := part.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := part.Wait(ctx); err != nil {
		t.Fatalf("the program runs: %v", errors.Join(err, part.Kill()))
	}
	if !strings.Contains(said(house), "durable") {
		t.Errorf("it does not say why it refuses:\n%s", said(house))
	}
}

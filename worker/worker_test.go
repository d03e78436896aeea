package worker

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A setting that says nothing ends the worker before it takes any work.
func TestOfficeHoursMustBeHours(t *testing.T) {
	h := newHouse(t)
	err := RunWorker(t.Context(), Options{
		Temporal:    h.temporal,
		Store:       h.store,
		Logger:      quiet,
		Now:         h.now,
		OfficeHours: "nine to six",
	})
	if err == nil || !strings.Contains(err.Error(), "office_hours") {
		t.Errorf("said: %v", err)
	}
}

// What keeps promises looks at once, then at each interval, and ends with its context.
func TestTheBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second+time.Millisecond)
		defer cancel()
		began, beats := time.Now(), 0
		repeatEvery(ctx, 2*time.Second, func() { beats++ })
		if lasted := time.Since(began); beats != 6 || lasted != 10*time.Second+time.Millisecond {
			t.Errorf("%d times in %s", beats, lasted)
		}
	})
}

package gateway

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"duban/record"
)

// sick is a store of which parts fail.
type sick struct {
	Store
	writes error
	lag    time.Duration
	asked  atomic.Int64
}

func (s *sick) TryWrite(ctx context.Context) error {
	s.asked.Add(1)
	if s.writes != nil {
		return s.writes
	}
	return s.Store.TryWrite(ctx)
}

func (s *sick) CountVitals(ctx context.Context) (record.Vitals, error) {
	v, err := s.Store.CountVitals(ctx)
	v.Lag += s.lag
	return v, err
}

func TestReadinessNamesWhatIsMissing(t *testing.T) {
	var temporal error
	store := &sick{}
	h := newHouse(t, func(o *Options) {
		store.Store = o.Store
		o.Store = store
		o.Ready = map[string]func(context.Context) error{"temporal": func(context.Context) error { return temporal }}
	})
	expect := func(state string, missing ...string) {
		t.Helper()
		h.passTime(2 * time.Second)
		reads := http.StatusServiceUnavailable
		if state == stateDegraded {
			reads = http.StatusOK
		}
		r := h.public().do(http.MethodGet, "/readyz", "", nil).refuses(http.StatusServiceUnavailable, "unavailable")
		for i, name := range missing {
			if r.text("state") != state || r.text("missing", i) != name {
				t.Errorf("want %s without %q, got %s", state, missing, r.raw)
			}
		}
		h.public().do(http.MethodGet, "/readyz/reads", "", nil).must(reads)
		h.public().do(http.MethodGet, "/healthz", "", nil).must(http.StatusOK)
	}
	h.public().do(http.MethodGet, "/readyz", "", nil).must(http.StatusOK)
	temporal = errors.New("down")
	expect(stateDegraded, "temporal")
	store.writes = errors.New("disk full")
	expect(stateDegraded, "store_writes", "temporal")
	temporal, store.writes, store.lag = nil, nil, 2*time.Minute
	expect(stateDegraded, "relay")
	store.lag = 0
	h.passTime(2 * time.Second)
	h.public().do(http.MethodGet, "/readyz", "", nil).must(http.StatusOK)
	_ = h.store.Close()
	expect(stateDown, "relay", "store", "store_writes")
}

// However many ask, what they ask about is looked at once a second.
func TestProbesDoNotLoadTheDatabase(t *testing.T) {
	store := &sick{}
	h := newHouse(t, func(o *Options) {
		store.Store = o.Store
		o.Store = store
	})
	for range 50 {
		h.public().do(http.MethodGet, "/readyz", "", nil).must(http.StatusOK)
	}
	if n := store.asked.Load(); n != 1 {
		t.Errorf("looked %d times", n)
	}
	h.passTime(2 * time.Second)
	h.public().do(http.MethodGet, "/readyz", "", nil).must(http.StatusOK)
	if n := store.asked.Load(); n != 2 {
		t.Errorf("looked %d times", n)
	}
}

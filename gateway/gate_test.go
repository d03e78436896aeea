package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"duban/internal/seed"
)

// crowd are people before a gate. Run it inside synctest: there time passes only when all wait.
type crowd struct {
	gate *gate
	mu   sync.Mutex
	in   []string
	away []string
}

// queueUp joins the line of key as name, and notes whether it got in. It leaves only when told to.
func (c *crowd) queueUp(ctx context.Context, key, name string) {
	go func() {
		err := c.gate.takePlace(ctx, key)
		c.mu.Lock()
		defer c.mu.Unlock()
		if err != nil {
			c.away = append(c.away, name)
			return
		}
		c.in = append(c.in, name)
	}()
	synctest.Wait()
}

func (c *crowd) releasePlace() {
	c.gate.releasePlace()
	synctest.Wait()
}

func (c *crowd) wantInside(t *testing.T, in, away []string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Equal(c.in, in) || !slices.Equal(c.away, away) {
		t.Errorf("in %q away %q; want in %q away %q", c.in, c.away, in, away)
	}
}

func newCrowd(slots, line int) *crowd {
	return &crowd{gate: newGate("writes", slots, Admission{Line: line, Wait: time.Second}, nobody{})}
}

func TestTheLinesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(1, 10)
		for _, name := range []string{"a1", "a2", "a3", "b1", "c1", "b2"} {
			c.queueUp(t.Context(), name[:1], name)
		}
		c.wantInside(t, []string{"a1"}, nil)
		for range 5 {
			c.releasePlace()
		}
		c.wantInside(t, []string{"a1", "a2", "b1", "c1", "a3", "b2"}, nil)
		c.releasePlace()
		if c.gate.free != 1 || c.gate.waiting != 0 || len(c.gate.lines)+len(c.gate.turns) != 0 {
			t.Errorf("left behind: %+v", c.gate)
		}
	})
}

func TestTheLastOfTheLongestLineIsTurnedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(1, 3)
		for _, name := range []string{"x0", "a1", "a2", "a3", "b1", "a4"} {
			c.queueUp(t.Context(), name[:1], name)
		}
		c.wantInside(t, []string{"x0"}, []string{"a3", "a4"}) // b1 took the place of a3
		c.releasePlace()
		c.releasePlace()
		c.releasePlace()
		c.wantInside(t, []string{"x0", "a1", "b1", "a2"}, []string{"a3", "a4"})
		c.releasePlace()
	})
}

func TestWhoWaitsTooLongOrGoesHomeKeepsNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(1, 10)
		gone, goHome := context.WithCancel(t.Context())
		c.queueUp(t.Context(), "x", "x0")
		c.queueUp(gone, "a", "a1")
		time.Sleep(500 * time.Millisecond) // of the test's own time
		c.queueUp(t.Context(), "b", "b1")
		goHome()
		synctest.Wait()
		c.wantInside(t, []string{"x0"}, []string{"a1"})
		time.Sleep(600 * time.Millisecond)
		c.releasePlace()
		c.wantInside(t, []string{"x0", "b1"}, []string{"a1"})
		c.queueUp(t.Context(), "b", "b2")
		time.Sleep(time.Second)
		synctest.Wait()
		c.wantInside(t, []string{"x0", "b1"}, []string{"a1", "b2"})
		c.releasePlace()
		if c.gate.free != 1 || c.gate.waiting != 0 {
			t.Errorf("left behind: %+v", c.gate)
		}
	})
}

// However many come and go, are called and give up in the same moment: no more than the slots are inside, and in
// the end every place is free again.
func TestNoPlaceIsLostOrDoubled(t *testing.T) {
	const slots = 3
	g := newGate("writes", slots, Admission{Line: 20, Wait: time.Millisecond}, nobody{})
	var inside, served atomic.Int64
	var wg sync.WaitGroup
	for n := range 64 {
		wg.Go(func() {
			for range 200 {
				if err := g.takePlace(t.Context(), fmt.Sprint(n%5)); err != nil {
					if !errors.Is(err, errBusy) {
						t.Error(err)
					}
					continue
				}
				if now := inside.Add(1); now > slots {
					t.Errorf("%d inside", now)
				}
				served.Add(1)
				inside.Add(-1)
				g.releasePlace()
			}
		})
	}
	wg.Wait()
	if g.free != slots || g.waiting != 0 || len(g.lines)+len(g.turns) != 0 || served.Load() == 0 {
		t.Errorf("free %d, waiting %d, lines %d, turns %d, served %d",
			g.free, g.waiting, len(g.lines), len(g.turns), served.Load())
	}
}

// Turned away means that nothing was recorded, and that readers did not notice.
func TestBusyRecordsNothing(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Admission = Admission{Writes: 1, Line: 1, Wait: time.Millisecond} })
	agent := h.agent()
	id := h.filed()
	calls := h.cases.calls
	if err := h.g.writes.takePlace(t.Context(), "somebody else"); err != nil {
		t.Fatal(err)
	}
	note := map[string]any{"command": "note", "data": map[string]any{"text": "客户来电"}}
	path := "/api/v1/cases/" + id + "/commands"
	r := agent.do(http.MethodPost, path, "busy-1", note)
	r.refuses(http.StatusServiceUnavailable, "busy")
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	agent.do(http.MethodPost, "/api/v1/cases", "busy-2", matter()).refuses(http.StatusServiceUnavailable, "busy")
	agent.do(http.MethodGet, "/api/v1/cases/"+id, "", nil).must(http.StatusOK)
	for _, key := range []string{"busy-1", "busy-2"} {
		prior, err := h.store.RequestByKey(t.Context(), seed.DemoUserID("logistics.agent"), key)
		if err != nil || prior != nil {
			t.Errorf("%s: %v %v", key, prior, err)
		}
	}
	if h.cases.calls != calls {
		t.Error("something reached the workflow")
	}
	h.g.writes.releasePlace()
	agent.do(http.MethodPost, path, "busy-1", note).must(http.StatusOK)
}

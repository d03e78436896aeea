package gateway

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Admission bounds what the gateway has under way at once. Beyond a point more at once does not mean more done:
// database, Temporal and worker only spend their time on each other's queues. So the surplus waits here, in the
// cheapest place and before anything is recorded, and what would wait too long is turned away with 503.
type Admission struct {
	// Writes are commands and filings under way at once; 0 means 16. Reads are readings; 0 means 16. Each have
	// their own gate, so that neither starves the other.
	Writes, Reads int
	// Line is how many may wait at each gate; 0 means 1024.
	Line int
	// Wait is how long one may wait; 0 means 5 s.
	Wait time.Duration
}

func (a Admission) withDefaults() Admission {
	for value, fallback := range map[*int]int{&a.Writes: 16, &a.Reads: 16, &a.Line: 1024} {
		if *value == 0 {
			*value = fallback
		}
	}
	if a.Wait == 0 {
		a.Wait = 5 * time.Second
	}
	return a
}

// errBusy: turned away at the gate. Nothing was recorded.
var errBusy = errors.New("busy")

// gate lets so many in at once. Who finds it full waits in a line with others of the same key (one person, one
// network); the lines take turns, so that somebody with a hundred requests delays nobody with one. When no
// more may wait, the last of the longest line is turned away.
type gate struct {
	line     int
	wait     time.Duration
	name     string
	observer Observer

	mu      sync.Mutex
	free    int
	slots   int
	lines   map[string][]*waiter
	turns   []string // the keys of lines, in the order of their turns
	waiting int
}

// waiter stands in a line until it hears whether it may enter.
type waiter struct{ called chan bool }

func newGate(name string, slots int, a Admission, o Observer) *gate {
	return &gate{
		name:     name,
		observer: o,
		line:     a.Line,
		wait:     a.Wait,
		free:     slots,
		slots:    slots,
		lines:    map[string][]*waiter{},
	}
}

// takePlace returns when there is room; the caller must leave. It fails with errBusy, or with ctx's error.
func (g *gate) takePlace(ctx context.Context, key string) error {
	err := g.waitInLine(ctx, key)
	if errors.Is(err, errBusy) {
		g.observer.CountTurnedAway(g.name)
	}
	return err
}

func (g *gate) waitInLine(ctx context.Context, key string) error {
	w := g.placeOrWaiter(key)
	if w == nil {
		return nil
	}
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	var err error
	select {
	case admitted := <-w.called:
		if !admitted {
			return errBusy
		}
		return nil
	case <-timer.C:
		err = errBusy
	case <-ctx.Done():
		err = ctx.Err()
	}
	g.leaveLine(key, w)
	return err
}

// placeOrWaiter takes a free place and returns nil, or puts a waiter into the key's line.
func (g *gate) placeOrWaiter(key string) *waiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.reportOccupancy()
	if g.free > 0 {
		g.free--
		return nil
	}
	w := &waiter{called: make(chan bool, 1)}
	if len(g.lines[key]) == 0 {
		g.turns = append(g.turns, key)
	}
	g.lines[key] = append(g.lines[key], w)
	g.waiting++
	if g.waiting > g.line {
		g.turnAwayLastInLine()
	}
	return w
}

// turnAwayLastInLine sends the last of the longest line home; among equals the line whose turn comes last.
func (g *gate) turnAwayLastInLine() {
	longest := ""
	for _, key := range g.turns {
		if len(g.lines[key]) >= len(g.lines[longest]) {
			longest = key
		}
	}
	line := g.lines[longest]
	last := line[len(line)-1]
	g.removeWaiter(longest, len(line)-1)
	last.called <- false
}

// releasePlace gives the place to the next in turn.
func (g *gate) releasePlace() {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.reportOccupancy()
	if len(g.turns) == 0 {
		g.free++
		return
	}
	key := g.turns[0]
	next := g.lines[key][0]
	g.turns = append(g.turns[1:], key) // its next turn comes after all others'
	g.removeWaiter(key, 0)
	next.called <- true
}

// leaveLine takes a waiter out of its line. If it was called in the same moment, its place goes on to the next.
func (g *gate) leaveLine(key string, w *waiter) {
	g.mu.Lock()
	for i, other := range g.lines[key] {
		if other == w {
			g.removeWaiter(key, i)
			g.reportOccupancy()
			g.mu.Unlock()
			return
		}
	}
	g.mu.Unlock()
	if <-w.called {
		g.releasePlace()
	}
}

// removeWaiter takes the i-th out of a key's line, and the line away when it is empty.
func (g *gate) removeWaiter(key string, i int) {
	g.waiting--
	line := g.lines[key]
	if len(line) > 1 {
		g.lines[key] = append(line[:i:i], line[i+1:]...)
		return
	}
	delete(g.lines, key)
	for n, turn := range g.turns {
		if turn == key {
			g.turns = append(g.turns[:n:n], g.turns[n+1:]...)
			return
		}
	}
}

func (g *gate) reportOccupancy() { g.observer.ReportGate(g.name, g.slots-g.free, g.waiting) }

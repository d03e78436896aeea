package campaign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"duban/standalone/prove/siege/checker"
)

// Fault is a way to strike at the house.
type Fault string

// The closed set of faults.
const (
	// KillAll kills every process at once; KillTwice does it again while they start.
	KillAll   Fault = "kill_all"
	KillTwice Fault = "kill_twice"
	// KillOne kills one process.
	KillOne Fault = "kill_one"
	// Freeze stops a process for a while without killing it.
	Freeze Fault = "freeze"
	// Link spoils one link for a while.
	Link Fault = "link"
	// Cut cuts all links between clients and gateways after the request was written, before the answer.
	Cut Fault = "cut"
	// Lock holds a write transaction on a database.
	Lock Fault = "lock"
	// Full leaves no room on the disk; only where everything is one process.
	Full Fault = "full"
)

// deaths is how many kills a fault counts as.
var deaths = map[Fault]int{KillAll: 1, KillTwice: 2, KillOne: 1}

// AllFaults is what a siege does by default besides killing everything.
var AllFaults = []Fault{KillTwice, KillOne, Freeze, Link, Link, Cut, Lock, Full}

// mostQuiet is how long the besieger waits for progress before it strikes anyway.
const mostQuiet = 15 * time.Second

// strikeAll strikes until enough kills are done, spread over the commands to come: other faults and kills by turns.
// The last kill falls when enough is done: what it cuts off, no later command puts right.
func (s *Siege) strikeAll(ctx context.Context) (killed int, err error) {
	s.striking.Store(true)
	defer s.striking.Store(false)
	rng := rand.New(rand.NewPCG(s.Seed, 0))
	for n := 0; killed < s.Kills; n++ {
		s.awaitAcknowledged(ctx, int64(s.Commands*(n+1)/(2*s.Kills)))
		if ctx.Err() != nil {
			return killed, fmt.Errorf("siege: %w", ctx.Err())
		}
		choice := s.faultsToChoose(n%2 == 1)
		if len(choice) == 0 {
			continue
		}
		fault := choice[rng.IntN(len(choice))]
		if err := s.strikeWith(ctx, rng, fault); err != nil {
			return killed, err
		}
		killed += deaths[fault]
	}
	return killed, nil
}

// faultsToChoose are the kills, or the faults that are none.
func (s *Siege) faultsToChoose(kills bool) []Fault {
	choice := slices.DeleteFunc(slices.Clone(s.Mix), func(f Fault) bool {
		several := len(s.house.Parts) > 1
		return deaths[f] > 0 != kills || f == KillOne && !several || f == Full && several
	})
	if kills {
		choice = append(choice, KillAll)
	}
	return choice
}

// awaitAcknowledged waits until so much is acknowledged, or nothing has happened for a while.
func (s *Siege) awaitAcknowledged(ctx context.Context, acked int64) {
	last, since := int64(-1), s.Now()
	for s.acked.Load() < acked {
		if now := s.acked.Load(); now != last {
			last, since = now, s.Now()
		}
		if s.Now().Sub(since) > mostQuiet || waitUnlessDone(ctx, 5*time.Millisecond) != nil {
			return
		}
	}
}

func (s *Siege) strikeWith(ctx context.Context, rng *rand.Rand, f Fault) error {
	s.Logger.Info("strike", "fault", string(f), "acknowledged", s.acked.Load())
	a := randomDuration(rng, time.Second, 5*time.Second)
	switch f {
	case KillAll:
		return s.killAll(ctx, rng, false)
	case KillTwice:
		return s.killAll(ctx, rng, true)
	case KillOne:
		return s.killOne(ctx, rng)
	case Freeze:
		return s.freezeOneProcess(ctx, rng, a)
	case Link:
		return s.spoilLinkFor(ctx, rng, a)
	case Cut:
		return s.cutAnswersFor(ctx, a)
	case Lock:
		return s.lockRecord(ctx, a+2*time.Second)
	case Full:
		return s.fillDisk(ctx, a)
	}
	return fmt.Errorf("strike: no fault %q", f)
}

func randomDuration(rng *rand.Rand, least, most time.Duration) time.Duration {
	return least + time.Duration(rng.Int64N(int64(most-least)))
}

// killAll kills everything at once, starts it again and waits until it is ready; people go on asking meanwhile.
func (s *Siege) killAll(ctx context.Context, rng *rand.Rand, twice bool) error {
	s.logEntry(checker.Entry{Kind: checker.Kill, Note: "everything"})
	for _, p := range s.house.Parts {
		if err := p.Kill(); err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.killedAt = s.Now()
	s.mu.Unlock()
	if err := s.house.Start(); err != nil {
		return err
	}
	if twice {
		_ = waitUnlessDone(ctx, randomDuration(rng, 10*time.Millisecond, 2500*time.Millisecond))
		return s.killAll(ctx, rng, false)
	}
	return s.awaitReady(ctx)
}

// startPatience is how long the house may take to be ready again; beyond it the siege gives up.
const startPatience = 2 * time.Minute

func (s *Siege) awaitReady(ctx context.Context) error {
	waiting, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if err := s.house.WaitReady(waiting); err != nil {
		return err
	}
	s.logEntry(checker.Entry{Kind: checker.Up})
	return nil
}

func (s *Siege) killOne(ctx context.Context, rng *rand.Rand) error {
	p := s.house.Parts[rng.IntN(len(s.house.Parts))]
	s.logEntry(checker.Entry{Kind: checker.Kill, Note: p.Name})
	if err := p.Kill(); err != nil {
		return err
	}
	_ = waitUnlessDone(ctx, randomDuration(rng, time.Millisecond, 3*time.Second))
	if err := p.Start(); err != nil {
		return err
	}
	return s.awaitReady(ctx)
}

// holdFaultFor keeps a fault up for a while.
func (s *Siege) holdFaultFor(ctx context.Context, a time.Duration, what string) {
	s.logEntry(checker.Entry{Kind: checker.Fault, Note: what})
	_ = waitUnlessDone(ctx, a)
	s.logEntry(checker.Entry{Kind: checker.Mended})
}

func (s *Siege) cutAnswersFor(ctx context.Context, a time.Duration) error {
	for _, w := range s.house.Wires {
		if !slices.Contains(s.house.Fronts, w.Addr) {
			continue
		}
		if err := w.addFault(poison{"limit_data", "downstream", map[string]any{"bytes": 0}}, 0.6); err != nil {
			return err
		}
		defer w.removeFaults(ctx)
	}
	s.holdFaultFor(ctx, a, "answers cut")
	return nil
}

func (s *Siege) spoilLinkFor(ctx context.Context, rng *rand.Rand, a time.Duration) error {
	w := s.house.Wires[rng.IntN(len(s.house.Wires))]
	what, err := w.addAnyFault(rng)
	if err != nil {
		return err
	}
	s.holdFaultFor(ctx, a, what)
	w.removeFaults(ctx)
	return nil
}

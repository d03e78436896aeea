// Package campaign besieges the whole program: people file and act at once over HTTP while its processes are
// killed, its links cut, its disk filled and its database locked. What the people asked and were told goes into
// a log of their own, from which package checker judges afterwards. What is asked and what is broken when is
// drawn from a seed; how the program's threads interleave is not, so a seed repeats the plan and not the run.
package campaign

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"duban/standalone/prove/siege/checker"
)

// Options say how long and how hard.
type Options struct {
	Seed uint64
	// Cases and Commands must be acknowledged and Kills done before the siege ends.
	Cases, Commands, Kills int
	// People is how many act at once.
	People int
	// Mix says which faults besides kills; empty means none.
	Mix []Fault
	// Hurry is the share of steps that move a case's clock.
	Hurry float64
	// GiveUp is how likely a client that knows no outcome goes away, each time before it asks again; 0 means seldom.
	GiveUp float64
	// Endurance is how long a client asks for an outcome before it gives up; 0 means a minute.
	Endurance time.Duration
	// Patience is how long the program may take to settle afterwards; 0 leaves it to the checker.
	Patience time.Duration
	// Now is the clock of the clients' log.
	Now func() time.Time
	// Logger tells how the siege goes.
	Logger *slog.Logger
}

// Siege is one campaign against one house.
type Siege struct {
	Options
	house *House
	log   *checker.Log
	magic string
	terms checker.Terms

	staff  []*person
	public *person
	desk   desk

	serial                       atomic.Int64
	filed, acked, refused, again atomic.Int64
	mu                           sync.Mutex
	failed                       error
	killedAt                     time.Time
	recoveries                   []time.Duration
	units                        map[string]string
	striking                     atomic.Bool
}

// Outcome is what a campaign did.
type Outcome struct {
	Cases, Commands, Refused, Again int64
	Kills                           int
	// Recoveries are the times from each total kill to the first new acknowledgement.
	Recoveries []time.Duration
	Took       time.Duration
	// Magic is in every canary and nowhere else.
	Magic string
}

// RunSiege runs a campaign and returns when every command's outcome is known, or given up, and the house stands again.
func RunSiege(
	ctx context.Context, h *House, log *checker.Log, terms checker.Terms, o Options,
) (Outcome, error) {
	s := &Siege{
		Options: o,
		house:   h,
		log:     log,
		magic:   fmt.Sprintf("cnry%06xz", o.Seed&0xffffff),
		units:   map[string]string{},
		terms:   terms,
	}
	began := o.Now()
	if err := s.startHouse(ctx); err != nil {
		return Outcome{}, err
	}
	kills, err := s.actAndStrike(ctx)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{
		Cases:      s.filed.Load(),
		Commands:   s.acked.Load(),
		Refused:    s.refused.Load(),
		Again:      s.again.Load(),
		Kills:      kills,
		Recoveries: s.recoveries,
		Took:       o.Now().Sub(began),
		Magic:      s.magic,
	}, s.failed
}

// startHouse starts the house, puts the links in between and signs everybody in.
func (s *Siege) startHouse(ctx context.Context) error {
	if err := s.house.Start(); err != nil {
		return err
	}
	if err := s.house.WaitReady(ctx); err != nil {
		return err
	}
	for _, role := range []string{"agent", "branch", "supervisor", "operations", "hub", "ceo_office"} {
		for _, suffix := range []string{"", "2"} {
			p := newPerson(s.house.Fronts, "logistics."+role+suffix, role)
			if err := p.signInUntilDone(ctx); err != nil {
				return fmt.Errorf("sign in: %w", err)
			}
			s.staff = append(s.staff, p)
			s.units[role] = p.unit
			s.logEntry(checker.Entry{
				Kind: checker.Staff,
				Ask:  &checker.Ask{Actor: p.actor, Role: p.role, Unit: p.unit},
			})
		}
	}
	s.public = newPerson(s.house.Fronts, "", checker.Complainant)
	s.public.actor = checker.Complainant
	return nil
}

// actAndStrike lets people act and strikes at the house until enough has happened.
func (s *Siege) actAndStrike(ctx context.Context) (kills int, err error) {
	working, enough := context.WithCancel(ctx)
	defer enough()
	var people sync.WaitGroup
	for n := range s.People {
		rng := rand.New(rand.NewPCG(s.Seed, uint64(n)+1))
		people.Go(func() {
			for working.Err() == nil && !s.isEnough() {
				s.actOnce(ctx, rng)
			}
		})
	}
	nursed := make(chan struct{})
	go func() {
		defer close(nursed)
		s.restartEnded(working)
	}()
	kills, err = s.strikeAll(ctx)
	people.Wait()
	enough()
	<-nursed
	if err := s.house.Start(); err != nil {
		return kills, err
	}
	return kills, errors.Join(err, s.house.WaitReady(ctx))
}

// isEnough: everything that was asked for has happened.
func (s *Siege) isEnough() bool {
	return s.filed.Load() >= int64(s.Cases) && s.acked.Load() >= int64(s.Commands) && !s.striking.Load()
}

// logEntry writes to the clients' log.
func (s *Siege) logEntry(e checker.Entry) {
	e.At = s.Now()
	if err := s.log.AppendEntry(e); err != nil {
		s.reportTrouble(err)
	}
}

// reportTrouble is trouble of the siege's own, after which its outcome proves nothing.
func (s *Siege) reportTrouble(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = errors.Join(s.failed, err)
}

// countAcknowledged counts, and measures how long ago everything was killed.
func (s *Siege) countAcknowledged(isFiling bool) {
	s.acked.Add(1)
	if isFiling {
		s.filed.Add(1)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.killedAt.IsZero() {
		took := s.Now().Sub(s.killedAt)
		s.Logger.Info("first acknowledgement after a total kill", "took", took)
		s.recoveries = append(s.recoveries, took)
		s.killedAt = time.Time{}
	}
}

// restartEnded starts again what ends by itself, as whoever runs such processes does.
func (s *Siege) restartEnded(ctx context.Context) {
	for waitUnlessDone(ctx, 100*time.Millisecond) == nil {
		for _, p := range s.house.Parts {
			if !p.HasDied() {
				continue
			}
			s.logEntry(checker.Entry{Kind: checker.Fault, Note: p.Name + " ended by itself"})
			if err := p.Start(); err != nil {
				s.reportTrouble(err)
			}
		}
	}
}

// newCanaryText is a string that stands nowhere else in the world.
func (s *Siege) newCanaryText(kind string) string {
	return fmt.Sprintf("%s%s%d", s.magic, kind, s.serial.Add(1))
}

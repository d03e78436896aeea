package checker

import (
	"slices"
	"time"
)

// checkRungs: every rung fires once, never early, and not after what was due is done (I6, I7). That none is
// missing is looked at while the program settles.
func (c *check) checkRungs() {
	var late []time.Duration
	moved := c.clockMovesByCase()
	for id, journal := range c.journal {
		s := &state{}
		var before time.Time
		for _, e := range journal {
			d := *s.deadlineByID(e.textAt("deadline"))
			rungs := slices.Clone(d.Rungs)
			if err := s.applyEvent(e); err != nil {
				break // reported by checkDeadlines
			}
			if r := rungByID(rungs, e.textAt("rung")); r != nil {
				c.checkFired(e, &d, r, before, moved[id])
				if len(moved[id]) == 0 {
					late = append(late, c.latenessOf(e, r, journal))
				}
			} else if e.textAt("rung") != "" {
				c.addViolation("I6", id, "event %d fires rung %s of %s, which is not armed",
					e.Seq, e.textAt("rung"), d.ID)
			}
			before = e.happenedAt()
		}
	}
	slices.Sort(late)
	if n := len(late); n > 0 {
		c.addFigure("rungs: %d fired on clocks nobody moved; late p50 %s, p95 %s, most %s while the house stood", n,
			late[n/2].Round(time.Millisecond), late[n*95/100].Round(time.Millisecond),
			late[n-1].Round(time.Millisecond))
	}
}

func rungByID(rungs []rung, id string) *rung {
	i := slices.IndexFunc(rungs, func(r rung) bool { return r.ID == id })
	if id == "" || i < 0 {
		return nil
	}
	return &rungs[i]
}

func (c *check) checkFired(e *event, d *deadline, r *rung, before time.Time, moved []Entry) {
	due := parseInstant(r.At)
	switch {
	case r.Fired:
		c.addViolation("I6", e.Case, "event %d: rung %s of %s fired before", e.Seq, r.ID, d.ID)
	case r.Skipped:
		c.addViolation("I6", e.Case, "event %d: rung %s of %s was skipped and has fired", e.Seq, r.ID, d.ID)
	case d.isEnded():
		c.addViolation("I7", e.Case, "event %d: rung %s of %s fired after the deadline was %s",
			e.Seq, r.ID, d.ID, d.State)
	case e.happenedAt().Before(due):
		c.addViolation("I6", e.Case, "event %d: rung %s of %s is due %s, fired early, at %s",
			e.Seq, r.ID, d.ID, due, e.happenedAt())
	case !e.happenedAt().Equal(laterOf(due, before)):
		c.addViolation("I6", e.Case, "event %d: rung %s of %s bears the instant %s, due %s",
			e.Seq, r.ID, d.ID, e.happenedAt(), due)
	case c.latestClockAt(e, moved).Before(due):
		c.addViolation("I6", e.Case,
			"event %d: rung %s of %s is due %s, fired early: the case's clock cannot have been past %s",
			e.Seq, r.ID, d.ID, due, c.latestClockAt(e, moved))
	}
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// clockMovesByCase are the attempts to move each case's clock.
func (c *check) clockMovesByCase() map[string][]Entry {
	moved := map[string][]Entry{}
	for _, e := range c.entries {
		if e.Kind == Advance {
			moved[e.Case] = append(moved[e.Case], e)
		}
	}
	return moved
}

// latestClockAt is the latest that the case's clock can have stood at when an event was recorded.
func (c *check) latestClockAt(e *event, moved []Entry) time.Time {
	clock := e.recordedAt().Add(c.filings[e.Case].Offset)
	for _, m := range moved {
		if m.At.Before(e.recordedAt()) {
			clock = clock.Add(m.By)
		}
	}
	return clock
}

// latenessOf is how long a rung waited while the house stood and nothing was the matter with it.
func (c *check) latenessOf(e *event, r *rung, journal []*event) time.Duration {
	offset := c.filings[e.Case].Offset
	due := laterOf(parseInstant(r.At).Add(-offset), journal[0].recordedAt())
	for _, other := range journal {
		if other.Type == "deadline_set" && other.Seq < e.Seq {
			due = laterOf(due, other.recordedAt())
		}
	}
	waited := e.recordedAt().Sub(due)
	for _, w := range c.windowsOfTrouble() {
		if from, to := laterOf(w.from, due), earlierOf(w.to, e.recordedAt()); from.Before(to) {
			waited -= to.Sub(from)
		}
	}
	return max(0, waited)
}

func earlierOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// window is a time in which something was the matter with the house.
type window struct{ from, to time.Time }

// windowsOfTrouble are the times between a blow and its mending.
func (c *check) windowsOfTrouble() []window {
	var all []window
	var since time.Time
	for _, e := range c.entries {
		switch e.Kind {
		case Kill, Fault:
			if since.IsZero() {
				since = e.At
			}
		case Up, Mended:
			if !since.IsZero() {
				all, since = append(all, window{since, e.At}), time.Time{}
			}
		case Invoke, OK, Fail, Unknown, Attempt, Probe, Advance, Staff:
		}
	}
	return all
}

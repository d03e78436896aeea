package checker

import (
	"slices"
	"time"
)

// checkRungs: every rung fires once, never early, and not after what was due is done (I6, I7). That none is
// missing is looked at while the program settles.
func (c *check) checkRungs() {
	var late []time.Duration
	moved := c.clockMoves()
	for id, journal := range c.journal {
		s := &state{}
		var before time.Time
		for _, e := range journal {
			d := *s.deadline(e.field("deadline"))
			rungs := slices.Clone(d.Rungs)
			if err := s.apply(e); err != nil {
				break // reported by checkDeadlines
			}
			if r := rungByID(rungs, e.field("rung")); r != nil {
				c.checkFired(e, &d, r, before, moved[id])
				if len(moved[id]) == 0 {
					late = append(late, c.latenessOf(e, r, journal))
				}
			} else if e.field("rung") != "" {
				c.violated("I6", id, "event %d fires rung %s of %s, which is not armed", e.Seq, e.field("rung"), d.ID)
			}
			before = e.at()
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
	due := parse(r.At)
	switch {
	case r.Fired:
		c.violated("I6", e.Case, "event %d: rung %s of %s fired before", e.Seq, r.ID, d.ID)
	case r.Skipped:
		c.violated("I6", e.Case, "event %d: rung %s of %s was skipped and has fired", e.Seq, r.ID, d.ID)
	case d.isEnded():
		c.violated("I7", e.Case, "event %d: rung %s of %s fired after the deadline was %s", e.Seq, r.ID, d.ID, d.State)
	case e.at().Before(due):
		c.violated("I6", e.Case, "event %d: rung %s of %s is due %s, fired early, at %s",
			e.Seq, r.ID, d.ID, due, e.at())
	case !e.at().Equal(later(due, before)):
		c.violated("I6", e.Case, "event %d: rung %s of %s bears the instant %s, due %s", e.Seq, r.ID, d.ID, e.at(), due)
	case c.clockAt(e, moved).Before(due):
		c.violated("I6", e.Case,
			"event %d: rung %s of %s is due %s, fired early: the case's clock cannot have been past %s",
			e.Seq, r.ID, d.ID, due, c.clockAt(e, moved))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// clockMoves are the attempts to move each case's clock.
func (c *check) clockMoves() map[string][]Entry {
	moved := map[string][]Entry{}
	for _, e := range c.entries {
		if e.Kind == Advance {
			moved[e.Case] = append(moved[e.Case], e)
		}
	}
	return moved
}

// clockAt is the latest that the case's clock can have stood at when an event was recorded.
func (c *check) clockAt(e *event, moved []Entry) time.Time {
	clock := e.recorded().Add(c.filings[e.Case].Offset)
	for _, m := range moved {
		if m.At.Before(e.recorded()) {
			clock = clock.Add(m.By)
		}
	}
	return clock
}

// latenessOf is how long a rung waited while the house stood and nothing was the matter with it.
func (c *check) latenessOf(e *event, r *rung, journal []*event) time.Duration {
	offset := c.filings[e.Case].Offset
	due := later(parse(r.At).Add(-offset), journal[0].recorded())
	for _, other := range journal {
		if other.Type == "deadline_set" && other.Seq < e.Seq {
			due = later(due, other.recorded())
		}
	}
	waited := e.recorded().Sub(due)
	for _, w := range c.troubleTimes() {
		if from, to := later(w.from, due), earlier(w.to, e.recorded()); from.Before(to) {
			waited -= to.Sub(from)
		}
	}
	return max(0, waited)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// window is a time in which something was the matter with the house.
type window struct{ from, to time.Time }

// troubleTimes are the times between a blow and its mending.
func (c *check) troubleTimes() []window {
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

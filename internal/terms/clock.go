package terms

import "time"

// clock is one deadline as the checker counts it.
type clock struct {
	id, name, task string
	rule           Rule
	limit, target  string
	start          time.Time
	moves          []move
	term           term
	aim            *term
	rungs          []rung
	// stoppedAt is set while the clock stands; left and aimLeft are what remained then.
	stoppedAt     time.Time
	left, aimLeft time.Duration
	asked         string
	missed, ended bool
	replacedBy    string
	// recounts is the clock in whose place this one stands, counted again because of a publication.
	recounts *clock
}

type move struct {
	extended string
	// or stopped
	from, until time.Time
}

type rung struct {
	id             string
	reminder       bool
	at, armed      time.Time
	fired, skipped bool
	unsure         bool
}

// dueInstant is when the rung must fire: at its instant, or at once if it was armed too late.
func (r *rung) dueInstant() time.Time {
	if r.at.Before(r.armed) {
		return r.armed
	}
	return r.at
}

func (r *rung) isOver() bool { return r.fired || r.skipped }

func (c *clock) isStopped() bool { return !c.stoppedAt.IsZero() }

// keepWhatIsPast: a publication makes nothing late that was in time. What would now have its instant in the past, and
// has not happened, keeps the one that it had, but for reminders of a limit that has passed by then. The limit itself
// is never set into the past.
func (c *clock) keepWhatIsPast(now time.Time) {
	for i := range c.rungs {
		r := &c.rungs[i]
		if c.isStopped() || r.isOver() || r.at.After(now) {
			continue
		}
		for _, o := range c.recounts.rungs {
			if o.id == r.id {
				r.at, r.unsure = o.at, o.unsure
				r.skipped = r.reminder && !o.at.Before(c.term.due)
			}
		}
	}
}

// isAs reports whether all that is still to come comes at the same instants as by another clock, and as surely.
func (c *clock) isAs(o *clock) bool {
	same := func(a, b *term) bool {
		return a == b || a != nil && b != nil && a.due.Equal(b.due) && a.unsure == b.unsure
	}
	alike := same(&c.term, &o.term) && same(c.aim, o.aim) && c.left == o.left && c.aimLeft == o.aimLeft
	for i := range c.rungs {
		r, before := &c.rungs[i], &o.rungs[i]
		alike = alike && (before.isOver() || r.at.Equal(before.at) && r.unsure == before.unsure)
	}
	return alike
}

// countAnew counts the clock from its start with all that moved it.
func (c *clock) countAnew(d *Days) {
	c.term = d.firstTerm(c.start, c.limit, c.rule.Roll)
	c.aim = nil
	if c.target != "" {
		aim := d.firstTerm(c.start, c.target, c.rule.Roll)
		c.aim = &aim
	}
	for _, m := range c.moves {
		if m.extended != "" {
			c.term = d.extendTerm(c.term, m.extended, c.rule.Roll)
			continue
		}
		if m.from.Before(c.term.due) {
			c.term = d.resumeTerm(c.term, m.until, d.timeLeft(c.term, m.from))
		}
		if c.aim != nil && m.from.Before(c.aim.due) {
			*c.aim = d.resumeTerm(*c.aim, m.until, d.timeLeft(*c.aim, m.from))
		}
	}
	if c.isStopped() {
		c.stopAt(d, c.stoppedAt)
	}
}

func (c *clock) stopAt(d *Days, at time.Time) {
	c.stoppedAt, c.left, c.aimLeft = at, d.timeLeft(c.term, at), 0
	if c.aim != nil {
		c.aimLeft = d.timeLeft(*c.aim, at)
	}
}

func (c *clock) goOnAt(d *Days, at time.Time) {
	if c.stoppedAt.Before(c.term.due) {
		c.term = d.resumeTerm(c.term, at, c.left)
	}
	if c.aim != nil && c.stoppedAt.Before(c.aim.due) {
		*c.aim = d.resumeTerm(*c.aim, at, c.aimLeft)
		c.term.unsure = c.term.unsure || c.aim.unsure
	}
	c.moves = append(c.moves, move{from: c.stoppedAt, until: at})
	c.stoppedAt, c.left, c.aimLeft = time.Time{}, 0, 0
}

// bringForward moves a reminder out of the hours in which nobody would read it, unless that is over or before the
// start.
func (d *Days) bringForward(r *rung, start, now time.Time) {
	var unsure bool
	for at := r.at; at.After(now) && !at.Before(start); {
		if since := at.Sub(midnightOf(at)); since >= d.Open && since < d.Close &&
			(d.AllDays || d.isWorking(at, &unsure)) {
			r.at, r.unsure = at, r.unsure || unsure && !at.Equal(r.at)
			return
		}
		at = at.Add(-1).Truncate(time.Minute)
	}
}

// armRungs sets the rungs around the term. What fired or was skipped stays; a reminder that can no longer remind
// anybody is skipped.
func (c *clock) armRungs(d *Days, now time.Time) {
	old := c.rungs
	c.rungs = []rung{{
		id:     "limit",
		at:     c.term.due,
		armed:  now,
		unsure: c.term.unsure,
	}}
	for _, r := range c.rule.Ladder {
		next := rung{
			id:       r.ID,
			at:       c.term.due,
			armed:    now,
			reminder: r.Before != "",
		}
		unsure := false
		switch {
		case r.Before != "":
			next.at, unsure = d.instantBefore(c.term, r.Before)
		case r.After != "":
			alone := c.term
			alone.unsure = false
			later := d.extendTerm(alone, r.After, c.rule.Roll)
			next.at, unsure = later.due, later.unsure
		}
		next.unsure = unsure || c.term.unsure
		c.rungs = append(c.rungs, next)
	}
	for i := range c.rungs {
		r := &c.rungs[i]
		if r.reminder {
			d.bringForward(r, c.start, now)
		}
		late := !r.at.After(now) && (len(old) == 0 || !c.term.due.After(now))
		r.skipped = r.reminder && late
		for _, o := range old {
			if o.id == r.id && o.isOver() {
				*r = o
			}
		}
	}
}

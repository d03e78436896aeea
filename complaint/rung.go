package complaint

import "time"

// CountedUntil is the latest instant that a correction of the calendar may move: of the limits that run and of their
// rungs that can still fire; nil if there is none. A limit whose clock stands has no end yet, so that it is farther
// than any calendar.
func (c *Case) CountedUntil() *Time {
	var until *Time
	later := func(at Time) {
		if until == nil || at.After(until.Time) {
			until = &at
		}
	}
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		switch d.State {
		case StateSuspended:
			later(Instant(endOfCalendars))
		case StateRunning:
			later(d.Due)
		case StateMet, StateMissed, StateSuperseded, StateCancelled:
			continue
		}
		for _, r := range d.Rungs {
			if !r.Fired && !r.Skipped {
				later(r.At)
			}
		}
	}
	return until
}

// endOfCalendars is later than every instant that a calendar counts to.
var endOfCalendars = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// RungAction says what happens when a rung falls due.
type RungAction string

// The closed set of rung actions.
const (
	RungRemind RungAction = "remind"
	RungExpire RungAction = "expire"
	// RungLapse closes a window: a time in which a party could act and nobody had to.
	RungLapse    RungAction = "lapse"
	RungSlip     RungAction = "slip"
	RungEscalate RungAction = "escalate"
	RungNotify   RungAction = "notify"
)

// Rung is one armed step of a deadline's ladder. It fires once, when the case's time reaches At, unless the
// deadline has ended before.
type Rung struct {
	ID     RungID     `json:"id"`
	At     Time       `json:"at"`
	Action RungAction `json:"action"`
	// Fired is set by the event that the rung caused. Skipped rungs lay in the past when the deadline was set.
	Fired   bool `json:"fired,omitempty"`
	Skipped bool `json:"skipped,omitempty"`
	// Provisional: it was counted over a year that has no official calendar yet.
	Provisional bool `json:"provisional,omitempty"`
}

// Rung is the deadline's rung of that id, or nil.
func (d *Deadline) Rung(id RungID) *Rung {
	for i := range d.Rungs {
		if d.Rungs[i].ID == id {
			return &d.Rungs[i]
		}
	}
	return nil
}

// NextRung is the earliest rung that can still fire, or nil.
func (d *Deadline) NextRung() *Rung {
	if d.IsEnded() || d.State == StateSuspended {
		return nil
	}
	var next *Rung
	for i := range d.Rungs {
		r := &d.Rungs[i]
		if !r.Fired && !r.Skipped && (next == nil || r.At.Before(next.At.Time)) {
			next = r
		}
	}
	return next
}

// NextRung is the earliest rung of all deadlines that can still fire, with its deadline; nil if none.
func (c *Case) NextRung() (*Deadline, *Rung) {
	var due *Deadline
	var next *Rung
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if r := d.NextRung(); r != nil && (next == nil || r.At.Before(next.At.Time)) {
			due, next = d, r
		}
	}
	return due, next
}

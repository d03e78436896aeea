package complaint

import "time"

// DeadlineState is where a deadline stands.
type DeadlineState string

// The closed set of deadline states.
const (
	Running    DeadlineState = "running"
	Suspended  DeadlineState = "suspended"
	Met        DeadlineState = "met"
	Missed     DeadlineState = "missed"
	Superseded DeadlineState = "superseded"
	Cancelled  DeadlineState = "cancelled"
)

// Deadline is an instant in a case by which something must be done, and how that instant was found.
type Deadline struct {
	ID DeadlineID `json:"id"`
	// Name is the policy's key: a case deadline ("handling") or "<step>.limit".
	Name    string        `json:"name"`
	Title   string        `json:"title"`
	Clause  string        `json:"clause"`
	Setting string        `json:"setting"`
	Limit   string        `json:"limit"`
	Step    StepID        `json:"step"`
	Task    TaskID        `json:"task"`
	State   DeadlineState `json:"state"`
	Started Time          `json:"started"`
	Target  *Time         `json:"target"`
	// Due is the first instant too late; LastDay the last day in time, in the organisation's zone.
	Due     Time   `json:"due"`
	LastDay string `json:"last_day"`
	// Done: what was due happened, if late; a deadline keeps the state missed for ever.
	Done bool `json:"done,omitempty"`
	// Provisional: a year on the way has no official calendar yet.
	Provisional bool `json:"provisional"`
	// Computation lists how Due was found, day by day where a day did not count (all-explain).
	Computation []Counted `json:"computation"`
	Rungs       []Rung    `json:"rungs"`
	SuspendedAt *Time     `json:"suspended_at,omitempty"`
}

// Counted is one line of a deadline's computation.
type Counted struct {
	Date string `json:"date"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	Text string `json:"text"`
}

// RungAction says what happens when a rung falls due.
type RungAction string

// The closed set of rung actions.
const (
	Remind   RungAction = "remind"
	Expire   RungAction = "expire"
	Slip     RungAction = "slip"
	Escalate RungAction = "escalate"
	Notify   RungAction = "notify"
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
}

// Ended reports whether what was due has been done, late or in time, or has fallen away.
func (d *Deadline) Ended() bool {
	switch d.State {
	case Running, Suspended:
		return false
	case Missed:
		return d.Done
	case Met, Superseded, Cancelled:
		return true
	}
	return true
}

// NextRung is the earliest rung that can still fire, or nil.
func (d *Deadline) NextRung() *Rung {
	if d.Ended() || d.State == Suspended {
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

// Overdue reports whether the limit has passed and what was due is still not done.
func (d *Deadline) Overdue(now time.Time) bool {
	return !d.Ended() && d.State != Suspended && !now.Before(d.Due.Time)
}

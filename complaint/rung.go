package complaint

// UncertainUntil is the latest of the limit and the rungs that can still fire among those counted over a year
// without an official calendar; nil if all are certain.
func (d *Deadline) UncertainUntil() *Time {
	var until *Time
	if d.Provisional {
		until = &d.Due
	}
	for i := range d.Rungs {
		r := &d.Rungs[i]
		if r.Provisional && !r.Fired && !r.Skipped && (until == nil || r.At.After(until.Time)) {
			until = &r.At
		}
	}
	return until
}

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

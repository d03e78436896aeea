package complaint

import (
	"fmt"
	"slices"
	"time"
)

// DeadlineState is where a deadline stands.
type DeadlineState string

// The closed set of deadline states.
const (
	StateRunning    DeadlineState = "running"
	StateSuspended  DeadlineState = "suspended"
	StateMet        DeadlineState = "met"
	StateMissed     DeadlineState = "missed"
	StateSuperseded DeadlineState = "superseded"
	StateCancelled  DeadlineState = "cancelled"
)

// Deadline is an instant in a case by which something must be done, and how that instant was found.
type Deadline struct {
	ID DeadlineID `json:"id"`
	// Name is the policy's key: a case deadline ("handling") or "<step>.limit".
	Name    string `json:"name"`
	Title   string `json:"title"`
	Clause  string `json:"clause"`
	Setting string `json:"setting"`
	Limit   string `json:"limit"`
	Step    StepID `json:"step"`
	Task    TaskID `json:"task"`
	// Slip is the slip that is to be answered by then, where it is that.
	Slip    SlipID        `json:"slip,omitempty"`
	State   DeadlineState `json:"state"`
	Started Time          `json:"started"`
	// Target is a warning before the limit, counted as TargetLimit from the same start.
	Target      *Time  `json:"target"`
	TargetLimit string `json:"target_limit,omitempty"`
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
	// Ledger lists what moved the deadline since it was set, in order (all-explain).
	Ledger []Change `json:"ledger,omitempty"`
	// Request is an extension asked for and not decided.
	Request *ExtensionRequest `json:"request,omitempty"`
	// SuspendedAt is when a clock that stands was stopped; Left and TargetLeft are what then remained.
	SuspendedAt *Time  `json:"suspended_at,omitempty"`
	Left        Length `json:"left,omitempty"`
	TargetLeft  Length `json:"target_left,omitempty"`
}

// ChangeKind says what moved a deadline.
type ChangeKind string

// The closed set of changes.
const (
	ChangeExtended  ChangeKind = "extended"
	ChangeSuspended ChangeKind = "suspended"
)

// Change is one entry of a deadline's ledger: an extension or a suspension that is over.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// At is when the extension was approved, or the clock stopped.
	At Time `json:"at"`
	// By is the length of an extension, such as 15d.
	By string `json:"by,omitempty"`
	// Until is when a stopped clock ran again.
	Until *Time `json:"until,omitempty"`
}

// ExtensionRequest is an extension somebody asked for; Task is where it is decided.
type ExtensionRequest struct {
	Task   TaskID `json:"task"`
	By     string `json:"by"`
	Reason TextID `json:"reason"`
	Asker  UserID `json:"asker"`
	// For is in whose place it was asked.
	For UserID `json:"for,omitempty"`
}

// Length is countable time to the microsecond, written like 37h30m0s: hours on the clock, or, for a limit in
// working days, hours of working days of 24 hours each.
type Length string

// LengthOf writes d.
func LengthOf(d time.Duration) Length { return Length(d.Truncate(time.Microsecond).String()) }

// Duration reads the length; "" is 0.
func (l Length) Duration() (time.Duration, error) {
	if l == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(string(l))
	if err != nil {
		return 0, fmt.Errorf("length: %w", err)
	}
	return d, nil
}

// Word is the key of the length's words and what fills their blanks; what is no length stands for itself.
func (l Length) Word() (key string, blanks map[string]any) {
	d, err := l.Duration()
	if l == "" || err != nil {
		return string(l), nil
	}
	d = d.Truncate(time.Minute)
	return "length.time", map[string]any{"hours": int(d.Hours()), "minutes": int(d.Minutes()) % 60}
}

// IsWindow reports whether the term is one in which a party may act: nobody owes anything, and nobody is late.
func (d *Deadline) IsWindow() bool {
	return slices.ContainsFunc(d.Rungs, func(r Rung) bool { return r.Action == RungLapse })
}

// IsPrompt reports whether the term only ends with a reminder: nobody is late who does not do then what is asked.
func (d *Deadline) IsPrompt() bool {
	return len(d.Rungs) > 0 && !slices.ContainsFunc(d.Rungs, func(r Rung) bool { return r.Action != RungRemind })
}

// LimitPassed reports whether the limit has passed at now by the deadline's own clock, which stands while suspended.
func (d *Deadline) LimitPassed(now time.Time) bool {
	if d.IsWindow() || d.IsPrompt() {
		return false
	}
	if d.State == StateSuspended && d.SuspendedAt != nil {
		now = d.SuspendedAt.Time
	}
	return !now.Before(d.Due.Time)
}

// Successor is a deadline that can take this one's place: for the same duty, from the same start, with the same
// ledger and, if the clock stands, still standing; its limit, ladder and instants are yet to be counted.
func (d *Deadline) Successor() Deadline {
	fresh := Deadline{
		Name:    d.Name,
		Title:   d.Title,
		Step:    d.Step,
		Task:    d.Task,
		Slip:    d.Slip,
		State:   StateRunning,
		Started: d.Started,
		Ledger:  d.Ledger,
		Request: d.Request,
	}
	if d.State == StateSuspended {
		fresh.State, fresh.SuspendedAt = StateSuspended, d.SuspendedAt
	}
	return fresh
}

// CountExtensions counts how often the deadline was extended.
func (d *Deadline) CountExtensions() int {
	n := 0
	for _, c := range d.Ledger {
		if c.Kind == ChangeExtended {
			n++
		}
	}
	return n
}

// IsEnded reports whether what was due has been done, late or in time, or has fallen away.
func (d *Deadline) IsEnded() bool {
	switch d.State {
	case StateRunning, StateSuspended:
		return false
	case StateMissed:
		return d.Done
	case StateMet, StateSuperseded, StateCancelled:
		return true
	}
	return true
}

// IsOverdue reports whether the limit has passed and what was due is still not done.
func (d *Deadline) IsOverdue(now time.Time) bool {
	return !d.IsEnded() && d.State != StateSuspended && d.LimitPassed(now)
}

// Measure is how long something took, as the policy wants it known (dealer-2.2).
type Measure struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Unit is the responsible unit as far as it was known when the measure was taken.
	Unit  UnitID `json:"unit"`
	From  Time   `json:"from"`
	Until Time   `json:"until"`
}

// Deadline finds a deadline by id, or nil.
func (c *Case) Deadline(id DeadlineID) *Deadline {
	return findIn(c.Deadlines, func(d *Deadline) bool { return d.ID == id })
}

// DeadlineOfExtensionTask finds the deadline whose extension the task decides, or nil.
func (c *Case) DeadlineOfExtensionTask(task TaskID) *Deadline {
	return findIn(c.Deadlines, func(d *Deadline) bool { return d.Request != nil && d.Request.Task == task })
}

// NextDueDeadline is the earliest limit still running, nil if none; what only reminds is no limit.
func (c *Case) NextDueDeadline() *Deadline {
	var due *Deadline
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if !d.IsEnded() && d.State != StateSuspended && !d.IsPrompt() && (due == nil || d.Due.Before(due.Due.Time)) {
			due = d
		}
	}
	return due
}

// IsOverdue reports whether any limit has passed with its duty undone.
func (c *Case) IsOverdue(now time.Time) bool {
	return slices.ContainsFunc(c.Deadlines, func(d Deadline) bool { return d.IsOverdue(now) })
}

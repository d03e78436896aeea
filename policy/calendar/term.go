package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Rule holds the three rules for counting terms (docs/clauses.md, Counting); a policy may set
// each. Minutes and hours are exact: none of the three touches them.
type Rule struct {
	// StartNextDay: the day after the starting event is the first day of the term. Otherwise the day of
	// the event is, if the term is in whole days; without whole days the rule has no effect, since a day
	// that ends at the time of day it began is the same length counted either way.
	StartNextDay bool
	// WholeDays: the term ends at the end of its last day. Otherwise at the time of day of the start.
	WholeDays bool
	// Roll: a term in calendar days or months whose last day is not a working day ends on the next
	// working day. A term in working days ends on one anyway.
	Roll bool
}

// DefaultRule returns the rules that hold where a policy sets none: all three true.
func DefaultRule() Rule { return Rule{StartNextDay: true, WholeDays: true, Roll: true} }

// StepKind says what a Step tells. The set is closed.
type StepKind string

// The kinds of step, with the fields each fills besides Date and Kind.
const (
	StepStarted StepKind = "started" // the starting event: At, and the limit as N Unit
	StepSkipped StepKind = "skipped" // a day that is not a working day: Name
	// a make-up working day that counts: Name 调休上班; N, its number among the days counted; 0 where not days but time is
	// counted
	StepMakeup    StepKind = "makeup"
	StepRolled    StepKind = "rolled"    // the working day the last day moved to: N, by how many days
	StepLast      StepKind = "last"      // the last day; after an extension or resumption the latest such step holds
	StepExtended  StepKind = "extended"  // a stretch added, counted from Date, the last day so far: its length N Unit
	StepSuspended StepKind = "suspended" // the clock stopped: At, and the time Left
	StepResumed   StepKind = "resumed"   // the clock ran again: At, and the same time Left
	StepOffice    StepKind = "office"    // a day on which office hours count: in Left, how much of them
)

// Step is one reason of the answer; read in order they let a person count the term again (all-explain).
type Step struct {
	Date Date          `json:"date"`
	Kind StepKind      `json:"kind"`
	Name string        `json:"name,omitempty"`
	N    int           `json:"n,omitempty"`
	Unit Unit          `json:"unit,omitempty"`
	At   time.Time     `json:"at,omitzero"`
	Left time.Duration `json:"left,omitempty"` // nanoseconds of countable time, see Remaining
}

// Term is a computed 期限 and how it came about.
type Term struct {
	Started time.Time `json:"started"`  // the starting event, in the organisation's zone
	Limit   Limit     `json:"limit"`    // as first set; extensions are among the steps
	LastDay Date      `json:"last_day"` // the last day; without whole days the one Due falls on
	Due     time.Time `json:"due"`      // the first instant too late, in the organisation's zone
	// Provisional: some date consulted lies in a year that is provisional or unknown.
	Provisional bool   `json:"provisional"`
	Steps       []Step `json:"steps"`
}

// CountTerm counts the limit from the starting event by the rules. What the units mean:
//
//   - min, h: so many minutes or hours on the clock; LastDay is the date of the last instant.
//   - oh: so many hours while the office is open ([Calendar.WithOffice]); LastDay as of h.
//   - wd: LastDay is the N-th working day.
//   - d: LastDay is the N-th day, moved to the next working day by Rule.Roll.
//   - m: LastDay is the day with the number of the starting day (with Rule.StartNextDay off, the one
//     before it), or the end of the month if it has no such day: 1m from 31 January ends on the last day
//     of February. It moves like d.
//   - 0 of d, wd, m ends on the day of the event, moved likewise if that is not a working day; 0min, 0h and 0oh at
//     once.
//
// With Rule.WholeDays Due is the midnight after LastDay, otherwise the start's time of day on LastDay.
// A limit that is not valid, or a start outside the years 1900 to 9000, is an error.
func (c *Calendar) CountTerm(start time.Time, l Limit, r Rule) (Term, error) {
	if err := c.checkLimit(l); err != nil {
		return Term{}, fmt.Errorf("count a term: %w", err)
	}
	if err := checkInstant(start); err != nil {
		return Term{}, fmt.Errorf("count a term from its start: %w", err)
	}
	// Round drops the monotonic clock, which must neither be compared nor stored.
	start = start.In(c.loc).Round(0)
	day := DateOf(start, c.loc)
	w := walk{calendar: c, steps: make([]Step, 0, 8)}
	w.addStep(Step{
		Date: day,
		Kind: StepStarted,
		N:    l.N,
		Unit: l.Unit,
		At:   start,
	})
	last, due := w.countLimit(start, day, l, r)
	w.addStep(Step{Date: last, Kind: StepLast})
	return Term{
		Started:     start,
		Limit:       l,
		LastDay:     last,
		Due:         due,
		Provisional: w.provisional,
		Steps:       w.steps,
	}, nil
}

// checkLimit refuses what [ParseLimit] would, and office hours where there is no office.
func (c *Calendar) checkLimit(l Limit) error {
	if l.Unit == OfficeHours && c.office == (Office{}) {
		return fmt.Errorf("limit %s: the hours of the office are not given", l)
	}
	return l.checkBounds()
}

func checkInstant(t time.Time) error {
	if t.IsZero() {
		return errors.New("no instant is given")
	}
	if y := t.UTC().Year(); y < firstYear || y > finalYear {
		return fmt.Errorf("the year %d is not between %d and %d", y, firstYear, finalYear)
	}
	return nil
}

// checkComputed refuses a Term that Term did not compute, such as the zero one.
func (c *Calendar) checkComputed(t Term) error {
	if err := c.checkLimit(t.Limit); err != nil {
		return err
	}
	if err := errors.Join(checkInstant(t.Started), checkInstant(t.Due)); err != nil {
		return err
	}
	if !t.LastDay.isValid() || t.Due.Before(t.Started) {
		return fmt.Errorf("the term from %s to %s is not one that was counted", t.Started, t.Due)
	}
	return nil
}

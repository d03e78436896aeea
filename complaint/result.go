package complaint

import "slices"

// ResultKind says what a [Result] is of.
type ResultKind string

// The closed set of kinds.
const (
	LimitMet    ResultKind = "met"
	LimitMissed ResultKind = "missed"
	TaskResult  ResultKind = "task"
	// PassedResult is of a matter that was passed on to another unit or handed back.
	PassedResult ResultKind = "passed"
	// MovedResult says whose a case is from then on, the unit's and the category's; the first is of its receipt.
	MovedResult ResultKind = "moved"
	// NumberedResult, ClosedResult and ArchivedResult are the events of these names.
	NumberedResult ResultKind = "numbered"
	ClosedResult   ResultKind = "closed"
	ArchivedResult ResultKind = "archived"
	// CorrectedResult says that somebody has put something in the record right.
	CorrectedResult ResultKind = "corrected"
)

// Result is something that overviews count: a limit that was met in time or that passed, a task done, a matter passed
// on or handed back. Each event of the journal that tells of one is one, so what is counted is the journal.
type Result struct {
	Kind ResultKind `json:"kind"`
	At   Time       `json:"at"`
	// Step and Outcome are a task's; of a matter passed on, the step at which it was and the command.
	Step    StepID `json:"step,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	// Task is the one that was done.
	Task TaskID `json:"task,omitempty"`
	// Unit and Category are those to which a case was moved.
	Unit     UnitID `json:"unit,omitempty"`
	Category string `json:"category,omitempty"`
}

// noteResult notes what figures count of an event besides tasks and limits, and whose the case is after it.
func (c *Case) noteResult(e Event) {
	at := Time{e.At}
	switch e.Fact.(type) { //nolint:gochecksumtype // the others are no results, or noted where they are folded
	case Filed:
		at = c.ReceivedAt
	case Registered:
		c.Results = append(c.Results, Result{Kind: NumberedResult, At: at})
	case Closed:
		c.Results = append(c.Results, Result{Kind: ClosedResult, At: at})
	case Archived:
		c.Results = append(c.Results, Result{Kind: ArchivedResult, At: at})
	case Corrected:
		c.Results = append(c.Results, Result{Kind: CorrectedResult, At: at})
	}
	unit := c.ResponsibleUnit()
	for _, r := range slices.Backward(c.Results) {
		if r.Kind == MovedResult {
			if r.Unit == unit && r.Category == c.Category {
				return
			}
			break
		}
	}
	c.Results = append(c.Results, Result{
		Kind:     MovedResult,
		At:       at,
		Unit:     unit,
		Category: c.Category,
	})
}

// TimesPassed is how often a matter has been passed on (redirect) or handed back (return), by that command.
func (c *Case) TimesPassed(command string) int {
	n := 0
	for _, r := range c.Results {
		if r.Kind == PassedResult && r.Outcome == command {
			n++
		}
	}
	return n
}

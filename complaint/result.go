package complaint

// ResultKind says what a [Result] is of.
type ResultKind string

// The closed set of kinds.
const (
	LimitMet    ResultKind = "met"
	LimitMissed ResultKind = "missed"
	TaskResult  ResultKind = "task"
	// PassedResult is of a matter that was passed on to another unit or handed back.
	PassedResult ResultKind = "passed"
)

// Result is something that overviews count: a limit that was met in time or that passed, a task done, a matter passed
// on or handed back. Each event of the journal that tells of one is one, so what is counted is the journal.
type Result struct {
	Kind ResultKind `json:"kind"`
	At   Time       `json:"at"`
	// Step and Outcome are a task's; of a matter passed on, the step at which it was and the command.
	Step    StepID `json:"step,omitempty"`
	Outcome string `json:"outcome,omitempty"`
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

package complaint

// ResultKind says what a [Result] is of.
type ResultKind string

// The closed set of kinds.
const (
	LimitMet    ResultKind = "met"
	LimitMissed ResultKind = "missed"
	TaskResult  ResultKind = "task"
)

// Result is something that overviews count: a limit that was met in time or that passed, a task done. Each event of the
// journal that tells of one is one, so what is counted is the journal.
type Result struct {
	Kind ResultKind `json:"kind"`
	At   Time       `json:"at"`
	// Step and Outcome are a task's.
	Step    StepID `json:"step,omitempty"`
	Outcome string `json:"outcome,omitempty"`
}

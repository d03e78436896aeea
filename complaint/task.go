package complaint

import "slices"

// TaskState is where a task stands.
type TaskState string

// The closed set of task states.
const (
	TaskOpen      TaskState = "open"
	TaskTaken     TaskState = "claimed"
	TaskDone      TaskState = "done"
	TaskDismissed TaskState = "withdrawn"
)

// Task is a work item offered to seats and done by one person.
type Task struct {
	ID    TaskID `json:"id"`
	Step  StepID `json:"step"`
	Title string `json:"title"`
	Seats []Seat `json:"seats"`
	// Attend are seats of people who must be at the meeting that the task convenes.
	Attend []Seat `json:"attend,omitempty"`
	// Party is the one for whom it is done, where each has a task of their own.
	Party PartyID `json:"party,omitempty"`
	// Entry is the entry of the ledger that it is about.
	Entry    EntryID `json:"entry,omitempty"`
	Assignee UserID  `json:"assignee,omitempty"`
	// For is in whose place the assignee took it.
	For   UserID    `json:"for,omitempty"`
	State TaskState `json:"state"`
	// Round is the sequence number of the event that entered the step; the tasks of one round belong together.
	Round int `json:"round,omitempty"`
	// Outcome is how it was completed.
	Outcome  string `json:"outcome,omitempty"`
	OpenedAt Time   `json:"opened_at"`
}

// IsLive reports whether the task still waits to be done.
func (t *Task) IsLive() bool { return t.State == TaskOpen || t.State == TaskTaken }

// HolderIn is who holds the task, in the capacity in which they took it; false if nobody does any more: whoever took it
// is not in a seat that it is offered to, or no longer stands in for whose place they took.
func (t *Task) HolderIn(d Directory) (Person, bool) {
	holder, found := d.People[t.Assignee]
	if t.State != TaskTaken || !found {
		return Person{}, false
	}
	for _, as := range holder.CapacitiesToActIn() {
		if (as.For == t.For || as.ID == t.For) &&
			slices.ContainsFunc(t.Seats, func(s Seat) bool { return s.FitsPerson(as) }) {
			return as, true
		}
	}
	return Person{}, false
}

// Task finds a task by id, or nil.
func (c *Case) Task(id TaskID) *Task {
	return findIn(c.Tasks, func(t *Task) bool { return t.ID == id })
}

// LastDoersOf are the people who completed a step when it was last done; more than one where each of several did
// their own part, and with whoever stood in for somebody that one too.
func (c *Case) LastDoersOf(step StepID) []UserID {
	var doers []UserID
	last := 0
	for i := len(c.Tasks) - 1; i >= 0; i-- {
		t := &c.Tasks[i]
		if t.Step != step || t.State != TaskDone || last != 0 && t.Round != last {
			continue
		}
		last = t.Round
		doers = append(doers, t.Assignee)
		if t.For != "" {
			doers = append(doers, t.For)
		}
	}
	return doers
}

// LiveTasks are the tasks that wait to be done, oldest first.
func (c *Case) LiveTasks() []*Task {
	var live []*Task
	for i := range c.Tasks {
		if c.Tasks[i].IsLive() {
			live = append(live, &c.Tasks[i])
		}
	}
	return live
}

// LiveProcedureTasks are the live tasks of the procedure itself: all but those that decide a request or are about an
// entry of the ledger.
func (c *Case) LiveProcedureTasks() []*Task {
	return slices.DeleteFunc(c.LiveTasks(), func(t *Task) bool {
		return t.Entry != "" || c.DeadlineOfExtensionTask(t.ID) != nil
	})
}

// TimesDone is how often a step has been done; what several did side by side counts once.
func (c *Case) TimesDone(step StepID) int64 {
	rounds := map[int]bool{}
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Step == step && t.State == TaskDone {
			rounds[t.Round] = true
		}
	}
	return int64(len(rounds))
}

// LastOutcomesOf are the outcomes of all parts of a step when it was last done, in the order in which they came; none
// if it has not been done.
func (c *Case) LastOutcomesOf(step StepID) []string {
	var outcomes []string
	last := 0
	for i := len(c.Tasks) - 1; i >= 0; i-- {
		t := &c.Tasks[i]
		if t.Step == step && t.State == TaskDone && (last == 0 || t.Round == last) {
			last, outcomes = t.Round, append(outcomes, t.Outcome)
		}
	}
	slices.Reverse(outcomes)
	return outcomes
}

// TimesDoneWith is how often a step has been done with an outcome.
func (c *Case) TimesDoneWith(step StepID, outcome string) int {
	n := 0
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Step == step && t.State == TaskDone && t.Outcome == outcome {
			n++
		}
	}
	return n
}

// LastOutcomeOf is what a step was done with the last time, "" if it has not been done.
func (c *Case) LastOutcomeOf(step StepID) string {
	for i := len(c.Tasks) - 1; i >= 0; i-- {
		if t := &c.Tasks[i]; t.Step == step && t.State == TaskDone {
			return t.Outcome
		}
	}
	return ""
}

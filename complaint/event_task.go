package complaint

// Facts of the procedure: steps entered, work offered and done, proposals decided.
type (
	// StepEntered moves the case to a step of the procedure.
	StepEntered struct {
		Step  StepID `json:"step"`
		Title string `json:"title"`
	}
	// StepAwaited says that one branch of the procedure has come to a step that waits for the others.
	StepAwaited struct {
		Step StepID `json:"step"`
	}
	// StepPassed says that the branches have come to a step that joins them, and that the case goes on past it because
	// its condition does not hold; from edition 2 on.
	StepPassed struct {
		Step StepID `json:"step"`
	}
	// TaskOpened offers work to the holders of seats.
	TaskOpened struct {
		Task  TaskID `json:"task"`
		Step  StepID `json:"step"`
		Title string `json:"title"`
		Seats []Seat `json:"seats"`
		// Attend are seats of people who must be at the meeting that the task convenes; from edition 2 on.
		Attend []Seat `json:"attend,omitempty"`
		// Party is the one for whom it is done, where each has a task of their own; from edition 2 on.
		Party PartyID `json:"party,omitempty"`
		// Entry is the entry of the ledger that it is about; from edition 2 on.
		Entry EntryID `json:"entry,omitempty"`
	}
	// TaskClaimed names the person who took the task.
	TaskClaimed struct {
		Task     TaskID `json:"task"`
		Assignee UserID `json:"assignee"`
		// For is in whose place they took it.
		For UserID `json:"for,omitempty"`
	}
	// TaskReleased gives the task back to its candidates.
	TaskReleased struct {
		Task TaskID `json:"task"`
	}
	// TaskAssigned names the person somebody else gave the task to.
	TaskAssigned struct {
		Task     TaskID `json:"task"`
		Assignee UserID `json:"assignee"`
	}
	// TaskCompleted is the task's outcome and its form.
	TaskCompleted struct {
		Task    TaskID         `json:"task"`
		Step    StepID         `json:"step"`
		Outcome string         `json:"outcome"`
		Data    map[string]any `json:"data"`
		Comment TextID         `json:"comment"`
		// OnBehalf names the body outside the organisation for which it was done, with proof among the data.
		OnBehalf string `json:"on_behalf_of,omitempty"`
	}
	// TaskWithdrawn says that nobody need do the task any more.
	TaskWithdrawn struct {
		Task TaskID `json:"task"`
	}
	// Approved is the consent of the level the policy demands to what a step proposed (审批).
	Approved struct {
		Task TaskID `json:"task"`
		Step StepID `json:"step"`
		Of   StepID `json:"of"`
	}
	// Returned sends a proposal back with the reason.
	Returned struct {
		Task   TaskID `json:"task"`
		Step   StepID `json:"step"`
		Of     StepID `json:"of"`
		Reason TextID `json:"reason"`
	}
	// Rejected refuses a proposal for good, with the reason.
	Rejected struct {
		Task   TaskID `json:"task"`
		Step   StepID `json:"step"`
		Of     StepID `json:"of"`
		Reason TextID `json:"reason"`
	}
	// StoodIn says in whose place the actor does what follows in the same act (all-absent).
	StoodIn struct {
		For UserID `json:"for"`
	}
)

func (StepEntered) eventType() string   { return "step_entered" }
func (StepAwaited) eventType() string   { return "step_awaited" }
func (StepPassed) eventType() string    { return "step_passed" }
func (TaskOpened) eventType() string    { return "task_opened" }
func (TaskClaimed) eventType() string   { return "task_claimed" }
func (TaskReleased) eventType() string  { return "task_released" }
func (TaskAssigned) eventType() string  { return "task_assigned" }
func (TaskCompleted) eventType() string { return "task_completed" }
func (TaskWithdrawn) eventType() string { return "task_withdrawn" }
func (Approved) eventType() string      { return "approved" }
func (Returned) eventType() string      { return "returned" }
func (Rejected) eventType() string      { return "rejected" }
func (StoodIn) eventType() string       { return "stood_in" }

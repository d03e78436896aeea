package complaint

// Orders is what the durable shell must do after an act: when to wake, what to show. The shell obeys and
// judges nothing, so that the engine and the policies can change without touching the replay of histories.
type Orders struct {
	// Wake is the next rung that can fire; nil if no clock runs.
	Wake *Wake `json:"wake"`
	// Attributes are the case's search attributes in Temporal; no personal data.
	Attributes Attributes `json:"attributes"`
	// Details is a readable summary (Markdown) of where the case stands and who must act by when.
	Details string `json:"details"`
	// Archived: nothing is owed; the workflow ends.
	Archived bool `json:"archived"`
}

// Wake names the rung that falls due next and when, in case time.
type Wake struct {
	At       Time       `json:"at"`
	Deadline DeadlineID `json:"deadline"`
	Rung     RungID     `json:"rung"`
	// Summary is what the timer is called in the Temporal UI, at most 120 characters.
	Summary string `json:"summary"`
}

// Attributes are the values of the search attributes DubanPolicy, DubanNumber, DubanStep, DubanUnit,
// DubanSeverity, DubanDue and DubanOverdue. Due is nil when no limit runs.
type Attributes struct {
	Policy   string `json:"policy"`
	Number   string `json:"number"`
	Step     string `json:"step"`
	Unit     string `json:"unit"`
	Severity string `json:"severity"`
	Due      *Time  `json:"due"`
	Overdue  bool   `json:"overdue"`
}

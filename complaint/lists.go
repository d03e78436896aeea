package complaint

import "time"

// Query selects rows of the register. Every list obeys the wall before it filters, counts or sorts.
type Query struct {
	Policy string
	Status Status
	Step   StepID
	Unit   UnitID
	// Assignee selects cases with a live task that the person holds.
	Assignee UserID
	// Overdue selects cases with (true) or without (false) a limit that has passed; nil for both.
	Overdue *bool
	// Soon selects cases with a limit that has not passed and will within so long; 0 for all.
	Soon time.Duration
	// Search matches number, category and subject by substring, and a name or telephone exactly for those
	// who may know the complainant.
	Search string
	Cursor string
	Limit  int
}

// CaseRow is one line of the register (台账).
type CaseRow struct {
	ID         CaseID
	Number     string
	Policy     string
	Version    int
	Kind       string
	Category   string
	Severity   string
	Status     Status
	Step       StepID
	StepTitle  string
	Unit       UnitID
	Subject    TextID
	ReceivedAt time.Time
	FiledAt    time.Time
	// Due is the earliest limit still running; Overdue is against the case's own clock.
	Due     *time.Time
	Overdue bool
	// ClockOffset is case time minus wall time.
	ClockOffset time.Duration
}

// TaskRow is one line of the inbox (待办箱).
type TaskRow struct {
	Task    Task
	Due     *time.Time
	Overdue bool
	Urged   bool
	Case    CaseRow
}

// SlipRow is one issued slip the reader may see.
type SlipRow struct {
	Slip IssuedSlip
	Case CaseID
	// Overdue: no reply came in time, against the case's own clock.
	Overdue bool
}

// RefusedRow is a queued command that was refused later; its sender is told in the inbox.
type RefusedRow struct {
	Case    CaseID
	Number  string
	Key     string
	Problem Error
	At      time.Time
}

// Account is a person with what signing in needs.
type Account struct {
	Person       Person
	Username     string
	PasswordHash string
	Administers  bool
}

// Vitals are counts over the whole record, for operators.
type Vitals struct {
	// Open are the cases not archived; Overdue those whose nearest limit has passed.
	Open, Overdue int
	// Pending are the errands in the outbox; Lag is how long the oldest filing has waited for its workflow, or any other
	// errand to be taken up; 0 if none waits.
	Pending int
	Lag     time.Duration
}

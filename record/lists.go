package record

import (
	"time"

	"duban/complaint"
)

// Query selects rows of the register. Every list obeys the wall before it filters, counts or sorts.
type Query struct {
	Policy string
	Status complaint.Status
	Step   complaint.StepID
	Unit   complaint.UnitID
	// Assignee selects cases with a live task that the person holds.
	Assignee complaint.UserID
	// Overdue selects cases with (true) or without (false) a limit that has passed; nil for both.
	Overdue *bool
	// Soon selects cases with a limit that has not passed and will within so long; 0 for all.
	Soon time.Duration
	// FiledFrom and FiledBefore select cases filed from the one instant on, and before the other; zero for all.
	FiledFrom, FiledBefore time.Time
	// Order is how the cases are listed.
	Order RegisterOrder
	// Search matches number, category and subject by substring, and a name or telephone exactly for those
	// who may know the complainant.
	Search string
	// Mine selects what the reader has had to do with, in the order of when; "" for all.
	Mine   Share
	Cursor string
	Limit  int
}

// RegisterOrder is how the register lists cases.
type RegisterOrder string

// The orders of the register.
const (
	// OrderOfList is the list's own: those late or soon late by their limit, else the latest filed first.
	OrderOfList RegisterOrder = ""
	// OrderOldest lists the earliest filed first.
	OrderOldest RegisterOrder = "oldest"
	// OrderLimit lists cases with a running limit only, the earliest limit first.
	OrderLimit RegisterOrder = "limit"
)

// Share is what a reader has had to do with a case.
type Share string

// What somebody may have had to do with a case.
const (
	// DoneByMe: they completed a task of it.
	DoneByMe Share = "done"
	// FiledByMe: they registered it.
	FiledByMe Share = "filed"
	// ToldToMe: they were sent word of it, by a notice of their inbox.
	ToldToMe Share = "told"
)

// CaseRow is one line of the register (台账).
type CaseRow struct {
	ID         complaint.CaseID
	Number     string
	Policy     string
	Version    int
	Kind       string
	Category   string
	Severity   string
	Status     complaint.Status
	Step       complaint.StepID
	StepTitle  string
	Unit       complaint.UnitID
	Subject    complaint.TextID
	ReceivedAt time.Time
	FiledAt    time.Time
	// ClosedAt is nil while the main procedure goes on.
	ClosedAt *time.Time
	// Due is the earliest limit still running; Overdue is against the case's own clock.
	Due     *time.Time
	Overdue bool
	// ClockOffset is case time minus wall time.
	ClockOffset time.Duration
	// Period is the name of the one for which the program has opened the matter, "" if somebody filed it.
	Period string
	// MineAt is when the reader had to do with it last, where [Query.Mine] asks for that.
	MineAt *time.Time
}

// TaskQuery selects rows of the inbox; what is empty selects all.
type TaskQuery struct {
	Policy string
	Holder Holder
	Light  Light
	// Search is as in [Query].
	Search string
	Cursor string
	Limit  int
}

// InboxCount is how much waits for a person, each counted up to a bound.
type InboxCount struct {
	// Tasks are all of the inbox, Late those whose limit has passed, Notices those not marked as read.
	Tasks, Late, Notices int
}

// Holder says who holds a task, as its reader sees it.
type Holder string

// Who may hold a task.
const (
	HeldByMe     Holder = "mine"
	HeldByNobody Holder = "unclaimed"
	HeldByOthers Holder = "others"
)

// Light says how near a task's limit is, by its case's own clock.
type Light string

// The lights. A task without a limit is calm.
const (
	// LightLate: the limit has passed.
	LightLate Light = "late"
	// LightSoon: after today at most one working day is still in time.
	LightSoon Light = "soon"
	LightCalm Light = "calm"
)

// TaskRow is one line of the inbox (待办箱).
type TaskRow struct {
	Task    complaint.Task
	Due     *time.Time
	Overdue bool
	Urged   bool
	Case    CaseRow
}

// HeldTask is a task that somebody holds, in a case that stands at Seq. Of the task it knows who holds it and in whose
// place, and the seats that it is offered to.
type HeldTask struct {
	Case complaint.CaseID
	Seq  int
	Task complaint.Task
}

// SlipQuery selects issued slips.
type SlipQuery struct {
	// Unanswered selects those that wait for their reply.
	Unanswered bool
	Cursor     string
	Limit      int
}

// SlipRow is one issued slip the reader may see.
type SlipRow struct {
	Slip complaint.IssuedSlip
	Case complaint.CaseID
	// Overdue: no reply came in time, against the case's own clock.
	Overdue bool
}

// RefusedRow is a queued command that was refused later; its sender is told in the inbox.
type RefusedRow struct {
	Case    complaint.CaseID
	Number  string
	Key     string
	Problem complaint.Error
	At      time.Time
}

// Account is a person with what signing in needs.
type Account struct {
	Person       complaint.Person
	Username     string
	PasswordHash string
	Administers  bool
}

// Vitals are counts over the whole record, for operators.
type Vitals struct {
	// Open are the cases not archived; Overdue those whose nearest limit has passed.
	Open, Overdue int
	// Pending are the errands in the outbox; Lag is how long the oldest filing has waited for its workflow, or any
	// other errand to be taken up; 0 if none waits.
	Pending int
	Lag     time.Duration
}

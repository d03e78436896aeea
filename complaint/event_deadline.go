package complaint

// Facts of time: deadlines, what moves them, and the rungs around them.
type (
	// DeadlineSet starts a deadline's clock, with the computation that gave its instants (all-explain).
	DeadlineSet struct {
		Deadline Deadline `json:"deadline"`
	}
	// DeadlineMet says that what was due is done. Late: after the limit, and the deadline stays missed.
	DeadlineMet struct {
		Deadline DeadlineID `json:"deadline"`
		Late     bool       `json:"late"`
	}
	// DeadlineMissed says that the limit passed.
	DeadlineMissed struct {
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
	}
	// DeadlineCancelled says that the deadline no longer applies.
	DeadlineCancelled struct {
		Deadline DeadlineID `json:"deadline"`
	}
	// DeadlineSuperseded says that another deadline replaces this one; the old dates are kept (all-regrade).
	DeadlineSuperseded struct {
		Deadline DeadlineID `json:"deadline"`
		By       DeadlineID `json:"by"`
	}
	// ExtensionRequested asks for a later limit; Task is where it is decided.
	ExtensionRequested struct {
		Deadline DeadlineID `json:"deadline"`
		Task     TaskID     `json:"task"`
		By       string     `json:"by"`
		Reason   TextID     `json:"reason"`
		// For is in whose place it was asked.
		For UserID `json:"for,omitempty"`
	}
	// ExtensionRefused leaves the limit where it is.
	ExtensionRefused struct {
		Deadline DeadlineID `json:"deadline"`
		Task     TaskID     `json:"task"`
	}
	// DeadlineExtended moves a deadline once, with approval.
	DeadlineExtended struct {
		Deadline Deadline `json:"deadline"`
	}
	// DeadlineSuspended stops the clock (all-wait).
	DeadlineSuspended struct {
		Deadline DeadlineID `json:"deadline"`
		// Ground is the policy's word for why; Comment what the person added.
		Ground  string `json:"ground"`
		Comment TextID `json:"comment,omitempty"`
		// Left and TargetLeft are what remained of the limit and of its target.
		Left       Length `json:"left,omitempty"`
		TargetLeft Length `json:"target_left,omitempty"`
	}
	// DeadlineResumed starts it again with exactly what remained.
	DeadlineResumed struct {
		Deadline Deadline `json:"deadline"`
	}
	// RemindersMoved says when reminders of a running deadline come that would come while the office is closed. From
	// edition 2 on.
	RemindersMoved struct {
		Deadline Deadline `json:"deadline"`
	}
	// Reminded tells the holders that a limit comes near.
	Reminded struct {
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
		To       []Seat     `json:"to"`
		Assignee UserID     `json:"assignee"`
	}
	// SlipIssued is a numbered 催办单 or 查办单.
	SlipIssued struct {
		Slip     SlipID     `json:"slip"`
		Kind     string     `json:"kind"`
		Number   string     `json:"number"`
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
		To       []Seat     `json:"to"`
		Copies   []Seat     `json:"copies"`
		ReplyDue *Time      `json:"reply_due"`
		Reason   TextID     `json:"reason"`
		// Ground is why one is issued by hand, where the policy asks that; from edition 2 on. Such a slip is answered
		// by a deadline of its own, which is set after it.
		Ground string `json:"ground,omitempty"`
		// SHA256 is of the slip's bytes as it was issued, in hexadecimal digits; from edition 2 on.
		SHA256 string `json:"sha256,omitempty"`
	}
	// SlipReplied answers a slip.
	SlipReplied struct {
		Slip SlipID `json:"slip"`
		Text TextID `json:"text"`
	}
	// SlipReceived says that somebody of those whom a slip is for has it. From edition 2 on, as are the next two.
	SlipReceived struct {
		Slip SlipID `json:"slip"`
	}
	// SlipVoided takes a slip back; it stays in the file and its number stays used.
	SlipVoided struct {
		Slip   SlipID `json:"slip"`
		Reason TextID `json:"reason"`
	}
	// SlipEnded says that no answer to a slip is owed any more, because the case ends.
	SlipEnded struct {
		Slip SlipID `json:"slip"`
	}
	// Escalated makes a higher level a candidate too; the holder stays until they take it. Rung is "" where it happens
	// because nobody is left who could do what is owed.
	Escalated struct {
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
		To       []Seat     `json:"to"`
		Tasks    []TaskID   `json:"tasks"`
	}
	// Measured is how long something took that the policy wants known.
	Measured struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Unit  UnitID `json:"unit"`
		From  Time   `json:"from"`
		Until Time   `json:"until"`
	}
)

func (DeadlineSet) eventType() string        { return "deadline_set" }
func (DeadlineMet) eventType() string        { return "deadline_met" }
func (DeadlineMissed) eventType() string     { return "deadline_missed" }
func (DeadlineCancelled) eventType() string  { return "deadline_cancelled" }
func (DeadlineSuperseded) eventType() string { return "deadline_superseded" }
func (ExtensionRequested) eventType() string { return "extension_requested" }
func (ExtensionRefused) eventType() string   { return "extension_refused" }
func (DeadlineExtended) eventType() string   { return "deadline_extended" }
func (DeadlineSuspended) eventType() string  { return "deadline_suspended" }
func (DeadlineResumed) eventType() string    { return "deadline_resumed" }
func (RemindersMoved) eventType() string     { return "reminders_moved" }
func (Reminded) eventType() string           { return "reminded" }
func (SlipIssued) eventType() string         { return "slip_issued" }
func (SlipReplied) eventType() string        { return "slip_replied" }
func (SlipReceived) eventType() string       { return "slip_received" }
func (SlipVoided) eventType() string         { return "slip_voided" }
func (SlipEnded) eventType() string          { return "slip_ended" }
func (Escalated) eventType() string          { return "escalated" }
func (Measured) eventType() string           { return "measured" }

package complaint

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Fact is what an event says happened; a closed set, one type per event type.
type Fact interface{ eventType() string }

// TypeOf is the fact's name in the journal.
func TypeOf(f Fact) string { return f.eventType() }

// Event is one line of a case's journal. Once recorded it never changes (dealer-2.4).
type Event struct {
	Case CaseID
	Seq  int
	// At is the effective instant in case time; RecordedAt the wall clock when it was written.
	At, RecordedAt time.Time
	Actor          UserID
	Fact           Fact
	Reason         *Reason
	// Hash chains the event to the one before it; see store.
	Hash string
}

// Type is the event's name in the journal.
func (e Event) Type() string { return TypeOf(e.Fact) }

type (
	// Filed is the first event of each case: what was complained about, as received.
	Filed struct {
		Policy     PolicyRef      `json:"policy"`
		Kind       string         `json:"kind"`
		Source     string         `json:"source"`
		Channel    string         `json:"channel"`
		Category   string         `json:"category"`
		Severity   string         `json:"severity"`
		Subject    TextID         `json:"subject"`
		Content    TextID         `json:"content"`
		Parties    []Party        `json:"parties"`
		ReceivedAt Time           `json:"received_at"`
		Data       map[string]any `json:"data"`
		// Origin is the case that opened this one, if one did.
		Origin *Link `json:"origin,omitempty"`
		// Excluded are people who take no part, because they handled what this case looks at again.
		Excluded []UserID `json:"excluded,omitempty"`
	}
	// Registered gives the case its number and enters it in the register.
	Registered struct {
		Number string `json:"number"`
	}
	// StepEntered moves the case to a step of the procedure.
	StepEntered struct {
		Step  StepID `json:"step"`
		Title string `json:"title"`
	}
	// StepAwaited says that one branch of the procedure has come to a step that waits for the others.
	StepAwaited struct {
		Step StepID `json:"step"`
	}
	// TaskOpened offers work to the holders of seats.
	TaskOpened struct {
		Task  TaskID `json:"task"`
		Step  StepID `json:"step"`
		Title string `json:"title"`
		Seats []Seat `json:"seats"`
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
	// RecusalAsked says that somebody holds a person to be in conflict of interest; until it is decided that
	// person does not act (回避申请).
	RecusalAsked struct {
		Person UserID `json:"person"`
		Ground TextID `json:"ground"`
	}
	// Recused takes a person out of the case (回避). Tasks are those they had done, to be done again by others.
	Recused struct {
		Person UserID   `json:"person"`
		Ground TextID   `json:"ground"`
		Tasks  []TaskID `json:"tasks"`
	}
	// RecusalRefused says that there is no conflict; the person may act again.
	RecusalRefused struct {
		Person UserID `json:"person"`
	}
	// StoodIn says in whose place the actor does what follows in the same act (all-absent).
	StoodIn struct {
		For UserID `json:"for"`
	}
	// Objected is a department's objection to the decision; the step entered next answers it.
	Objected struct {
		To     RoleID `json:"to"`
		Reason TextID `json:"reason"`
	}
	// DocumentIssued is a numbered document with its numbered copies.
	DocumentIssued struct {
		Document DocumentID `json:"document"`
		Kind     string     `json:"kind"`
		Title    string     `json:"title"`
		Number   string     `json:"number"`
		Step     StepID     `json:"step"`
		Copies   []Copy     `json:"copies"`
	}
	// Measured is how long something took that the policy wants known.
	Measured struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Unit  UnitID `json:"unit"`
		From  Time   `json:"from"`
		Until Time   `json:"until"`
	}
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
	}
	// SlipReplied answers a slip.
	SlipReplied struct {
		Slip SlipID `json:"slip"`
		Text TextID `json:"text"`
	}
	// Escalated makes a higher level a candidate too; the holder stays until they take it.
	Escalated struct {
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
		To       []Seat     `json:"to"`
		Tasks    []TaskID   `json:"tasks"`
	}
	// Regraded changes the severity.
	Regraded struct {
		From   string `json:"from"`
		To     string `json:"to"`
		Reason TextID `json:"reason"`
	}
	// NoticeIssued says that something must be told to a party.
	NoticeIssued struct {
		Notice NoticeID `json:"notice"`
		Step   StepID   `json:"step"`
		To     PartyID  `json:"to"`
	}
	// Served is proof that a notice reached the party (送达).
	Served struct {
		Notice NoticeID `json:"notice"`
		At     Time     `json:"at"`
		How    string   `json:"how"`
		Proof  TextID   `json:"proof"`
		Text   TextID   `json:"text"`
	}
	// Messaged is a message to or from a party.
	Messaged struct {
		Kind string  `json:"kind"`
		From PartyID `json:"from"`
		To   PartyID `json:"to"`
		Text TextID  `json:"text"`
		// Attachments are files that go with the message.
		Attachments []AttachmentID `json:"attachments,omitempty"`
	}
	// Linked joins this case to another: one that it opened, or of two duplicates the other.
	Linked struct {
		Link Link `json:"link"`
	}
	// Withdrew takes the complaint back.
	Withdrew struct {
		Reason TextID `json:"reason"`
	}
	// Noted adds a remark to the file.
	Noted struct {
		Text        TextID         `json:"text"`
		Attachments []AttachmentID `json:"attachments,omitempty"`
	}
	// Corrected says that an earlier event was mistaken; the event stays.
	Corrected struct {
		Seq    int    `json:"seq"`
		Reason TextID `json:"reason"`
	}
	// Closed says that the main procedure is over and its limit no longer runs.
	Closed struct {
		Disposition string `json:"disposition"`
	}
	// Archived says that nothing is owed any more.
	Archived struct{}
)

func (Filed) eventType() string              { return "filed" }
func (Registered) eventType() string         { return "registered" }
func (StepEntered) eventType() string        { return "step_entered" }
func (StepAwaited) eventType() string        { return "step_awaited" }
func (Approved) eventType() string           { return "approved" }
func (Returned) eventType() string           { return "returned" }
func (Rejected) eventType() string           { return "rejected" }
func (Measured) eventType() string           { return "measured" }
func (RecusalAsked) eventType() string       { return "recusal_asked" }
func (Recused) eventType() string            { return "recused" }
func (RecusalRefused) eventType() string     { return "recusal_refused" }
func (StoodIn) eventType() string            { return "stood_in" }
func (Objected) eventType() string           { return "objected" }
func (DocumentIssued) eventType() string     { return "document_issued" }
func (TaskOpened) eventType() string         { return "task_opened" }
func (TaskClaimed) eventType() string        { return "task_claimed" }
func (TaskReleased) eventType() string       { return "task_released" }
func (TaskAssigned) eventType() string       { return "task_assigned" }
func (TaskCompleted) eventType() string      { return "task_completed" }
func (TaskWithdrawn) eventType() string      { return "task_withdrawn" }
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
func (Reminded) eventType() string           { return "reminded" }
func (SlipIssued) eventType() string         { return "slip_issued" }
func (SlipReplied) eventType() string        { return "slip_replied" }
func (Escalated) eventType() string          { return "escalated" }
func (Regraded) eventType() string           { return "regraded" }
func (NoticeIssued) eventType() string       { return "notice_issued" }
func (Served) eventType() string             { return "served" }
func (Messaged) eventType() string           { return "messaged" }
func (Linked) eventType() string             { return "linked" }
func (Withdrew) eventType() string           { return "withdrawn" }
func (Noted) eventType() string              { return "noted" }
func (Corrected) eventType() string          { return "corrected" }
func (Closed) eventType() string             { return "closed" }
func (Archived) eventType() string           { return "archived" }

var facts = factTable(
	decodesFact[Filed], decodesFact[Registered], decodesFact[StepEntered], decodesFact[TaskOpened],
	decodesFact[TaskClaimed], decodesFact[TaskReleased], decodesFact[TaskAssigned], decodesFact[TaskCompleted],
	decodesFact[TaskWithdrawn], decodesFact[DeadlineSet], decodesFact[DeadlineMet], decodesFact[DeadlineMissed],
	decodesFact[DeadlineCancelled], decodesFact[DeadlineSuperseded], decodesFact[DeadlineExtended],
	decodesFact[ExtensionRequested], decodesFact[ExtensionRefused],
	decodesFact[DeadlineSuspended], decodesFact[DeadlineResumed], decodesFact[Reminded], decodesFact[SlipIssued],
	decodesFact[SlipReplied], decodesFact[Escalated], decodesFact[Regraded], decodesFact[NoticeIssued],
	decodesFact[Served], decodesFact[Messaged], decodesFact[Withdrew], decodesFact[Noted], decodesFact[Corrected],
	decodesFact[Closed], decodesFact[Archived], decodesFact[StepAwaited], decodesFact[Approved],
	decodesFact[Returned], decodesFact[Rejected], decodesFact[Measured], decodesFact[RecusalAsked],
	decodesFact[Recused], decodesFact[RecusalRefused], decodesFact[DocumentIssued], decodesFact[Linked],
	decodesFact[Objected], decodesFact[StoodIn],
)

type factDecoder func(data []byte) (Fact, error)

func decodesFact[F Fact](data []byte) (Fact, error) {
	var f F
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, err
	}
	return f, nil
}

func factTable(decoders ...factDecoder) map[string]factDecoder {
	t := make(map[string]factDecoder, len(decoders))
	for _, d := range decoders {
		f, _ := d([]byte("{}")) // of nothing: cannot fail
		t[f.eventType()] = d
	}
	return t
}

// EventTypes lists the closed set, sorted.
func EventTypes() []string {
	names := make([]string, 0, len(facts))
	for n := range facts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// DecodeFact reads a fact from the journal. An unknown type is an error: the journal was written by a newer
// program, and guessing would corrupt the case.
func DecodeFact(eventType string, data []byte) (Fact, error) {
	d, ok := facts[eventType]
	if !ok {
		return nil, fmt.Errorf("event type %q is unknown to this version", eventType)
	}
	f, err := d(data)
	if err != nil {
		return nil, fmt.Errorf("decode event %s: %w", eventType, err)
	}
	return f, nil
}

type eventJSON struct {
	Case       CaseID          `json:"case"`
	Seq        int             `json:"seq"`
	At         Time            `json:"at"`
	RecordedAt Time            `json:"recorded_at"`
	Actor      UserID          `json:"actor"`
	Type       string          `json:"type"`
	Data       json.RawMessage `json:"data"`
	Reason     *Reason         `json:"reason"`
	Hash       string          `json:"hash"`
}

// MarshalJSON writes the event as it stands in the journal.
func (e Event) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(e.Fact)
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	return json.Marshal(eventJSON{
		Case: e.Case, Seq: e.Seq, At: Time{e.At}, RecordedAt: Time{e.RecordedAt}, Actor: e.Actor,
		Type: e.Type(), Data: data, Reason: e.Reason, Hash: e.Hash,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Event) UnmarshalJSON(b []byte) error {
	var j eventJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	f, err := DecodeFact(j.Type, j.Data)
	if err != nil {
		return err
	}
	*e = Event{
		Case: j.Case, Seq: j.Seq, At: j.At.Time, RecordedAt: j.RecordedAt.Time, Actor: j.Actor,
		Fact: f, Reason: j.Reason, Hash: j.Hash,
	}
	return nil
}

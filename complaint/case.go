package complaint

import (
	"maps"
	"slices"
	"time"
)

// Status is where a case stands in its life (docs/architecture.md, "Life of a case").
type Status string

// The closed set of statuses.
const (
	// StatusReceived: filed, its first act not yet recorded.
	StatusReceived Status = "received"
	StatusOpen     Status = "open"
	// StatusClosed: the main procedure is over and its limit met; something may still be owed.
	StatusClosed Status = "closed"
	// StatusArchived: nothing is owed; the workflow has ended.
	StatusArchived Status = "archived"
)

// TaskState is where a task stands.
type TaskState string

// The closed set of task states.
const (
	TaskOpen      TaskState = "open"
	TaskTaken     TaskState = "claimed"
	TaskDone      TaskState = "done"
	TaskDismissed TaskState = "withdrawn"
)

// Party is somebody in the case. Personal data is a sealed text; a person or unit of the organisation is
// named by id.
type Party struct {
	ID PartyID `json:"id"`
	// Role is "complainant" or "respondent".
	Role string `json:"role"`
	// Kind is "person" or "unit" of the directory, or "text" for anybody else.
	Kind string `json:"kind"`
	User UserID `json:"user,omitempty"`
	Unit UnitID `json:"unit,omitempty"`
	// Identity is the sealed name, telephone and so on of a party of kind "text".
	Identity TextID `json:"identity,omitempty"`
}

// Roles and kinds of parties.
const (
	Complainant = "complainant"
	Respondent  = "respondent"
	KindPerson  = "person"
	KindUnit    = "unit"
	KindText    = "text"
)

// Task is a work item offered to seats and done by one person.
type Task struct {
	ID       TaskID `json:"id"`
	Step     StepID `json:"step"`
	Title    string `json:"title"`
	Seats    []Seat `json:"seats"`
	Assignee UserID `json:"assignee,omitempty"`
	// For is in whose place the assignee took it.
	For   UserID    `json:"for,omitempty"`
	State TaskState `json:"state"`
	// Round is the sequence number of the event that entered the step; the tasks of one round belong together.
	Round int `json:"round,omitempty"`
	// Outcome is how it was completed.
	Outcome  string `json:"outcome,omitempty"`
	OpenedAt Time   `json:"opened_at"`
}

// Live reports whether the task still waits to be done.
func (t *Task) Live() bool { return t.State == TaskOpen || t.State == TaskTaken }

// SlipState is where a slip stands.
type SlipState string

// The closed set of slip states.
const (
	SlipOpen    SlipState = "open"
	SlipAnswer  SlipState = "replied"
	SlipSettled SlipState = "settled"
)

// Urge and inquiry are the two kinds of slip: 催办单 at expiry, 查办单 after a late closing.
const (
	UrgeSlip    = "urge"
	InquirySlip = "inquiry"
)

// IssuedSlip is a numbered document with a duty to reply.
type IssuedSlip struct {
	ID       SlipID    `json:"id"`
	Kind     string    `json:"kind"`
	Number   string    `json:"number"`
	To       []Seat    `json:"to"`
	IssuedAt Time      `json:"issued_at"`
	ReplyDue *Time     `json:"reply_due"`
	State    SlipState `json:"state"`
	Reply    TextID    `json:"reply,omitempty"`
}

// Notice is something a party must be told, and the proof that they were.
type Notice struct {
	ID       NoticeID `json:"id"`
	Step     StepID   `json:"step"`
	To       PartyID  `json:"to"`
	IssuedAt Time     `json:"issued_at"`
	ServedAt *Time    `json:"served_at"`
	How      string   `json:"how,omitempty"`
	Proof    TextID   `json:"proof,omitempty"`
	Text     TextID   `json:"text,omitempty"`
}

// Conversation is one message between the organisation and a party.
type Conversation struct {
	At   Time    `json:"at"`
	Kind string  `json:"kind"`
	From PartyID `json:"from"`
	To   PartyID `json:"to"`
	Text TextID  `json:"text"`
	// Attachments are files that go with the message.
	Attachments []AttachmentID `json:"attachments,omitempty"`
}

// Measure is how long something took, as the policy wants it known (dealer-2.2).
type Measure struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Unit is the responsible unit as far as it was known when the measure was taken.
	Unit  UnitID `json:"unit"`
	From  Time   `json:"from"`
	Until Time   `json:"until"`
}

// Question is a conflict of interest somebody has claimed and nobody has decided yet.
type Question struct {
	Person UserID `json:"person"`
	Ground TextID `json:"ground"`
	// Seq is of the event that asked; the step that decides is the one entered next.
	Seq int `json:"seq"`
}

// Copy is one numbered copy of a document and whom it is for.
type Copy struct {
	No int  `json:"no"`
	To Seat `json:"to"`
}

// Document is a numbered document the case has issued.
type Document struct {
	ID       DocumentID `json:"id"`
	Kind     string     `json:"kind"`
	Title    string     `json:"title"`
	Number   string     `json:"number"`
	IssuedAt Time       `json:"issued_at"`
	Copies   []Copy     `json:"copies"`
}

// Case is a journal folded: everything a decision or a reader needs to know, and nothing else.
type Case struct {
	ID          CaseID    `json:"id"`
	Seq         int       `json:"seq"`
	LastAt      Time      `json:"last_at"`
	LastHash    string    `json:"last_hash"`
	Policy      PolicyRef `json:"policy"`
	Number      string    `json:"number"`
	Status      Status    `json:"status"`
	Kind        string    `json:"kind"`
	Source      string    `json:"source"`
	Channel     string    `json:"channel"`
	Category    string    `json:"category"`
	Severity    string    `json:"severity"`
	Disposition string    `json:"disposition"`
	Subject     TextID    `json:"subject"`
	Content     TextID    `json:"content"`
	ReceivedAt  Time      `json:"received_at"`
	FiledBy     UserID    `json:"filed_by"`
	Step        StepID    `json:"step"`
	StepTitle   string    `json:"step_title"`
	// Entered is the sequence number of the last event that entered a step.
	Entered   int            `json:"entered,omitempty"`
	Data      map[string]any `json:"data"`
	Parties   []Party        `json:"parties"`
	Tasks     []Task         `json:"tasks"`
	Deadlines []Deadline     `json:"deadlines"`
	Slips     []IssuedSlip   `json:"slips"`
	Notices   []Notice       `json:"notices"`
	Messages  []Conversation `json:"messages"`
	// Awaited are steps that one branch has reached and that wait for the other branches.
	Awaited []StepID `json:"awaited,omitempty"`
	// Recused are the people taken out of the case; Questions await a decision on others.
	Recused   []UserID   `json:"recused,omitempty"`
	Questions []Question `json:"questions,omitempty"`
	// Redo are the tasks that the people taken out of the case had done.
	Redo []Redo `json:"redo,omitempty"`
	// Excluded handled what this case looks at again: they may read it and take no part.
	Excluded  []UserID   `json:"excluded,omitempty"`
	Documents []Document `json:"documents,omitempty"`
	Measures  []Measure  `json:"measures,omitempty"`
	Links     []Link     `json:"links,omitempty"`
}

// NewCase is a case before its first event.
func NewCase(id CaseID) *Case {
	return &Case{ID: id, Status: StatusReceived, Data: map[string]any{}}
}

// Clone is a copy that shares nothing a fold would change.
func (c *Case) Clone() *Case {
	d := *c
	d.Data = maps.Clone(c.Data)
	d.Parties = slices.Clone(c.Parties)
	d.Tasks = roomy(c.Tasks)
	d.Deadlines = roomy(c.Deadlines)
	d.Slips = slices.Clone(c.Slips)
	d.Notices = slices.Clone(c.Notices)
	d.Messages = slices.Clone(c.Messages)
	d.Awaited = slices.Clone(c.Awaited)
	d.Recused = slices.Clone(c.Recused)
	d.Questions = slices.Clone(c.Questions)
	d.Redo = slices.Clone(c.Redo)
	d.Documents = slices.Clone(c.Documents)
	d.Measures = slices.Clone(c.Measures)
	d.Links = slices.Clone(c.Links)
	return &d
}

// roomy is a copy with room for what one decision adds.
func roomy[T any](all []T) []T {
	if all == nil {
		return nil
	}
	return append(make([]T, 0, len(all)+4), all...)
}

// Task finds a task by id, or nil.
func (c *Case) Task(id TaskID) *Task {
	return find(c.Tasks, func(t *Task) bool { return t.ID == id })
}

// Deadline finds a deadline by id, or nil.
func (c *Case) Deadline(id DeadlineID) *Deadline {
	return find(c.Deadlines, func(d *Deadline) bool { return d.ID == id })
}

// RequestedAt finds the deadline whose extension the task decides, or nil.
func (c *Case) RequestedAt(task TaskID) *Deadline {
	return find(c.Deadlines, func(d *Deadline) bool { return d.Request != nil && d.Request.Task == task })
}

// Slip finds a slip by id, or nil.
func (c *Case) Slip(id SlipID) *IssuedSlip {
	return find(c.Slips, func(s *IssuedSlip) bool { return s.ID == id })
}

// Notice finds a notice by id, or nil.
func (c *Case) Notice(id NoticeID) *Notice {
	return find(c.Notices, func(n *Notice) bool { return n.ID == id })
}

// Doers are the people who completed a step when it was last done; more than one where each of several did
// their own part, and with whoever stood in for somebody that one too.
func (c *Case) Doers(step StepID) []UserID {
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

// Parts are how many did a step when it was last done.
func (c *Case) Parts(step StepID) int {
	parts, last := 0, 0
	for i := len(c.Tasks) - 1; i >= 0; i-- {
		t := &c.Tasks[i]
		if t.Step == step && t.State == TaskDone && (last == 0 || t.Round == last) {
			last = t.Round
			parts++
		}
	}
	return parts
}

// LiveTasks are the tasks that wait to be done, oldest first.
func (c *Case) LiveTasks() []*Task {
	var live []*Task
	for i := range c.Tasks {
		if c.Tasks[i].Live() {
			live = append(live, &c.Tasks[i])
		}
	}
	return live
}

// Work are the live tasks of the procedure itself: all but those that decide a request.
func (c *Case) Work() []*Task {
	return slices.DeleteFunc(c.LiveTasks(), func(t *Task) bool { return c.RequestedAt(t.ID) != nil })
}

// ResponsibleUnit is the unit a step found responsible, else the respondent of kind unit; "" if nobody has
// said yet which unit it is.
func (c *Case) ResponsibleUnit() UnitID {
	if found, _ := c.Data[ResponsibleUnitField].(string); found != "" {
		return UnitID(found)
	}
	if p := find(c.Parties, func(p *Party) bool { return p.Role == Respondent && p.Kind == KindUnit }); p != nil {
		return p.Unit
	}
	return ""
}

// Accused reports whether the person is one the complaint is about; such a person neither acts nor reads
// (lawfirm-2.1, quality-5b).
func (c *Case) Accused(u UserID) bool {
	return find(c.Parties, func(p *Party) bool { return p.Role == Respondent && p.Kind == KindPerson && p.User == u }) != nil
}

// Barred reports whether the person is kept out of the case: complained about, or recused.
func (c *Case) Barred(u UserID) bool { return c.Accused(u) || slices.Contains(c.Recused, u) }

// Questioned reports whether a claimed conflict of the person's is still to be decided.
func (c *Case) Questioned(u UserID) bool {
	return slices.ContainsFunc(c.Questions, func(q Question) bool { return q.Person == u })
}

// StaysAway reports whether the person does not act in the case now.
func (c *Case) StaysAway(u UserID) bool {
	return c.Barred(u) || c.Questioned(u) || slices.Contains(c.Excluded, u)
}

// OwesReply reports whether an inquiry slip waits for its answer; a case is not archived before.
func (c *Case) OwesReply() bool {
	return slices.ContainsFunc(c.Slips, func(s IssuedSlip) bool { return s.Kind == InquirySlip && s.State == SlipOpen })
}

// NextRung is the earliest rung of all deadlines that can still fire, with its deadline; nil if none.
func (c *Case) NextRung() (*Deadline, *Rung) {
	var due *Deadline
	var next *Rung
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if r := d.NextRung(); r != nil && (next == nil || r.At.Before(next.At.Time)) {
			due, next = d, r
		}
	}
	return due, next
}

// NextDue is the earliest limit still running, nil if none.
func (c *Case) NextDue() *Deadline {
	var due *Deadline
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if !d.Ended() && d.State != Suspended && (due == nil || d.Due.Before(due.Due.Time)) {
			due = d
		}
	}
	return due
}

// Overdue reports whether any limit has passed with its duty undone.
func (c *Case) Overdue(now time.Time) bool {
	return slices.ContainsFunc(c.Deadlines, func(d Deadline) bool { return d.Overdue(now) })
}

func find[T any](all []T, match func(*T) bool) *T {
	for i := range all {
		if match(&all[i]) {
			return &all[i]
		}
	}
	return nil
}

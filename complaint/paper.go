package complaint

import (
	"slices"
	"strings"
)

// SlipState is where a slip stands.
type SlipState string

// The closed set of slip states.
const (
	SlipOpen     SlipState = "open"
	SlipAnswered SlipState = "replied"
	SlipSettled  SlipState = "settled"
	// SlipVoid is one that was taken back, SlipOver one whose case ended before it was answered.
	SlipVoid SlipState = "void"
	SlipOver SlipState = "ended"
)

// The kinds of slip that commands and closing name; policies have others. 催办单 at expiry, 查办单 after a late closing,
// 批示 by a leader.
const (
	UrgeSlip        = "urge"
	InquirySlip     = "inquiry"
	InstructionSlip = "instruction"
)

// IssuedSlip is a numbered document with a duty to reply.
type IssuedSlip struct {
	ID       SlipID `json:"id"`
	Kind     string `json:"kind"`
	Number   string `json:"number"`
	To       []Seat `json:"to"`
	IssuedAt Time   `json:"issued_at"`
	ReplyDue *Time  `json:"reply_due"`
	// By is the complainant where they issued it, "" otherwise.
	By PartyID `json:"by,omitempty"`
	// Ground is the policy's code of why it was issued, where that is asked; Text is what it says.
	Ground string    `json:"ground,omitempty"`
	Text   TextID    `json:"text,omitempty"`
	State  SlipState `json:"state"`
	Reply  TextID    `json:"reply,omitempty"`
	// Deadline and Rung are what it was issued at, Hand whether somebody did so themselves.
	Deadline DeadlineID `json:"deadline,omitempty"`
	Rung     RungID     `json:"rung,omitempty"`
	Hand     bool       `json:"hand,omitempty"`
	// Received lists who acknowledged that they have it; Void is why it was taken back.
	Received []SlipReceipt `json:"received,omitempty"`
	Void     TextID        `json:"void,omitempty"`
}

// SlipReceipt says who has a slip, since when.
type SlipReceipt struct {
	By UserID `json:"by"`
	At Time   `json:"at"`
}

// applySlipEvent folds what becomes of a slip that was issued.
func (c *Case) applySlipEvent(e Event) {
	switch f := e.Fact.(type) { //nolint:gochecksumtype // Apply hands on what is about slips
	case SlipReplied:
		c.changeSlip(f.Slip, func(s *IssuedSlip) { s.State, s.Reply = SlipAnswered, f.Text })
	case SlipReceived:
		c.changeSlip(f.Slip, func(s *IssuedSlip) {
			s.Received = append(slices.Clip(s.Received), SlipReceipt{By: e.Actor, At: Time{e.At}})
		})
	case SlipVoided:
		c.changeSlip(f.Slip, func(s *IssuedSlip) { s.State, s.Void = SlipVoid, f.Reason })
	case SlipEnded:
		c.changeSlip(f.Slip, func(s *IssuedSlip) { s.State = SlipOver })
	}
}

func (c *Case) changeSlip(id SlipID, change func(*IssuedSlip)) {
	if s := c.Slip(id); s != nil {
		change(s)
	}
}

// OpenSlipAt is the slip of a kind that was issued at a deadline and waits for its answer, nil if there is none.
func (c *Case) OpenSlipAt(d DeadlineID, kind string) *IssuedSlip {
	return findIn(c.Slips, func(s *IssuedSlip) bool {
		return s.Deadline == d && s.Kind == kind && s.State == SlipOpen
	})
}

// Notice is something a party must be told, and the proof that they were.
type Notice struct {
	ID       NoticeID `json:"id"`
	Step     StepID   `json:"step"`
	To       PartyID  `json:"to"`
	IssuedAt Time     `json:"issued_at"`
	ServedAt *Time    `json:"served_at"`
	// Says is what the regulation has it say, "" where that is left to staff.
	Says string `json:"says,omitempty"`
	// Outcome and EndedAt are how and when its step ended, whether it was served or not.
	Outcome string `json:"outcome,omitempty"`
	EndedAt *Time  `json:"ended_at,omitempty"`
	How     string `json:"how,omitempty"`
	Proof   TextID `json:"proof,omitempty"`
	Text    TextID `json:"text,omitempty"`
	// Through is who received it for the party, "" where they did themselves.
	Through RepresentationID `json:"through,omitempty"`
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

// Copy is one numbered copy of a document and whom it is for.
type Copy struct {
	No int  `json:"no"`
	To Seat `json:"to"`
	// Party is whose copy it is, "" where somebody of the organisation holds it; from edition 2 on.
	Party PartyID `json:"party,omitempty"`
	// AcknowledgedAt is when the party had it, by its own word or by that of staff.
	AcknowledgedAt *Time `json:"acknowledged_at,omitempty"`
	// SHA256 is of the copy's bytes as it was issued, in hexadecimal digits; from edition 2 on.
	SHA256 string `json:"sha256,omitempty"`
}

// Document is a numbered document the case has issued.
type Document struct {
	ID       DocumentID `json:"id"`
	Kind     string     `json:"kind"`
	Title    string     `json:"title"`
	Number   string     `json:"number"`
	IssuedAt Time       `json:"issued_at"`
	Copies   []Copy     `json:"copies"`
	// SHA256 is of the bytes of a document without numbered copies, as it was issued; from edition 2 on.
	SHA256 string `json:"sha256,omitempty"`
}

// Circular is what the case has published to people of the organisation.
type Circular struct {
	ID          CircularID `json:"id"`
	Kind        string     `json:"kind"`
	Title       string     `json:"title"`
	PublishedAt Time       `json:"published_at"`
	// To are the roles whose holders it is for; everybody with an account, if there are none.
	To []RoleID `json:"to"`
	// Data is what it says, by the names of the case's fields.
	Data map[string]any `json:"data"`
	// Seq is that of the event by which it was published.
	Seq int `json:"seq"`
}

// Subjects are whom it is for, as lists name them.
func (c Circular) Subjects() []string {
	if len(c.To) == 0 {
		return []string{EverybodySubject}
	}
	subjects := make([]string, len(c.To))
	for i, role := range c.To {
		subjects[i] = Seat{Role: role}.Subject()
	}
	return subjects
}

// IsFor reports whether it is for a person, as the directory has them now.
func (c Circular) IsFor(p Person) bool {
	if len(c.To) == 0 {
		return p.Active
	}
	return slices.ContainsFunc(c.To, p.HoldsRole)
}

// EverybodySubject stands for everybody who has an account.
const EverybodySubject = "everybody"

// Document finds a document by id, or nil.
func (c *Case) Document(id DocumentID) *Document {
	return findIn(c.Documents, func(d *Document) bool { return d.ID == id })
}

// Copy finds a copy by its number, or nil.
func (d *Document) Copy(no int) *Copy {
	return findIn(d.Copies, func(c *Copy) bool { return c.No == no })
}

// SHA256OfCopy is that of a copy's bytes as it was issued, of the only one if no is 0; "" where none was kept then.
func (d *Document) SHA256OfCopy(no int) string {
	if one := d.Copy(no); one != nil {
		return one.SHA256
	}
	if no == 0 {
		return d.SHA256
	}
	return ""
}

// Slip finds a slip by id, or nil.
func (c *Case) Slip(id SlipID) *IssuedSlip {
	return findIn(c.Slips, func(s *IssuedSlip) bool { return s.ID == id })
}

// Notice finds a notice by id, or nil.
func (c *Case) Notice(id NoticeID) *Notice {
	return findIn(c.Notices, func(n *Notice) bool { return n.ID == id })
}

// AwaitsSlipReply reports whether an inquiry slip, or one with a deadline of its own, waits for its answer; a case is
// not archived before.
func (c *Case) AwaitsSlipReply() bool {
	return slices.ContainsFunc(c.Slips, func(s IssuedSlip) bool {
		return s.State == SlipOpen && (s.Kind == InquirySlip || c.DeadlineOfSlip(s.ID) != nil)
	})
}

// AnswerLimits is how the names of deadlines begin by which messages are answered; the kind of message follows.
const AnswerLimits = "messages."

// AwaitsMessageAnswer reports whether a message of a party waits for an answer that is owed by a limit.
func (c *Case) AwaitsMessageAnswer() bool {
	return slices.ContainsFunc(c.Deadlines, func(d Deadline) bool {
		return d.Slip == "" && strings.HasPrefix(d.Name, AnswerLimits) && !d.IsEnded()
	})
}

// DeadlineOfSlip is the latest deadline by which a slip is answered, nil if it has none of its own.
func (c *Case) DeadlineOfSlip(id SlipID) *Deadline {
	var last *Deadline
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; id != "" && d.Slip == id {
			last = d
		}
	}
	return last
}

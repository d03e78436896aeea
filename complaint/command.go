package complaint

import "time"

// Command is what somebody wants done with a case. The set is closed: see [CommandNames]. What the engine does with
// each stands in its row in policy/commands.go.
//
//sumtype:decl
type Command interface{ commandName() string }

// commands reads each of the set from its JSON body.
var commands = decoderTable(
	decodeAs[Open], decodeAs[Due], decodeAs[Sync], decodeAs[OutsideCancel], decodeAs[Recalculate], decodeAs[Absorb],
	decodeAs[NotePublished], decodeAs[NoteWithheld],
	decodeAs[Adopt],
	decodeAs[Claim], decodeAs[Release], decodeAs[Complete], decodeAs[Assign],
	decodeAs[Recuse], decodeAs[Suspend], decodeAs[Resume], decodeAs[RequestExtension], decodeAs[Regrade],
	decodeAs[Urge], decodeAs[Redirect], decodeAs[Return], decodeAs[IssueSlip], decodeAs[Instruct],
	decodeAs[ReplySlip], decodeAs[ReceiveSlip], decodeAs[RecordDemand], decodeAs[AnswerDemand],
	decodeAs[VoidSlip], decodeAs[RecordService], decodeAs[RequestReview], decodeAs[Object], decodeAs[Message],
	decodeAs[Rate], decodeAs[Withdraw], decodeAs[Note], decodeAs[Merge], decodeAs[Correct], decodeAs[OpenAttachments],
	decodeAs[AcknowledgeCopy], decodeAs[RecordRepresentation], decodeAs[EndRepresentation],
	decodeAs[ProposeEntry], decodeAs[Identify],
)

type (
	// Open makes a filing into a case; the first command of each case, by the system.
	Open struct{}
	// Due fires one rung of a deadline; by the system when its instant has come.
	Due struct {
		Deadline DeadlineID `json:"deadline"`
		Rung     RungID     `json:"rung"`
	}
	// Sync makes the case read its journal; it decides nothing.
	Sync struct{}

	// OutsideCancel is a cancel request that came to the workflow from outside Duban. It is noted and not
	// obeyed: a case ends by what its regulation says, never by an operator's click.
	OutsideCancel struct{}

	// Recalculate counts the case's running deadlines anew after a year of the official calendar was
	// published; by the system, once for each publication ([Recalculate.OrderID]). Without it a published
	// calendar moves no deadline that runs.
	Recalculate struct {
		Calendar string `json:"calendar"`
		Year     int    `json:"year"`
		// Revision numbers the publications of one year, from 1.
		Revision int `json:"revision"`
	}

	// Absorb notes a duplicate that goes on in this case; by the system, once for each duplicate ([Absorb.OrderID]).
	Absorb struct {
		Duplicate CaseID `json:"duplicate"`
	}

	// NotePublished notes that a report which this case has ordered is published; by the system, once for each order
	// ([NotePublished.OrderID]).
	NotePublished struct {
		Ordered  int    `json:"ordered"`
		Report   string `json:"report"`
		Edition  int    `json:"edition"`
		Sequence int64  `json:"sequence"`
		Version  int    `json:"version"`
		SHA256   string `json:"sha256"`
	}
	// NoteWithheld notes that it does not balance, and in which row; by the system, once for each order.
	NoteWithheld struct {
		Ordered int    `json:"ordered"`
		Report  string `json:"report"`
		Row     string `json:"row"`
	}

	// Adopt lets the case go on under another version of its regulation, because of a change that was agreed to; by
	// the system, once for each change ([Adopt.OrderID]).
	Adopt struct {
		Change string `json:"change"`
	}

	// Claim takes an open task.
	Claim struct {
		Task TaskID `json:"task,omitempty"`
	}
	// Release gives a claimed task back to its candidates.
	Release struct {
		Task TaskID `json:"task,omitempty"`
	}
	// Complete finishes a task with an outcome and the step's form.
	Complete struct {
		Task    TaskID         `json:"task,omitempty"`
		Outcome string         `json:"outcome,omitempty"`
		Data    map[string]any `json:"data,omitempty"`
	}
	// Assign gives a task to one of its candidates.
	Assign struct {
		Task TaskID `json:"task,omitempty"`
		To   UserID `json:"to"`
	}
	// Recuse declares or asks for a conflict of interest (回避). Party is whose wish it is, where staff record it;
	// whoever comes by receipt asks for themselves and says in words (whom) who is meant, since they know nobody's id.
	Recuse struct {
		Person UserID  `json:"person,omitempty"`
		Ground TextID  `json:"ground"`
		Party  PartyID `json:"party,omitempty"`
		Whom   TextID  `json:"whom,omitempty"`
	}
	// Identify says who a respondent is whom the filing names in words (指认): a person or a unit of the organisation, or
	// with neither nobody of it. The party may be left out where only one is named in words.
	Identify struct {
		Party  PartyID `json:"party,omitempty"`
		Person UserID  `json:"person,omitempty"`
		Unit   UnitID  `json:"unit,omitempty"`
	}
	// Suspend stops a deadline's clock (中止), on a ground that the policy lists. The deadline may be left out
	// when only one fits; so it may in Resume and RequestExtension.
	Suspend struct {
		Deadline DeadlineID `json:"deadline,omitempty"`
		Ground   string     `json:"ground"`
	}
	// Resume starts a suspended clock again.
	Resume struct {
		Deadline DeadlineID `json:"deadline,omitempty"`
	}
	// RequestExtension asks for a later limit (延期). By is a length such as 15d.
	RequestExtension struct {
		Deadline DeadlineID `json:"deadline,omitempty"`
		By       string     `json:"by"`
		Reason   TextID     `json:"reason"`
	}
	// Regrade changes the severity; the limit is counted anew from its original start.
	Regrade struct {
		Severity string `json:"severity"`
		Reason   TextID `json:"reason"`
	}
	// Urge issues an urge slip (催办单) by hand.
	Urge struct {
		To     UnitID `json:"to,omitempty"`
		Reason TextID `json:"reason"`
	}
	// IssueSlip issues a slip by hand, on a ground that the policy lists, to a person or to a role. Kind may be left
	// out where the policy has one such slip only; Within is a length such as 3wd, the policy's if absent.
	IssueSlip struct {
		Kind   string `json:"kind,omitempty"`
		Ground string `json:"ground"`
		To     UserID `json:"to,omitempty"`
		Role   string `json:"role,omitempty"`
		Within string `json:"within,omitempty"`
		Text   TextID `json:"text"`
	}
	// Instruct issues a leader's numbered instruction (批示), to a person or to a role.
	Instruct struct {
		To     UserID `json:"to,omitempty"`
		Role   string `json:"role,omitempty"`
		Within string `json:"within,omitempty"`
		Text   TextID `json:"text"`
	}
	// ReplySlip answers a slip.
	ReplySlip struct {
		Slip SlipID `json:"slip"`
		Text TextID `json:"text"`
	}
	// RecordDemand adds a demand (诉求) to the numbered list of what the complainant asks for.
	RecordDemand struct {
		Text TextID `json:"text"`
	}
	// AnswerDemand says what is answered to a demand, by its number: with an answer that the policy lists, why, and on
	// which clause it rests. A later answer takes its place.
	AnswerDemand struct {
		Demand int    `json:"demand"`
		Answer string `json:"answer"`
		Reason TextID `json:"reason"`
		Clause string `json:"clause"`
	}
	// ReceiveSlip acknowledges that a slip has come (签收).
	ReceiveSlip struct {
		Slip SlipID `json:"slip"`
	}
	// VoidSlip takes a slip back that should not have been issued (作废). Its number stays used.
	VoidSlip struct {
		Slip   SlipID `json:"slip"`
		Reason TextID `json:"reason"`
	}
	// Redirect passes the matter on to another unit, which is responsible from then on (转办).
	Redirect struct {
		To     UnitID `json:"to"`
		Reason TextID `json:"reason"`
	}
	// Return hands the matter back to the step from which it is given out (退回).
	Return struct {
		Reason TextID `json:"reason"`
	}
	// RecordService adds proof of service that arrived later.
	RecordService struct {
		Notice NoticeID  `json:"notice"`
		At     time.Time `json:"at"`
		How    string    `json:"how"`
		Proof  TextID    `json:"proof,omitempty"`
		// Through is who received it for the party, where somebody did.
		Through RepresentationID `json:"through,omitempty"`
	}
	// RecordRepresentation says that somebody speaks for a party of the case: in one of the ways (as) that the policy
	// has for the party's role, from a day on and until another, both included. From may be left out for today, until
	// where no end is known.
	RecordRepresentation struct {
		Party PartyID `json:"party"`
		As    string  `json:"as"`
		Name  TextID  `json:"name"`
		Phone TextID  `json:"phone,omitempty"`
		From  string  `json:"from,omitempty"`
		Until string  `json:"until,omitempty"`
		// Authority are files of the case that show it.
		Authority []AttachmentID `json:"authority,omitempty"`
	}
	// EndRepresentation says that somebody speaks for a party no more, from now on.
	EndRepresentation struct {
		Representation RepresentationID `json:"representation"`
		Reason         TextID           `json:"reason"`
	}
	// RequestReview asks for 复查. Kind is the kind of matter that begins; it may be left out when only one can. Party is
	// whose request it is, where it is recorded by staff; it may be left out when only one was served. Through is who
	// asked for the party, where somebody did.
	RequestReview struct {
		Kind    string           `json:"kind,omitempty"`
		Party   PartyID          `json:"party,omitempty"`
		Through RepresentationID `json:"through,omitempty"`
		Reason  TextID           `json:"reason"`
	}
	// Object objects to the decision: a department does, or the party that it names, by itself or through somebody.
	Object struct {
		To      RoleID           `json:"to,omitempty"`
		Party   PartyID          `json:"party,omitempty"`
		Through RepresentationID `json:"through,omitempty"`
		Reason  TextID           `json:"reason"`
	}
	// Message writes to a party, or from a party to the organisation.
	Message struct {
		Kind string  `json:"kind,omitempty"`
		To   PartyID `json:"to,omitempty"`
		Text TextID  `json:"text"`
		// Attachments are files of the case that go with the message.
		Attachments []AttachmentID `json:"attachments,omitempty"`
	}
	// Rate is the complainant's own answer to the follow-up visit.
	Rate struct {
		Outcome string `json:"outcome"`
		Text    TextID `json:"text,omitempty"`
	}
	// Withdraw takes the complaint back.
	Withdraw struct {
		Reason TextID `json:"reason"`
	}
	// Note adds a remark to the file.
	Note struct {
		Text        TextID         `json:"text"`
		Attachments []AttachmentID `json:"attachments,omitempty"`
	}
	// Merge joins a duplicate into another case.
	Merge struct {
		Into CaseID `json:"into"`
	}
	// OpenAttachments shows what the complainant has handed in sealed, all of it at once, to every reader of the case.
	OpenAttachments struct{}
	// AcknowledgeCopy says that a party has received its numbered copy of a document; now, where it does not say when.
	// What may be left out is what only one copy can be meant by.
	AcknowledgeCopy struct {
		Document DocumentID       `json:"document,omitempty"`
		Copy     int              `json:"copy,omitempty"`
		Through  RepresentationID `json:"through,omitempty"`
		At       *Time            `json:"at,omitempty"`
		How      TextID           `json:"how,omitempty"`
	}
	// ProposeEntry puts an entry to the ledger by hand, by a rule of the policy that provides it: about a person or a
	// unit, with an amount in fen where there is one.
	ProposeEntry struct {
		Rule   string `json:"rule,omitempty"`
		Person UserID `json:"person,omitempty"`
		Unit   UnitID `json:"unit,omitempty"`
		Amount *int64 `json:"amount,omitempty"`
		Text   TextID `json:"text"`
	}
	// Correct records that an earlier event was mistaken, and why; the event stays. With a party it says who that one
	// is, or how to reach them: what is left out stays as it is. With a field of a form it says what that holds: a
	// text, or a value where it holds none.
	Correct struct {
		Seq     int     `json:"seq"`
		Reason  TextID  `json:"reason"`
		Party   PartyID `json:"party,omitempty"`
		Name    TextID  `json:"name,omitempty"`
		Phone   TextID  `json:"phone,omitempty"`
		Email   TextID  `json:"email,omitempty"`
		Address TextID  `json:"address,omitempty"`
		Field   string  `json:"field,omitempty"`
		Text    TextID  `json:"text,omitempty"`
		Value   any     `json:"value,omitempty"`
	}
)

func (Open) commandName() string { return "open" }

func (Due) commandName() string { return "due" }

func (Sync) commandName() string { return "sync" }

func (OutsideCancel) commandName() string { return "outside_cancel" }

func (Recalculate) commandName() string { return "recalculate" }

func (Absorb) commandName() string { return "absorb" }

func (NotePublished) commandName() string { return "note_published" }

func (NoteWithheld) commandName() string { return "note_withheld" }

func (Adopt) commandName() string { return "adopt" }

func (Claim) commandName() string { return "claim" }

func (Release) commandName() string { return "release" }

func (Complete) commandName() string { return "complete" }

func (Assign) commandName() string { return "assign" }

func (Identify) commandName() string { return "identify" }
func (Recuse) commandName() string   { return "recuse" }

func (Suspend) commandName() string { return "suspend" }

func (Resume) commandName() string { return "resume" }

func (RequestExtension) commandName() string { return "request_extension" }

func (Regrade) commandName() string { return "regrade" }

func (Urge) commandName() string { return "urge" }

func (IssueSlip) commandName() string { return "issue_slip" }

func (Instruct) commandName() string { return "instruct" }

func (ReplySlip) commandName() string { return "reply_slip" }

func (RecordDemand) commandName() string { return "record_demand" }

func (AnswerDemand) commandName() string { return "answer_demand" }

func (ReceiveSlip) commandName() string { return "receive_slip" }

func (VoidSlip) commandName() string { return "void_slip" }

func (Redirect) commandName() string { return "redirect" }

func (Return) commandName() string { return "return" }

func (RecordService) commandName() string { return "record_service" }

func (RequestReview) commandName() string { return "request_review" }

func (Object) commandName() string { return "object" }

func (Message) commandName() string { return "message" }

func (Rate) commandName() string { return "rate" }

func (Withdraw) commandName() string { return "withdraw" }

func (Note) commandName() string { return "note" }

func (Merge) commandName() string { return "merge" }

func (OpenAttachments) commandName() string { return "open_attachments" }

func (Correct) commandName() string { return "correct" }

func (AcknowledgeCopy) commandName() string { return "acknowledge_copy" }

func (RecordRepresentation) commandName() string { return "record_representation" }

func (EndRepresentation) commandName() string { return "end_representation" }

func (ProposeEntry) commandName() string { return "propose_entry" }

// NameOf is the command's name on the wire.
func NameOf(c Command) string { return c.commandName() }

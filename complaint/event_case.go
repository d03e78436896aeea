package complaint

// Facts of the case itself: how it begins and ends, its parties and papers.
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
		// Period is the one for which the program has opened the matter, if it has. From edition 2 on.
		Period *Period `json:"period,omitempty"`
		// Origin is the case that opened this one, if one did.
		Origin *Link `json:"origin,omitempty"`
		// Excluded are people who take no part, because they handled what this case looks at again.
		Excluded []UserID `json:"excluded,omitempty"`
	}
	// Registered gives the case its number and enters it in the register.
	Registered struct {
		Number string `json:"number"`
	}
	// RecusalAsked says that somebody holds a person to be in conflict of interest; until it is decided that
	// person does not act (回避申请).
	RecusalAsked struct {
		Person UserID `json:"person"`
		Ground TextID `json:"ground"`
		// Party is whose wish it is, "" where nobody of the parties asks. From edition 2 on.
		Party PartyID `json:"party,omitempty"`
		// Whom says in words who is meant, where the party cannot name the person: then whoever grants it does, and
		// nobody is stopped before. From edition 2 on.
		Whom TextID `json:"whom,omitempty"`
	}
	// AccusedCompared says whom of the organisation the words may mean that name a respondent, where the filing does
	// not hold that. From edition 2 on.
	AccusedCompared struct {
		Party     PartyID     `json:"party"`
		Resembles Resemblance `json:"resembles"`
	}
	// Identified says who a respondent is whom the filing names in words: a person, a unit, or nobody of the
	// organisation. Tasks are those that this person, or people of the unit, had done, to be done again by others. From
	// edition 2 on.
	Identified struct {
		Party  PartyID  `json:"party"`
		Person UserID   `json:"person,omitempty"`
		Unit   UnitID   `json:"unit,omitempty"`
		Tasks  []TaskID `json:"tasks,omitempty"`
	}
	// Recused takes a person out of the case (回避). Tasks are those they had done, to be done again by others.
	Recused struct {
		Person UserID   `json:"person"`
		Ground TextID   `json:"ground"`
		Tasks  []TaskID `json:"tasks"`
		// Question is the event by which a party had asked for it in words; from edition 2 on.
		Question int `json:"question,omitempty"`
	}
	// RecusalRefused says that there is no conflict; the person may act again.
	RecusalRefused struct {
		Person UserID `json:"person"`
		// Question is the event by which a party had asked for it in words; from edition 2 on.
		Question int `json:"question,omitempty"`
	}
	// Objected is a department's objection to the decision, or that of a party; the step entered next answers it.
	Objected struct {
		To RoleID `json:"to"`
		// Party is whose it is, "" for a department's; Through is who raised it for the party; from edition 2 on.
		Party   PartyID          `json:"party,omitempty"`
		Through RepresentationID `json:"through,omitempty"`
		Reason  TextID           `json:"reason"`
	}
	// DocumentIssued is a numbered document with its numbered copies.
	DocumentIssued struct {
		Document DocumentID `json:"document"`
		Kind     string     `json:"kind"`
		Title    string     `json:"title"`
		Number   string     `json:"number"`
		Step     StepID     `json:"step"`
		Copies   []Copy     `json:"copies"`
		// SHA256 is of the bytes of a document without numbered copies; each copy has its own. From edition 2 on.
		SHA256 string `json:"sha256,omitempty"`
	}
	// CircularPublished tells people of the organisation what a form of the case holds (通报); each acknowledges it. From
	// edition 2 on.
	CircularPublished struct {
		Circular CircularID `json:"circular"`
		Kind     string     `json:"kind"`
		Title    string     `json:"title"`
		Step     StepID     `json:"step"`
		// To are the roles whose holders it is for; everybody with an account, if there are none.
		To []RoleID `json:"to"`
		// Data is what it says, by the names of the case's fields.
		Data map[string]any `json:"data"`
	}
	// Regraded changes the severity.
	Regraded struct {
		From   string `json:"from"`
		To     string `json:"to"`
		Reason TextID `json:"reason"`
		// LeadsTo is the step at which the case goes on, where it leaves its way; from edition 2 on.
		LeadsTo StepID `json:"leads_to,omitempty"`
	}
	// NoticeIssued says that something must be told to a party.
	NoticeIssued struct {
		Notice NoticeID `json:"notice"`
		Step   StepID   `json:"step"`
		To     PartyID  `json:"to"`
		// Says is what the regulation has the notice say in this case; from edition 2 on.
		Says string `json:"says,omitempty"`
	}
	// Served is proof that a notice reached the party (送达).
	Served struct {
		Notice NoticeID `json:"notice"`
		At     Time     `json:"at"`
		How    string   `json:"how"`
		Proof  TextID   `json:"proof"`
		Text   TextID   `json:"text"`
		// Through is who received it for the party; from edition 2 on.
		Through RepresentationID `json:"through,omitempty"`
		// SHA256 is of the notice's bytes as it was served first, in hexadecimal digits; from edition 2 on.
		SHA256 string `json:"sha256,omitempty"`
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
	// WithdrawalAsked asks to take the complaint back; the step entered next decides. From edition 2 on.
	WithdrawalAsked struct {
		Reason TextID `json:"reason"`
	}
	// Withdrew takes the complaint back.
	Withdrew struct {
		Reason TextID `json:"reason"`
		// LeadsTo is the step at which the case goes on; "" where it ends. From edition 2 on.
		LeadsTo StepID `json:"leads_to,omitempty"`
	}
	// Redirected passes the matter on to another unit. From edition 2 on.
	Redirected struct {
		From   UnitID `json:"from"`
		To     UnitID `json:"to"`
		Reason TextID `json:"reason"`
		// LeadsTo is the step at which the case goes on; "" where the work of the unit before is begun anew.
		LeadsTo StepID `json:"leads_to,omitempty"`
	}
	// HandedBack hands the matter back to the step from which it is given out. From edition 2 on.
	HandedBack struct {
		Reason  TextID `json:"reason"`
		LeadsTo StepID `json:"leads_to"`
	}
	// VersionAdopted lets the case go by another version of its regulation from here on, because of a change that
	// AskedBy asked for and AgreedBy, if anybody, agreed to. From edition 2 on.
	VersionAdopted struct {
		From     PolicyRef `json:"from"`
		To       PolicyRef `json:"to"`
		Change   string    `json:"change"`
		AskedBy  UserID    `json:"asked_by"`
		AgreedBy UserID    `json:"agreed_by,omitempty"`
	}
	// Noted adds a remark to the file.
	Noted struct {
		Text        TextID         `json:"text"`
		Attachments []AttachmentID `json:"attachments,omitempty"`
	}
	// AttachmentsOpened shows files that the complainant had handed in sealed to every reader of the case. From edition
	// 2 on.
	AttachmentsOpened struct {
		Attachments []AttachmentID `json:"attachments"`
	}
	// CasesCounted is a number of other cases by which what follows in the same act was decided, and those cases, the
	// newest first. From edition 2 on.
	CasesCounted struct {
		Count  string   `json:"count"`
		Number int      `json:"number"`
		Cases  []CaseID `json:"cases"`
	}
	// CopyAcknowledged says that a party has received its copy of a document. From edition 2 on.
	CopyAcknowledged struct {
		Document DocumentID `json:"document"`
		Copy     int        `json:"copy"`
		// Through is who received it for the party.
		Through RepresentationID `json:"through,omitempty"`
		At      Time             `json:"at"`
		How     TextID           `json:"how"`
	}
	// RepresentationRecorded says that somebody speaks for a party. From edition 2 on.
	RepresentationRecorded struct {
		Representation RepresentationID `json:"representation"`
		Party          PartyID          `json:"party"`
		As             string           `json:"as"`
		Name           TextID           `json:"name"`
		Phone          TextID           `json:"phone"`
		From           string           `json:"from"`
		Until          string           `json:"until"`
		Authority      []AttachmentID   `json:"authority"`
	}
	// RepresentationEnded says that they do so no more. From edition 2 on.
	RepresentationEnded struct {
		Representation RepresentationID `json:"representation"`
		Reason         TextID           `json:"reason"`
	}
	// PartiesJoined says that the parties of a duplicate are this case's too, and who stays away from that one: what
	// was said and handed in there can be read here. From edition 2 on.
	PartiesJoined struct {
		Case    CaseID   `json:"case"`
		Parties []Party  `json:"parties"`
		Recused []UserID `json:"recused,omitempty"`
		// Opened are attachments of the duplicate that were opened to its readers.
		Opened []AttachmentID `json:"opened,omitempty"`
	}
	// Corrected says that an earlier event was mistaken; the event stays. From edition 2 on it can say what is right:
	// of a party, or of a field of a form.
	Corrected struct {
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
	// Closed says that the main procedure is over and its limit no longer runs.
	Closed struct {
		Disposition string `json:"disposition"`
	}
	// Archived says that nothing is owed any more.
	Archived struct{}
)

func (Filed) eventType() string             { return "filed" }
func (Registered) eventType() string        { return "registered" }
func (AccusedCompared) eventType() string   { return "accused_compared" }
func (Identified) eventType() string        { return "identified" }
func (RecusalAsked) eventType() string      { return "recusal_asked" }
func (Recused) eventType() string           { return "recused" }
func (RecusalRefused) eventType() string    { return "recusal_refused" }
func (Objected) eventType() string          { return "objected" }
func (DocumentIssued) eventType() string    { return "document_issued" }
func (CircularPublished) eventType() string { return "circular_published" }
func (Regraded) eventType() string          { return "regraded" }
func (NoticeIssued) eventType() string      { return "notice_issued" }
func (Served) eventType() string            { return "served" }
func (Messaged) eventType() string          { return "messaged" }
func (Linked) eventType() string            { return "linked" }
func (WithdrawalAsked) eventType() string   { return "withdrawal_asked" }
func (Withdrew) eventType() string          { return "withdrawn" }
func (Redirected) eventType() string        { return "redirected" }
func (HandedBack) eventType() string        { return "handed_back" }
func (VersionAdopted) eventType() string    { return "version_adopted" }

func (Noted) eventType() string                  { return "noted" }
func (CasesCounted) eventType() string           { return "cases_counted" }
func (AttachmentsOpened) eventType() string      { return "attachments_opened" }
func (Corrected) eventType() string              { return "corrected" }
func (PartiesJoined) eventType() string          { return "parties_joined" }
func (Closed) eventType() string                 { return "closed" }
func (Archived) eventType() string               { return "archived" }
func (CopyAcknowledged) eventType() string       { return "copy_acknowledged" }
func (RepresentationRecorded) eventType() string { return "representation_recorded" }
func (RepresentationEnded) eventType() string    { return "representation_ended" }

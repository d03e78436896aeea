package gateway

import (
	"time"

	"duban/complaint"
)

type (
	caseView struct {
		ID            complaint.CaseID  `json:"id"`
		Number        *string           `json:"number"`
		Policy        policyRefView     `json:"policy"`
		Kind          string            `json:"kind"`
		KindTitle     string            `json:"kind_title"`
		Period        *periodView       `json:"period,omitempty" doc:"The one for which the program has opened the matter; absent if somebody filed it"`
		Status        complaint.Status  `json:"status" enum:"received,open,closed,archived"`
		Disposition   *string           `json:"disposition"`
		Source        string            `json:"source"`
		Channel       string            `json:"channel"`
		Category      string            `json:"category"`
		CategoryTitle string            `json:"category_title"`
		Severity      string            `json:"severity"`
		SeverityTitle string            `json:"severity_title"`
		Step          *complaint.StepID `json:"step"`
		StepTitle     *string           `json:"step_title"`
		Unit          *complaint.UnitID `json:"unit" doc:"The responsible unit"`
		UnitName      *string           `json:"unit_name"`
		Subject       *string           `json:"subject"`
		Content       *string           `json:"content"`
		ReceivedAt    time.Time         `json:"received_at"`
		FiledBy       complaint.UserID  `json:"filed_by"`
		Data          map[string]any    `json:"data"`
		Parties       []partyView       `json:"parties" nullable:"false"`
		People        []namedView       `json:"people" nullable:"false" doc:"Staff whom the case names: who filed it, whom forms name, the recused"`
		Tasks         []TaskView        `json:"tasks" nullable:"false"`
		Redo          []redoView        `json:"redo" nullable:"false" doc:"Steps done by people found in conflict of interest since: to be done again by others"`
		Deadlines     []deadlineView    `json:"deadlines" nullable:"false"`
		Correctable   []string          `json:"correctable" nullable:"false" doc:"Fields of the data that the reader can put right by hand, where they may give the command at all"`
		Corrections   []correctionView  `json:"corrections" nullable:"false" doc:"What was put right of parties and forms, with what had been said before"`
		Demands       []demandView      `json:"demands" nullable:"false" doc:"What the complainant asks for, numbered, with what was answered"`
		Outlook       []outlookView     `json:"outlook" nullable:"false" doc:"Of each deadline that is not over: why nothing more has been issued, what comes next if nobody acts, and when"`
		Slips         []slipView        `json:"slips" nullable:"false"`
		Notices       []noticeView      `json:"notices" nullable:"false"`
		Messages      []messageView     `json:"messages" nullable:"false"`
		Attachments   []attachmentView  `json:"attachments" nullable:"false"`
		Links         []linkView        `json:"links" nullable:"false"`
		Duplicates    []duplicateView   `json:"duplicates" nullable:"false" doc:"What others complained of who joined the case, as its reader may know it"`
		Documents     []documentView    `json:"documents" nullable:"false" doc:"Numbered documents with their copies and receipts"`
		Measures      []measuredView    `json:"measures" nullable:"false"`
		Counts        []countView       `json:"counts" nullable:"false" doc:"Numbers of other cases by which something was decided"`
		Actions       []actionView      `json:"actions" nullable:"false"`
		Overdue       bool              `json:"overdue"`
		Receipt       bool              `json:"issues_receipt" doc:"The reader may issue the case another receipt, in place of the one it had"`
		Readings      bool              `json:"readings" doc:"The reader may see who has read the case"`
		Seq           int               `json:"seq" doc:"Of the journal's last event"`
		Now           time.Time         `json:"now" doc:"Case time"`
		Reports       []caseReportView  `json:"reports" nullable:"false" doc:"What the matter of a period publishes of reports"`
		Circulars     []publishedView   `json:"circulars" nullable:"false" doc:"What was published to people of the organisation"`
		Entries       []EntryView       `json:"entries" nullable:"false" doc:"What stands in the ledger of sanctions, commendations and deductions"`
	}
	policyRefView struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		Title   string `json:"title"`
	}
	namedView struct {
		ID   complaint.UserID `json:"id"`
		Name string           `json:"name"`
	}
	partyView struct {
		ID   complaint.PartyID `json:"id"`
		Role string            `json:"role" doc:"complainant, respondent or a role of the policy's own"`
		// RoleTitle is what the policy calls such a party.
		RoleTitle string `json:"role_title"`
		Kind      string `json:"kind" enum:"person,unit,text"`
		// Ref is the id of the person or unit in the directory.
		Ref     *string `json:"ref" doc:"Id in the directory, for kinds person and unit"`
		Name    *string `json:"name"`
		Phone   *string `json:"phone"`
		Email   *string `json:"email"`
		Address *string `json:"address"`
		Sealed  bool    `json:"sealed" doc:"The reader may not know who this is"`
		// InWords is how the filing names a respondent who has been identified since.
		InWords *string `json:"in_words" doc:"How the filing names them, where somebody has said who that is"`
		// Resembles are those whom the words may mean: until somebody has identified the party they stay away.
		Resembles []string `json:"resembles" nullable:"false" doc:"Names of people and units whom the words may mean: until somebody has said who the party is, those people stay away from the case"`
		// Representatives are who speaks for the party, and who did.
		Representatives []representativeView `json:"representatives" nullable:"false" doc:"Who speaks for the party, and who did"`
	}
	representativeView struct {
		ID      complaint.RepresentationID `json:"id"`
		As      string                     `json:"as"`
		Title   string                     `json:"title" doc:"What the policy calls such a representative"`
		Name    *string                    `json:"name"`
		Phone   *string                    `json:"phone"`
		Sealed  bool                       `json:"sealed" doc:"The reader may not know who this is"`
		From    string                     `json:"from" doc:"The first day"`
		Until   *string                    `json:"until" doc:"The last day, null where no end is known"`
		EndedAt *time.Time                 `json:"ended_at"`
		InForce bool                       `json:"in_force" doc:"They speak for the party now"`
		// Authority are files of the case that show it.
		Authority []complaint.AttachmentID `json:"authority" nullable:"false"`
	}
	// TaskView is a task with what its reader could do about it.
	TaskView struct {
		ID           complaint.TaskID    `json:"id"`
		Step         complaint.StepID    `json:"step"`
		Title        string              `json:"title"`
		Roles        []complaint.RoleID  `json:"roles" nullable:"false"`
		RoleTitles   string              `json:"role_titles"`
		Unit         *complaint.UnitID   `json:"unit"`
		Assignee     *complaint.UserID   `json:"assignee"`
		AssigneeName *string             `json:"assignee_name"`
		For          *complaint.UserID   `json:"for" doc:"In whose place the assignee took it"`
		ForName      *string             `json:"for_name"`
		Party        *complaint.PartyID  `json:"party" doc:"For whom it is done, where each party has a task of their own"`
		Entry        *complaint.EntryID  `json:"entry" doc:"Which entry of the ledger it is about, null for a task of the procedure"`
		State        complaint.TaskState `json:"state" enum:"open,claimed,done,withdrawn"`
		Outcome      *string             `json:"outcome" doc:"How it was completed"`
		OpenedAt     time.Time           `json:"opened_at"`
		Due          *time.Time          `json:"due"`
		WorkingDays  *int                `json:"working_days" doc:"Working days after today that are still in time: 0 on the last day, negative once it has passed"`
		Overdue      bool                `json:"overdue"`
		Actions      []actionView        `json:"actions" nullable:"false"`
	}
	redoView struct {
		Task       complaint.TaskID `json:"task"`
		Step       complaint.StepID `json:"step"`
		Title      string           `json:"title"`
		Person     complaint.UserID `json:"person" doc:"Who had done it"`
		PersonName *string          `json:"person_name"`
		Redone     bool             `json:"redone" doc:"Somebody else has done the step again"`
	}
	actionView struct {
		Command  string       `json:"command"`
		Outcome  *string      `json:"outcome,omitempty"`
		Title    *string      `json:"title,omitempty" doc:"Of the outcome"`
		Slip     *string      `json:"slip,omitempty" doc:"Which slip, for reply_slip"`
		Deadline *string      `json:"deadline,omitempty" doc:"Which deadline, for suspend, resume and request_extension"`
		Form     *string      `json:"form" doc:"A schema in the pinned policy version's forms"`
		Allowed  bool         `json:"allowed"`
		Refusal  *refusalView `json:"refusal,omitempty"`
	}
	refusalView struct {
		Code    complaint.Code `json:"code"`
		ID      string         `json:"id,omitempty" doc:"Which refusal it is, whatever the language; absent where it was recorded as a sentence"`
		Args    complaint.Args `json:"args,omitempty" doc:"What the sentence is about, by name"`
		Clause  *string        `json:"clause"`
		Setting *string        `json:"setting"`
		Detail  string         `json:"detail" doc:"For people, in the language of Accept-Language"`
	}
	deadlineView struct {
		ID          complaint.DeadlineID    `json:"id"`
		Name        string                  `json:"name"`
		Title       string                  `json:"title"`
		Clause      *string                 `json:"clause"`
		Setting     *string                 `json:"setting"`
		Limit       string                  `json:"limit"`
		Step        *complaint.StepID       `json:"step"`
		Task        *complaint.TaskID       `json:"task"`
		Started     time.Time               `json:"started"`
		Target      *time.Time              `json:"target"`
		Due         time.Time               `json:"due" doc:"The first instant too late"`
		WorkingDays int                     `json:"working_days" doc:"As of a task"`
		LastDay     string                  `json:"last_day" doc:"The last day in time"`
		State       complaint.DeadlineState `json:"state" enum:"running,suspended,met,missed,superseded,cancelled"`
		Done        bool                    `json:"done" doc:"What was due has happened, in time or late"`
		Overdue     bool                    `json:"overdue"`
		Provisional bool                    `json:"provisional"`
		Computation []countedView           `json:"computation" nullable:"false"`
		SuspendedAt *time.Time              `json:"suspended_at,omitempty" doc:"Since when the clock stands"`
		Left        *complaint.Length       `json:"left,omitempty" doc:"Countable time left when it was stopped"`
	}
	demandView struct {
		No     int       `json:"no"`
		Text   *string   `json:"text" doc:"To whoever may see it"`
		Answer *CodeView `json:"answer,omitempty" doc:"absent while nobody has answered"`
		Reason *string   `json:"reason"`
		Clause *string   `json:"clause"`
	}
	slipView struct {
		ID       complaint.SlipID  `json:"id"`
		Case     complaint.CaseID  `json:"case"`
		Kind     string            `json:"kind" doc:"urge, inquiry, instruction, or one of the regulation's own"`
		Title    string            `json:"title" doc:"What the regulation calls such a slip"`
		Number   string            `json:"number"`
		Ground   *CodeView         `json:"ground,omitempty" doc:"Why it was issued by hand, where that is asked"`
		Text     *string           `json:"text" doc:"What it says, to whoever may see it"`
		To       []seatView        `json:"to" nullable:"false"`
		IssuedAt time.Time         `json:"issued_at"`
		ReplyDue *time.Time        `json:"reply_due"`
		State    string            `json:"state" enum:"open,replied,settled,void,ended,overdue"`
		Reply    *string           `json:"reply"`
		Received []slipReceiptView `json:"received" nullable:"false" doc:"Who of those it is for acknowledged that they have it"`
		Seen     []slipReceiptView `json:"seen,omitempty" doc:"Who of those it is for has looked into the case since it was issued; in a case only"`
		Void     *string           `json:"void,omitempty" doc:"Why it was taken back, to whoever may see it"`
	}
	slipReceiptView struct {
		By   complaint.UserID `json:"by"`
		Name *string          `json:"name"`
		At   time.Time        `json:"at"`
	}
	seatView struct {
		Role  complaint.RoleID  `json:"role"`
		Unit  *complaint.UnitID `json:"unit"`
		Title string            `json:"title"`
	}
	noticeView struct {
		ID       complaint.NoticeID `json:"id"`
		Step     complaint.StepID   `json:"step"`
		To       complaint.PartyID  `json:"to"`
		IssuedAt time.Time          `json:"issued_at"`
		ServedAt *time.Time         `json:"served_at"`
		How      *string            `json:"how"`
		Proof    *string            `json:"proof"`
		Text     *string            `json:"text"`
		Says     *string            `json:"says" doc:"What the regulation has it say in this case"`
		Outcome  *string            `json:"outcome" doc:"With what its step ended for the party"`
		// Through is who received it for the party.
		Through *complaint.RepresentationID `json:"through" doc:"Who received it for the party, null where they did themselves"`
	}
	messageView struct {
		At   time.Time `json:"at"`
		Kind string    `json:"kind"`
		From string    `json:"from" doc:"organisation or a party id"`
		To   string    `json:"to"`
		Text *string   `json:"text"`
		// Attachments go with the message.
		Attachments []complaint.AttachmentID `json:"attachments,omitempty"`
	}
	linkView struct {
		Case     complaint.CaseID `json:"case"`
		Number   *string          `json:"number"`
		Kind     string           `json:"kind"`
		Title    string           `json:"title" doc:"Of the kind"`
		Relation string           `json:"relation" enum:"opened,opened_by,merged_into,duplicate" doc:"What this case did to the other; duplicate: the other goes on in this one"`
	}
)

// localTime is the instant in the organisation's zone.
func (g *Gateway) localTime(t time.Time) time.Time { return t.In(g.Location) }

func (g *Gateway) maybeLocalTime(t *complaint.Time) *time.Time {
	if t == nil {
		return nil
	}
	at := g.localTime(t.Time)
	return &at
}

// organisation is the other side of a message to or from a party.
const organisation = "organisation"

func partyOrOrganisation(p complaint.PartyID) string {
	if p == "" {
		return organisation
	}
	return string(p)
}

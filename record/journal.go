package record

import (
	"context"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/policy/amendment"
	"duban/policy/calendar"
)

// Journal is the durable record of cases.
type Journal interface {
	// Write runs fn in one transaction in which nobody else writes to the case, and commits if fn returns nil.
	// When Write returns nil everything fn wrote is durable; when it returns an error nothing is.
	Write(ctx context.Context, id complaint.CaseID, fn func(Tx) error) error
	// Read runs fn on one consistent state of the case.
	Read(ctx context.Context, id complaint.CaseID, fn func(ReadTx) error) error
}

// ReadTx answers what a decision needs to know, inside one transaction. Its methods fail only for trouble of
// the database, or with a complaint.Error of code NotFound where what is asked for does not exist.
type ReadTx interface {
	// AcceptedRequest is the request of this case of which a gateway made the order; nil if none did.
	AcceptedRequest(ctx context.Context, o complaint.Order) (*Request, error)
	// AnswerTo is the stored answer to a command, or nil.
	AnswerTo(ctx context.Context, id complaint.CommandID) (*complaint.Answer, error)
	// Events are the case's events with Seq > after, in order.
	Events(ctx context.Context, after int) ([]complaint.Event, error)
	// Case is the case folded from all its events, the caller's own copy; Seq 0 if there is none yet.
	Case(ctx context.Context) (*complaint.Case, error)
	// OtherCase is another case as it stands; a transaction that writes keeps it so until it ends. Seq 0 if there is
	// none.
	OtherCase(ctx context.Context, id complaint.CaseID) (*complaint.Case, error)
	// AlikeCases are other cases that have something in common with one, the newest first, at most
	// [complaint.MostAlike].
	AlikeCases(ctx context.Context, asked complaint.AlikeAsked) ([]complaint.CaseID, error)
	// PeriodCases are the cases that the reports of a period's matter count and a person may read, the latest received
	// first, at most [policy.MostCaseRows].
	PeriodCases(
		ctx context.Context, p *policy.Policy, c *complaint.Case, reader complaint.Person,
	) ([]complaint.CaseID, error)
	// Filing is what the case was made from.
	Filing(ctx context.Context) (complaint.Filing, error)
	// Policy is the published policy with exactly that content, compiled.
	Policy(ctx context.Context, ref complaint.PolicyRef) (*policy.Policy, error)
	// Calendar is the official calendar as published now.
	Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
	// Attachments are those of the case's that have one of the ids.
	Attachments(ctx context.Context, ids []complaint.AttachmentID) ([]complaint.Attachment, error)
	// AllAttachments are all of the case's, oldest first.
	AllAttachments(ctx context.Context) ([]complaint.Attachment, error)
	// Text is the body of a sealed text of the case, "" if there is none of that id.
	Text(ctx context.Context, id complaint.TextID) (string, error)
	// PeopleTiedToOutsiders are people with a declared tie to an outsider of the case's, found by name.
	PeopleTiedToOutsiders(ctx context.Context) ([]complaint.UserID, error)
	// DirectoryNow is who holds which role now.
	DirectoryNow(ctx context.Context) (complaint.Directory, error)
	// ClockOffset is case time minus wall time, 0 in production.
	ClockOffset(ctx context.Context) (time.Duration, error)
	// Recorded is the case with the orders its events came of and its attachments, to be decided anew.
	Recorded(ctx context.Context) (amendment.Recorded, error)
	// PolicyChange is what was asked for with a version of a regulation.
	PolicyChange(ctx context.Context, id string) (PolicyChange, error)
	// EditionInForce is the edition in force ([complaint.Edition]).
	EditionInForce(ctx context.Context) (int, error)
}

// Tx writes. Nothing is visible to others before Write returns.
type Tx interface {
	ReadTx
	// DrawNumber takes the next number of a counter, from 1, without gaps: a draw is undone with its transaction.
	DrawNumber(ctx context.Context, counter string) (int64, error)
	// ClaimNumber gives a number of a series to the case, once for all; false if it has been given before.
	ClaimNumber(ctx context.Context, series, number string) (bool, error)
	// Append chains events to the journal and returns them with RecordedAt and Hash as recorded.
	Append(ctx context.Context, events []complaint.Event) ([]complaint.Event, error)
	// ProjectToLists replaces the case's rows in the lists with the folded state, as the wall allows them to be seen.
	// Of the surveys, which are steps, overviews count the outcomes.
	ProjectToLists(ctx context.Context, c *complaint.Case, w complaint.Wall, surveys []complaint.StepID) error
	// NoteMadeUp tells administrators, and in whose name it was, of an order that nobody has accepted, once a minute at
	// most.
	NoteMadeUp(ctx context.Context, o complaint.Order) error
	// SaveAnswer records what became of an order.
	SaveAnswer(ctx context.Context, o complaint.Order, a complaint.Answer) error
	// FileLinkedCase commits the filing of a case that this one opens, behind its wall, with the order to start it. The
	// texts of this case that the filing names can be read in the new one too.
	FileLinkedCase(ctx context.Context, f complaint.Filing, w complaint.Wall) error
	// OrderAbsorbing orders that the case into which this one is merged be told so: see [complaint.Absorb].
	OrderAbsorbing(ctx context.Context, into complaint.CaseID) error
	// OrderPublishing orders that a report be published which the event of that number has ordered.
	OrderPublishing(ctx context.Context, ordered int, report string) error
	// OrderNotice orders that people be told of an event: see [complaint.Case.AddresseesOf].
	OrderNotice(ctx context.Context, seq int) error
	// DeliverNotice puts the notice of an event into people's inboxes, once each, and ends the order to tell them.
	DeliverNotice(ctx context.Context, seq int, to []complaint.UserID) error
	// OrderDispatches orders that word of an event leave the application: one for each person and channel, once,
	// where the person wants to be told of the topic there.
	OrderDispatches(ctx context.Context, w Word) error
	// KeepPaper keeps the bytes of a paper as it was issued. Kept twice it is an error.
	KeepPaper(ctx context.Context, p Paper) error
	// SetClockOffset records the case's clock (case time minus wall time); in rehearsal only.
	SetClockOffset(ctx context.Context, offset time.Duration) error
}

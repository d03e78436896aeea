package record

import (
	"time"

	"duban/complaint"
)

// ReadingKind says what of a case was read.
type ReadingKind string

// The closed set of kinds of reading.
const (
	ReadCase       ReadingKind = "case"
	ReadJournal    ReadingKind = "journal"
	ReadAttachment ReadingKind = "attachment"
	// ReadWorkflow is the case in Temporal's pages: its standing there, its history, its state.
	ReadWorkflow ReadingKind = "workflow"
	// IssuedReceipt: a receipt of the case was issued again, and shown.
	IssuedReceipt ReadingKind = "receipt"
	// ReadPaper is a document, slip or notice as it is printed.
	ReadPaper ReadingKind = "paper"
	// ReadFile is the whole case file.
	ReadFile ReadingKind = "file"
)

// ReadingSpan is how long one entry of the reading log stands for: somebody who looks again within it is not written
// down again (lawfirm-2.7.4 asks who read what and when, not how often a page was refreshed).
const ReadingSpan = 15 * time.Minute

// Reading says that a person read something of a case. At is the wall clock of the first time in its span.
type Reading struct {
	Case complaint.CaseID
	User complaint.UserID
	Kind ReadingKind
	// Attachment is the one that was read, for ReadAttachment.
	Attachment complaint.AttachmentID
	// Paper is the one that was read, for ReadPaper.
	Paper complaint.PaperID
	At    time.Time
}

// SpanNumber numbers the spans of the reading log since the epoch.
func (r Reading) SpanNumber() int64 { return r.At.UnixMicro() / ReadingSpan.Microseconds() }

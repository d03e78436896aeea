package record

import "time"

// ExportState is how far a workbook is.
type ExportState string

// The closed set of states.
const (
	// ExportWorking: it is being written.
	ExportWorking ExportState = "working"
	// ExportDone: it can be fetched.
	ExportDone ExportState = "done"
	// ExportFailed: it could not be written, or whoever wrote it died.
	ExportFailed ExportState = "failed"
	// ExportGone: it was written and is kept no longer, or its reader may no longer see all that is in it.
	ExportGone ExportState = "gone"
)

// Export is a workbook that somebody asked for.
type Export struct {
	ID string
	// Subject is what it lists: register, slips, ledger, report.
	Subject string
	// Standing tells who they were when they asked from who they are now.
	Standing string
	AskedAt  time.Time
	State    ExportState
	// Rows is how many have been written.
	Rows int
}

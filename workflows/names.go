// Package workflows is the durable shell of a case: it keeps orders and due instants in time order, hands
// them one by one to Act, applies what the journal answers and sleeps until the next. It judges nothing.
package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/temporal"

	"duban/complaint"
)

// The names by which Temporal and other programs know cases (contract: "In Temporal").
const (
	Namespace    = "duban"
	TaskQueue    = "cases"
	CaseWorkflow = "Case"
	// NoticeWorkflow tells people about one event of a case.
	NoticeWorkflow = "Notice"
	// CommandName is the update and the signal that carry an order.
	CommandName = "command"
	// StateQuery answers with the folded case as the workflow has it.
	StateQuery = "state"
)

const workflowPrefix = "case-"

// WorkflowID is the id of a case's workflow.
func WorkflowID(id complaint.CaseID) string { return workflowPrefix + string(id) }

// NoticeID is the id of a notice's workflow: the event's own, so that there is one for each.
func NoticeID(id complaint.CaseID, seq int) string { return fmt.Sprintf("notice-%s-%d", id, seq) }

// The search attributes of a case.
var (
	AttrPolicy   = temporal.NewSearchAttributeKeyKeyword("DubanPolicy")
	AttrNumber   = temporal.NewSearchAttributeKeyKeyword("DubanNumber")
	AttrStep     = temporal.NewSearchAttributeKeyKeyword("DubanStep")
	AttrUnit     = temporal.NewSearchAttributeKeyKeyword("DubanUnit")
	AttrSeverity = temporal.NewSearchAttributeKeyKeyword("DubanSeverity")
	AttrDue      = temporal.NewSearchAttributeKeyTime("DubanDue")
	AttrOverdue  = temporal.NewSearchAttributeKeyBool("DubanOverdue")
)

// CaseInput is all a case's workflow is started with; everything else is in the journal.
type CaseInput struct {
	Case complaint.CaseID `json:"case"`
	// ClockOffset is case time minus workflow time: 0 in production. Absent at a start or restart, when the
	// journal knows it; a continued run keeps its predecessor's, because skipped time is kept too.
	ClockOffset *time.Duration `json:"clock_offset,omitempty"`
}

// NoticeInput names the event that people are told about.
type NoticeInput struct {
	Case complaint.CaseID `json:"case"`
	Seq  int              `json:"seq"`
}

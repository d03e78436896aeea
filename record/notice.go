package record

import (
	"time"

	"duban/complaint"
)

// NoticeRow is a notice in a person's inbox: an event they were told about.
type NoticeRow struct {
	Case CaseRow
	Seq  int
	Type string
	// At is the event's instant in case time; DeliveredAt the wall clock when the notice came.
	At, DeliveredAt time.Time
	// Read: the person has marked it as read.
	Read   bool
	Reason *complaint.Reason
}

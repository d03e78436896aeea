package record

import (
	"time"

	"duban/complaint"
)

// CircularQuery selects circulars that are for a person.
type CircularQuery struct {
	// Waiting selects those that the person has not acknowledged.
	Waiting bool
	Cursor  string
	Limit   int
}

// CircularRow is a circular that is for a person, whether they may read its case or not.
type CircularRow struct {
	Case     complaint.CaseID
	Policy   complaint.PolicyRef
	Circular complaint.Circular
	// AcknowledgedAt is when the person acknowledged it, nil while they have not.
	AcknowledgedAt *time.Time
}

// Acknowledgement is that somebody has taken note of a circular.
type Acknowledgement struct {
	User complaint.UserID
	At   time.Time
}

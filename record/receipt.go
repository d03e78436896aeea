package record

import (
	"time"

	"duban/complaint"
)

// Receipt is what a complainant follows a case with, as far as it is kept.
type Receipt struct {
	// Hash is hex SHA-256 of the receipt; the receipt itself is not kept.
	Hash string
	Case complaint.CaseID
	// IssuedBy is the user to whom it was shown, or "complainant" where the complainant filed.
	IssuedBy complaint.UserID
	IssuedAt time.Time
	// CodeHash is of the six digits without which it opens nothing, "" where there are none.
	CodeHash string
	// Failures are the wrong second things given in a row.
	Failures int
	// Phones are the telephones of the case's complainants, as written.
	Phones []string
}

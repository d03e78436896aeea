package record

import (
	"time"

	"duban/complaint"
)

// Paper is a document as it was issued, or a slip or notice as it was printed first. It never changes: whoever prints
// it again gets these bytes.
type Paper struct {
	Case complaint.CaseID
	ID   complaint.PaperID
	// Copy is the numbered copy, 0 for all of them in one file.
	Copy int
	// SHA256 is of PDF, in hexadecimal digits.
	SHA256 string
	PDF    []byte
	// Gaps is how many of its characters no font has: boxes stand in their places.
	Gaps int
	// PrintedAt is the wall clock.
	PrintedAt time.Time
}

// GappyPapers are those of one case in which boxes stand for characters that no font has.
type GappyPapers struct {
	Case complaint.CaseID `db:"case_id"`
	// Papers is how many, copies counted each, and Gaps how many characters.
	Papers int `db:"papers"`
	Gaps   int `db:"gaps"`
}

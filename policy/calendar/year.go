package calendar

import "time"

// Status says how far a year's list of days can be trusted. The set is closed.
type Status string

// The two states of a year file.
const (
	Official    Status = "official"    // as the authority published it
	Provisional Status = "provisional" // not published yet: what is known so far; terms that rely on it are marked
)

// Day is one date of a year file. Name is the holiday's name on a day off ("国庆节") and 调休上班 on a
// make-up working day.
type Day struct {
	Date Date
	Name string
}

// Year is the official working calendar of one civil year, as the year file gives it: what is neither
// listed as off nor as work is a working day from Monday to Friday and off at the weekend. Days are in order; those of
// the notice that lie in the year before or after are among them.
type Year struct {
	Year   int
	Status Status
	Source string // the notice it was taken from
	Off    []Day  // days off, one entry for each day of a range; a weekend inside a holiday carries its name
	Work   []Day  // make-up working days, always a Saturday or Sunday
}

// Published is a year of a calendar as it is in force.
type Published struct {
	Calendar string
	Year     Year
	// Revision numbers the publications of the year, from 1.
	Revision    int
	PublishedAt time.Time
}

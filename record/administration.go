package record

import (
	"time"

	"duban/complaint"
)

// AdministrationEntry is one change of the organisation: of its units, people, substitutions, ties or calendars. Such
// entries are never changed or deleted.
type AdministrationEntry struct {
	ID int64
	// At is the wall clock.
	At time.Time
	// Actor is who changed it; [System] for the command line and the first seeding.
	Actor complaint.UserID
	// Action says what was done, e.g. "save_unit", and Object to which id.
	Action, Object string
	// Data is what was set, as JSON; never a password.
	Data string
}

package complaint

import "time"

// Filing is a complaint as it was received, committed before anything else happens with it. It is immutable.
type Filing struct {
	Case CaseID
	// By is the user who registered it, or the party id "complainant" for a public filing.
	By    UserID
	Filed Filed
	// FiledAt is the wall clock; ClockOffset is case time minus wall time (0 in production).
	FiledAt     time.Time
	ClockOffset time.Duration
}

package complaint

import (
	"fmt"
	"time"
)

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

// CaseAsFiled is the case as it stands between filing and its first act.
func (f Filing) CaseAsFiled() (*Case, error) {
	c := NewCase(f.Case)
	at := f.FiledAt.Add(f.ClockOffset)
	if err := c.Apply(Event{
		Case:  f.Case,
		Seq:   1,
		At:    at,
		Actor: f.By,
		Fact:  f.Filed,
	}); err != nil {
		return nil, fmt.Errorf("filing: %w", err)
	}
	c.Seq, c.Status = 0, StatusReceived
	return c, nil
}

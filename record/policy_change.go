package record

import (
	"slices"
	"time"

	"duban/complaint"
)

// PolicyChangeKind is what a change does with a version of a regulation.
type PolicyChangeKind string

// The closed set of changes.
const (
	// PublishVersion lets new cases be filed under a version, one withdrawn before among them.
	PublishVersion PolicyChangeKind = "publish"
	// WithdrawVersion lets no new case be filed under it; those that run under it stay.
	WithdrawVersion PolicyChangeKind = "withdraw"
	// MoveCases moves open cases to it.
	MoveCases PolicyChangeKind = "move"
)

// PolicyChangeState is where a change stands.
type PolicyChangeState string

// The closed set of states.
const (
	ChangePending   PolicyChangeState = "pending"
	ChangeInForce   PolicyChangeState = "in_force"
	ChangeTakenBack PolicyChangeState = "taken_back"
	// ChangeFailed could not take effect when it was due.
	ChangeFailed PolicyChangeState = "failed"
)

// PolicyChangeDelay is how long a change that one person asks for alone waits for somebody to object.
const PolicyChangeDelay = 24 * time.Hour

// PolicyChange is what somebody asks for with a version of a regulation: it takes effect when it is due, or at once
// when a second person agrees, who holds the highest role of the regulation in force.
type PolicyChange struct {
	ID   string
	Kind PolicyChangeKind
	// Ref is the version that is published, withdrawn or moved to.
	Ref complaint.PolicyRef
	// File and Source are what is to be published, "" of a version that has been.
	File, Source string
	// Cases are those to be moved.
	Cases   []complaint.CaseID
	Reason  string
	AskedBy complaint.UserID
	// AskedAt and DueAt are of the wall clock.
	AskedAt, DueAt time.Time
	State          PolicyChangeState
	// DecidedBy agreed to it or took it back, at DecidedAt; [complaint.System] where its time had come.
	DecidedBy complaint.UserID
	DecidedAt time.Time
	// Failure is why it could not take effect.
	Failure *complaint.Error
	// Agreeing are the roles whose holders can agree to it.
	Agreeing []complaint.RoleID
}

// CanBeAgreedToBy reports whether somebody can let a pending change take effect at once: a second person who holds one
// of the roles that agree, in their own name.
func (c PolicyChange) CanBeAgreedToBy(p complaint.Person) bool {
	if c.State != ChangePending || !p.Active || p.ID == c.AskedBy {
		return false
	}
	for _, role := range c.Agreeing {
		if slices.Contains(p.Roles, role) {
			return true
		}
	}
	return false
}

// MovedCase is what became of a case that a change moves.
type MovedCase struct {
	Case   complaint.CaseID
	Number string
	// Done: it has answered, or has been archived before.
	Done bool
	// Refusal is why it was not moved, nil if it was.
	Refusal *complaint.Error
}

// RunningCase is a case that is not archived, and the version that it goes by.
type RunningCase struct {
	Case    complaint.CaseID
	Number  string
	Version int
}

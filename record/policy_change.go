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
	// What follows lets somebody open cases: see [Access]. GiveRights gives somebody roles, another unit or name, or
	// lets them in again.
	GiveRights PolicyChangeKind = "rights"
	// NameSubstitute lets one person stand in for another.
	NameSubstitute PolicyChangeKind = "stand_in"
	// OpenLink lets a link set the password of somebody who can open cases, ReplacePassword replaces it.
	OpenLink        PolicyChangeKind = "link"
	ReplacePassword PolicyChangeKind = "password"
	// ChangeUnit gives a unit another head or another place among the units.
	ChangeUnit PolicyChangeKind = "unit"
	// CloseTie says that a declared relationship is over, which kept somebody out.
	CloseTie PolicyChangeKind = "tie"
)

// IsOfAccess reports whether it lets somebody open cases, and is about no version of a regulation.
func (k PolicyChangeKind) IsOfAccess() bool {
	switch k {
	case GiveRights, NameSubstitute, OpenLink, ReplacePassword, ChangeUnit, CloseTie:
		return true
	case PublishVersion, WithdrawVersion, MoveCases:
	}
	return false
}

// Access is what an administrator asks for by which somebody will be able to open cases. What is empty stays.
type Access struct {
	// Person is whose account it is, who is away, or whom a relationship kept out; "" of a unit.
	Person complaint.UserID `json:"person,omitempty"`
	// Roles are those gained, Name and MoveTo the new name and unit; Active: they may come in again.
	Roles  []complaint.RoleID `json:"roles,omitempty"`
	Name   string             `json:"name,omitempty"`
	MoveTo *complaint.UnitID  `json:"move_to,omitempty"`
	Active bool               `json:"active,omitempty"`
	// StandIn is who stands in for whom.
	StandIn *complaint.Substitution `json:"stand_in,omitempty"`
	// Unit is the unit as it is to be.
	Unit *complaint.Unit `json:"unit,omitempty"`
	// Tie is the id of the relationship that is over.
	Tie string `json:"tie,omitempty"`
	// Policies are the regulations whose cases it opens.
	Policies []string `json:"policies,omitempty"`
	// Hash is of the link or the password. It stands in no journal.
	Hash string `json:"hash,omitempty"`
}

// IsEmpty reports whether nobody gains anything.
func (a Access) IsEmpty() bool {
	return len(a.Roles) == 0 && a.Name == "" && a.MoveTo == nil && !a.Active && a.StandIn == nil && a.Unit == nil &&
		a.Tie == "" && a.Hash == ""
}

// Affected are those whose account, place or way in it is about.
func (a Access) Affected() []complaint.UserID {
	var people []complaint.UserID
	if a.Person != "" {
		people = append(people, a.Person)
	}
	if a.StandIn != nil {
		people = append(people, a.StandIn.By)
	}
	if a.Unit != nil && a.Unit.Manager != "" {
		people = append(people, a.Unit.Manager)
	}
	return people
}

// Gaining are those who will be able to open more than before. Whoever has a link is not known.
func (a Access) Gaining() []complaint.UserID {
	switch {
	case a.Hash != "":
		return nil
	case a.StandIn != nil:
		return []complaint.UserID{a.StandIn.By}
	}
	return a.Affected()
}

// PolicyChangeState is where a change stands.
type PolicyChangeState string

// The closed set of states.
const (
	ChangePending   PolicyChangeState = "pending"
	ChangeInForce   PolicyChangeState = "in_force"
	ChangeTakenBack PolicyChangeState = "taken_back"
	// ChangeRefused: a second person, or whose place it is, did not want it.
	ChangeRefused PolicyChangeState = "refused"
	// ChangeFailed could not take effect when it was due.
	ChangeFailed PolicyChangeState = "failed"
)

// PolicyChangeDelay is how long a change that one person asks for alone waits for somebody to object.
const PolicyChangeDelay = 24 * time.Hour

// PolicyChange is what an administrator asks for with a version of a regulation, or with who may open its cases: it
// takes effect when it is due, or at once when a second person agrees, who holds the highest role of the regulation in
// force.
type PolicyChange struct {
	ID   string
	Kind PolicyChangeKind
	// Ref is the version that is published, withdrawn or moved to; zero where it is about access.
	Ref complaint.PolicyRef
	// File and Source are what is to be published, "" of a version that has been.
	File, Source string
	// Cases are those to be moved.
	Cases []complaint.CaseID
	// Access is what somebody will be able to open; empty where it is about a version.
	Access  Access
	Reason  string
	AskedBy complaint.UserID
	// AskedAt and DueAt are of the wall clock. DueAt is zero where only a second person can let it take effect.
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
// of the roles that agree, in their own name, and gains nothing by it.
func (c PolicyChange) CanBeAgreedToBy(p complaint.Person) bool {
	return c.State == ChangePending && p.ID != c.AskedBy && c.IsJudgedBy(p) &&
		!slices.Contains(c.Access.Gaining(), p.ID)
}

// CanBeRefusedBy reports whether somebody can end a pending change: who could agree to it, and whose place or way in
// it would give to others.
func (c PolicyChange) CanBeRefusedBy(p complaint.Person) bool {
	if c.State != ChangePending || !p.Active || p.ID == c.AskedBy {
		return false
	}
	return c.CanBeAgreedToBy(p) || c.Access.Person == p.ID && !slices.Contains(c.Access.Gaining(), p.ID)
}

// IsJudgedBy reports whether somebody holds a role that agrees.
func (c PolicyChange) IsJudgedBy(p complaint.Person) bool {
	return p.Active && slices.ContainsFunc(c.Agreeing, func(role complaint.RoleID) bool {
		return slices.Contains(p.Roles, role)
	})
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

package record

import (
	"time"

	"duban/complaint"
)

// PublishedPolicy is a version of a policy that has been published. The one in force takes new cases; one that has been
// withdrawn takes none.
type PublishedPolicy struct {
	Ref         complaint.PolicyRef
	PublishedAt time.Time
	InForce     bool
	Withdrawn   bool
}

// ReleasedFile is the file of a regulation that comes with the program.
type ReleasedFile struct{ File, Source string }

// HeldBackPolicy is a regulation that comes with the program and is not published by it, because the organisation has
// published a version of its own that would be put aside by it or has the same number.
type HeldBackPolicy struct {
	ReleasedFile
	Ref complaint.PolicyRef
	// InForce is the version that the organisation goes by; zero where all are withdrawn.
	InForce complaint.PolicyRef
	// Next is the lowest number under which the file could be published.
	Next int
}

// IsOffered reports whether the file is to be looked at still: no newer version is in force.
func (h HeldBackPolicy) IsOffered() bool { return h.Ref.Version >= h.InForce.Version }

// Told is what people are told of one that is offered.
func (h HeldBackPolicy) Told() *complaint.Error {
	return complaint.Refuse(complaint.Conflict, "policy.held_back", complaint.Args{
		"policy":   h.Ref.ID,
		"version":  h.Ref.Version,
		"in_force": h.InForce.Version,
		"next":     h.Next,
		"file":     h.File,
	})
}

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

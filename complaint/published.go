package complaint

import "time"

// PublishedPolicy is a version of a policy that has been published. The one in force takes new cases.
type PublishedPolicy struct {
	Ref         PolicyRef
	PublishedAt time.Time
	InForce     bool
}

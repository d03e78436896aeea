package worker

import "sync/atomic"

// Tally counts what a worker has had to do to keep what was promised, from its start; for metrics. The zero value
// is ready, and it can be read while the worker runs.
type Tally struct {
	// Errands that could not be run and were put off.
	ErrandsFailed atomic.Int64
	// Late is how many cases were past their due instant by more than a minute at the last sweep: an alarm if it is
	// not 0.
	Late atomic.Int64
	// Synced are cases told to read their journal; Restarted are those whose open run was missing.
	Synced, Restarted atomic.Int64
	// Rounds is how often all cases have been compared with their workflows.
	Rounds atomic.Int64
}

package store

import "time"

// microsOf is how an instant stands in SQL: microseconds since 1970 UTC.
func microsOf(t time.Time) int64 { return t.UnixMicro() }

// maybeMicrosOf is micros of an instant that may be missing.
func maybeMicrosOf(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	us := microsOf(*t)
	return &us
}

func instantOfMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

func maybeInstantOfMicros(us *int64) *time.Time {
	if us == nil {
		return nil
	}
	t := instantOfMicros(*us)
	return &t
}

func durationOfMicros(us int64) time.Duration { return time.Duration(us) * time.Microsecond }

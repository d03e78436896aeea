package store

import "time"

// micros is how an instant stands in SQL: microseconds since 1970 UTC.
func micros(t time.Time) int64 { return t.UnixMicro() }

// maybeMicros is micros of an instant that may be missing.
func maybeMicros(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	us := micros(*t)
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

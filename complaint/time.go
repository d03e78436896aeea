package complaint

import (
	"fmt"
	"time"
)

// timeLayout is how instants stand in the journal: UTC with six decimals, so that every database and every
// hash sees the same bytes.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Time is an instant inside an event; it has microseconds, the precision both databases keep.
type Time struct{ time.Time }

// Instant rounds t down to what the journal can keep.
func Instant(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// MarshalText writes the instant as the journal keeps it.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.UTC().Format(timeLayout)), nil }

// MarshalJSON writes the instant as the journal keeps it.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(`"` + t.UTC().Format(timeLayout) + `"`), nil
}

// UnmarshalText reads any RFC 3339 instant.
func (t *Time) UnmarshalText(b []byte) error {
	parsed, err := time.Parse(time.RFC3339Nano, string(b))
	if err != nil {
		return fmt.Errorf("instant: %w", err)
	}
	*t = Instant(parsed)
	return nil
}

// UnmarshalJSON reads any RFC 3339 instant.
func (t *Time) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return fmt.Errorf("instant: want a string")
	}
	return t.UnmarshalText(b[1 : len(b)-1])
}

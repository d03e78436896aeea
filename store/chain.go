package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"

	"duban/complaint"
)

// chainLink is what a journal hash covers; every key is always present (docs/architecture.md, Words). It is fixed for
// ever.
type chainLink struct {
	Prev       string            `json:"prev"`
	Case       complaint.CaseID  `json:"case"`
	Seq        int               `json:"seq"`
	At         complaint.Time    `json:"at"`
	RecordedAt complaint.Time    `json:"recorded_at"`
	Actor      complaint.UserID  `json:"actor"`
	Type       string            `json:"type"`
	Data       json.RawMessage   `json:"data"`
	Reason     *complaint.Reason `json:"reason"`
}

// hashOfLink is hex SHA-256 of the link's canonical JSON (RFC 8785).
func (l chainLink) hashOfLink() (string, error) {
	b, err := canonicalJSON(l)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

func canonicalJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	if b, err = jcs.Transform(b); err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return b, nil
}

// EventHash is the event's hash in a journal whose event before it has the hash prev; "" for the first. It fails
// only if the fact cannot be written as JSON.
func EventHash(prev string, e complaint.Event) (string, error) {
	data, err := canonicalJSON(e.Fact)
	if err != nil {
		return "", fmt.Errorf("hash event %d: %w", e.Seq, err)
	}
	return chainLink{
		Prev:       prev,
		Case:       e.Case,
		Seq:        e.Seq,
		At:         complaint.Instant(e.At),
		RecordedAt: complaint.Instant(e.RecordedAt),
		Actor:      e.Actor,
		Type:       e.Type(),
		Data:       data,
		Reason:     e.Reason,
	}.hashOfLink()
}

// VerifyChain checks a whole journal as read by [Store.JournalEvents]: one case, no gap from the first event on, each
// hash as computed. It cannot see events cut off at the end; a checkpoint or the case's own LastHash can.
// Facts are encoded again by this version of the program; [Store.VerifyJournal] checks the stored bytes instead and
// is what holds for journals of older versions.
func VerifyChain(events []complaint.Event) error {
	prev := ""
	for i, e := range events {
		if e.Case != events[0].Case || e.Seq != i+1 {
			return fmt.Errorf("journal of case %s: event %d is not where it belongs", events[0].Case, e.Seq)
		}
		want, err := EventHash(prev, e)
		if err != nil {
			return fmt.Errorf("journal of case %s: %w", e.Case, err)
		}
		if e.Hash != want {
			return fmt.Errorf("journal of case %s: event %d does not match its hash", e.Case, e.Seq)
		}
		prev = e.Hash
	}
	return nil
}

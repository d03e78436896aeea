package checker

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// checkChains recomputes the hash chain of every case from the stored bytes (I10): hex SHA-256 of the RFC 8785
// JSON of {prev, case, seq, at, recorded_at, actor, type, data, reason}, times in UTC with six decimals.
func (c *check) checkChains() {
	for id, journal := range c.journal {
		prev := ""
		for i, e := range journal {
			if e.Seq != i+1 {
				c.addViolation("I10", id, "event %d stands at place %d of the journal", e.Seq, i+1)
				break
			}
			sum, err := e.computeHash(prev)
			if err != nil {
				c.addViolation("I10", id, "event %d: %v", e.Seq, err)
				break
			}
			if sum != e.Hash {
				c.addViolation("I10", id, "event %d (%s): the hash does not follow from what is written", e.Seq, e.Type)
				break
			}
			prev = e.Hash
		}
	}
}

const sixDecimals = "2006-01-02T15:04:05.000000Z"

func instantInHash(micros int64) string { return time.UnixMicro(micros).UTC().Format(sixDecimals) }

func (e *event) computeHash(prev string) (string, error) {
	reason := json.RawMessage("null")
	if e.Reason != nil {
		reason = json.RawMessage(*e.Reason)
	}
	raw, err := json.Marshal(map[string]any{
		"prev":        prev,
		"case":        e.Case,
		"seq":         e.Seq,
		"at":          instantInHash(e.At),
		"recorded_at": instantInHash(e.RecordedAt),
		"actor":       e.Actor,
		"type":        e.Type,
		"data":        json.RawMessage(e.Data),
		"reason":      reason,
	})
	if err != nil {
		return "", err
	}
	line, err := canonicalJSON(raw)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:]), nil
}

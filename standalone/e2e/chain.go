package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Rehash computes the hashes of a journal as the interface gives it, independently of the program: hex SHA-256
// of the canonical JSON (RFC 8785) of {prev, case, seq, at, recorded_at, actor, type, data, reason}, times in
// UTC with six decimals. It returns an error naming the first entry whose hash is another.
func Rehash(id string, journal []map[string]any) error {
	prev := ""
	for i, e := range journal {
		at, err := utc(e["at"])
		if err != nil {
			return err
		}
		recorded, err := utc(e["recorded_at"])
		if err != nil {
			return err
		}
		// Go writes the keys of maps sorted; our data has neither exponents nor keys beyond ASCII, for which
		// that order and form are RFC 8785's.
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err = enc.Encode(map[string]any{
			"prev": prev, "case": id, "seq": i + 1, "at": at, "recorded_at": recorded,
			"actor": e["actor"], "type": e["type"], "data": e["data"], "reason": e["reason"],
		})
		if err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		sum := sha256.Sum256(bytes.TrimRight(b.Bytes(), "\n"))
		if prev = hex.EncodeToString(sum[:]); prev != e["hash"] {
			return fmt.Errorf("entry %d (%v): the hash does not follow from what is written", i+1, e["type"])
		}
	}
	return nil
}

func utc(v any) (string, error) {
	at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(v))
	if err != nil {
		return "", fmt.Errorf("journal time: %w", err)
	}
	return at.UTC().Format("2006-01-02T15:04:05.000000Z"), nil
}

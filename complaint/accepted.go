package complaint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// AcceptedEdition is the edition from which on a case acts for people only on what the gateway accepted.
const AcceptedEdition = 2

// KeyOfRequest is under whose name and which key the gateway has accepted the order of somebody, who acts on the case;
// "" for an order that names no request.
func (o Order) KeyOfRequest(id CaseID) (scope UserID, key string) {
	key, ok := strings.CutPrefix(string(o.ID), string(o.Actor)+"/")
	if !ok {
		return "", ""
	}
	if scope = o.Actor; o.Party != "" {
		scope = UserID(string(o.Party) + ":" + string(id))
	}
	return scope, key
}

// SHA256 is of all that the order asks for, hex: of its actor, command and data as whoever receives it reads them, and
// not of its instant and its summary.
func (o Order) SHA256() (string, error) {
	sent, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("hash of order: %w", err)
	}
	var received Order
	if err := json.Unmarshal(sent, &received); err != nil {
		return "", fmt.Errorf("hash of order: %w", err)
	}
	received.Summary, received.ReceivedAt = "", Order{}.ReceivedAt
	b, err := json.Marshal(received)
	if err != nil {
		return "", fmt.Errorf("hash of order: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

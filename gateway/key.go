package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/gowebpki/jcs"

	"duban/complaint"
	"duban/record"
)

// RequestStore remembers what was asked under which key, and what became of it. Filings and texts are the two writes
// that precede an act.
type RequestStore interface {
	FileCase(ctx context.Context, in record.Intake, w complaint.Wall) (prior *record.Request, err error)
	AcceptRequest(ctx context.Context, r record.Request, texts []complaint.Text) (prior *record.Request, err error)
	RequestByKey(ctx context.Context, actor complaint.UserID, key string) (*record.Request, error)
	StoredAnswer(ctx context.Context, id complaint.CaseID, cmd complaint.CommandID) (*complaint.Answer, error)
}

// Keyed is the key of an operation that creates or acts.
type Keyed struct {
	Key string `header:"Idempotency-Key" required:"true" pattern:"^[A-Za-z0-9._~-]{1,128}$" doc:"One per intent; a retry uses the same"`
}

// fingerprintOf tells requests apart: the target and the canonical form of the client's own body.
func fingerprintOf(ctx context.Context, target string) (string, error) {
	body, err := jcs.Transform(requestOf(ctx).body)
	if err != nil {
		return "", complaint.Refuse(complaint.Invalid, "request.not_json", nil)
	}
	return fingerprintOfBody(target, body), nil
}

// fingerprintOfBody is the same of a request whose body is known; nil where the target says all.
func fingerprintOfBody(target string, body []byte) string {
	h := sha256.New()
	h.Write([]byte(target + "\n"))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// priorRequest is what the actor's key was used for before: nil if for nothing, a refusal if for something else.
func (g *Gateway) priorRequest(
	ctx context.Context, actor complaint.UserID, key, fingerprint string,
) (*record.Request, error) {
	prior, err := g.Store.RequestByKey(ctx, actor, key)
	if err != nil || prior == nil {
		return nil, err
	}
	return prior, checkSameBody(prior, fingerprint)
}

func checkSameBody(prior *record.Request, fingerprint string) error {
	if prior.BodySHA256 == fingerprint {
		return nil
	}
	return refuseReusedKey()
}

func refuseReusedKey() error {
	return complaint.Refuse(complaint.Invalid, "request.key_reused", nil).At("Idempotency-Key")
}

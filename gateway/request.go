package gateway

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// request is what the gateway knows about one HTTP request besides its content.
type request struct {
	id string
	// tls: the connection is encrypted as far as this program sees.
	tls bool
	// address is the client's, or its network's where one client has many.
	address string
	// device is the program and system that the client says it is, in short.
	device string
	// token is the session's, as the client brought it.
	token string
	// complaintToken is that of the complaints which are open in the browser.
	complaintToken string
	// knownDevice is what the browser brought that somebody has come in from; see [Gateway.markKnownDevice].
	knownDevice string
	// body is the JSON body as sent.
	body []byte
	// language is the one that sentences in the answer are in.
	language words.Language
	// account is who is signed in, nil if nobody.
	account *record.Account
}

// origin is where the request comes from.
func (r *request) origin() record.Origin { return record.Origin{Address: r.address, Device: r.device} }

// speakOf: what the request is refused for, from here on, is about a policy.
func (r *request) speakOf(p *policy.Policy) { r.language = p.In(r.language) }

type requestKey struct{}

func withRequest(ctx context.Context, r *request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// requestOf never returns nil; without a request, answers are in the default language.
func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{language: words.DefaultLanguage()}
}

func newRequestID() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

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
	// token is the session's, as the client brought it.
	token string
	// body is the JSON body as sent.
	body []byte
	// language is the one that sentences in the answer are in.
	language words.Language
	// account is who is signed in, nil if nobody.
	account *record.Account
}

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

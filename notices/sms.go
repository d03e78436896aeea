package notices

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// SMS hands short messages to an adapter of the organisation's, which hands them to whichever provider it has a
// contract with. What the two say to each other is docs/sms.md.
type SMS struct {
	poster
	url    string
	secret []byte
	now    func() time.Time
}

// SMSOptions say where the adapter is.
type SMSOptions struct {
	// URL is where it is asked, and Secret the key with which both sign.
	URL, Secret string
	// Now is the wall clock.
	Now func() time.Time
}

// NewSMS makes one; it connects when there is something to send.
func NewSMS(o SMSOptions) *SMS {
	return &SMS{
		poster: newPoster(),
		url:    o.URL,
		secret: []byte(o.Secret),
		now:    o.Now,
	}
}

// The headers of what is said to an adapter.
const (
	smsTimestamp = "Duban-Timestamp"
	smsSignature = "Duban-Signature"
)

// SignSMS is the signature of what is said to an adapter at an instant, in seconds since 1970: HMAC-SHA256 over the
// seconds, a dot and the body, in hexadecimal.
func SignSMS(secret []byte, seconds string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write([]byte(seconds + ".")) // a hash takes everything
	_, _ = mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *SMS) signed(body []byte) question {
	seconds := strconv.FormatInt(s.now().Unix(), 10)
	return question{url: s.url, body: body, header: http.Header{
		smsTimestamp: {seconds},
		smsSignature: {SignSMS(s.secret, seconds, body)},
	}}
}

// Check asks the adapter whether it can send. Nothing is sent.
func (s *SMS) Check(ctx context.Context) error {
	return s.exchange(ctx, s.signed(nil), nil)
}

// Send implements [Sender].
func (s *SMS) Send(ctx context.Context, m Message) error {
	body, err := json.Marshal(map[string]string{
		"id":       m.ID,
		"to":       m.To,
		"template": m.Template,
		"text":     m.Line,
		"link":     m.Link,
	})
	if err != nil {
		return fmt.Errorf("say it in JSON: %w", err)
	}
	var answer struct {
		// State is accepted, or refused for good with the provider's Code.
		State string `json:"state"`
		Code  string `json:"code"`
	}
	if err := s.exchange(ctx, s.signed(body), &answer); err != nil {
		return err
	}
	switch answer.State {
	case "accepted":
		return nil
	case "refused":
		return Failure{Answer: codeAlone(answer.Code), Final: true}
	case "later":
		return Failure{Answer: codeAlone(answer.Code)}
	}
	return Failure{Answer: "no state", Unknown: true}
}

// codeAlone is a provider's code, and nothing that could be a number or a name in its place.
func codeAlone(code string) string {
	const longest = 24
	if code == "" || len(code) > longest {
		return "no code"
	}
	digits := 0
	for _, r := range code {
		letter := r == '_' || r == '.' || r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !letter:
			return "no code"
		}
	}
	if digits > 7 {
		return "no code" // may be a telephone number
	}
	return code
}

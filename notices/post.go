package notices

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"time"
)

const (
	// postPatience bounds one exchange with a provider.
	postPatience = 10 * time.Second
	// mostAnswer is how much of an answer is read.
	mostAnswer = 64 << 10
)

// poster exchanges JSON with a provider. No address of a provider is repeated in an error: it may hold a key.
type poster struct{ client *http.Client }

func newPoster() poster { return poster{&http.Client{Timeout: postPatience}} }

// question is one exchange; a nil body asks by GET.
type question struct {
	url    string
	header http.Header
	body   []byte
}

// exchange asks and reads the answer into it. What is no answer in JSON is a [Failure] by its status; one that never
// came, after all was written, is unknown. Providers differ in which status a refusal has, so a refusal in JSON is
// read like any answer.
func (p poster) exchange(ctx context.Context, q question, into any) error {
	written := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(w httptrace.WroteRequestInfo) { written = w.Err == nil },
	})
	method := http.MethodGet
	if q.body != nil {
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(ctx, method, q.url, bytes.NewReader(q.body))
	if err != nil {
		return errors.New("the provider's address cannot be read")
	}
	maps.Copy(request.Header, q.header)
	if q.body != nil {
		request.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	response, err := p.client.Do(request)
	if err != nil && written {
		return Failure{Answer: "no answer", Unknown: q.body != nil}
	}
	if err != nil {
		if of, is := errors.AsType[*url.Error](err); is {
			err = of.Err
		}
		return fmt.Errorf("provider not reached: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	answer, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer))
	if err != nil {
		return Failure{Answer: "no answer", Unknown: q.body != nil}
	}
	ofStatus := Failure{Answer: "http " + strconv.Itoa(response.StatusCode)}
	if response.StatusCode >= http.StatusInternalServerError {
		ofStatus.Unknown = q.body != nil && response.StatusCode != http.StatusServiceUnavailable
		return ofStatus
	}
	if into == nil && response.StatusCode < http.StatusMultipleChoices {
		return nil
	}
	if into == nil || json.Unmarshal(answer, into) != nil {
		return ofStatus
	}
	return nil
}

// post is an exchange whose body is said in JSON.
func (p poster) post(ctx context.Context, address string, header http.Header, body, into any) error {
	said, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("say it in JSON: %w", err)
	}
	return p.exchange(ctx, question{url: address, header: header, body: said}, into)
}

// verdict is what providers of messages answer, whatever the status: a code, 0 where they have accepted.
type verdict struct {
	ErrCode int `json:"errcode"`
	Code    int `json:"code"`
	// InvalidUser are those of the recipients whom WeCom does not know, in an answer that is otherwise an acceptance.
	InvalidUser string `json:"invaliduser"`
}

// codes sorts what a provider answers.
type codes struct {
	// final: it will never take a message to this address.
	final []int
	// stale: the token has ended before its time.
	stale []int
}

func (v verdict) code() int {
	if v.ErrCode != 0 {
		return v.ErrCode
	}
	return v.Code
}

// failureBy is the answer as a failure; nil if it is an acceptance.
func (v verdict) failureBy(c codes) error {
	code := v.code()
	switch {
	case code == 0 && v.InvalidUser != "":
		return Failure{Answer: "invaliduser", Final: true}
	case code == 0:
		return nil
	}
	return Failure{Answer: strconv.Itoa(code), Final: slices.Contains(c.final, code)}
}

// joinURL is an address below a provider's, with a query.
func joinURL(base, path string, query url.Values) string {
	if len(query) == 0 {
		return base + path
	}
	return base + path + "?" + query.Encode()
}

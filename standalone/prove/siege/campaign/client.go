package campaign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"time"

	"duban/standalone/prove/process"
	"duban/standalone/prove/siege/checker"
)

// person is somebody at a browser: a member of staff with a session, or the public. Their connections may break
// at any time.
type person struct {
	browser *http.Client
	// fronts are the addresses of the gateways; each request goes to any of them.
	fronts []string
	// username is empty for the public.
	username, role string
	// actor is the id under which the journal knows them.
	actor, unit string

	signingIn sync.Mutex
}

func newPerson(fronts []string, username, role string) *person {
	jar, _ := cookiejar.New(nil) // fails never
	transport := &http.Transport{
		DialContext: (&net.Dialer{Timeout: 2 * time.Second}).DialContext, MaxIdleConnsPerHost: 4,
	}
	return &person{
		browser:  &http.Client{Jar: jar, Transport: transport},
		fronts:   fronts,
		username: username,
		role:     role,
	}
}

// reply is an HTTP answer.
type reply struct {
	status int
	raw    []byte
	json   map[string]any
}

// isAcknowledged: what was asked is done.
func (r reply) isAcknowledged() bool {
	return r.status == http.StatusOK || r.status == http.StatusCreated
}

func (r reply) textAt(key string) string { return textAt(r.json, key) }

func textAt(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

func (r reply) objectsAt(key string) []map[string]any { return objectsAt(r.json, key) }

func objectsAt(m map[string]any, key string) []map[string]any {
	items, _ := m[key].([]any)
	all := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// asLogged is the answer as the clients' log keeps it.
func (r reply) asLogged() *checker.Got {
	g := &checker.Got{
		Status:  r.status,
		Code:    r.textAt("code"),
		Number:  r.textAt("number"),
		Receipt: r.textAt("receipt"),
		Events:  -1,
	}
	if id := r.textAt("id"); r.isAcknowledged() {
		g.Case = id
	} else {
		g.Refusal = id
	}
	if seq, ok := r.json["seq"].(float64); ok {
		g.Seq = int(seq)
	}
	if events, ok := r.json["events"].([]any); ok {
		g.Events = len(events)
	}
	return g
}

func (r reply) hashOfBody() string {
	sum := sha256.Sum256(r.raw)
	return hex.EncodeToString(sum[:8])
}

// patience is how long a client waits for one answer.
const patience = 12 * time.Second

// sendRequest sends a request and reads the whole answer; whatever breaks on the way is an error. The request carries
// no way to read its body again, so that net/http does not repeat it by itself: repeating is ours to log.
func (p *person) sendRequest(ctx context.Context, method, path, key string, body []byte) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	front := p.fronts[rand.IntN(len(p.fronts))]
	req, err := http.NewRequestWithContext(ctx, method, "http://"+front+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.GetBody = nil
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := p.browser.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return reply{}, err
	}
	r := reply{status: resp.StatusCode, raw: raw, json: map[string]any{}}
	_ = json.Unmarshal(raw, &r.json) // an answer that is no object has no fields
	return r, nil
}

// signInUntilDone signs a member of staff in, as often as it takes, and learns who they are.
func (p *person) signInUntilDone(ctx context.Context) error {
	p.signingIn.Lock()
	defer p.signingIn.Unlock()
	for !p.trySignIn(ctx) {
		if err := waitUnlessDone(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

func (p *person) trySignIn(ctx context.Context) bool {
	const path = "/api/v1/session"
	who, err := p.sendRequest(ctx, http.MethodGet, path, "", nil)
	if err == nil && who.status == http.StatusUnauthorized {
		// of strings: cannot fail
		body, _ := json.Marshal(map[string]string{"username": p.username, "password": process.Password})
		if _, err := p.sendRequest(ctx, http.MethodPost, path, "", body); err != nil {
			return false
		}
		who, err = p.sendRequest(ctx, http.MethodGet, path, "", nil)
	}
	if err != nil || who.status != http.StatusOK {
		return false
	}
	p.actor, p.unit = who.textAt("id"), who.textAt("unit")
	return true
}

// waitUnlessDone waits, or returns early with the context's error.
func waitUnlessDone(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Person is somebody at the keyboard: a signed-in user, or nobody in particular (the public).
type Person struct {
	t       testing.TB
	base    string
	browser *http.Client
	// Headers go with each request.
	Headers map[string]string
}

// Reply is an HTTP answer.
type Reply struct {
	Status int
	Type   string
	Raw    []byte
	JSON   map[string]any
}

// Visitor is somebody without an account at the gateway with an address.
func Visitor(t testing.TB, address string) *Person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Person{t: t, base: "http://" + address, browser: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// SignIn signs a demonstration user in at the gateway with an address.
func SignIn(t testing.TB, address, username string) *Person {
	t.Helper()
	someone := Visitor(t, address)
	r := someone.Post("/api/v1/session", "", map[string]any{"username": username, "password": Password})
	if r.Status != http.StatusNoContent {
		t.Fatalf("sign in %s: %d %s", username, r.Status, r.Raw)
	}
	return someone
}

// At is the same person, with the same browser, at another gateway.
func (s *Person) At(address string) *Person {
	return &Person{t: s.t, base: "http://" + address, browser: s.browser}
}

// Nobody is a visitor without an account.
func (p *Program) Nobody() *Person { return Visitor(p.t, p.HTTP) }

// As signs a demonstration user in.
func (p *Program) As(username string) *Person {
	p.t.Helper()
	return SignIn(p.t, p.HTTP, username)
}

// Get reads a page of the interface and fails the test on trouble with the connection.
func (s *Person) Get(path string) Reply {
	s.t.Helper()
	r, err := s.Try(http.MethodGet, path, "", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// Post sends a body with an idempotency key; "" draws one.
func (s *Person) Post(path, key string, body any) Reply {
	s.t.Helper()
	r, err := s.Try(http.MethodPost, path, key, body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// Upload hands in a file.
func (s *Person) Upload(path, name string, content []byte, original bool) Reply {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = file.Write(content)
	if err := errors.Join(err, form.WriteField("original", strconv.FormatBool(original)), form.Close()); err != nil {
		s.t.Fatal(err)
	}
	r, err := s.send(http.MethodPost, path, uuid.NewString(), form.FormDataContentType(), &body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// Try is Get or Post for those who expect that the connection may break.
func (s *Person) Try(method, path, key string, body any) (Reply, error) {
	var payload io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return Reply{}, err
		}
		payload = bytes.NewReader(raw)
	}
	if key == "" {
		key = uuid.NewString()
	}
	return s.send(method, path, key, "application/json", payload)
}

func (s *Person) send(method, path, key, kind string, payload io.Reader) (Reply, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, s.base+path, payload)
	if err != nil {
		return Reply{}, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Idempotency-Key", key)
	for name, value := range s.Headers {
		req.Header.Set(name, value)
	}
	resp, err := s.browser.Do(req)
	if err != nil {
		return Reply{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return Reply{}, err
	}
	r := Reply{Status: resp.StatusCode, Type: resp.Header.Get("Content-Type"), Raw: raw, JSON: map[string]any{}}
	_ = json.Unmarshal(raw, &r.JSON) // pages that are no JSON have none
	return r, nil
}

// Must fails the test unless the answer has the status.
func (r Reply) Must(t testing.TB, status int) Reply {
	t.Helper()
	if r.Status != status {
		t.Fatalf("want %d, got %d: %s", status, r.Status, r.Raw)
	}
	return r
}

// Text is a string at a path of keys, "" if it is not there.
func (r Reply) Text(keys ...string) string {
	var v any = r.JSON
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[k]
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// List is a list of objects under a key.
func (r Reply) List(key string) []map[string]any {
	items, _ := r.JSON[key].([]any)
	all := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// Journal reads a case's whole journal.
func (s *Person) Journal(id string) []map[string]any {
	s.t.Helper()
	var all []map[string]any
	path := "/api/v1/cases/" + id + "/journal"
	for next := path; next != ""; {
		r := s.Get(next).Must(s.t, http.StatusOK)
		all = append(all, r.List("items")...)
		if next = ""; r.Text("next") != "" {
			next = path + "?cursor=" + r.Text("next")
		}
	}
	return all
}

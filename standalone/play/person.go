package play

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
	"time"

	"github.com/google/uuid"
)

// Person is somebody at the keyboard: a signed-in user, or nobody in particular (the public).
type Person struct {
	base    string
	browser *http.Client
	// Headers go with each request.
	Headers map[string]string
}

// NewVisitor is somebody without an account at the gateway with an address.
func NewVisitor(address string) *Person {
	jar, _ := cookiejar.New(nil) // fails never
	return &Person{base: "http://" + address, browser: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// SignIn signs a user in at the gateway with an address.
func SignIn(ctx context.Context, address, username, password string) (*Person, error) {
	someone := NewVisitor(address)
	r, err := someone.Post(ctx, "/api/v1/session", "", map[string]any{"username": username, "password": password})
	if err == nil && r.Status != http.StatusNoContent {
		err = fmt.Errorf("%d %s", r.Status, r.Raw)
	}
	if err != nil {
		return nil, fmt.Errorf("sign in %s: %w", username, err)
	}
	return someone, nil
}

// OnGateway is the same person, with the same browser, at another gateway.
func (s *Person) OnGateway(address string) *Person {
	return &Person{base: "http://" + address, browser: s.browser}
}

// Get reads a page of the interface.
func (s *Person) Get(ctx context.Context, path string) (Reply, error) {
	return s.Request(ctx, http.MethodGet, path, "", nil)
}

// Post sends a body with an idempotency key; "" draws one.
func (s *Person) Post(ctx context.Context, path, key string, body any) (Reply, error) {
	return s.Request(ctx, http.MethodPost, path, key, body)
}

// Request sends a request with any method. The error is trouble with the connection; whatever was answered is no error.
func (s *Person) Request(ctx context.Context, method, path, key string, body any) (Reply, error) {
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
	return s.sendRequest(ctx, method, path, key, "application/json", payload)
}

// UploadFile hands in a file, for a field of a form if one is named.
func (s *Person) UploadFile(
	ctx context.Context, path, name string, content []byte, standsForOriginal bool, field ...string,
) (Reply, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		return Reply{}, err
	}
	_, err = file.Write(content)
	for _, f := range field {
		err = errors.Join(err, form.WriteField("field", f))
	}
	if err := errors.Join(err,
		form.WriteField("original", strconv.FormatBool(standsForOriginal)), form.Close()); err != nil {
		return Reply{}, err
	}
	return s.sendRequest(ctx, http.MethodPost, path, uuid.NewString(), form.FormDataContentType(), &body)
}

func (s *Person) sendRequest(
	ctx context.Context, method, path, key, contentType string, payload io.Reader,
) (Reply, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, payload)
	if err != nil {
		return Reply{}, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept-Language", "zh-CN") // as everything that a play prints
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
	r := Reply{
		Status:   resp.StatusCode,
		Type:     resp.Header.Get("Content-Type"),
		Location: resp.Header.Get("Location"),
		Raw:      raw,
		JSON:     map[string]any{},
	}
	_ = json.Unmarshal(raw, &r.JSON) // pages that are no JSON have none
	return r, nil
}

// ReadJournal reads a case's whole journal.
func (s *Person) ReadJournal(ctx context.Context, id string) ([]map[string]any, error) {
	var all []map[string]any
	path := "/api/v1/cases/" + id + "/journal"
	for next := path; next != ""; {
		r, err := s.Get(ctx, next)
		if err == nil && r.Status != http.StatusOK {
			err = fmt.Errorf("%d %s", r.Status, r.Raw)
		}
		if err != nil {
			return nil, fmt.Errorf("journal of %s: %w", id, err)
		}
		all = append(all, r.ObjectsAt("items")...)
		if next = ""; r.TextAt("next") != "" {
			next = path + "?cursor=" + r.TextAt("next")
		}
	}
	return all, nil
}

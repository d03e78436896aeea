package gateway

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// timed is a connection that remembers which deadlines for reading were set on it.
type timed struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
}

func (c *timed) SetReadDeadline(at time.Time) error {
	c.deadlines = append(c.deadlines, at)
	return nil
}

// A request may wait for its answer as long as it takes: no deadline for reading runs once it has been read. One that
// did would cancel the request, and every later one on the same connection.
func TestWaitingCutsNobodyOff(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/api/v1/session", "/api/v1/public/complaints"} {
		c := &timed{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path,
			strings.NewReader(`{"username":"a","password":"b"}`))
		r.Header.Set("Content-Type", "application/json")
		h.g.ServeHTTP(c, r)
		if len(c.deadlines) == 0 {
			t.Errorf("%s (%d): the connection's deadline is not touched, so this test sees nothing", path, c.Code)
		}
		for _, at := range c.deadlines {
			if !at.IsZero() {
				t.Errorf("%s: a deadline %s from now", path, time.Until(at))
			}
		}
	}
}

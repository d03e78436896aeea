package gateway

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// reads fetches a calendar as a calendar program does, without a session.
func (h *house) subscribes(path string) reply {
	h.t.Helper()
	return h.public().do(http.MethodGet, path, "", nil)
}

// The calendar says when something is due and nothing of what; each entry keeps its name; a new token ends the old one,
// and nobody reads by a token that was revoked or whose owner has left.
func TestTheCalendarFeed(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Site = "https://duban.example.org/" })
	id := h.filed("subject", "机密的货物")
	branch := h.branch()
	if got := branch.get("/me/calendar").must(http.StatusOK).at("made_at"); got != nil {
		t.Errorf("there is one already: %v", got)
	}
	path := branch.post("/me/calendar", nil).must(http.StatusCreated).text("path")
	first := h.subscribes(path).must(http.StatusOK)
	if kind := first.header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Errorf("comes as %q", kind)
	}
	due := h.branch().get("/inbox").must(http.StatusOK).text("items", 0, "due")
	at, err := time.Parse(time.RFC3339, due)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(first.raw, "BEGIN:VEVENT"); n != 1 ||
		!strings.Contains(first.raw, "DTEND:"+at.UTC().Format("20060102T150405Z")+"\r\n") ||
		!strings.Contains(first.raw, "URL:https://duban.example.org/inbox\r\n") {
		t.Errorf("%d entries, want one due at %s: %s", n, due, first.raw)
	}
	number := branch.get("/cases/" + id).must(http.StatusOK).text("number")
	for _, canary := range []string{id, number, "机密", "张三丰", "13912345678", "YD88", "网点", "logistics"} {
		if canary == "" || strings.Contains(strings.ReplaceAll(first.raw, "\r\n ", ""), canary) {
			t.Errorf("%q stands in the calendar", canary)
		}
	}
	h.passTime(time.Minute)
	if again := h.subscribes(path).must(http.StatusOK); uidOf(again.raw) != uidOf(first.raw) || uidOf(first.raw) == "" {
		t.Errorf("the entry has another name: %s", again.raw)
	}
	if strings.Contains(h.logs.String(), strings.TrimPrefix(path, "/api/v1/calendar/")) {
		t.Error("the token stands in the log")
	}

	next := branch.post("/me/calendar", nil).must(http.StatusCreated).text("path")
	missing := h.subscribes("/api/v1/calendar/nobody.ics").must(http.StatusNotFound)
	if r := h.subscribes(path); r.status != http.StatusNotFound || r.raw != missing.raw {
		t.Errorf("by the old token: %d %s", r.status, r.raw)
	}
	h.subscribes(next).must(http.StatusOK)
	h.subscribes(strings.TrimSuffix(next, ".ics")).must(http.StatusNotFound)
	h.losesRoles(branchUnit)
	if r := h.subscribes(next).must(http.StatusOK); strings.Contains(r.raw, "VEVENT") {
		t.Errorf("without a role: %s", r.raw)
	}
	branch.do(http.MethodDelete, "/api/v1/me/calendar", "", nil).must(http.StatusNoContent)
	h.subscribes(next).must(http.StatusNotFound)
}

func uidOf(calendar string) string {
	_, uid, _ := strings.Cut(calendar, "UID:")
	uid, _, _ = strings.Cut(uid, "\r\n")
	return uid
}

// Whoever fetches calendars too often is told so.
func TestCalendarsTooOften(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Limits.Feeds = Rate{Burst: 3, Every: time.Hour} })
	for range 3 {
		h.subscribes("/api/v1/calendar/guess.ics").must(http.StatusNotFound)
	}
	h.subscribes("/api/v1/calendar/guess.ics").refuses(http.StatusTooManyRequests, "too_many_requests")
}

package lists

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"duban/complaint"
	"duban/gateway"
	"duban/gateway/session"
	"duban/record"
	"duban/store"
	"duban/store/files"
	"duban/workflows"
)

var secretOfDesks = make([]byte, 32)

// times is how often each person asks each question.
const times = 20

// desk is a gateway with people signed in, who only read.
type desk struct {
	gateway   *gateway.Gateway
	cookies   map[string]*http.Cookie
	questions []question
}

// question is one request that some people make; second asks for the page after the first.
type question struct {
	name, list, path string
	second           bool
	by               []string
}

func newDesk(ctx context.Context, s *store.Store, org *organisation) (*desk, error) {
	dir, err := os.MkdirTemp("", "duban-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	sessions, err := session.Open(ctx, session.Options{Path: filepath.Join(dir, "sessions.db"), Now: time.Now})
	if err != nil {
		return nil, err
	}
	contents, err := files.OpenFolder(filepath.Join(dir, "attachments"))
	if err != nil {
		return nil, err
	}
	g, err := gateway.New(gateway.Options{
		Files: contents,
		Administer: func(by complaint.UserID, from record.Origin) gateway.Administration {
			return s.AdministrationBy(by).From(from)
		},
		Store:    s,
		Cases:    workflows.NewCases(nil),
		Now:      time.Now,
		Sessions: sessions,
		Secret:   secretOfDesks,
		Logger:   slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return nil, err
	}
	d := &desk{gateway: g, cookies: map[string]*http.Cookie{}}
	for _, username := range append([]string{overseerName}, readers...) {
		if d.cookies[username], err = d.signIn(ctx, username); err != nil {
			return nil, err
		}
	}
	d.questions = listQuestions(org)
	return d, nil
}

func listQuestions(org *organisation) []question {
	const overview = "/api/v1/overview"
	all := []question{
		{
			name: "overview of all cases",
			list: "overview",
			path: overview,
			by:   []string{supervisor},
		},
		{
			name: "overview of one case in a hundred",
			list: "overview",
			path: overview,
			by:   []string{overseerName},
		},
	}
	for _, q := range []struct{ name, query string }{
		{"inbox", ""},
		{"register", ""},
		{"register of open cases", "status=open"},
		{"register of archived cases", "status=archived"},
		{"register of a step", "step=cause"},
		{"register of overdue cases", "overdue=true"},
		{"search for a number", "q=" + url.QueryEscape(org.someNumber)},
		{"search for a word of one case", "q=" + url.QueryEscape(org.rareWord)},
		{"search for a word of a thousand cases", "limit=20&q=" + url.QueryEscape(org.thousandWord)},
		{"search for a common word", "q=" + url.QueryEscape(commonWord)},
		{"search for two common words", "q=" + url.QueryEscape(commonWord+" 家电")},
		{"search for a common word of open cases", "limit=20&status=open&q=" + url.QueryEscape(commonWord)},
		{"search for a telephone", "q=" + org.somePhone},
		{"search in vain", "q=" + url.QueryEscape("查无此事")},
	} {
		list, path := "register", "/api/v1/cases?"
		switch {
		case q.name == "inbox":
			list, path = "inbox", "/api/v1/inbox?"
		case strings.HasPrefix(q.name, "search"):
			list = "search"
		}
		all = append(all, question{
			name: q.name,
			list: list,
			path: path + q.query,
			by:   readers,
		})
		if q.query == "" {
			all = append(all, question{
				name:   "second page of the " + q.name,
				list:   list,
				path:   path,
				second: true,
				by:     readers,
			})
		}
	}
	return all
}

func (d *desk) signIn(ctx context.Context, username string) (*http.Cookie, error) {
	body, err := json.Marshal(map[string]string{"username": username, "password": password})
	if err != nil {
		return nil, err
	}
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/v1/session", strings.NewReader(string(body)))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.gateway.ServeHTTP(w, req)
	for _, cookie := range w.Result().Cookies() {
		return cookie, nil
	}
	return nil, fmt.Errorf("sign in %s: %d %s", username, w.Code, w.Body)
}

// answers are how long each question took, by its name.
type answers map[string][]time.Duration

// page is one answer: how long it took, how many rows it has, and where the next begins.
type page struct {
	took time.Duration
	rows int
	next string
}

// askQuestion asks one question by one person.
func (d *desk) askQuestion(ctx context.Context, q question, person string) (page, error) {
	cookie := d.cookies[person]
	path := q.path
	if q.second {
		first, err := d.getPage(ctx, path, cookie)
		if err != nil {
			return page{}, err
		}
		path += "cursor=" + url.QueryEscape(first.next)
	}
	return d.getPage(ctx, path, cookie)
}

func (d *desk) getPage(ctx context.Context, path string, cookie *http.Cookie) (page, error) {
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	req.AddCookie(cookie)
	w := httptest.NewRecorder()
	began := time.Now()
	d.gateway.ServeHTTP(w, req)
	took := time.Since(began)
	if w.Code != http.StatusOK {
		return page{}, fmt.Errorf("%s: %d %s", path, w.Code, w.Body)
	}
	var body struct {
		Next  string
		Items []json.RawMessage
	}
	err := json.Unmarshal(w.Body.Bytes(), &body)
	return page{took, len(body.Items), body.Next}, err
}

package e2e

import (
	"context"
	"testing"

	"duban/standalone/play"
)

// Person is somebody at the keyboard for whom trouble with the connection fails the test.
type Person struct {
	*play.Person
	t testing.TB
}

// Reply is an HTTP answer.
type Reply struct{ play.Reply }

// NewVisitor is somebody without an account at the gateway with an address.
func NewVisitor(t testing.TB, address string) *Person { return &Person{play.NewVisitor(address), t} }

// SignIn signs a demonstration user in at the gateway with an address.
func SignIn(t testing.TB, address, username string) *Person {
	t.Helper()
	someone, err := play.SignIn(context.Background(), address, username, Password)
	if err != nil {
		t.Fatal(err)
	}
	return &Person{someone, t}
}

// OnGateway is the same person, with the same browser, at another gateway.
func (s *Person) OnGateway(address string) *Person { return &Person{s.Person.OnGateway(address), s.t} }

// NewVisitor is a visitor without an account.
func (p *Program) NewVisitor() *Person { return NewVisitor(p.t, p.HTTP) }

// SignIn signs a demonstration user in.
func (p *Program) SignIn(username string) *Person {
	p.t.Helper()
	return SignIn(p.t, p.HTTP, username)
}

// Get reads a page of the interface.
func (s *Person) Get(path string) Reply {
	s.t.Helper()
	return s.mustAnswer(s.Person.Get(context.Background(), path))
}

// Post sends a body with an idempotency key; "" draws one.
func (s *Person) Post(path, key string, body any) Reply {
	s.t.Helper()
	return s.mustAnswer(s.Person.Post(context.Background(), path, key, body))
}

func (s *Person) mustAnswer(r play.Reply, err error) Reply {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return Reply{r}
}

// Request is Get or Post for those who expect that the connection may break.
func (s *Person) Request(method, path, key string, body any) (Reply, error) {
	r, err := s.Person.Request(context.Background(), method, path, key, body)
	return Reply{r}, err
}

// ReadJournal reads a case's whole journal.
func (s *Person) ReadJournal(id string) []map[string]any {
	s.t.Helper()
	all, err := s.Person.ReadJournal(context.Background(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// MustHaveStatus fails the test unless the answer has the status.
func (r Reply) MustHaveStatus(t testing.TB, status int) Reply {
	t.Helper()
	if r.Status != status {
		t.Fatalf("want %d, got %d: %s", status, r.Status, r.Raw)
	}
	return r
}

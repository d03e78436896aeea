package notices_test

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"duban/notices"
	"duban/notices/postoffice"
)

var tuesday = time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)

func mailerTo(t *testing.T, p *postoffice.PostOffice, change ...func(*notices.MailOptions)) *notices.Mailer {
	t.Helper()
	o := notices.MailOptions{
		Server:   p.Addr,
		Security: notices.StartTLS,
		User:     postoffice.User,
		Password: postoffice.Password,
		From:     "督办 <duban@example.org>",
		Roots:    p.Roots(),
		Now:      time.Now,
		Log:      slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&o)
	}
	m, err := notices.NewMailer(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

var letter = notices.Message{
	ID:    "ABC234",
	To:    "li@example.org",
	Title: "督办：有事项等您处理",
	Text:  "请登录：https://duban.example.org/inbox\n",
	At:    tuesday,
}

// A mail arrives as it was written, by TLS, with the id of what was ordered, and says that a program sent it.
func TestAMailArrives(t *testing.T) {
	p := postoffice.Open(t)
	m := mailerTo(t, p)
	for range 2 { // the second by the same connection
		if err := m.Send(t.Context(), letter); err != nil {
			t.Fatal(err)
		}
	}
	all := p.Letters()
	if len(all) != 2 {
		t.Fatalf("%d letters", len(all))
	}
	got := all[0]
	if got.MessageID != "<ABC234@example.org>" || all[1].MessageID != got.MessageID || got.To != "li@example.org" ||
		!got.Secret {
		t.Errorf("arrived: %+v", got)
	}
	title, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || title != letter.Title {
		t.Errorf("title %q, %v", title, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(got.Body))))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != letter.Text {
		t.Errorf("body %q, %v", body, err)
	}
	if from, err := got.Header.AddressList("From"); err != nil || from[0].Address != "duban@example.org" {
		t.Errorf("from %v, %v", from, err)
	}
	if at, err := got.Header.Date(); err != nil || !at.Equal(tuesday) {
		t.Errorf("date %v, %v", at, err)
	}
	if got.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Error("does not say that a program sent it")
	}
}

// What a server answers is for now or for good, and its words, which name the recipient, are not repeated.
func TestWhatAServerAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		refuse *smtp.SMTPError
		want   notices.Failure
	}{
		"greylisting": {
			&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "li@example.org: later"},
			notices.Failure{Answer: "451 4.7.1"},
		},
		"no such mailbox": {
			&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "li@example.org unknown"},
			notices.Failure{Answer: "550 5.1.1", Final: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := postoffice.Open(t)
			p.Refuse(func(string) *smtp.SMTPError { return c.refuse })
			err := mailerTo(t, p).Send(t.Context(), letter)
			got, _ := errors.AsType[notices.Failure](err)
			if got != c.want {
				t.Errorf("got %#v, want %#v", err, c.want)
			}
			if strings.Contains(err.Error(), "li@") {
				t.Errorf("names the recipient: %v", err)
			}
		})
	}
}

// A server that is gone after it has the whole message leaves it unknown; one that is not there, or that refuses us
// ourselves, says nothing of the message.
func TestNobodyKnowsAndNobodyThere(t *testing.T) {
	p := postoffice.Open(t)
	away := mailerTo(t, p, func(o *notices.MailOptions) { o.Server = "127.0.0.1:1" })
	if _, answered := errors.AsType[notices.Failure](away.Send(t.Context(), letter)); answered {
		t.Error("an answer of a server that is not there")
	}
	stranger := mailerTo(t, p, func(o *notices.MailOptions) { o.Password = "wrong" })
	if err := stranger.Send(t.Context(), letter); err == nil {
		t.Error("sent with a wrong password")
	} else if f, answered := errors.AsType[notices.Failure](err); answered && f.Final {
		t.Error("our own fault is held against the message")
	}
	if err := stranger.Check(t.Context()); err == nil {
		t.Error("a wrong password passes the check")
	}
	if err := mailerTo(t, p).Check(t.Context()); err != nil {
		t.Errorf("the right one does not: %v", err)
	}
	relay := cuttingRelay(t, p.Addr, "")
	m := mailerTo(t, p, func(o *notices.MailOptions) { o.Server = relay.addr })
	p.Accepted(func(postoffice.Letter) { relay.cut() })
	err := m.Send(t.Context(), letter)
	if f, _ := errors.AsType[notices.Failure](err); !f.Unknown || f.Final {
		t.Errorf("cut off before the answer: %#v", err)
	}
	if n := len(p.Letters()); n != 1 {
		t.Errorf("%d letters", n)
	}
}

// A server whose certificate nobody vouches for, or that offers no TLS, gets neither password nor message.
func TestNothingInTheClear(t *testing.T) {
	p := postoffice.Open(t)
	m := mailerTo(t, p, func(o *notices.MailOptions) { o.Roots = nil })
	if err := m.Send(t.Context(), letter); err == nil || len(p.Letters()) > 0 {
		t.Errorf("sent to a server that nobody vouches for: %v", err)
	}
	relay := cuttingRelay(t, p.Addr, "STARTTLS")
	m = mailerTo(t, p, func(o *notices.MailOptions) { o.Server = relay.addr })
	if err := m.Send(t.Context(), letter); err == nil || len(p.Letters()) > 0 {
		t.Errorf("sent without TLS: %v", err)
	}
}

// relayBetween passes bytes on both ways until it is cut; it can hide an extension from the client, as an attacker
// would.
type relayBetween struct {
	addr string
	hide string
	cuts chan struct{}
	// open counts the connections that are not cut.
	open sync.WaitGroup
}

func (r *relayBetween) cut() {
	close(r.cuts)
	r.open.Wait()
}

func cuttingRelay(t *testing.T, to, hide string) *relayBetween {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	r := &relayBetween{addr: listener.Addr().String(), hide: hide, cuts: make(chan struct{})}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = client.Close()
				return
			}
			r.open.Go(func() {
				<-r.cuts
				_ = client.Close()
				_ = server.Close()
			})
			go func() { _, _ = io.Copy(server, client); _ = server.Close() }()
			go func() { r.answer(client, server); _ = client.Close() }()
		}
	}()
	return r
}

func (r *relayBetween) answer(client io.Writer, server io.Reader) {
	buffer := make([]byte, 4096)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		said := buffer[:n]
		if r.hide != "" {
			said = []byte(strings.ReplaceAll(string(said), r.hide, strings.Repeat("X", len(r.hide))))
		}
		if _, err := client.Write(said); err != nil {
			return
		}
	}
}

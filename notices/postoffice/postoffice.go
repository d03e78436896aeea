// Package postoffice is a mail server for tests: a real one, with STARTTLS, that keeps what it accepts and refuses what
// it is told to.
package postoffice

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// User and Password sign in to it.
const (
	User     = "duban"
	Password = "opens the post office"
)

// Letter is a mail that it has accepted.
type Letter struct {
	MessageID, To string
	Header        mail.Header
	Body          []byte
	// Secret: it came by TLS.
	Secret bool
}

// PostOffice is the server.
type PostOffice struct {
	// Addr is host:port, and CA the certificate that signed its own, PEM.
	Addr string
	CA   []byte

	mu       sync.Mutex
	letters  []Letter
	refuse   func(to string) *smtp.SMTPError
	accepted func(Letter)
}

// Refuse has recipients judged from now on; codes below 500 are for now.
func (p *PostOffice) Refuse(judge func(to string) *smtp.SMTPError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = judge
}

// Accepted has something called whenever a letter is kept, before its sender is told.
func (p *PostOffice) Accepted(call func(Letter)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.accepted = call
}

// Open opens one on this machine until the test ends.
func Open(t testing.TB) *PostOffice {
	t.Helper()
	p := &PostOffice{}
	certificate, err := p.makeCertificate()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.Addr = listener.Addr().String()
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &visit{office: p, conn: c}, nil
	}))
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.ErrorLog = log.New(io.Discard, "", 0) // who hangs up or dies is of no interest
	server.Domain = "post.example.org"
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = server.Close(); <-served })
	return p
}

// Letters are all it has accepted, in order.
func (p *PostOffice) Letters() []Letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Letter(nil), p.letters...)
}

// Roots trust its certificate.
func (p *PostOffice) Roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA)
	return roots
}

func (p *PostOffice) makeCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err //nolint:wrapcheck // of a test
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Unix(0, 0),
		NotAfter:              time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err //nolint:wrapcheck // of a test
	}
	p.CA = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// visit is one connection.
type visit struct {
	office *PostOffice
	conn   *smtp.Conn
	signed bool
	to     string
}

// AuthMechanisms implements smtp.AuthSession.
func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		v.signed = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (v *visit) Mail(string, *smtp.MailOptions) error {
	if !v.signed {
		return smtp.ErrAuthRequired
	}
	return nil
}

// Rcpt implements smtp.Session.
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = to
	v.office.mu.Lock()
	judge := v.office.refuse
	v.office.mu.Unlock()
	if judge != nil {
		if refusal := judge(to); refusal != nil {
			return refusal
		}
	}
	return nil
}

// Data implements smtp.Session.
func (v *visit) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err //nolint:wrapcheck // of a test
	}
	message, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return errors.New("no mail")
	}
	body, err := io.ReadAll(message.Body)
	if err != nil {
		return err //nolint:wrapcheck // of a test
	}
	_, secret := v.conn.TLSConnectionState()
	letter := Letter{
		MessageID: message.Header.Get("Message-Id"),
		To:        v.to,
		Header:    message.Header,
		Body:      body,
		Secret:    secret,
	}
	v.office.mu.Lock()
	v.office.letters = append(v.office.letters, letter)
	accepted := v.office.accepted
	v.office.mu.Unlock()
	if accepted != nil {
		accepted(letter)
	}
	return nil
}

// Reset implements smtp.Session.
func (v *visit) Reset() { v.to = "" }

// Logout implements smtp.Session.
func (v *visit) Logout() error { return nil }

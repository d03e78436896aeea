package notices

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Security is how the connection to a mail server is kept secret.
type Security string

// The ways.
const (
	// StartTLS begins in the clear and refuses to go on so (port 587). It is the default.
	StartTLS Security = "starttls"
	// ImplicitTLS is TLS from the first byte on (port 465).
	ImplicitTLS Security = "tls"
	// NoTLS sends in the clear: for a server on the same machine.
	NoTLS Security = "none"
)

// MailOptions say through which server mail leaves.
type MailOptions struct {
	// Server is host:port.
	Server   string
	Security Security
	// User and Password sign in to it; User "" for a server that wants nobody to.
	User, Password string
	// From is who mails come from, as in "督办 <duban@example.org>". Its domain names the messages.
	From string
	// Roots are whom the server's certificate is trusted by; nil means the system's.
	Roots *x509.CertPool
	// Now is the wall clock.
	Now func() time.Time
	Log *slog.Logger
}

const (
	// mailPatience bounds each exchange with the server.
	mailPatience = 15 * time.Second
	// mostIdle is how long a connection is kept open for the next message, and keptIdle how many are.
	mostIdle = 20 * time.Second
	keptIdle = 4
)

// Mailer sends by mail. It keeps connections open for a while and may be used by many at once.
type Mailer struct {
	client *mail.Client
	from   *netmail.Address
	domain string
	idle   chan idleConnection
	now    func() time.Time
	log    *slog.Logger
}

type idleConnection struct {
	*smtp.Client
	since time.Time
}

// NewMailer makes one; it connects when there is something to send. An error says which of the options cannot work.
func NewMailer(o MailOptions) (*Mailer, error) {
	host, port, err := net.SplitHostPort(o.Server)
	if err != nil {
		return nil, fmt.Errorf("mail_server: %w", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail_server: port %q: %w", port, err)
	}
	from, err := netmail.ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("mail_from: %w", err)
	}
	options := []mail.Option{
		mail.WithPort(number),
		mail.WithTimeout(mailPatience),
		mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch o.Security {
	case StartTLS, "":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	case ImplicitTLS:
		options = append(options, mail.WithSSL())
	case NoTLS:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("mail_security: %q is none of starttls, tls, none", o.Security)
	}
	if o.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return &Mailer{
		client: client,
		from:   from,
		domain: domain,
		idle:   make(chan idleConnection, keptIdle),
		now:    o.Now,
		log:    o.Log,
	}, nil
}

// Check connects to the server, with the security that is asked for, and signs in. Nothing is sent.
func (m *Mailer) Check(ctx context.Context) error {
	c, err := m.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	return m.client.CloseWithSMTPClient(c) //nolint:wrapcheck // the server's own words
}

// Close ends the connections that are open.
func (m *Mailer) Close() {
	for {
		select {
		case c := <-m.idle:
			m.hangUp(c.Client)
		default:
			return
		}
	}
}

// Send implements [Sender].
func (m *Mailer) Send(ctx context.Context, message Message) error {
	letter, err := m.letterOf(message)
	if err != nil {
		return err
	}
	c, err := m.connect(ctx)
	if err != nil {
		// The server's words may hold our own name with it, and no address of a recipient.
		m.log.Warn("mail server not reached", "error", err)
		return fmt.Errorf("mail server: %w", err)
	}
	if err := m.client.SendWithSMTPClient(c, letter); err != nil && !letter.IsDelivered() {
		m.hangUp(c)
		return failureOf(err)
	} else if err != nil {
		m.hangUp(c) // it was accepted, and the connection broke afterwards
		return nil  //nolint:nilerr // it was accepted
	}
	select {
	case m.idle <- idleConnection{c, m.now()}:
	default:
		m.hangUp(c)
	}
	return nil
}

// connect takes a connection that is still good, or makes one.
func (m *Mailer) connect(ctx context.Context) (*smtp.Client, error) {
	for {
		select {
		case c := <-m.idle:
			if m.now().Sub(c.since) < mostIdle && c.UpdateDeadline(mailPatience) == nil && c.Noop() == nil {
				return c.Client, nil
			}
			m.hangUp(c.Client)
		default:
			return m.client.DialToSMTPClientWithContext(ctx) //nolint:wrapcheck // the caller says of what
		}
	}
}

// hangUp ends a connection, politely if the other side is still there.
func (m *Mailer) hangUp(c *smtp.Client) {
	if err := m.client.CloseWithSMTPClient(c); err != nil {
		_ = c.Close() // it was broken
	}
}

// letterOf is the message as a mail. It answers nobody and wants no answer.
func (m *Mailer) letterOf(message Message) (*mail.Msg, error) {
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	letter.EnvelopeFromMailAddress(m.from)
	letter.FromMailAddress(m.from)
	if err := letter.To(message.To); err != nil {
		return nil, Failure{Answer: "address unreadable", Final: true}
	}
	letter.SetMessageIDWithValue(message.ID + "@" + m.domain)
	letter.SetDateWithValue(message.At)
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetGenHeader("X-Auto-Response-Suppress", "All")
	letter.Subject(message.Title)
	letter.SetBodyString(mail.TypeTextPlain, message.Text)
	return letter, nil
}

// failureOf is a server's answer without its words, which name the recipient. What it says of the recipient or of the
// message is final if it says so; what it says of us and our settings may be mended. Without an answer to the whole
// message nobody knows.
func failureOf(err error) error {
	var refused *mail.SendError
	if !errors.As(err, &refused) {
		return Failure{Answer: "connection broken"}
	}
	f := Failure{Answer: refused.Reason.String()}
	if code := refused.ErrorCode(); code != 0 {
		f.Answer = strings.TrimSpace(strconv.Itoa(code) + " " + refused.EnhancedStatusCode())
		ofThis := refused.Reason == mail.ErrSMTPRcptTo || refused.Reason == mail.ErrSMTPDataClose
		f.Final = ofThis && code >= 500 && !refused.IsTemp()
	} else {
		f.Unknown = refused.Reason == mail.ErrSMTPDataClose
	}
	return f
}

package gateway

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"duban/complaint"
	"duban/documents"
	"duban/policy/amendment"
	"duban/record"
)

// Store is all that the gateway reads and writes of the record; each part stands beside the handlers that need it.
// Lists obey the wall; what is named by id does not, so the gateway asks May first.
type Store interface {
	CaseStore
	RequestStore
	TextStore
	AttachmentStore
	PaperStore
	ReadingStore
	ReceiptStore
	InboxStore
	RegisterStore
	record.Periods
	OverviewStore
	ReportStore
	SlipStore
	CircularStore
	LedgerStore
	DirectoryStore
	OrganisationStore
	CalendarStore
	PolicyStore
	PolicyChangeStore
	DispatchStore
	ExportStore
	FeedStore
	SecurityStore
	LinkStore
	SecondFactorStore
	amendment.Record
	HealthStore
}

// Cases are the running workflows. An error that is no complaint.Error leaves the outcome unknown.
type Cases interface {
	// StartCase starts the case's workflow or finds it, and returns when its first act is recorded.
	StartCase(ctx context.Context, id complaint.CaseID) error
	// GiveOrder sends an order and waits for its answer; the same order id acts once.
	GiveOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error)
	// QueueOrder leaves an order for the case; nil means that it will be decided some time.
	QueueOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) error
}

// Rehearsal moves the clock of one case.
type Rehearsal interface {
	// AdvanceClock returns when the case's clock has moved on by that much and everything due has been recorded.
	AdvanceClock(ctx context.Context, id complaint.CaseID, by time.Duration) error
}

// Limits bound what one client may ask, beyond which it is told 429.
type Limits struct {
	// FailuresPerName are wrong passwords for one name from one network, FailuresPerAddress for any name from one
	// network, and FailuresAnywhere for one name from any. A device from which somebody has come in before has a bucket
	// of its own for their name, as large as FailuresPerName. PublicFilings are per address, and so are Feeds:
	// calendars that are fetched.
	FailuresPerName, FailuresPerAddress, FailuresAnywhere, PublicFilings, Feeds Rate
}

// Rate allows Burst at once and one more each Every.
type Rate struct {
	Burst int
	Every time.Duration
}

func (l Limits) withDefaults() Limits {
	set := func(r *Rate, d Rate) {
		if r.Burst == 0 {
			*r = d
		}
	}
	set(&l.FailuresPerName, Rate{10, 6 * time.Second})
	set(&l.FailuresPerAddress, Rate{60, time.Second})
	set(&l.FailuresAnywhere, Rate{60, time.Minute})
	set(&l.PublicFilings, Rate{120, time.Second})
	set(&l.Feeds, Rate{60, 2 * time.Second})
	return l
}

// Options are all a gateway needs. Store, Cases, Administer, Files, Now, Sessions and Secret are required.
type Options struct {
	// Addr is where Run listens; Listener, if set, is used instead.
	Addr     string
	Listener net.Listener

	Store Store
	Cases Cases
	// Administer changes the organisation in a user's name, who acts from there.
	Administer func(by complaint.UserID, from record.Origin) Administration
	// Files keeps the contents of attachments.
	Files       Files
	Attachments Attachments
	// Fonts are those of papers; nil means the program's own.
	Fonts *documents.Fonts
	// Desk is what the public is told about whom to complain to.
	Desk Desk
	// Site is the address at which people open Duban; "" if nobody has said.
	Site string
	// Outside are the channels by which the organisation lets word leave the application.
	Outside []record.Channel
	// Now is the wall clock.
	Now func() time.Time
	// Location is the organisation's zone; nil means +08:00.
	Location *time.Location
	// Rehearsal is nil in production: cases then have no clock of their own.
	Rehearsal Rehearsal
	// TemporalUI answers under /temporal, nil if there is none. It must be read-only by itself.
	TemporalUI http.Handler
	// Web are the static pages with their index.html, nil if there are none.
	Web fs.FS
	// Scenarios hold the regulations' scenarios as <policy>/scenarios/*.yaml, nil if there are none.
	Scenarios fs.FS
	// Released are the regulations that come with the program; nil for none.
	Released func() ([]record.ReleasedFile, error)
	// Sessions keeps who is signed in; see package session.
	Sessions SessionStore
	// Profile is how much is asked of those who come in; "" means [record.Office].
	Profile record.Profile
	// Secret makes receipts; at least 32 bytes. With another secret, retried filings get another receipt.
	Secret []byte
	// SecureCookies says that people come by TLS even if this program does not see it.
	SecureCookies bool
	// TrustedProxies are addresses (CIDR) whose X-Forwarded-For counts; none by default.
	TrustedProxies []string
	// TrustedOrigins are other origins whose pages may post here.
	TrustedOrigins []string
	// Ready are further conditions of /readyz by name; reading works without them.
	Ready  map[string]func(context.Context) error
	Limits Limits
	// Admission bounds what is under way at once.
	Admission Admission
	// Observer sees every request; nil if nobody does.
	Observer Observer
	// Patience is how long a caller waits for the worker's answer; 0 means 5 s. Drain is how long a stop waits
	// for requests under way; 0 means 20 s. Linger is how long before that /readyz says that the gateway stops,
	// while it still serves; 0 where no load balancer stands in front.
	Patience, Drain, Linger time.Duration
	Logger                  *slog.Logger
	Version                 string
}

// leastSecret is the shortest secret accepted, in bytes.
const leastSecret = 32

func (o Options) checkAndDefault() (Options, error) {
	switch {
	case o.Store == nil || o.Cases == nil || o.Files == nil || o.Administer == nil || o.Now == nil || o.Sessions == nil:
		return o, errors.New("gateway: Store, Cases, Administer, Files, Now and Sessions are required")
	case len(o.Secret) < leastSecret:
		return o, errors.New("gateway: Secret needs at least 32 bytes")
	}
	o = o.withDefaults()
	if err := o.Fonts.Check(); err != nil {
		return o, fmt.Errorf("fonts of papers: %w", err)
	}
	return o, nil
}

func (o Options) withDefaults() Options {
	if o.Location == nil {
		o.Location = time.FixedZone("+08:00", 8*60*60)
	}
	if o.Profile == "" {
		o.Profile = record.Office
	}
	if o.Released == nil {
		o.Released = func() ([]record.ReleasedFile, error) { return nil, nil }
	}
	if o.Fonts == nil {
		o.Fonts = documents.NewFonts("", "")
	}
	if o.Patience == 0 {
		o.Patience = 5 * time.Second
	}
	if o.Drain == 0 {
		o.Drain = 20 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Observer == nil {
		o.Observer = nobody{}
	}
	o.Limits = o.Limits.withDefaults()
	o.Attachments = o.Attachments.withDefaults()
	o.Admission = o.Admission.withDefaults()
	return o
}

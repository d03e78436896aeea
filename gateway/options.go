package gateway

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
	"duban/record"
)

// Store is what the gateway reads, and the two writes that precede an act: filings and texts. Lists obey the
// wall; everything named by id does not, so the gateway asks May first.
type Store interface {
	Read(ctx context.Context, id complaint.CaseID, fn func(record.ReadTx) error) error
	File(ctx context.Context, in record.Intake, w complaint.Wall) (prior *record.Request, err error)
	Accept(ctx context.Context, r record.Request, texts []complaint.Text) (prior *record.Request, err error)
	Request(ctx context.Context, actor complaint.UserID, key string) (*record.Request, error)
	Answer(ctx context.Context, id complaint.CaseID, cmd complaint.CommandID) (*complaint.Answer, error)

	May(ctx context.Context, p complaint.Person, id complaint.CaseID) (bool, error)
	CaseRow(ctx context.Context, id complaint.CaseID) (record.CaseRow, error)
	Events(ctx context.Context, id complaint.CaseID, after, limit int) ([]complaint.Event, error)
	Attach(ctx context.Context, r record.Request, a complaint.Attachment, name complaint.Text) (prior *record.Request, err error)
	Attachments(ctx context.Context, id complaint.CaseID) ([]complaint.Attachment, error)
	AttachedFiles(ctx context.Context, names []string) (map[string]bool, error)
	NoteReading(ctx context.Context, r record.Reading) error
	Readings(ctx context.Context, id complaint.CaseID, cursor string, limit int) ([]record.Reading, string, error)
	Texts(ctx context.Context, ids []complaint.TextID) (map[complaint.TextID]complaint.Text, error)
	ByReceipt(ctx context.Context, hash string) (complaint.CaseID, bool, error)

	// Inbox goes through a page of tasks, each with its case in the same transaction, and returns the next page's cursor.
	Inbox(ctx context.Context, p complaint.Person, q record.TaskQuery, each func(record.TaskRow, record.ReadTx) error) (string, error)
	Notices(ctx context.Context, p complaint.Person) ([]record.NoticeRow, error)
	MarkRead(ctx context.Context, user complaint.UserID, until time.Time) error
	Refused(ctx context.Context, user complaint.UserID) ([]record.RefusedRow, error)
	Register(ctx context.Context, p complaint.Person, q record.Query, identityPolicies []string) ([]record.CaseRow, string, error)
	Overview(ctx context.Context, p complaint.Person, q record.OverviewQuery) (record.Overview, error)
	Slips(ctx context.Context, p complaint.Person, q record.SlipQuery) ([]record.SlipRow, string, error)

	Account(ctx context.Context, username string) (record.Account, error)
	Accounts(ctx context.Context) ([]record.Account, error)
	Substitutions(ctx context.Context) ([]complaint.Substitution, error)
	Ties(ctx context.Context) ([]complaint.Tie, error)
	Administered(ctx context.Context, cursor string, limit int) ([]record.AdministrationEntry, string, error)
	CalendarYears(ctx context.Context) ([]calendar.Published, error)
	// Recounts is how many cases the publication of a year would order to count anew.
	Recounts(ctx context.Context, calendar string, year int) (int, error)
	AccountByID(ctx context.Context, id complaint.UserID) (record.Account, error)
	Directory(ctx context.Context) (complaint.Directory, error)
	Units(ctx context.Context) ([]complaint.Unit, error)
	People(ctx context.Context, q string) ([]complaint.Person, error)
	PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
	PolicyVersions(ctx context.Context, id string) ([]record.PublishedPolicy, error)
	PolicySource(ctx context.Context, ref complaint.PolicyRef) (string, error)
	Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
	Ping(ctx context.Context) error
	// CanWrite commits something small, which a full disk or a replica does not let through.
	CanWrite(ctx context.Context) error
	Vitals(ctx context.Context) (record.Vitals, error)
}

// Cases are the running workflows. An error that is no complaint.Error leaves the outcome unknown.
type Cases interface {
	// Start starts the case's workflow or finds it, and returns when its first act is recorded.
	Start(ctx context.Context, id complaint.CaseID) error
	// Act sends an order and waits for its answer; the same order id acts once.
	Act(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error)
	// Queue leaves an order for the case; nil means that it will be decided some time.
	Queue(ctx context.Context, id complaint.CaseID, o complaint.Order) error
}

// Rehearsal moves the clock of one case.
type Rehearsal interface {
	// Advance returns when the case's clock has moved on by that much and everything due has been recorded.
	Advance(ctx context.Context, id complaint.CaseID, by time.Duration) error
}

// Limits bound what one client may ask, beyond which it is told 429.
type Limits struct {
	// FailuresPerName and FailuresPerAddress are wrong passwords; PublicFilings are per address.
	FailuresPerName, FailuresPerAddress, PublicFilings Rate
}

// Rate allows Burst at once and one more each Every.
type Rate struct {
	Burst int
	Every time.Duration
}

func (l Limits) orDefault() Limits {
	set := func(r *Rate, d Rate) {
		if r.Burst == 0 {
			*r = d
		}
	}
	set(&l.FailuresPerName, Rate{10, 6 * time.Second})
	set(&l.FailuresPerAddress, Rate{60, time.Second})
	set(&l.PublicFilings, Rate{120, time.Second})
	return l
}

// Options are all a gateway needs. Store, Cases, Administer, Files, Now, Sessions and Secret are required.
type Options struct {
	// Addr is where Run listens; Listener, if set, is used instead.
	Addr     string
	Listener net.Listener

	Store Store
	Cases Cases
	// Administer changes the organisation in a user's name.
	Administer func(by complaint.UserID) Administration
	// Files keeps the contents of attachments.
	Files       Files
	Attachments Attachments
	// Desk is what the public is told about whom to complain to.
	Desk Desk
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
	// Sessions keeps who is signed in; see package session.
	Sessions scs.Store
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

func (o Options) complete() (Options, error) {
	switch {
	case o.Store == nil || o.Cases == nil || o.Files == nil || o.Administer == nil || o.Now == nil || o.Sessions == nil:
		return o, errors.New("gateway: Store, Cases, Administer, Files, Now and Sessions are required")
	case len(o.Secret) < leastSecret:
		return o, errors.New("gateway: Secret needs at least 32 bytes")
	}
	return o.withDefaults(), nil
}

func (o Options) withDefaults() Options {
	if o.Location == nil {
		o.Location = time.FixedZone("+08:00", 8*60*60)
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
	o.Limits = o.Limits.orDefault()
	o.Attachments = o.Attachments.orDefault()
	o.Admission = o.Admission.orDefault()
	return o
}

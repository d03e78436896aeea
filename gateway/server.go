package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"duban/gateway/session"
)

// Gateway answers HTTP. Make it with New.
type Gateway struct {
	Options
	log       *slog.Logger
	engine    *gin.Engine
	answers   http.Handler
	api       huma.API
	sessions  *scs.SessionManager
	passwords *session.Passwords
	origins   *http.CrossOriginProtection
	document  []byte

	failedNames, failedAddresses, failedAnywhere, failedFactors, failedReceipts *limiter

	lockNotes, publicFilings, feeds *limiter

	writes, reads *gate
	readings      readLog
	proxies       []netip.Prefix
	health        health
	stopping      atomic.Bool
	// trying is held while a version is tried on the cases there are.
	trying sync.Mutex
	// exporting holds a place for each workbook that is being written.
	exporting chan struct{}
}

const (
	cookieName = "duban_session"
	// passwordsAtOnce bounds the memory and cores that guessing can take.
	passwordsAtOnce = 2
)

// New makes a gateway that answers nothing yet but is ready to.
func New(o Options) (*Gateway, error) {
	o, err := o.checkAndDefault()
	if err != nil {
		return nil, err
	}
	g := &Gateway{Options: o, log: o.Logger, exporting: make(chan struct{}, exportsAtOnce)}
	g.sessions = scs.New()
	g.sessions.Store, g.sessions.Lifetime, g.sessions.HashTokenInStore = o.Sessions, o.Profile.LongestSession(), true
	g.sessions.Cookie.Name, g.sessions.Cookie.Persist = cookieName, false
	if g.passwords, err = session.NewPasswords(passwordsAtOnce); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	g.origins = http.NewCrossOriginProtection()
	for _, origin := range o.TrustedOrigins {
		if err := g.origins.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("gateway: trusted origin: %w", err)
		}
	}
	g.failedNames = newLimiter(o.Limits.FailuresPerName)
	g.failedAddresses = newLimiter(o.Limits.FailuresPerAddress)
	g.failedAnywhere = newLimiter(o.Limits.FailuresAnywhere)
	g.failedFactors = newLimiter(Rate{Burst: 10, Every: 10 * time.Minute})
	g.lockNotes = newLimiter(Rate{Burst: 1, Every: time.Minute})
	g.failedReceipts = newLimiter(o.Limits.FailuresPerAddress)
	g.publicFilings = newLimiter(o.Limits.PublicFilings)
	g.feeds = newLimiter(o.Limits.Feeds)
	g.writes = newGate("writes", o.Admission.Writes, o.Admission, o.Observer)
	g.reads = newGate("reads", o.Admission.Reads, o.Admission, o.Observer)
	if err := g.addRoutes(); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	return g, nil
}

var libraries sync.Once

// setLibraries sets what huma and gin keep in package variables.
func setLibraries() {
	libraries.Do(func() {
		gin.SetMode(gin.ReleaseMode)
		huma.ValidateStrictCasing = true
		huma.NewErrorWithContext = problemOfHuma
		huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
			return problemOfHuma(nil, status, message, errs...)
		}
	})
}

// addRoutes says which path goes where.
func (g *Gateway) addRoutes() error {
	setLibraries()
	g.engine = gin.New()
	g.engine.HandleMethodNotAllowed = true
	g.engine.RedirectTrailingSlash = false
	if err := g.engine.SetTrustedProxies(g.TrustedProxies); err != nil {
		return fmt.Errorf("trusted proxies: %w", err)
	}
	var err error
	if g.proxies, err = parseNetworks(g.TrustedProxies); err != nil {
		return err
	}
	g.engine.Use(g.beginRequest, g.logRequest, g.recoverPanic, g.setSecurityHeaders)
	g.engine.NoMethod(g.answerMethodNotAllowed)
	g.engine.NoRoute(g.servePage)
	g.engine.GET("/healthz", g.answerHealthz)
	g.engine.GET("/readyz", g.answerReadyz)
	g.engine.GET("/readyz/reads", g.answerReadyzReads)
	if g.TemporalUI != nil {
		g.engine.Any("/temporal", g.serveTemporal)
		g.engine.Any("/temporal/*path", g.serveTemporal)
	}
	g.routeAPI()
	document, err := encodeDocument(g.api.OpenAPI())
	if err != nil {
		return err
	}
	g.document = document
	g.engine.GET(apiPath+"/openapi.json", g.serveOpenAPI)
	g.answers, err = compressAnswers(g.engine)
	return err
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.answers.ServeHTTP(w, r) }

const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	// writeTimeout is longer than the longest rehearsal.
	writeTimeout  = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	sweepInterval = 10 * time.Minute
)

// RunGateway serves until ctx ends. Then /readyz says so for Options.Linger, during which a load balancer turns
// elsewhere; then nothing new is accepted, requests under way finish within Options.Drain, and Run returns nil. It
// returns an error if it cannot listen or had to cut requests off.
func RunGateway(ctx context.Context, o Options) error {
	g, err := New(o)
	if err != nil {
		return err
	}
	listener := o.Listener
	if listener == nil {
		if listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr); err != nil {
			return fmt.Errorf("gateway: %w", err)
		}
	}
	return g.serve(ctx, listener)
}

func (g *Gateway) serve(ctx context.Context, listener net.Listener) error {
	lasting := context.WithoutCancel(ctx) // requests outlive the order to stop
	server := &http.Server{
		Handler:           g,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return lasting },
		ErrorLog:          slog.NewLogLogger(g.log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	go g.sweepPeriodically(ctx)
	g.log.Info("gateway listens", "address", listener.Addr().String())
	select {
	case err := <-served:
		return fmt.Errorf("gateway: %w", err)
	case <-ctx.Done():
	}
	g.log.Info("gateway stops")
	g.stopping.Store(true)
	waitUnlessDone(lasting, g.Linger)
	drain, cancel := context.WithTimeout(lasting, g.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return errors.Join(fmt.Errorf("gateway: requests cut off: %w", err), server.Close())
	}
	g.log.Info("gateway stopped")
	return nil
}

// sweepPeriodically forgets expired sessions, if their store can, and deletes what cut-off uploads have left.
func (g *Gateway) sweepPeriodically(ctx context.Context) {
	sessions, ok := g.Sessions.(interface{ DeleteExpired(context.Context) error })
	ticker := time.NewTicker(sweepInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			g.sweepFiles(ctx)
			if !ok {
				continue
			}
			if err := sessions.DeleteExpired(ctx); err != nil {
				g.log.Warn("sessions not swept", "error", err)
			}
		}
	}
}

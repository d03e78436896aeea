package notices

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// App sends as an application of a messenger to one of its users: a token is asked for with the application's secret,
// kept until shortly before its end, and asked for anew when the provider says that it has ended.
type App struct {
	poster
	provider provider
	now      func() time.Time

	mu    sync.Mutex
	token string
	until time.Time
}

// provider is how one messenger is spoken with.
type provider interface {
	// askToken asks for a token.
	askToken(ctx context.Context, p poster) (token string, lasts time.Duration, err error)
	// send hands over a message; the answer is the provider's.
	send(ctx context.Context, p poster, token string, m Message) (verdict, error)
	codes() codes
}

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// AppOptions say as which application of a messenger messages leave.
type AppOptions struct {
	// API is the provider's address, as in https://qyapi.weixin.qq.com.
	API string
	// ID is the organisation's or the application's id, Agent the application's number where there is one, and Secret
	// its secret.
	ID, Agent, Secret string
	// Now is the wall clock.
	Now func() time.Time
}

func newApp(p provider, now func() time.Time) *App {
	return &App{poster: newPoster(), provider: p, now: now}
}

// Check asks for a token. Nothing is sent.
func (a *App) Check(ctx context.Context) error {
	a.forget(a.kept())
	_, err := a.tokenNow(ctx)
	return err
}

// Send implements [Sender]. A token that has ended was no try: the message is handed over once more with a new one.
func (a *App) Send(ctx context.Context, m Message) error {
	for again := false; ; again = true {
		token, err := a.tokenNow(ctx)
		if err != nil {
			return err
		}
		v, err := a.provider.send(ctx, a.poster, token, m)
		if err != nil {
			return err //nolint:wrapcheck // says what it was
		}
		if again || !slices.Contains(a.provider.codes().stale, v.code()) {
			return v.failureBy(a.provider.codes())
		}
		a.forget(token)
	}
}

func (a *App) kept() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.token
}

// forget drops a token, unless another has taken its place.
func (a *App) forget(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token == token {
		a.token = ""
	}
}

// tokenNow is the token that holds; many who need a new one ask once.
func (a *App) tokenNow(ctx context.Context) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && a.now().Before(a.until) {
		return a.token, nil
	}
	token, lasts, err := a.provider.askToken(ctx, a.poster)
	if failure, answered := errors.AsType[Failure](err); answered {
		failure.Unknown = false // nothing was handed over
		return "", failure
	}
	if err != nil {
		return "", err //nolint:wrapcheck // says what it was
	}
	a.token, a.until = token, a.now().Add(lasts-tokenMargin)
	return token, nil
}

// tokenAnswer is what providers answer who asks for a token.
type tokenAnswer struct {
	verdict
	AccessToken string `json:"access_token"`
	TenantToken string `json:"tenant_access_token"`
	ExpiresIn   int    `json:"expires_in"`
	Expire      int    `json:"expire"`
}

// read is the token and how long it lasts. A secret that is not taken is our fault and no message's.
func (t tokenAnswer) read() (token string, lasts time.Duration, err error) {
	if err := t.failureBy(codes{}); err != nil {
		return "", 0, err
	}
	token = t.AccessToken + t.TenantToken
	if token == "" {
		return "", 0, Failure{Answer: "no token"}
	}
	return token, time.Duration(t.ExpiresIn+t.Expire) * time.Second, nil
}

func trimSlash(address string) string { return strings.TrimSuffix(address, "/") }

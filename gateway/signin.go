package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/record"
)

// What a session holds: who, and a mark of the password they signed in with, so that a changed password ends
// every session made with the old one. Roles are looked up at each request.
const (
	sessionUser     = "user"
	sessionPassword = "password"
)

type (
	signInInput struct {
		Body struct {
			Username string `json:"username" minLength:"1" maxLength:"200"`
			Password string `json:"password" minLength:"1" maxLength:"1000"`
		}
	}
	cookieOutput struct {
		SetCookie []string `header:"Set-Cookie"`
	}
	whoOutput struct{ Body whoView }
	whoView   struct {
		ID          complaint.UserID   `json:"id"`
		Username    string             `json:"username"`
		Name        string             `json:"name"`
		Roles       []complaint.RoleID `json:"roles" nullable:"false"`
		Unit        complaint.UnitID   `json:"unit"`
		UnitName    string             `json:"unit_name"`
		Administers bool               `json:"administers"`
		Supervises  bool               `json:"supervises" doc:"Looks after others' cases: may open the overview"`
		Reads       bool               `json:"reads_reports" doc:"There is a report for them"`
		Ledger      bool               `json:"reads_ledger" doc:"There is an entry of the ledger that they see"`
		Temporal    bool               `json:"temporal" doc:"May open /temporal, which is there where the server is embedded"`
		Rehearsal   bool               `json:"rehearsal" doc:"Cases have clocks that can be advanced"`
	}
)

const sessionPath = "/session"

func (g *Gateway) routeSession() {
	registerForEverybody(g, huma.Operation{
		OperationID:   "sign-in",
		Method:        http.MethodPost,
		Path:          sessionPath,
		Summary:       "登录",
		DefaultStatus: http.StatusNoContent,
	}, g.signIn)
	registerForStaff(g, huma.Operation{
		OperationID:   "sign-out",
		Method:        http.MethodDelete,
		Path:          sessionPath,
		Summary:       "退出",
		DefaultStatus: http.StatusNoContent,
	}, g.signOut)
	registerForStaff(g, huma.Operation{
		OperationID: "who-am-i",
		Method:      http.MethodGet,
		Path:        sessionPath,
		Summary:     "我是谁",
	}, g.whoAmI)
}

// findSignedIn finds who the request's session belongs to, as the directory has them now; nil if nobody.
func (g *Gateway) findSignedIn(ctx context.Context) (context.Context, *record.Account, error) {
	ctx, err := g.sessions.Load(ctx, requestOf(ctx).token)
	if err != nil {
		return ctx, nil, err
	}
	id := g.sessions.GetString(ctx, sessionUser)
	if id == "" {
		return ctx, nil, nil
	}
	account, err := g.Store.AccountByID(ctx, complaint.UserID(id))
	if complaint.RefusalIn(err) != nil {
		return ctx, nil, nil //nolint:nilerr // whoever is no longer in the directory is nobody
	}
	if err != nil {
		return ctx, nil, err
	}
	if !account.Person.Active ||
		g.sessions.GetString(ctx, sessionPassword) != markOfPasswordHash(account.PasswordHash) {
		return ctx, nil, nil
	}
	return ctx, &account, nil
}

// markOfPasswordHash tells password hashes apart without being one.
func markOfPasswordHash(passwordHash string) string {
	sum := sha256.Sum256([]byte("session/" + passwordHash))
	return hex.EncodeToString(sum[:16])
}

// signIn makes a fresh session. An unknown name, a wrong password and somebody who may no longer sign in are
// answered alike and at the same cost. Only failures count against the limits.
func (g *Gateway) signIn(ctx context.Context, in *signInInput) (*cookieOutput, error) {
	username := norm.NFC.String(in.Body.Username)
	forgive, ok := g.countSignInTry(username, requestOf(ctx).address)
	if !ok {
		return nil, complaint.Refuse(tooMany, "signin.too_many_failures", nil)
	}
	account, err := g.Store.AccountByUsername(ctx, username)
	if err != nil && complaint.RefusalIn(err) == nil {
		forgive()
		return nil, err
	}
	waiting, cancel := context.WithTimeout(ctx, g.Patience)
	defer cancel()
	match, err := g.passwords.MatchesHash(waiting, in.Body.Password, account.PasswordHash)
	if err != nil {
		forgive()
		return nil, err
	}
	if !match || !account.Person.Active {
		return nil, complaint.Refuse(unauthenticated, "signin.wrong_password", nil)
	}
	forgive()
	return g.startSession(ctx, account)
}

// countSignInTry counts a failure beforehand, so that parallel guesses cannot slip through; forgive takes it back.
func (g *Gateway) countSignInTry(username, address string) (forgive func(), ok bool) {
	now := g.Now()
	forgiveName, ok := g.failedNames.takeToken(strings.ToLower(username), now)
	if !ok {
		return nil, false
	}
	forgiveAddress, ok := g.failedAddresses.takeToken(address, now)
	if !ok {
		forgiveName()
		return nil, false
	}
	return func() { forgiveName(); forgiveAddress() }, true
}

// startSession gives the client a new token. What it brought is worth nothing, and ends.
func (g *Gateway) startSession(ctx context.Context, a record.Account) (*cookieOutput, error) {
	brought, err := g.sessions.Load(ctx, requestOf(ctx).token)
	if err != nil {
		return nil, err
	}
	if err := g.sessions.Destroy(brought); err != nil {
		return nil, err
	}
	ctx, err = g.sessions.Load(ctx, "")
	if err != nil {
		return nil, err
	}
	g.sessions.Put(ctx, sessionUser, string(a.Person.ID))
	g.sessions.Put(ctx, sessionPassword, markOfPasswordHash(a.PasswordHash))
	token, _, err := g.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: []string{g.sessionCookie(ctx, token)}}, nil
}

// sessionCookie is gone with the browser window; the session itself ends after sessionLifetime.
func (g *Gateway) sessionCookie(ctx context.Context, token string) string {
	c := http.Cookie{
		Name:     cookieName,
		Value:    token,
		Path:     "/",
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   g.SecureCookies || requestOf(ctx).tls,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c.String()
}

func (g *Gateway) signOut(ctx context.Context, _ record.Account, _ *struct{}) (*cookieOutput, error) {
	if err := g.sessions.Destroy(ctx); err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: []string{g.sessionCookie(ctx, "")}}, nil
}

func (g *Gateway) whoAmI(ctx context.Context, who record.Account, _ *struct{}) (*whoOutput, error) {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	supervises, err := g.isSupervisor(ctx, who)
	if err != nil {
		return nil, err
	}
	reads, err := g.readsReports(ctx, who)
	if err != nil {
		return nil, err
	}
	ledger, err := g.Store.HasLedger(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	p := who.Person
	return &whoOutput{Body: whoView{
		ID:          p.ID,
		Username:    who.Username,
		Name:        p.Name,
		Roles:       rolesOf(p),
		Unit:        p.Unit,
		UnitName:    dir.Units[p.Unit].Name,
		Administers: who.Administers,
		Supervises:  supervises,
		Reads:       reads,
		Ledger:      ledger,
		Temporal:    supervises && g.TemporalUI != nil,
		Rehearsal:   g.Rehearsal != nil,
	}}, nil
}

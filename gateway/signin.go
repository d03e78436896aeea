package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// What a session holds: who, and a mark of the password they signed in with, so that a changed password ends
// every session made with the old one. Roles are looked up at each request.
const (
	sessionUser     = "user"
	sessionPassword = "password"
	// sessionSeen is about when they last asked for something, in seconds since the epoch.
	sessionSeen = "seen"
	// sessionBegan is when they signed in, in microseconds since the epoch; 0 in sessions of older programs.
	sessionBegan = "began"
)

// seenEvery is how often it is written down that somebody is still there.
const seenEvery = 5 * time.Minute

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
	if present, err := g.noteSeen(ctx); err != nil || !present {
		return ctx, nil, err
	}
	return ctx, &account, nil
}

// noteSeen notes now and then that the session is in use; false if it has lasted too long, and
// has ended.
func (g *Gateway) noteSeen(ctx context.Context) (present bool, err error) {
	now := g.Now()
	seen, began := g.sessions.GetInt64(ctx, sessionSeen), g.sessions.GetInt64(ctx, sessionBegan)
	switch idle := now.Sub(time.Unix(seen, 0)); {
	case seen != 0 && idle >= g.Profile.IdleEnd():
		return false, g.endOwnSession(ctx, record.Idle)
	case began != 0 && now.Sub(time.UnixMicro(began)) >= g.Profile.LongestSession():
		return false, g.endOwnSession(ctx, record.Expired)
	case seen != 0 && idle < seenEvery:
		return true, nil
	}
	g.sessions.Put(ctx, sessionSeen, now.Unix())
	token, _, err := g.sessions.Commit(ctx)
	if err != nil {
		return true, err
	}
	return true, g.noteDevice(ctx, token)
}

// endOwnSession ends the session of the request because it has lasted too long.
func (g *Gateway) endOwnSession(ctx context.Context, why record.SecurityResult) error {
	user := complaint.UserID(g.sessions.GetString(ctx, sessionUser))
	if err := g.noteSecurity(ctx, user, record.EndSession, why); err != nil {
		return err
	}
	return g.sessions.Destroy(ctx)
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
	forgive, ok := g.countSignInTry(ctx, username)
	if !ok {
		if err := g.noteTooOften(ctx, username); err != nil {
			return nil, err
		}
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
		if err := g.noteFailedSignIn(ctx, username, account, match); err != nil {
			return nil, err
		}
		return nil, complaint.Refuse(unauthenticated, "signin.wrong_password", nil)
	}
	forgive()
	factor, err := g.Store.SecondFactor(ctx, account.Person.ID)
	if err != nil {
		return nil, err
	}
	if factor != nil && factor.Confirmed {
		return nil, g.beginSecond(ctx, account)
	}
	return g.letIn(ctx, account)
}

// noteFailedSignIn notes what whoever tried is not told: which of the reasons it was.
func (g *Gateway) noteFailedSignIn(ctx context.Context, username string, a record.Account, match bool) error {
	switch {
	case a.Person.ID == "":
		return g.Store.NoteSecurity(ctx, record.SecurityEntry{
			Action:   record.SignIn,
			Result:   record.UnknownName,
			NameMark: g.markOfName(username),
			Origin:   requestOf(ctx).origin(),
		})
	case !match:
		return g.noteSecurity(ctx, a.Person.ID, record.SignIn, record.WrongPassword)
	}
	return g.noteSecurity(ctx, a.Person.ID, record.SignIn, record.NotActive)
}

// noteTooOften notes that somebody was turned away, once a minute for each name and network: a flood of tries is no
// flood of entries.
func (g *Gateway) noteTooOften(ctx context.Context, username string) error {
	from := requestOf(ctx).origin()
	if _, ok := g.lockNotes.takeToken(fold.Name(username)+"\n"+from.Address, g.Now()); !ok {
		return nil
	}
	account, err := g.Store.AccountByUsername(ctx, username)
	if err != nil && complaint.RefusalIn(err) == nil {
		return err
	}
	e := record.SecurityEntry{
		User:   account.Person.ID,
		Action: record.SignIn,
		Result: record.TooOften,
		Origin: from,
	}
	if e.User == "" {
		e.NameMark = g.markOfName(username)
	}
	return g.Store.NoteSecurity(ctx, e)
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
	g.sessions.Put(ctx, sessionSeen, g.Now().Unix())
	g.sessions.Put(ctx, sessionBegan, g.Now().UnixMicro())
	g.sessions.Put(ctx, sessionPassword, markOfPasswordHash(a.PasswordHash))
	token, _, err := g.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	if err := g.noteDevice(ctx, token); err != nil {
		return nil, err
	}
	return &cookieOutput{SetCookie: []string{g.sessionCookie(ctx, token), g.markKnownDevice(ctx, a.Username)}}, nil
}

// sessionCookie is gone with the browser window; the session itself ends as the profile says.
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

// sessionBegan is when the session of the request began, by the clock of the gateway.
func (g *Gateway) sessionBegan(ctx context.Context) time.Time {
	return time.UnixMicro(g.sessions.GetInt64(ctx, sessionBegan))
}

func (g *Gateway) signOut(ctx context.Context, who record.Account, _ *struct{}) (*cookieOutput, error) {
	if err := g.sessions.Destroy(ctx); err != nil {
		return nil, err
	}
	if err := g.noteSecurity(ctx, who.Person.ID, record.SignOut, record.Done); err != nil {
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

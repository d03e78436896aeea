package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

const (
	// sessionPending is whose password was right in a session that is none yet.
	sessionPending = "pending"
	// pendingEnd is how long one may take to give the code.
	pendingEnd = 5 * time.Minute
)

// pendingError refuses a sign-in that wants a code as well, and says what to send with it.
type pendingError struct {
	refusal *complaint.Error
	token   string
}

func (e pendingError) Error() string { return e.refusal.Error() }

// Unwrap gives the refusal.
func (e pendingError) Unwrap() error { return e.refusal }

type secondInput struct {
	Body struct {
		Pending string `json:"pending" minLength:"1" maxLength:"100" doc:"From the answer second_factor"`
		Code    string `json:"code" minLength:"1" maxLength:"40" doc:"From the telephone, or a recovery code"`
	}
}

func (g *Gateway) routeSecondSignIn() {
	registerForEverybody(g, huma.Operation{
		OperationID:   "sign-in-second",
		Method:        http.MethodPost,
		Path:          sessionPath + "/second",
		Summary:       "登录的第二道验证：动态码或恢复码",
		DefaultStatus: http.StatusNoContent,
	}, g.signInSecond)
}

// beginSecond asks for the code of whoever gave the right password, and for nothing of others. What is handed out lets
// nobody in; it says only that the password was right.
func (g *Gateway) beginSecond(ctx context.Context, a record.Account) error {
	pending, err := g.sessions.Load(ctx, "")
	if err != nil {
		return err
	}
	g.sessions.Put(pending, sessionPending, string(a.Person.ID))
	g.sessions.Put(pending, sessionBegan, g.Now().UnixMicro())
	g.sessions.Put(pending, sessionPassword, markOfPasswordHash(a.PasswordHash))
	token, _, err := g.sessions.Commit(pending)
	if err != nil {
		return err
	}
	return pendingError{complaint.Refuse(secondFactor, "signin.second_factor", nil), token}
}

func (g *Gateway) signInSecond(ctx context.Context, in *secondInput) (*cookieOutput, error) {
	pending, err := g.sessions.Load(ctx, in.Body.Pending)
	if err != nil {
		return nil, err
	}
	over := complaint.Refuse(unauthenticated, "signin.second_over", nil)
	id := g.sessions.GetString(pending, sessionPending)
	if id == "" || g.Now().Sub(g.sessionBegan(pending)) >= pendingEnd {
		return nil, over
	}
	account, err := g.Store.AccountByID(ctx, complaint.UserID(id))
	if err != nil {
		return nil, err
	}
	if !account.Person.Active ||
		g.sessions.GetString(pending, sessionPassword) != markOfPasswordHash(account.PasswordHash) {
		return nil, over
	}
	if err := g.mustTakeCode(ctx, account, record.SignIn, in.Body.Code); err != nil {
		return nil, err
	}
	if err := g.sessions.Destroy(pending); err != nil {
		return nil, err
	}
	return g.letIn(ctx, account)
}

// letIn begins the session of whoever has shown all that is asked for.
func (g *Gateway) letIn(ctx context.Context, a record.Account) (*cookieOutput, error) {
	out, err := g.startSession(ctx, a)
	if err != nil {
		return nil, err
	}
	return out, g.noteSecurity(ctx, a.Person.ID, record.SignIn, record.Done)
}

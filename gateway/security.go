package gateway

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/internal/fold"
	"duban/record"
)

// SecurityStore keeps the journal of who signed in and out, and of what else was done with the ways in.
type SecurityStore interface {
	NoteSecurity(ctx context.Context, e record.SecurityEntry) error
	SecurityEntries(
		ctx context.Context, q record.SecurityQuery, cursor string, limit int,
	) ([]record.SecurityEntry, string, error)
	SecurityNews(ctx context.Context, user complaint.UserID) ([]record.SecurityEntry, error)
	SignInBefore(ctx context.Context, user complaint.UserID, before time.Time) (*record.SecurityEntry, error)
}

type (
	securityView struct {
		At        time.Time             `json:"at"`
		User      *complaint.UserID     `json:"user" doc:"Whose account it is; null where a name was tried that nobody has"`
		UserName  *string               `json:"user_name"`
		NameMark  *string               `json:"name_mark" doc:"Tells names apart that nobody has; the names are not kept"`
		Actor     *complaint.UserID     `json:"actor" doc:"Who did it; null if nobody can tell, system for the command line"`
		ActorName *string               `json:"actor_name"`
		Action    record.SecurityAction `json:"action"`
		Result    record.SecurityResult `json:"result" doc:"done, or why not"`
		Address   *string               `json:"address" doc:"The network address; null for the command line"`
		Device    *string               `json:"device" doc:"What the client says it is, in short"`
	}
	securityJournalInput struct {
		PageInput
		User   complaint.UserID      `query:"user" maxLength:"100" doc:"Whose account: an id or a username; 422 if nobody has it"`
		Action record.SecurityAction `query:"action" enum:"sign_in,sign_out,end_session,change_password,reset_password,make_link,use_link,enrol_factor,remove_factor,change_rights,name_stand_in,made_up_command,acknowledge"`
		Result record.SecurityResult `query:"result" enum:"done,wrong_password,unknown_name,not_active,wrong_code,too_often,waiting,not_wanted,not_accepted,idle,expired"`
		From   time.Time             `query:"from" doc:"The first instant"`
		Until  time.Time             `query:"until" doc:"The first instant after the last"`
	}
	mySecurityView struct {
		LastSignIn *securityView  `json:"last_sign_in" doc:"The one before the present session; null if there was none"`
		News       []securityView `json:"news" nullable:"false" doc:"What others did with the account and the reader has not acknowledged"`
		Items      []securityView `json:"items" nullable:"false" doc:"The latest first"`
		Next       *string        `json:"next" doc:"Cursor of the next page"`
	}
	mySecurityOutput struct{ Body mySecurityView }
)

func (g *Gateway) routeSecurity() {
	registerForStaff(g, huma.Operation{
		OperationID: "my-security",
		Method:      http.MethodGet,
		Path:        "/me/security",
		Summary:     "我的登录记录：上次登录，以及别人对我的账号做过什么",
	}, g.mySecurity)
	registerForStaff(g, huma.Operation{
		OperationID:   "acknowledge-security",
		Method:        http.MethodPost,
		Path:          "/me/security/acknowledgement",
		Summary:       "知道了别人对我的账号做过什么",
		DefaultStatus: http.StatusNoContent,
	}, g.acknowledgeSecurity)
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-security-journal",
		Method:      http.MethodGet,
		Path:        "/security-journal",
		Summary:     "安全日志：谁何时从哪里登录、退出，密码和登录方式的变动",
	}, g.listSecurityJournal)
}

// noteSecurity enters in the security journal what was tried or done with somebody's way in from where the request
// comes.
func (g *Gateway) noteSecurity(
	ctx context.Context, user complaint.UserID, action record.SecurityAction, result record.SecurityResult,
) error {
	e := record.SecurityEntry{
		User:   user,
		Action: action,
		Result: result,
		Origin: requestOf(ctx).origin(),
	}
	if result == record.Done || result == record.Idle || result == record.Expired {
		e.Actor = user // whoever only tries is not known to be the person
	}
	return g.Store.NoteSecurity(ctx, e)
}

// markOfName tells names apart that nobody has. Nobody without the secret can try names against it.
func (g *Gateway) markOfName(username string) string {
	return hex.EncodeToString(g.deriveBytes("name nobody has", fold.Name(username))[:8])
}

func (g *Gateway) securityViewOf(e record.SecurityEntry, dir complaint.Directory) securityView {
	return securityView{
		At:        g.localTime(e.At),
		User:      orNull(e.User),
		UserName:  orNull(dir.People[e.User].Name),
		NameMark:  orNull(e.NameMark),
		Actor:     orNull(e.Actor),
		ActorName: orNull(dir.People[e.Actor].Name),
		Action:    e.Action,
		Result:    e.Result,
		Address:   orNull(e.Address),
		Device:    orNull(e.Device),
	}
}

func (g *Gateway) securityViews(entries []record.SecurityEntry, dir complaint.Directory) []securityView {
	views := make([]securityView, len(entries))
	for i, e := range entries {
		views[i] = g.securityViewOf(e, dir)
	}
	return views
}

func (g *Gateway) mySecurity(ctx context.Context, who record.Account, in *PageInput) (*mySecurityOutput, error) {
	me := who.Person.ID
	entries, next, err := g.Store.SecurityEntries(ctx, record.SecurityQuery{User: me}, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	news, err := g.Store.SecurityNews(ctx, me)
	if err != nil {
		return nil, err
	}
	last, err := g.Store.SignInBefore(ctx, me, g.sessionBegan(ctx))
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	out := &mySecurityOutput{Body: mySecurityView{
		News:  g.securityViews(news, dir),
		Items: g.securityViews(entries, dir),
		Next:  orNull(next),
	}}
	if last != nil {
		v := g.securityViewOf(*last, dir)
		out.Body.LastSignIn = &v
	}
	return out, nil
}

func (g *Gateway) acknowledgeSecurity(ctx context.Context, who record.Account, _ *struct{}) (*nothingOutput, error) {
	return nil, g.noteSecurity(ctx, who.Person.ID, record.Acknowledge, record.Done)
}

func (g *Gateway) listSecurityJournal(
	ctx context.Context, _ record.Account, in *securityJournalInput,
) (*pageOutput[securityView], error) {
	user, err := g.userNamed(ctx, in.User)
	if err != nil {
		return nil, err
	}
	entries, next, err := g.Store.SecurityEntries(ctx, record.SecurityQuery{
		User:   user,
		Action: in.Action,
		Result: in.Result,
		From:   in.From,
		Until:  in.Until,
	}, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	return pageOf(g.securityViews(entries, dir), next), nil
}

// userNamed is the id of somebody who is named by id or username in a filter; "" for "".
func (g *Gateway) userNamed(ctx context.Context, named complaint.UserID) (complaint.UserID, error) {
	if named == "" {
		return "", nil
	}
	account, err := g.Store.AccountByID(ctx, named)
	if complaint.RefusalIn(err) != nil {
		account, err = g.Store.AccountByUsername(ctx, string(named))
	}
	if complaint.RefusalIn(err) != nil {
		return "", complaint.Refuse(complaint.Invalid, "person.unknown", nil).At("user")
	}
	return account.Person.ID, err
}

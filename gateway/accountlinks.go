package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"duban/complaint"
	"duban/gateway/session"
	"duban/record"
)

// LinkStore keeps the links by which people set their own passwords.
type LinkStore interface {
	GoodLink(ctx context.Context, hash string) (record.AccountLink, error)
	UseLink(ctx context.Context, hash, passwordHash string, from record.Origin) error
}

type (
	accountLinkView struct {
		ID        complaint.UserID `json:"id"`
		Link      string           `json:"link" doc:"Path of the page on this server, to be handed to the person; shown only here"`
		GoodFrom  time.Time        `json:"good_from" doc:"Before it, the link opens nothing"`
		ExpiresAt time.Time        `json:"expires_at"`
	}
	accountLinkOutput struct{ Body accountLinkView }
	tokenInput        struct {
		Body struct {
			Token string `json:"token" minLength:"1" maxLength:"100" doc:"What stands behind the # of the link"`
		}
	}
	useLinkInput struct {
		Body struct {
			Token    string `json:"token" minLength:"1" maxLength:"100" doc:"What stands behind the # of the link"`
			Password string `json:"password" minLength:"1" maxLength:"1000"`
		}
	}
	activationOutput struct {
		Body struct {
			Username  string    `json:"username" doc:"With which the person will sign in"`
			Name      string    `json:"name"`
			ExpiresAt time.Time `json:"expires_at"`
		}
	}
)

// activationPath is where a link is used by whoever has it.
const activationPath = "/activation"

func (g *Gateway) routeAccountLinks() {
	registerForAdministrators(g, huma.Operation{
		OperationID:   "make-account-link",
		Method:        http.MethodPost,
		Path:          "/accounts/{id}/link",
		Summary:       "给一个用户一条设密码的链接：用一次，72 小时内；先前的随即作废",
		DefaultStatus: http.StatusCreated,
		Description:   "Nobody but the person learns the password. The one they have is good until the link is used.",
	}, g.makeAccountLink)
	registerForEverybody(g, huma.Operation{
		OperationID: "look-at-account-link",
		Method:      http.MethodPost,
		Path:        activationPath + "/look",
		Summary:     "设密码的链接是给谁的",
	}, g.lookAtAccountLink)
	registerForEverybody(g, huma.Operation{
		OperationID:   "use-account-link",
		Method:        http.MethodPost,
		Path:          activationPath,
		Summary:       "用链接设自己的密码；已有的登录随即结束",
		DefaultStatus: http.StatusNoContent,
	}, g.useAccountLink)
}

func (g *Gateway) makeAccountLink(
	ctx context.Context, who record.Account, in *passwordInput,
) (*accountLinkOutput, error) {
	v, err := g.makeLink(ctx, who, in.ID, in.Key)
	return &accountLinkOutput{Body: v}, err
}

// makeLink makes the token from the key, so that a repeated request says the same.
func (g *Gateway) makeLink(
	ctx context.Context, who record.Account, id complaint.UserID, key string,
) (accountLinkView, error) {
	token := g.deriveKey("account link/"+string(id), who, key)
	link, err := g.administerFor(ctx, who).MakeLink(ctx, id, record.HashOfLink(token))
	return accountLinkView{
		ID:        id,
		Link:      record.LinkPath(token),
		GoodFrom:  g.localTime(link.GoodFrom),
		ExpiresAt: g.localTime(link.ExpiresAt),
	}, err
}

// accountOfLink is whose password the token sets. Tries are counted as sign-ins that failed are, for each network.
func (g *Gateway) accountOfLink(ctx context.Context, token string) (record.Account, record.AccountLink, error) {
	forgive, ok := g.failedAddresses.takeToken(requestOf(ctx).address, g.Now())
	if !ok {
		return record.Account{}, record.AccountLink{}, complaint.Refuse(tooMany, "signin.too_many_failures", nil)
	}
	link, err := g.Store.GoodLink(ctx, record.HashOfLink(token))
	if err != nil {
		return record.Account{}, link, err
	}
	forgive()
	account, err := g.Store.AccountByID(ctx, link.User)
	return account, link, err
}

func (g *Gateway) lookAtAccountLink(ctx context.Context, in *tokenInput) (*activationOutput, error) {
	account, link, err := g.accountOfLink(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	out := &activationOutput{}
	out.Body.Username, out.Body.Name = account.Username, account.Person.Name
	out.Body.ExpiresAt = g.localTime(link.ExpiresAt)
	return out, nil
}

func (g *Gateway) useAccountLink(ctx context.Context, in *useLinkInput) (*nothingOutput, error) {
	account, link, err := g.accountOfLink(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	password := norm.NFC.String(in.Body.Password)
	if err := g.checkPassword(password, account, "password"); err != nil {
		return nil, err
	}
	hash, err := session.HashPassword(password)
	if err != nil {
		return nil, err
	}
	if err := g.Store.UseLink(ctx, link.Hash, hash, requestOf(ctx).origin()); err != nil {
		return nil, err
	}
	_, err = g.Sessions.EndSessions(ctx, string(link.User), func(string) bool { return true })
	return nil, err
}

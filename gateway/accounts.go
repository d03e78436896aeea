package gateway

import (
	"context"
	"encoding/base32"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/gateway/session"
	"duban/internal/fold"
	"duban/record"
)

type (
	accountView struct {
		ID          complaint.UserID   `json:"id"`
		Username    string             `json:"username"`
		Name        string             `json:"name"`
		Unit        *complaint.UnitID  `json:"unit"`
		Roles       []complaint.RoleID `json:"roles" nullable:"false"`
		Active      bool               `json:"active"`
		Administers bool               `json:"administers"`
		Waiting     *awaitedRights     `json:"waiting,omitempty" doc:"What was asked for and does not hold yet"`
		Second      bool               `json:"second_factor" doc:"Shows a code of their telephone beside the password"`
	}
	accountsInput struct {
		PageInput
		Search string `query:"q" maxLength:"100" doc:"Part of a name or username"`
	}
	// AccountBody is what an administrator says about a person.
	AccountBody struct {
		Username    string             `json:"username" minLength:"1" maxLength:"100"`
		Name        string             `json:"name" minLength:"1" maxLength:"100"`
		Unit        complaint.UnitID   `json:"unit,omitempty" maxLength:"100"`
		Roles       []complaint.RoleID `json:"roles,omitempty" maxItems:"100"`
		Active      *bool              `json:"active,omitempty" doc:"Absent: true"`
		Administers bool               `json:"administers,omitempty"`
		Another     bool               `json:"another_person,omitempty" doc:"Whoever has the same name already is another person"`
	}
	newAccountInput struct {
		Keyed
		Body struct {
			AccountBody
			Link bool `json:"link,omitempty" doc:"Make a link by which the person sets their own password, instead of one drawn here"`
		}
	}
	// AccountPath names the person in the path of an operation.
	AccountPath struct {
		ID complaint.UserID `path:"id" maxLength:"100"`
	}
	accountInput struct {
		AccountPath
		Body AccountBody
	}
	passwordInput struct {
		AccountPath
		Keyed
	}
	accountOutput  struct{ Body accountView }
	passwordOutput struct{ Body passwordView }
	newAccountView struct {
		ID        complaint.UserID `json:"id"`
		Waiting   *awaitedRights   `json:"waiting,omitempty" doc:"What was asked for and does not hold yet"`
		Password  string           `json:"password,omitempty" doc:"Drawn at random and shown only here; absent with a link"`
		Link      string           `json:"link,omitempty" doc:"Path of the page on this server where the person sets their password; shown only here"`
		GoodFrom  *time.Time       `json:"good_from,omitempty" doc:"Before it, the link opens nothing"`
		ExpiresAt *time.Time       `json:"expires_at,omitempty"`
	}
	newAccountOutput struct{ Body newAccountView }
	passwordView     struct {
		ID       complaint.UserID `json:"id"`
		Password string           `json:"password" doc:"Drawn at random and shown only here; no administrator chooses one"`
		GoodFrom *time.Time       `json:"good_from" doc:"When it takes the place of the present one if nobody agrees before; null where somebody must"`
	}
)

func (g *Gateway) routeAccounts() {
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-accounts",
		Method:      http.MethodGet,
		Path:        "/accounts",
		Summary:     "用户",
	}, g.listAccounts)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "add-account",
		Method:        http.MethodPost,
		Path:          "/accounts",
		Summary:       "增加一个用户：给一条设密码的链接，或者随机的密码，显示一次",
		DefaultStatus: http.StatusCreated,
	}, g.addAccount)
	registerForAdministrators(g, huma.Operation{
		OperationID: "save-account",
		Method:      http.MethodPut,
		Path:        "/accounts/{id}",
		Summary:     "改动一个用户：姓名、单位、角色、停用",
	}, g.saveAccount)
	registerForAdministrators(g, huma.Operation{
		OperationID: "reset-password",
		Method:      http.MethodPost,
		Path:        "/accounts/{id}/password",
		Summary:     "换一个随机密码，显示一次；旧的登录随即失效。能看案件的人的，一天后或由另一人同意后才换",
	}, g.resetPassword)
}

func (g *Gateway) accountViewOf(
	a record.Account, second map[complaint.UserID]bool, waiting map[complaint.UserID]record.PolicyChange,
) accountView {
	p := a.Person
	return accountView{
		ID:          p.ID,
		Username:    a.Username,
		Name:        p.Name,
		Unit:        orNull(p.Unit),
		Roles:       rolesOf(p),
		Active:      p.Active,
		Administers: a.Administers,
		Waiting:     g.awaitedRightsOf(waiting[p.ID]),
		Second:      second[p.ID],
	}
}

func (g *Gateway) listAccounts(
	ctx context.Context, _ record.Account, in *accountsInput,
) (*pageOutput[accountView], error) {
	search, err := cleanLine(in.Search, "q", mostName)
	if err != nil {
		return nil, err
	}
	accounts, err := g.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	second, err := g.Store.PeopleWithSecondFactor(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := g.waitingRights(ctx)
	if err != nil {
		return nil, err
	}
	views := []accountView{}
	for _, a := range accounts {
		if containsFolded(a.Person.Name, search) || containsFolded(a.Username, search) {
			views = append(views, g.accountViewOf(a, second, waiting))
		}
	}
	slices.SortFunc(views, func(a, b accountView) int { return strings.Compare(a.Username, b.Username) })
	after, _ := slices.BinarySearchFunc(views, in.Cursor, func(v accountView, at string) int {
		if v.Username <= at {
			return -1
		}
		return 1
	})
	return firstPageOf(views[after:], in.Limit, func(v accountView) string { return v.Username }), nil
}

// containsFolded reports whether a name has the part, however both are written.
func containsFolded(name, part string) bool {
	return strings.Contains(fold.Name(name), fold.Name(part))
}

// pageDefault is how many entries a page of the organisation's lists has.
const pageDefault = 50

// firstPageOf is the first page of what is left of a list, with the cursor of the next.
func firstPageOf[V any](remaining []V, limit int, cursor func(V) string) *pageOutput[V] {
	if limit == 0 {
		limit = pageDefault
	}
	if len(remaining) <= limit {
		return pageOf(remaining, "")
	}
	return pageOf(remaining[:limit], cursor(remaining[limit-1]))
}

// accountFromBody judges what an administrator says about a person.
func (g *Gateway) accountFromBody(ctx context.Context, id complaint.UserID, b AccountBody) (record.Account, error) {
	a := record.Account{Administers: b.Administers, Person: complaint.Person{
		ID:     id,
		Unit:   b.Unit,
		Roles:  slices.Compact(slices.Sorted(slices.Values(b.Roles))),
		Active: b.Active == nil || *b.Active,
	}}
	var err error
	if a.Username, err = cleanVisibleLine(b.Username, "username", mostName); err != nil {
		return a, err
	}
	if a.Person.Name, err = cleanVisibleLine(b.Name, "name", mostName); err != nil {
		return a, err
	}
	if err := g.requireOnePerson(ctx, id, a.Person.Name, b.Another); err != nil {
		return a, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return a, err
	}
	unit, ok := dir.Units[b.Unit]
	switch {
	case b.Unit != "" && !ok:
		return a, complaint.Refuse(complaint.Invalid, "unit_unknown", nil).At("unit")
	case unit.Closed && a.Person.Active:
		return a, complaint.Refuse(complaint.Invalid, "unit.closed", nil).At("unit")
	}
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return a, err
	}
	for _, r := range a.Person.Roles {
		name, role, _ := strings.Cut(string(r), ".")
		known := false
		for _, p := range policies {
			known = known || p.Ref().ID == name && p.Doc.Roles.Has(role)
		}
		if !known {
			return a, complaint.Refuse(complaint.Invalid, "account.unknown_role", nil).At("roles")
		}
	}
	return a, nil
}

// addAccount makes the id and the password or the link from the key, so that a repeated request finds the person it
// made and says the same. With a link there is no password until the person sets one.
func (g *Gateway) addAccount(ctx context.Context, who record.Account, in *newAccountInput) (*newAccountOutput, error) {
	id := complaint.UserID("user-" + g.deriveKey("account", who, in.Key))
	a, err := g.accountFromBody(ctx, id, in.Body.AccountBody)
	if err != nil {
		return nil, err
	}
	before, err := g.Store.AccountByID(ctx, id)
	waiting, failed := g.waitingRights(ctx)
	switch {
	case failed != nil:
		return nil, failed
	case err == nil && !isAccountAsAsked(withWaiting(before, waiting[id]), a):
		return nil, refuseReusedKey()
	case err != nil && complaint.RefusalIn(err) == nil:
		return nil, err
	}
	isNew := err != nil
	out := &newAccountOutput{Body: newAccountView{ID: id}}
	if !in.Body.Link {
		out.Body.Password = g.deriveKey("password", who, in.Key)
	}
	if isNew {
		if out.Body.Password != "" {
			if a.PasswordHash, err = session.HashPassword(out.Body.Password); err != nil {
				return nil, err
			}
		}
		if err := g.administerFor(ctx, who).SaveAccount(ctx, a); err != nil {
			return nil, err
		}
		if waiting, err = g.waitingRights(ctx); err != nil {
			return nil, err
		}
	}
	out.Body.Waiting = g.awaitedRightsOf(waiting[id])
	if !in.Body.Link {
		return out, nil
	}
	link, err := g.makeLink(ctx, who, id, in.Key)
	out.Body.Link, out.Body.GoodFrom, out.Body.ExpiresAt = link.Link, &link.GoodFrom, &link.ExpiresAt
	return out, err
}

// isAccountAsAsked reports whether somebody is as was asked, passwords aside.
func isAccountAsAsked(is, asked record.Account) bool {
	p, q := is.Person, asked.Person
	return is.Username == asked.Username && is.Administers == asked.Administers && p.Name == q.Name &&
		p.Unit == q.Unit &&
		p.Active == q.Active && slices.Equal(slices.Sorted(slices.Values(p.Roles)), q.Roles)
}

// deriveKey is 26 characters that nobody without the secret can guess, the same for the same key.
func (g *Gateway) deriveKey(what string, who record.Account, key string) string {
	return strings.ToLower(base32.StdEncoding.EncodeToString(g.deriveBytes(what, string(who.Person.ID), key))[:26])
}

func (g *Gateway) saveAccount(ctx context.Context, who record.Account, in *accountInput) (*accountOutput, error) {
	if _, err := g.Store.AccountByID(ctx, in.ID); err != nil {
		return nil, err
	}
	a, err := g.accountFromBody(ctx, in.ID, in.Body)
	if err != nil {
		return nil, err
	}
	if in.ID == who.Person.ID && (!a.Administers || !a.Person.Active) {
		return nil, complaint.Refuse(complaint.Conflict, "account.not_your_own", nil)
	}
	if err := g.administerFor(ctx, who).SaveAccount(ctx, a); err != nil {
		return nil, err
	}
	if a, err = g.Store.AccountByID(ctx, in.ID); err != nil {
		return nil, err
	}
	waiting, err := g.waitingRights(ctx)
	if err != nil {
		return nil, err
	}
	second, err := g.Store.PeopleWithSecondFactor(ctx)
	return &accountOutput{Body: g.accountViewOf(a, second, waiting)}, err
}

func (g *Gateway) resetPassword(ctx context.Context, who record.Account, in *passwordInput) (*passwordOutput, error) {
	if _, err := g.Store.AccountByID(ctx, in.ID); err != nil {
		return nil, err
	}
	password := g.deriveKey("password/"+string(in.ID), who, in.Key)
	hash, err := session.HashPassword(password)
	if err != nil {
		return nil, err
	}
	if err := g.administerFor(ctx, who).SetPassword(ctx, in.ID, hash); err != nil {
		return nil, err
	}
	now := g.localTime(g.Now())
	out := &passwordOutput{Body: passwordView{ID: in.ID, Password: password, GoodFrom: &now}}
	waiting, err := g.Store.WaitingAccess(ctx)
	if err != nil {
		return nil, err
	}
	for _, ch := range waiting {
		if ch.Kind == record.ReplacePassword && ch.Access.Person == in.ID && ch.Access.Hash == hash {
			out.Body.GoodFrom = g.awaitedRightsOf(ch).DueAt
		}
	}
	return out, nil
}

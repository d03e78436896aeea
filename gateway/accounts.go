package gateway

import (
	"context"
	"encoding/base32"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/gateway/session"
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
	}
	accountsInput struct {
		PageInput
		Search string `query:"q" maxLength:"100" doc:"Part of a name or username"`
	}
	accountBody struct {
		Username    string             `json:"username" minLength:"1" maxLength:"100"`
		Name        string             `json:"name" minLength:"1" maxLength:"100"`
		Unit        complaint.UnitID   `json:"unit,omitempty" maxLength:"100"`
		Roles       []complaint.RoleID `json:"roles,omitempty" maxItems:"100"`
		Active      *bool              `json:"active,omitempty" doc:"Absent: true"`
		Administers bool               `json:"administers,omitempty"`
	}
	newAccountInput struct {
		Keyed
		Body accountBody
	}
	// AccountPath names the person in the path of an operation.
	AccountPath struct {
		ID complaint.UserID `path:"id" maxLength:"100"`
	}
	accountInput struct {
		AccountPath
		Body accountBody
	}
	passwordInput struct {
		AccountPath
		Keyed
	}
	accountOutput  struct{ Body accountView }
	passwordOutput struct{ Body passwordView }
	passwordView   struct {
		ID       complaint.UserID `json:"id"`
		Password string           `json:"password" doc:"Drawn at random and shown only here; no administrator chooses one"`
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
		Summary:       "增加一个用户，密码随机、显示一次",
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
		Summary:     "换一个随机密码，显示一次；旧的登录随即失效",
	}, g.resetPassword)
}

func accountViewOf(a record.Account) accountView {
	p := a.Person
	return accountView{
		ID:          p.ID,
		Username:    a.Username,
		Name:        p.Name,
		Unit:        orNull(p.Unit),
		Roles:       rolesOf(p),
		Active:      p.Active,
		Administers: a.Administers,
	}
}

func (g *Gateway) listAccounts(
	ctx context.Context, _ record.Account, in *accountsInput,
) (*pageOutput[accountView], error) {
	search, err := cleanVisibleLine(in.Search, "q", mostName)
	if err != nil {
		return nil, err
	}
	accounts, err := g.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	views := []accountView{}
	for _, a := range accounts {
		if containsIgnoringCase(a.Person.Name, search) || containsIgnoringCase(a.Username, search) {
			views = append(views, accountViewOf(a))
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

func containsIgnoringCase(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
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
func (g *Gateway) accountFromBody(ctx context.Context, id complaint.UserID, b accountBody) (record.Account, error) {
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

// addAccount makes the id and the password from the key, so that a repeated request finds the person it made and says
// the same.
func (g *Gateway) addAccount(ctx context.Context, who record.Account, in *newAccountInput) (*passwordOutput, error) {
	id := complaint.UserID("user-" + g.deriveKey("account", who, in.Key))
	a, err := g.accountFromBody(ctx, id, in.Body)
	if err != nil {
		return nil, err
	}
	out := &passwordOutput{Body: passwordView{ID: id, Password: g.deriveKey("password", who, in.Key)}}
	if before, err := g.Store.AccountByID(ctx, id); err == nil {
		if !isAccountAsAsked(before, a) {
			return nil, refuseReusedKey()
		}
		return out, nil
	}
	if a.PasswordHash, err = session.HashPassword(out.Body.Password); err != nil {
		return nil, err
	}
	return out, g.Administer(who.Person.ID).SaveAccount(ctx, a)
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
	if err := g.Administer(who.Person.ID).SaveAccount(ctx, a); err != nil {
		return nil, err
	}
	return &accountOutput{Body: accountViewOf(a)}, nil
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
	if err := g.Administer(who.Person.ID).SetPassword(ctx, in.ID, hash); err != nil {
		return nil, err
	}
	return &passwordOutput{Body: passwordView{ID: in.ID, Password: password}}, nil
}

package gateway

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"duban/complaint"
	"duban/record"
)

// OrganisationStore reads what administrators change, and that they did.
type OrganisationStore interface {
	// ChangesAtOnce reports whether what lets people open cases holds at once: before any case has been filed, and in a
	// demonstration.
	ChangesAtOnce(ctx context.Context) (bool, error)
	Accounts(ctx context.Context) ([]record.Account, error)
	AllSubstitutions(ctx context.Context) ([]complaint.Substitution, error)
	TiesInForce(ctx context.Context) ([]complaint.Tie, error)
	AdministrationEntries(ctx context.Context, cursor string, limit int) ([]record.AdministrationEntry, string, error)
}

// Administration changes the organisation in one administrator's name. Each change is recorded with its entry in the
// administration's journal.
type Administration interface {
	SaveUnit(ctx context.Context, u complaint.Unit) error
	SaveAccount(ctx context.Context, a record.Account) error
	SetPassword(ctx context.Context, id complaint.UserID, hash string) error
	SaveNoticeWishesOf(ctx context.Context, id complaint.UserID, wishes []record.NoticeWish) error
	RemoveSecondFactor(ctx context.Context, id complaint.UserID) error
	MakeLink(ctx context.Context, id complaint.UserID, hash string) (record.AccountLink, error)
	AddSubstitution(ctx context.Context, s complaint.Substitution) error
	EndSubstitution(ctx context.Context, id string) error
	AddTie(ctx context.Context, t complaint.Tie) error
	EndTie(ctx context.Context, id string) error
	PublishCalendar(ctx context.Context, id, file string, data []byte) error
	AskPolicyChange(ctx context.Context, ch record.PolicyChange) (record.PolicyChange, error)
	AgreeToPolicyChange(ctx context.Context, id string) (record.PolicyChange, error)
	RefusePolicyChange(ctx context.Context, id string) (record.PolicyChange, error)
	TakeBackPolicyChange(ctx context.Context, id string) (record.PolicyChange, error)
}

// administerFor is the administration in the name of who asks.
func (g *Gateway) administerFor(ctx context.Context, who record.Account) Administration {
	return g.Administer(who.Person.ID, requestOf(ctx).origin())
}

// registerForAdministrators registers an operation for administrators. An administrator reads no cases by being one.
func registerForAdministrators[I, O any](
	g *Gateway, op huma.Operation, handle func(ctx context.Context, who record.Account, in *I) (*O, error),
) {
	op.Tags = append(op.Tags, "administration")
	registerForSignedIn(g, op, handle, g.requireAdministrator)
}

func (g *Gateway) requireAdministrator(ctx huma.Context, next func(huma.Context)) {
	if !requestOf(ctx.Context()).account.Administers {
		g.answerRefusal(humagin.Unwrap(ctx), complaint.Refuse(complaint.Forbidden, "administrators_only", nil))
		return
	}
	next(ctx)
}

type (
	// PageInput says which page of a list is wanted.
	PageInput struct {
		Cursor string `query:"cursor" maxLength:"1024" doc:"next of the page before"`
		Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"Entries per page, 0 for the default"`
	}
	administrationView struct {
		At        time.Time        `json:"at"`
		Actor     complaint.UserID `json:"actor" doc:"User id, or system for the command line"`
		ActorName *string          `json:"actor_name"`
		Action    string           `json:"action"`
		Object    string           `json:"object" doc:"Id of what was changed"`
		Data      json.RawMessage  `json:"data" doc:"What was set"`
	}
	unitInput struct {
		ID   complaint.UnitID `path:"id" maxLength:"100" pattern:"^[A-Za-z0-9._-]+$"`
		Body struct {
			Name    string           `json:"name" minLength:"1" maxLength:"100"`
			Parent  complaint.UnitID `json:"parent,omitempty" maxLength:"100"`
			Manager complaint.UserID `json:"manager,omitempty" maxLength:"100" doc:"Who heads it"`
			Closed  bool             `json:"closed,omitempty" doc:"Refused while people work there or units below it are open"`
		}
	}
	unitOutput struct{ Body unitView }
)

func (g *Gateway) routeAdministration() {
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-administration",
		Method:      http.MethodGet,
		Path:        "/administration",
		Summary:     "管理日志：谁何时改了组织的什么",
	}, g.listAdministration)
	registerForAdministrators(g, huma.Operation{
		OperationID: "save-unit",
		Method:      http.MethodPut,
		Path:        "/units/{id}",
		Summary:     "增加或改动一个单位",
	}, g.saveUnit)
	g.routeAccounts()
	g.routeSubstitutions()
	g.routeRelations()
	g.routeCalendars()
	g.routePolicyChanges()
}

func (g *Gateway) listAdministration(
	ctx context.Context, _ record.Account, in *PageInput,
) (*pageOutput[administrationView], error) {
	entries, next, err := g.Store.AdministrationEntries(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]administrationView, len(entries))
	for i, e := range entries {
		views[i] = administrationView{
			At:        g.localTime(e.At),
			Actor:     e.Actor,
			ActorName: orNull(dir.NameOf(e.Actor)),
			Action:    e.Action,
			Object:    e.Object,
			Data:      json.RawMessage(e.Data),
		}
	}
	return pageOf(views, next), nil
}

func (g *Gateway) saveUnit(ctx context.Context, who record.Account, in *unitInput) (*unitOutput, error) {
	name, err := cleanVisibleLine(in.Body.Name, "name", mostName)
	if err == nil {
		err = checkPresent(name, "name")
	}
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	u := complaint.Unit{
		ID:      in.ID,
		Name:    name,
		Parent:  in.Body.Parent,
		Manager: in.Body.Manager,
		Closed:  in.Body.Closed,
	}
	if err := checkUnitFits(dir, u); err != nil {
		return nil, err
	}
	if err := g.administerFor(ctx, who).SaveUnit(ctx, u); err != nil {
		return nil, err
	}
	return &unitOutput{Body: unitViewOf(u)}, nil
}

// checkUnitFits refuses a unit above or below itself, and a parent or manager who is not there.
func checkUnitFits(dir complaint.Directory, u complaint.Unit) error {
	if _, ok := dir.People[u.Manager]; u.Manager != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "unit.manager_unknown", nil).At("manager")
	}
	parent, ok := dir.Units[u.Parent]
	switch {
	case u.Parent != "" && !ok:
		return complaint.Refuse(complaint.Invalid, "unit.parent_unknown", nil).At("parent")
	case parent.Closed && !u.Closed:
		return complaint.Refuse(complaint.Invalid, "unit.parent_closed", nil).At("parent")
	}
	above := u.Parent
	for range dir.Units {
		if above == u.ID {
			return complaint.Refuse(complaint.Invalid, "unit.above_itself", nil).At("parent")
		}
		above = dir.Units[above].Parent
	}
	return nil
}

package gateway

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// DirectoryStore says who works where.
type DirectoryStore interface {
	AccountByUsername(ctx context.Context, username string) (record.Account, error)
	AccountByID(ctx context.Context, id complaint.UserID) (record.Account, error)
	DirectoryNow(ctx context.Context) (complaint.Directory, error)
	AllUnits(ctx context.Context) ([]complaint.Unit, error)
	SearchPeople(ctx context.Context, q string) ([]complaint.Person, error)
}

type (
	unitView struct {
		ID      complaint.UnitID  `json:"id"`
		Name    string            `json:"name"`
		Parent  *complaint.UnitID `json:"parent"`
		Manager *complaint.UserID `json:"manager" doc:"Who heads it"`
		Closed  bool              `json:"closed" doc:"Nobody works there any more; one may still complain about it"`
	}
	personView struct {
		ID     complaint.UserID   `json:"id"`
		Name   string             `json:"name"`
		Called string             `json:"called" doc:"The name, with what tells the person apart where somebody else has it too"`
		Unit   *complaint.UnitID  `json:"unit"`
		Roles  []complaint.RoleID `json:"roles" nullable:"false"`
		Active bool               `json:"active"`
	}
	peopleInput struct {
		Search string `query:"q" maxLength:"100"`
	}
)

func (g *Gateway) routeDirectory() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-units",
		Method:      http.MethodGet,
		Path:        "/units",
		Summary:     "组织的单位",
	}, g.listUnits)
	registerForStaff(g, huma.Operation{
		OperationID: "list-people",
		Method:      http.MethodGet,
		Path:        "/people",
		Summary:     "组织的人员，按姓名查找",
	}, g.listPeople)
	registerForStaff(g, huma.Operation{
		OperationID:   "search-people",
		Method:        http.MethodPost,
		Path:          searchPeoplePath,
		Summary:       "组织的人员：同 GET /people，姓名写在正文里，不进地址和日志",
		DefaultStatus: http.StatusOK,
	}, func(ctx context.Context, who record.Account, in *peopleSearchInput) (*pageOutput[personView], error) {
		return g.listPeople(ctx, who, &peopleInput{Search: in.Body.Search})
	})
}

// searchPeoplePath asks for people in a body.
const searchPeoplePath = "/people/search"

// peopleSearchInput asks in its body for what [peopleInput] asks for in the address.
type peopleSearchInput struct {
	Body struct {
		Search string `json:"q,omitempty" maxLength:"100"`
	}
}

func (g *Gateway) listUnits(ctx context.Context, _ record.Account, _ *struct{}) (*pageOutput[unitView], error) {
	units, err := g.Store.AllUnits(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]unitView, len(units))
	for i, u := range units {
		views[i] = unitViewOf(u)
	}
	return pageOf(views, ""), nil
}

func unitViewOf(u complaint.Unit) unitView {
	return unitView{
		ID:      u.ID,
		Name:    u.Name,
		Parent:  orNull(u.Parent),
		Manager: orNull(u.Manager),
		Closed:  u.Closed,
	}
}

func (g *Gateway) listPeople(ctx context.Context, _ record.Account, in *peopleInput) (*pageOutput[personView], error) {
	search, err := cleanLine(in.Search, "q", mostName)
	if err != nil {
		return nil, err
	}
	people, err := g.Store.SearchPeople(ctx, search)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]personView, len(people))
	for i, p := range people {
		views[i] = personView{
			ID:     p.ID,
			Name:   p.Name,
			Called: dir.NameOf(p.ID),
			Unit:   orNull(p.Unit),
			Roles:  rolesOf(p),
			Active: p.Active,
		}
	}
	return pageOf(views, ""), nil
}

// rolesOf are a person's roles in order; whoever has none has an empty list.
func rolesOf(p complaint.Person) []complaint.RoleID {
	return append([]complaint.RoleID{}, slices.Sorted(slices.Values(p.Roles))...)
}

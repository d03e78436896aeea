package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

type (
	tieView struct {
		ID         string            `json:"id"`
		Person     complaint.UserID  `json:"person"`
		PersonName *string           `json:"person_name"`
		Other      *complaint.UserID `json:"other"`
		OtherName  *string           `json:"other_name" doc:"Of the other person, or of an outsider"`
		Ground     string            `json:"ground"`
	}
	tieInput struct {
		Keyed
		Body struct {
			Person complaint.UserID `json:"person" minLength:"1" maxLength:"100"`
			Other  complaint.UserID `json:"other,omitempty" maxLength:"100" doc:"Another person of the organisation"`
			Name   string           `json:"name,omitempty" maxLength:"100" doc:"Or an outsider, by name"`
			Ground string           `json:"ground" minLength:"1" maxLength:"100" doc:"What the relationship is"`
		}
	}
	// RelationPath names a substitution or tie in the path of an operation.
	RelationPath struct {
		ID string `path:"id" maxLength:"100"`
	}
	endInput struct {
		RelationPath
		Keyed
	}
	madeOutput struct{ Body madeView }
	madeView   struct {
		ID string `json:"id"`
	}
	nothingOutput struct{}
)

func (g *Gateway) routeRelations() {
	registerForAdministrators(g, huma.Operation{
		OperationID: "list-ties",
		Method:      http.MethodGet,
		Path:        "/ties",
		Summary:     "申报的利害关系",
	}, pageHandlerOf(g, Store.TiesInForce, g.tieViewOf, func(v tieView) string { return v.ID }))
	registerForAdministrators(g, huma.Operation{
		OperationID:   "add-tie",
		Method:        http.MethodPost,
		Path:          "/ties",
		Summary:       "登记一项利害关系",
		DefaultStatus: http.StatusCreated,
	}, g.addTie)
	registerForAdministrators(g, huma.Operation{
		OperationID:   "end-tie",
		Method:        http.MethodPost,
		Path:          "/ties/{id}/end",
		Summary:       "一项利害关系不再存在",
		DefaultStatus: http.StatusNoContent,
	}, g.handlerThatEnds(Administration.EndTie))
}

// pageHandlerOf pages through all there is of something, shown with the people it names.
func pageHandlerOf[T, V any](
	g *Gateway, all func(Store, context.Context) ([]T, error), show func(T, complaint.Directory) V, id func(V) string,
) func(context.Context, record.Account, *PageInput) (*pageOutput[V], error) {
	return func(ctx context.Context, _ record.Account, in *PageInput) (*pageOutput[V], error) {
		items, err := all(g.Store, ctx)
		if err != nil {
			return nil, err
		}
		dir, err := g.Store.DirectoryNow(ctx)
		if err != nil {
			return nil, err
		}
		views := make([]V, len(items))
		for i, item := range items {
			views[i] = show(item, dir)
		}
		after := slices.IndexFunc(views, func(v V) bool { return id(v) == in.Cursor }) + 1
		return firstPageOf(views[after:], in.Limit, id), nil
	}
}

// handlerThatEnds ends what the path names, in the name of whoever asks.
func (g *Gateway) handlerThatEnds(
	end func(Administration, context.Context, string) error,
) func(context.Context, record.Account, *endInput) (*nothingOutput, error) {
	return func(ctx context.Context, who record.Account, in *endInput) (*nothingOutput, error) {
		return &nothingOutput{}, end(g.administerFor(ctx, who), ctx, in.ID)
	}
}

func (g *Gateway) tieViewOf(t complaint.Tie, dir complaint.Directory) tieView {
	name := t.Name
	if t.Other != "" {
		name = dir.NameOf(t.Other)
	}
	return tieView{
		ID:         t.ID,
		Person:     t.Person,
		PersonName: orNull(dir.NameOf(t.Person)),
		Other:      orNull(t.Other),
		OtherName:  orNull(name),
		Ground:     t.Ground,
	}
}

func (g *Gateway) addTie(ctx context.Context, who record.Account, in *tieInput) (*madeOutput, error) {
	b := in.Body
	name, err := cleanVisibleLine(b.Name, "name", mostName)
	if err != nil {
		return nil, err
	}
	ground, err := cleanVisibleLine(b.Ground, "ground", mostName)
	if err == nil {
		err = checkPresent(strings.TrimSpace(ground), "ground")
	}
	if err != nil {
		return nil, err
	}
	t := complaint.Tie{
		ID:     g.deriveKey("tie", who, in.Key),
		Person: b.Person,
		Other:  b.Other,
		Name:   name,
		Ground: ground,
	}
	out := &madeOutput{Body: madeView{t.ID}}
	all, err := g.Store.TiesInForce(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(made complaint.Tie) bool { return made.ID == t.ID }); i >= 0 {
		if all[i] != t {
			return nil, refuseReusedKey()
		}
		return out, nil
	}
	return out, g.administerFor(ctx, who).AddTie(ctx, t)
}

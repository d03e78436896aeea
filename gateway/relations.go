package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
)

type (
	substitutionView struct {
		ID         string           `json:"id"`
		Absent     complaint.UserID `json:"absent"`
		AbsentName *string          `json:"absent_name"`
		By         complaint.UserID `json:"by"`
		ByName     *string          `json:"by_name"`
		From       time.Time        `json:"from"`
		Until      time.Time        `json:"until" doc:"The first instant at which it no longer holds"`
		State      string           `json:"state" enum:"coming,active,past"`
	}
	substitutionInput struct {
		Keyed
		Body struct {
			Absent complaint.UserID `json:"absent" minLength:"1" maxLength:"100"`
			By     complaint.UserID `json:"by" minLength:"1" maxLength:"100" doc:"Acts with the absent person's authority and no more"`
			From   *time.Time       `json:"from,omitempty" doc:"Now if absent"`
			Until  time.Time        `json:"until"`
		}
	}
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
	administer(g, huma.Operation{
		OperationID: "list-substitutions", Method: http.MethodGet, Path: "/substitutions", Summary: "代理：谁在何时代谁",
	}, listed(g, Store.Substitutions, g.substitution, func(v substitutionView) string { return v.ID }))
	administer(g, huma.Operation{
		OperationID: "add-substitution", Method: http.MethodPost, Path: "/substitutions", Summary: "指定代理人", DefaultStatus: http.StatusCreated,
	}, g.addSubstitution)
	administer(g, huma.Operation{
		OperationID: "end-substitution", Method: http.MethodPost, Path: "/substitutions/{id}/end", Summary: "提前结束代理", DefaultStatus: http.StatusNoContent,
	}, g.ended(Administration.EndSubstitution))
	administer(g, huma.Operation{
		OperationID: "list-ties", Method: http.MethodGet, Path: "/ties", Summary: "申报的利害关系",
	}, listed(g, Store.Ties, g.tie, func(v tieView) string { return v.ID }))
	administer(g, huma.Operation{
		OperationID: "add-tie", Method: http.MethodPost, Path: "/ties", Summary: "登记一项利害关系", DefaultStatus: http.StatusCreated,
	}, g.addTie)
	administer(g, huma.Operation{
		OperationID: "end-tie", Method: http.MethodPost, Path: "/ties/{id}/end", Summary: "一项利害关系不再存在", DefaultStatus: http.StatusNoContent,
	}, g.ended(Administration.EndTie))
}

// listed pages through all there is of something, shown with the people it names.
func listed[T, V any](
	g *Gateway, all func(Store, context.Context) ([]T, error), show func(T, complaint.Directory) V, id func(V) string,
) func(context.Context, complaint.Account, *PageInput) (*pageOutput[V], error) {
	return func(ctx context.Context, _ complaint.Account, in *PageInput) (*pageOutput[V], error) {
		items, err := all(g.Store, ctx)
		if err != nil {
			return nil, err
		}
		dir, err := g.Store.Directory(ctx)
		if err != nil {
			return nil, err
		}
		views := make([]V, len(items))
		for i, item := range items {
			views[i] = show(item, dir)
		}
		after := slices.IndexFunc(views, func(v V) bool { return id(v) == in.Cursor }) + 1
		return cutPage(views[after:], in.Limit, id), nil
	}
}

// ended ends what the path names, in the name of whoever asks.
func (g *Gateway) ended(
	end func(Administration, context.Context, string) error,
) func(context.Context, complaint.Account, *endInput) (*nothingOutput, error) {
	return func(ctx context.Context, who complaint.Account, in *endInput) (*nothingOutput, error) {
		return &nothingOutput{}, end(g.Administer(who.Person.ID), ctx, in.ID)
	}
}

func (g *Gateway) substitution(s complaint.Substitution, dir complaint.Directory) substitutionView {
	now, state := g.Now(), "active"
	switch {
	case !now.Before(s.Until):
		state = "past"
	case now.Before(s.From):
		state = "coming"
	}
	return substitutionView{
		ID: s.ID, Absent: s.Absent, AbsentName: orNull(dir.People[s.Absent].Name), By: s.By, ByName: orNull(dir.People[s.By].Name),
		From: g.local(s.From), Until: g.local(s.Until), State: state,
	}
}

func (g *Gateway) tie(t complaint.Tie, dir complaint.Directory) tieView {
	name := t.Name
	if t.Other != "" {
		name = dir.People[t.Other].Name
	}
	return tieView{
		ID: t.ID, Person: t.Person, PersonName: orNull(dir.People[t.Person].Name), Other: orNull(t.Other), OtherName: orNull(name), Ground: t.Ground,
	}
}

func (g *Gateway) addSubstitution(ctx context.Context, who complaint.Account, in *substitutionInput) (*madeOutput, error) {
	b := in.Body
	s := complaint.Substitution{
		ID: g.draw("substitution", who, in.Key), Absent: b.Absent, By: b.By, From: complaint.Instant(g.Now()).Time, Until: complaint.Instant(b.Until).Time,
	}
	if b.From != nil {
		s.From = complaint.Instant(*b.From).Time
	}
	out := &madeOutput{Body: madeView{s.ID}}
	all, err := g.Store.Substitutions(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(made complaint.Substitution) bool { return made.ID == s.ID }); i >= 0 {
		made := all[i]
		ended := !g.Now().Before(made.Until) // perhaps before its time, so that its end says nothing of what was asked
		if made.Absent != s.Absent || made.By != s.By || b.From != nil && !made.From.Equal(s.From) || !ended && !made.Until.Equal(s.Until) {
			return nil, reused()
		}
		return out, nil
	}
	return out, g.Administer(who.Person.ID).AddSubstitution(ctx, s)
}

func (g *Gateway) addTie(ctx context.Context, who complaint.Account, in *tieInput) (*madeOutput, error) {
	b := in.Body
	name, err := cleanName(b.Name, "name", mostName)
	if err != nil {
		return nil, err
	}
	ground, err := cleanName(b.Ground, "ground", mostName)
	if err == nil {
		err = required(strings.TrimSpace(ground), "ground")
	}
	if err != nil {
		return nil, err
	}
	t := complaint.Tie{ID: g.draw("tie", who, in.Key), Person: b.Person, Other: b.Other, Name: name, Ground: ground}
	out := &madeOutput{Body: madeView{t.ID}}
	all, err := g.Store.Ties(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, func(made complaint.Tie) bool { return made.ID == t.ID }); i >= 0 {
		if all[i] != t {
			return nil, reused()
		}
		return out, nil
	}
	return out, g.Administer(who.Person.ID).AddTie(ctx, t)
}

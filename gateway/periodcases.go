package gateway

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

type (
	periodCasesOutput struct {
		Body struct {
			Reports []periodCasesView `json:"reports" nullable:"false"`
		}
	}
	// periodCasesView are the cases that a report of the matter's period is of.
	periodCasesView struct {
		Report   string    `json:"report"`
		Title    string    `json:"title"`
		Items    []rowView `json:"items" nullable:"false" doc:"The latest 500 that you may read"`
		NotShown int64     `json:"not_shown" doc:"Others, which you may not read"`
	}
)

func (g *Gateway) routePeriodCases() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-period-cases",
		Method:      http.MethodGet,
		Path:        "/cases/{id}/period",
		Summary:     "期间事项：它的统计表所计的案件，限于我可以看的",
		Description: "Of the matter of a period, " +
			"whoever may read it lists the cases that its reports are of, behind their own wall.",
	}, g.listPeriodCases)
}

func (g *Gateway) listPeriodCases(ctx context.Context, who record.Account, in *CasePath) (*periodCasesOutput, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	out := &periodCasesOutput{}
	out.Body.Reports = []periodCasesView{}
	if o.c.Period == nil {
		return out, nil
	}
	for _, r := range o.Policy.ReportsPublishedBy(o.c.Kind) {
		view, err := g.periodCasesOf(ctx, o, r, who.Person)
		if err != nil {
			return nil, err
		}
		out.Body.Reports = append(out.Body.Reports, view)
	}
	return out, nil
}

func (g *Gateway) periodCasesOf(
	ctx context.Context, o *opened, r *policy.Report, reader complaint.Person,
) (periodCasesView, error) {
	view := periodCasesView{Report: r.ID, Title: o.say(r.Title)}
	period, err := r.Shape.ParsePeriod(o.c.Period.Name, g.Location)
	if err != nil {
		return view, err //nolint:wrapcheck // says what it was
	}
	found, err := g.Store.ListCellCases(ctx, reader, record.CellQuery{
		FigureQuery: record.FigureQuery{Policy: o.Policy, Report: r, Period: period},
	})
	if err != nil {
		return view, err
	}
	view.NotShown = found.NotShown
	view.Items, err = g.rowViews(ctx, found.Cases)
	return view, err
}

package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

type (
	openPeriodInput struct {
		Body struct {
			Policy string `json:"policy" minLength:"1" maxLength:"100"`
			Report string `json:"report" minLength:"1" maxLength:"100" doc:"A report that such a matter publishes, or the kind of matter"`
			Period string `json:"period" minLength:"1" maxLength:"40" doc:"Its name, such as 2026-10, 2026-Q4, 2026-H1, 2026, 2026-10@19, 2026-10-05"`
		}
	}
	openPeriodOutput struct {
		Location string `header:"Location"`
		Body     openedPeriodView
	}
	openedPeriodView struct {
		ID     complaint.CaseID `json:"id"`
		Number *string          `json:"number" doc:"null while nobody has numbered it"`
	}
	periodView struct {
		Name  string    `json:"name" doc:"Such as 2026-10"`
		From  time.Time `json:"from"`
		Until time.Time `json:"until" doc:"The first instant after it"`
	}
)

func (g *Gateway) routePeriods() {
	registerForStaff(g, huma.Operation{
		OperationID:   "open-period",
		Method:        http.MethodPost,
		Path:          rehearsalPath + "/periods",
		Summary:       "演练：开立一个期间的事项，时钟从期间结束时走起",
		Description:   "The matter that was opened for the period before is answered again.",
		DefaultStatus: http.StatusCreated,
	}, g.openPeriod)
}

// openPeriod opens the matter of a period as the schedule does when the period is over, with a clock that starts then.
func (g *Gateway) openPeriod(ctx context.Context, _ record.Account, in *openPeriodInput) (*openPeriodOutput, error) {
	if g.Rehearsal == nil {
		return nil, notFoundError()
	}
	p, err := g.policyInForceNamed(ctx, in.Body.Policy)
	if err != nil {
		return nil, err
	}
	kind := p.KindPublishing(in.Body.Report)
	period, ok := p.PeriodNamed(kind, in.Body.Period, g.Store.Location())
	if !ok {
		return nil, complaint.Refuse(complaint.Invalid, "period.unknown", nil).At("period")
	}
	if err := checkPlausibleInstant(period.Until, "period"); err != nil {
		return nil, err
	}
	now := g.Now()
	id, err := record.OpenPeriod(ctx, g.Store, record.LackingPeriod{
		Policy: p,
		Kind:   kind,
		Period: period,
	}, now, period.Until.Sub(complaint.Instant(now).Time))
	if err != nil {
		return nil, err //nolint:wrapcheck // says what it was
	}
	waiting, cancel := context.WithTimeout(ctx, g.Patience)
	defer cancel()
	if err := g.Cases.StartCase(waiting, id); err != nil {
		g.log.Warn("case not started yet; the relay will", "case_id", string(id), "error", err)
	}
	row, err := g.Store.CaseRow(ctx, id)
	if err != nil {
		return nil, err
	}
	return &openPeriodOutput{
		Location: apiPath + "/cases/" + string(id),
		Body:     openedPeriodView{ID: id, Number: orNull(row.Number)},
	}, nil
}

// periodViewOf is the period for which the program has opened the matter, nil if somebody filed it.
func (g *Gateway) periodViewOf(p *complaint.Period) *periodView {
	if p == nil {
		return nil
	}
	return &periodView{Name: p.Name, From: g.localTime(p.From.Time), Until: g.localTime(p.Until.Time)}
}

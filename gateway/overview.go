package gateway

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// OverviewStore counts cases. It obeys the wall.
type OverviewStore interface {
	CountOverview(ctx context.Context, p complaint.Person, q record.OverviewQuery) (record.Overview, error)
	CountPeriod(ctx context.Context, p complaint.Person, q record.PeriodQuery) (record.PeriodCounts, error)
}

const (
	overviewMonths = 12
	// soon is what an overview calls about to be late.
	soon = 48 * time.Hour
)

type (
	overviewOutput struct{ Body overviewView }
	overviewView   struct {
		Now      time.Time      `json:"now"`
		Months   []string       `json:"months" nullable:"false" doc:"2026-03, the oldest first; the counts below are in this order"`
		Waiting  []waitingView  `json:"waiting" nullable:"false" doc:"Live tasks by policy, responsible unit and holder"`
		Received []receivedView `json:"received" nullable:"false" doc:"Cases by category, in the month they came in"`
		Ended    []endedView    `json:"ended" nullable:"false" doc:"Limits, in the month they were met or passed"`
		Rated    []ratedView    `json:"rated" nullable:"false" doc:"Answers to surveys"`
	}
	waitingView struct {
		Policy       string            `json:"policy"`
		PolicyTitle  string            `json:"policy_title"`
		Unit         *complaint.UnitID `json:"unit" doc:"The responsible unit of the case"`
		UnitName     *string           `json:"unit_name"`
		Assignee     *complaint.UserID `json:"assignee" doc:"null: nobody has taken it"`
		AssigneeName *string           `json:"assignee_name"`
		Tasks        int               `json:"tasks"`
		Late         int               `json:"late"`
		Soon         int               `json:"soon" doc:"Will be late within two days"`
	}
	receivedView struct {
		Policy        string `json:"policy"`
		Category      string `json:"category"`
		CategoryTitle string `json:"category_title"`
		Counts        []int  `json:"counts" nullable:"false"`
	}
	endedView struct {
		Policy string `json:"policy"`
		Met    []int  `json:"met" nullable:"false"`
		Missed []int  `json:"missed" nullable:"false"`
	}
	ratedView struct {
		Policy  string           `json:"policy"`
		Step    complaint.StepID `json:"step"`
		Outcome string           `json:"outcome"`
		Title   string           `json:"title"`
		Counts  []int            `json:"counts" nullable:"false"`
	}
)

func (g *Gateway) routeOverview() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-overview",
		Method:      http.MethodGet,
		Path:        "/overview",
		Summary:     "督办总览：逾期与将到期、按期率、满意度、类型",
		Description: "For whoever supervises; it counts the cases they may read.",
	}, g.readOverview)
	g.routePeriodFigures()
}

func (g *Gateway) requireSupervisor(ctx context.Context, who record.Account) error {
	supervises, err := g.isSupervisor(ctx, who)
	if err == nil && !supervises {
		err = complaint.Refuse(complaint.Forbidden, "overview.supervisors_only", nil)
	}
	return err
}

func (g *Gateway) readOverview(ctx context.Context, who record.Account, _ *struct{}) (*overviewOutput, error) {
	if err := g.requireSupervisor(ctx, who); err != nil {
		return nil, err
	}
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	q := record.OverviewQuery{
		First:   record.MonthOf(g.Now(), g.Location) - overviewMonths + 1,
		Months:  overviewMonths,
		Soon:    soon,
		Surveys: surveysForParties(policies),
	}
	o, err := g.Store.CountOverview(ctx, who.Person, q)
	if err != nil {
		return nil, err
	}
	v := overviewView{Now: g.localTime(g.Now()), Waiting: []waitingView{}}
	for i := range q.Months {
		v.Months = append(v.Months, (q.First + record.Month(i)).String())
	}
	byID := map[string]*policy.Policy{}
	for _, p := range policies {
		byID[p.Ref().ID] = p
	}
	l := requestOf(ctx).language
	for _, w := range o.Waiting {
		one := waitingView{
			Policy:       w.Policy,
			PolicyTitle:  w.Policy,
			Unit:         orNull(w.Unit),
			UnitName:     orNull(dir.Units[w.Unit].Name),
			Assignee:     orNull(w.Assignee),
			AssigneeName: orNull(dir.NameOf(w.Assignee)),
			Tasks:        w.Tasks,
			Late:         w.Late,
			Soon:         w.Soon,
		}
		if p := byID[w.Policy]; p != nil {
			one.PolicyTitle = p.In(l).SayValue(p.Doc.Title)
		}
		v.Waiting = append(v.Waiting, one)
	}
	v.Received, v.Ended, v.Rated = receivedViews(l, o.Received, byID), endedViews(o.Ended), ratedViews(l, o.Rated, byID)
	return &overviewOutput{Body: v}, nil
}

// surveysForParties are the outcomes that a party, and not staff for want of one, gives to a survey.
func surveysForParties(policies []*policy.Policy) []record.Survey {
	var all []record.Survey
	for _, p := range policies {
		for _, id := range p.SurveySteps() {
			step := p.Step(id)
			for _, o := range step.Outcomes.Entries {
				if !o.Value.Staff {
					all = append(all, record.Survey{Policy: p.Ref().ID, Step: id, Outcome: o.Key})
				}
			}
		}
	}
	return all
}

func receivedViews(l words.Language, rows []record.Received, policies map[string]*policy.Policy) []receivedView {
	views := []receivedView{}
	for _, r := range rows {
		if n := len(views); n == 0 || views[n-1].Policy != r.Policy || views[n-1].Category != r.Category {
			v := receivedView{
				Policy:        r.Policy,
				Category:      r.Category,
				CategoryTitle: r.Category,
				Counts:        make([]int, overviewMonths),
			}
			if p := policies[r.Policy]; p != nil {
				v.CategoryTitle = p.In(l).SayValue(p.CategoryTitle(r.Category))
			}
			views = append(views, v)
		}
		views[len(views)-1].Counts[r.Month] = r.Cases
	}
	return views
}

func endedViews(rows []record.Ended) []endedView {
	views := []endedView{}
	for _, r := range rows {
		if n := len(views); n == 0 || views[n-1].Policy != r.Policy {
			views = append(views, endedView{
				Policy: r.Policy,
				Met:    make([]int, overviewMonths),
				Missed: make([]int, overviewMonths),
			})
		}
		last := &views[len(views)-1]
		last.Met[r.Month], last.Missed[r.Month] = r.Met, r.Missed
	}
	return views
}

func ratedViews(l words.Language, rows []record.Rated, policies map[string]*policy.Policy) []ratedView {
	views := []ratedView{}
	for _, r := range rows {
		if n := len(views); n == 0 || views[n-1].Policy != r.Policy || views[n-1].Step != r.Step ||
			views[n-1].Outcome != r.Outcome {
			v := ratedView{
				Policy:  r.Policy,
				Step:    r.Step,
				Outcome: r.Outcome,
				Title:   r.Outcome,
				Counts:  make([]int, overviewMonths),
			}
			if p := policies[r.Policy]; p != nil {
				if title := outcomeTitle(p, p.In(l), r.Step, r.Outcome); title != nil {
					v.Title = *title
				}
			}
			views = append(views, v)
		}
		views[len(views)-1].Counts[r.Month] = r.Times
	}
	return views
}

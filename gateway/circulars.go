package gateway

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// CircularStore lists circulars by whom they are for. It asks no wall: whom a circular is for reads it, and nothing
// else of its case.
type CircularStore interface {
	ListCirculars(ctx context.Context, p complaint.Person, q record.CircularQuery) ([]record.CircularRow, string, error)
	Circular(
		ctx context.Context, p complaint.Person, id complaint.CaseID, circular complaint.CircularID,
	) (record.CircularRow, error)
	AcknowledgeCircular(
		ctx context.Context, p complaint.Person, id complaint.CaseID, circular complaint.CircularID,
	) error
	AcknowledgementsOf(
		ctx context.Context, id complaint.CaseID, circular complaint.CircularID,
	) ([]record.Acknowledgement, error)
}

type (
	circularView struct {
		Case           complaint.CaseID     `json:"case" doc:"Names the circular together with circular; the case itself is behind its own wall"`
		Circular       complaint.CircularID `json:"circular"`
		Policy         string               `json:"policy"`
		PolicyTitle    string               `json:"policy_title"`
		Kind           string               `json:"kind"`
		Title          string               `json:"title"`
		PublishedAt    time.Time            `json:"published_at"`
		Clauses        []string             `json:"clauses" nullable:"false"`
		Lines          []fieldLine          `json:"lines" nullable:"false" doc:"The fields that the regulation publishes, in its order"`
		AcknowledgedAt *time.Time           `json:"acknowledged_at" doc:"When I took note of it, null while I have not"`
	}
	// publishedView is a circular on the page of its case.
	publishedView struct {
		Circular    complaint.CircularID `json:"circular"`
		Kind        string               `json:"kind"`
		Title       string               `json:"title"`
		PublishedAt time.Time            `json:"published_at"`
		To          []complaint.RoleID   `json:"to" nullable:"false" doc:"Empty where it is for everybody"`
		Data        map[string]any       `json:"data" doc:"What it says, texts as their ids"`
	}
	circularsInput struct {
		Paged
		Waiting bool `query:"waiting" doc:"Only those that I have not acknowledged"`
	}
	circularPath struct {
		CasePath
		Circular string `path:"circular" maxLength:"40"`
	}
	circularOutput      struct{ Body circularView }
	acknowledgementView struct {
		Acknowledged int          `json:"acknowledged" doc:"How many people have taken note of it"`
		Waiting      int          `json:"waiting" doc:"How many of those it is for have not, as the directory is now"`
		People       []waitingFor `json:"people" nullable:"false" doc:"Those who have not, by unit and name; the first 200"`
	}
	waitingFor struct {
		User complaint.UserID `json:"user"`
		Name string           `json:"name"`
		Unit string           `json:"unit_name"`
	}
	acknowledgementOutput struct{ Body acknowledgementView }
)

// mostWaiting is how many people are named who have not taken note of a circular.
const mostWaiting = 200

func (g *Gateway) routeCirculars() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-circulars",
		Method:      http.MethodGet,
		Path:        "/circulars",
		Summary:     "发给我的通报，最近的在前",
	}, g.listCirculars)
	registerForStaff(g, huma.Operation{
		OperationID:   "acknowledge-circular",
		Method:        http.MethodPut,
		Path:          "/circulars/{id}/{circular}/acknowledged",
		Summary:       "通报已阅",
		Description:   "Once for each account; it can be repeated without harm.",
		DefaultStatus: http.StatusOK,
	}, g.acknowledgeCircular)
	registerForStaff(g, huma.Operation{
		OperationID: "get-circular-acknowledgements",
		Method:      http.MethodGet,
		Path:        "/circulars/{id}/{circular}/acknowledgements",
		Summary:     "通报有多少人已阅、哪些人未阅",
		Description: "For whoever may read the case that published it.",
	}, g.readAcknowledgements)
}

func (g *Gateway) listCirculars(
	ctx context.Context, who record.Account, in *circularsInput,
) (*pageOutput[circularView], error) {
	rows, next, err := g.Store.ListCirculars(ctx, who.Person, record.CircularQuery{
		Waiting: in.Waiting,
		Cursor:  in.Cursor,
		Limit:   in.Limit,
	})
	if err != nil {
		return nil, err
	}
	views, err := g.circularViews(ctx, rows)
	if err != nil {
		return nil, err
	}
	return pageOf(views, next), nil
}

func (g *Gateway) acknowledgeCircular(
	ctx context.Context, who record.Account, in *circularPath,
) (*circularOutput, error) {
	circular := complaint.CircularID(in.Circular)
	if err := g.Store.AcknowledgeCircular(ctx, who.Person, in.ID, circular); err != nil {
		return nil, err
	}
	row, err := g.Store.Circular(ctx, who.Person, in.ID, circular)
	if err != nil {
		return nil, err
	}
	views, err := g.circularViews(ctx, []record.CircularRow{row})
	if err != nil {
		return nil, err
	}
	return &circularOutput{views[0]}, nil
}

// circularViews are what circulars say, with their texts: whom a circular is for may read just these.
func (g *Gateway) circularViews(ctx context.Context, rows []record.CircularRow) ([]circularView, error) {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	policies, views := g.newPolicyFinder(), make([]circularView, 0, len(rows))
	for _, r := range rows {
		p, err := policies(ctx, r.Policy.ID, r.Policy.Version)
		if err != nil {
			return nil, err
		}
		language := p.In(requestOf(ctx).language)
		v := circularView{
			Case:        r.Case,
			Circular:    r.Circular.ID,
			Policy:      r.Policy.ID,
			PolicyTitle: language.SayValue(p.Doc.Title.Text),
			Kind:        r.Circular.Kind,
			Title:       language.SayValue(r.Circular.Title),
			PublishedAt: g.localTime(r.Circular.PublishedAt.Time),
			Clauses:     []string{},
			Lines:       []fieldLine{},
		}
		if rule, ok := p.Doc.Circulars.Get(r.Circular.Kind); ok {
			v.Clauses = append(v.Clauses, fullClauseIDs(p, rule.Cites)...)
		}
		if r.AcknowledgedAt != nil {
			at := g.localTime(*r.AcknowledgedAt)
			v.AcknowledgedAt = &at
		}
		lines := p.CircularLines(requestOf(ctx).language, r.Circular, dir, g.Location)
		if v.Lines, err = g.fieldLinesOf(ctx, r.Case, policy.Sight{}, lines); err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

// readAcknowledgements counts who has taken note of a circular, for whoever may read its case.
func (g *Gateway) readAcknowledgements(
	ctx context.Context, who record.Account, in *circularPath,
) (*acknowledgementOutput, error) {
	o, err := g.openCaseFor(ctx, who.Person, in.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(o.c.Circulars, func(c complaint.Circular) bool { return string(c.ID) == in.Circular })
	if at < 0 {
		return nil, notFoundError()
	}
	circular := o.c.Circulars[at]
	all, err := g.Store.AcknowledgementsOf(ctx, in.ID, circular.ID)
	if err != nil {
		return nil, err
	}
	took := map[complaint.UserID]bool{}
	for _, a := range all {
		took[a.User] = true
	}
	v := acknowledgementView{Acknowledged: len(all), People: []waitingFor{}}
	for _, p := range o.Facts.Directory.People {
		if circular.IsFor(p) && !took[p.ID] {
			v.Waiting++
			v.People = append(v.People, waitingFor{p.ID, p.Name, o.Facts.Directory.Units[p.Unit].Name})
		}
	}
	slices.SortFunc(v.People, func(a, b waitingFor) int {
		return strings.Compare(a.Unit+"\x00"+a.Name+"\x00"+string(a.User), b.Unit+"\x00"+b.Name+"\x00"+string(b.User))
	})
	v.People = v.People[:min(len(v.People), mostWaiting)]
	return &acknowledgementOutput{v}, nil
}

// circularsOfCase are what the case has published.
func (g *Gateway) circularsOfCase(o *opened) []publishedView {
	views := make([]publishedView, 0, len(o.c.Circulars))
	for _, c := range o.c.Circulars {
		views = append(views, publishedView{
			Circular:    c.ID,
			Kind:        c.Kind,
			Title:       o.say(c.Title),
			PublishedAt: g.localTime(c.PublishedAt.Time),
			To:          append([]complaint.RoleID{}, c.To...),
			Data:        c.Data,
		})
	}
	return views
}

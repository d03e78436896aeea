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

// RegisterStore lists cases. It obeys the wall.
type RegisterStore interface {
	ListRegister(
		ctx context.Context, p complaint.Person, q record.Query, identityPolicies []string,
	) ([]record.CaseRow, string, error)
}

type (
	registerInput struct {
		Paged
		Policy   string `query:"policy" maxLength:"100"`
		Status   string `query:"status" enum:"received,open,closed,archived"`
		Step     string `query:"step" maxLength:"100"`
		Unit     string `query:"unit" maxLength:"100" doc:"The responsible unit"`
		Assignee string `query:"assignee" maxLength:"100" doc:"Who holds a live task of the case"`
		Overdue  string `query:"overdue" enum:"true,false,soon" doc:"With, or without, a limit that has passed; soon: one that will within two days"`
		Next     bool   `query:"next" doc:"Tell of the first twenty rows what comes next, and why nothing has been issued yet"`
		Search   string `query:"q" maxLength:"100" doc:"Number, category, subject; name and telephone exactly"`
	}
	rowView struct {
		ID            complaint.CaseID  `json:"id"`
		Number        *string           `json:"number"`
		Policy        string            `json:"policy"`
		Version       int               `json:"version"`
		Kind          string            `json:"kind"`
		Period        *string           `json:"period" doc:"The name of the one for which the program has opened the matter; null if somebody filed it"`
		Category      string            `json:"category"`
		CategoryTitle string            `json:"category_title"`
		Severity      string            `json:"severity"`
		SeverityTitle string            `json:"severity_title"`
		Status        complaint.Status  `json:"status" enum:"received,open,closed,archived"`
		Step          *complaint.StepID `json:"step"`
		StepTitle     *string           `json:"step_title"`
		Unit          *complaint.UnitID `json:"unit"`
		UnitName      *string           `json:"unit_name"`
		Subject       *string           `json:"subject"`
		ReceivedAt    time.Time         `json:"received_at"`
		FiledAt       time.Time         `json:"filed_at"`
		Due           *time.Time        `json:"due"`
		Overdue       bool              `json:"overdue"`
		Next          *outlookView      `json:"next,omitempty" doc:"What comes next if nobody acts, where it was asked for"`
	}
)

func (g *Gateway) routeRegister() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-cases",
		Method:      http.MethodGet,
		Path:        "/cases",
		Summary:     "台账：我可以看到的全部案件",
	}, g.readRegister)
}

func (g *Gateway) readRegister(
	ctx context.Context, who record.Account, in *registerInput,
) (*pageOutput[rowView], error) {
	q, err := in.asRegisterQuery()
	if err != nil {
		return nil, err
	}
	identity, err := g.identityPolicies(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	rows, next, err := g.Store.ListRegister(ctx, who.Person, q, identity)
	if err != nil {
		return nil, err
	}
	views, err := g.rowViews(ctx, rows)
	if err != nil {
		return nil, err
	}
	if in.Next {
		if err := g.addNext(ctx, who, views); err != nil {
			return nil, err
		}
	}
	return pageOf(views, next), nil
}

func (in *registerInput) asRegisterQuery() (record.Query, error) {
	search, err := cleanVisibleLine(in.Search, "q", mostName)
	if err != nil {
		return record.Query{}, err
	}
	q := record.Query{
		Policy:   in.Policy,
		Status:   complaint.Status(in.Status),
		Step:     complaint.StepID(in.Step),
		Unit:     complaint.UnitID(in.Unit),
		Assignee: complaint.UserID(in.Assignee),
		Search:   search,
		Cursor:   in.Cursor,
		Limit:    in.Limit,
	}
	switch in.Overdue {
	case "":
	case "soon":
		q.Soon = soon
	default:
		late := in.Overdue == "true"
		q.Overdue = &late
	}
	return q, nil
}

// identityPolicies are the policies under which the person may know the complainant, and so search by name.
func (g *Gateway) identityPolicies(ctx context.Context, p complaint.Person) ([]string, error) {
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, one := range policies {
		if one.SeesIdentity(p) {
			ids = append(ids, one.Ref().ID)
		}
	}
	return ids, nil
}

func (g *Gateway) rowViews(ctx context.Context, rowViews []record.CaseRow) ([]rowView, error) {
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	subjects, err := g.subjectsOfCases(ctx, rowViews)
	if err != nil {
		return nil, err
	}
	policies := g.newPolicyFinder()
	views := make([]rowView, 0, len(rowViews))
	for _, r := range rowViews {
		p, err := policies(ctx, r.Policy, r.Version)
		if err != nil {
			return nil, err
		}
		v := g.rowViewOf(r, p, p.In(requestOf(ctx).language))
		v.UnitName = orNull(dir.Units[r.Unit].Name)
		v.Subject = subjects[r.ID]
		views = append(views, v)
	}
	return views, nil
}

func (g *Gateway) rowViewOf(r record.CaseRow, p *policy.Policy, l words.Language) rowView {
	v := rowView{
		ID:            r.ID,
		Number:        orNull(r.Number),
		Policy:        r.Policy,
		Version:       r.Version,
		Kind:          r.Kind,
		Period:        orNull(r.Period),
		Category:      r.Category,
		CategoryTitle: l.SayValue(p.CategoryTitle(r.Category)),
		Severity:      r.Severity,
		SeverityTitle: l.SayValue(p.SeverityTitle(r.Severity)),
		Status:        r.Status,
		Step:          orNull(r.Step),
		StepTitle:     orNull(l.SayValue(r.StepTitle)),
		Unit:          orNull(r.Unit),
		ReceivedAt:    g.localTime(r.ReceivedAt),
		FiledAt:       g.localTime(r.FiledAt),
		Overdue:       r.Overdue,
	}
	if r.Period != "" { // it has no category; what it is says its kind
		v.CategoryTitle = l.SayValue(p.KindTitle(r.Kind))
	}
	if r.Due != nil {
		due := g.localTime(*r.Due)
		v.Due = &due
	}
	return v
}

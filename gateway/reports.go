package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// ReportStore counts reports and keeps what was published of them.
type ReportStore interface {
	CountReport(ctx context.Context, q record.FigureQuery) (record.Figures, error)
	ListCellCases(ctx context.Context, p complaint.Person, q record.CellQuery) (record.CellCases, error)
	Publications(ctx context.Context, policyID, report, period string) ([]record.Publication, error)
	Revisions(ctx context.Context, before, after record.Publication) ([]record.Revision, error)
}

type (
	// ReportPath names a report.
	ReportPath struct {
		Policy string `path:"policy" maxLength:"100"`
		Report string `path:"report" maxLength:"100"`
	}
	// ReportQuery names a period of it, and one of its editions.
	ReportQuery struct {
		ReportPath
		Period  string    `query:"period" maxLength:"40" doc:"Such as 2026-10; the one that runs, if absent"`
		AsOf    time.Time `query:"as_of" doc:"What the record had by then; all that it has, if absent"`
		Edition int       `query:"edition" minimum:"0" maximum:"2147483647" doc:"An edition that was published of the period; live figures, if absent"`
	}
	cellInput struct {
		ReportQuery
		Row    []string `query:"row,explode" doc:"The keys of the row; the total, if absent"`
		Column string   `query:"column" maxLength:"100"`
		Part   string   `query:"part" enum:"all,success,failure,open" doc:"Those counted, if absent"`
	}
	reportsOutput struct {
		Body struct {
			Items []reportHeadView `json:"items" nullable:"false"`
		}
	}
	reportHeadView struct {
		Policy      string   `json:"policy"`
		PolicyTitle string   `json:"policy_title"`
		Report      string   `json:"report"`
		Title       string   `json:"title"`
		Clause      *string  `json:"clause"`
		Periods     []string `json:"periods" nullable:"false" doc:"The period that runs and those before it, the latest first, and every one of which something was published"`
	}
	reportOutput struct{ Body reportView }
	reportView   struct {
		Policy     string             `json:"policy"`
		Version    int                `json:"version" doc:"The version of the regulation by which it is counted"`
		Report     string             `json:"report"`
		Title      string             `json:"title"`
		Clause     *string            `json:"clause"`
		Period     string             `json:"period"`
		From       time.Time          `json:"from"`
		Until      time.Time          `json:"until" doc:"The first instant that is too late"`
		Finished   bool               `json:"finished" doc:"The period is over"`
		AsOf       time.Time          `json:"as_of"`
		Scope      string             `json:"scope" enum:"whole,readable" doc:"readable: live figures count the cases that you may read"`
		Edition    *int               `json:"edition" doc:"null: live figures"`
		Sequence   *int64             `json:"sequence"`
		Published  *time.Time         `json:"published_at"`
		SHA256     *string            `json:"sha256" doc:"Of the figures as they were published"`
		Dimensions []string           `json:"dimensions" nullable:"false" doc:"Titles of what the rows are of"`
		Columns    []reportColumnView `json:"columns" nullable:"false"`
		Grounds    []groundView       `json:"grounds" nullable:"false" doc:"On which matters are left out"`
		Figures    record.Figures     `json:"figures"`
		Editions   []editionView      `json:"editions" nullable:"false" doc:"What was published of the period, the first one first"`
	}
	reportColumnView struct {
		ID     string            `json:"id"`
		Title  string            `json:"title"`
		Kind   policy.ColumnKind `json:"kind" enum:"count,share,sum,time,weighted,product"`
		Money  bool              `json:"money"`
		Open   string            `json:"open" doc:"What pending matters are: left_out, success or failure; empty where that is no question"`
		Clause *string           `json:"clause"`
	}
	groundView struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	editionView struct {
		Edition   int           `json:"edition"`
		Sequence  int64         `json:"sequence"`
		Version   int           `json:"version"`
		AsOf      time.Time     `json:"as_of"`
		Published time.Time     `json:"published_at"`
		Total     []record.Cell `json:"total" nullable:"false"`
	}
	cellCasesOutput struct {
		Body struct {
			Items    []rowView `json:"items" nullable:"false" doc:"The latest 500"`
			NotShown int64     `json:"not_shown" doc:"Cases behind the figure that you may not read"`
		}
	}
	revisionsOutput struct {
		Body struct {
			Items []revisionView `json:"items" nullable:"false"`
		}
	}
	revisionView struct {
		Edition   int      `json:"edition" doc:"The edition in which the figure is another than in the one before"`
		Keys      []string `json:"keys" nullable:"false"`
		Column    string   `json:"column"`
		From      string   `json:"from"`
		To        string   `json:"to"`
		Late      bool     `json:"late" doc:"Facts have come in since"`
		Corrected bool     `json:"corrected" doc:"The record was put right"`
		Formula   bool     `json:"formula" doc:"It is worked out otherwise"`
	}
)

func (g *Gateway) routeReports() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-reports",
		Method:      http.MethodGet,
		Path:        "/reports",
		Summary:     "我可以看的统计报表",
	}, g.listReports)
	registerForStaff(g, huma.Operation{
		OperationID: "read-report",
		Method:      http.MethodGet,
		Path:        "/reports/{policy}/{report}",
		Summary:     "统计报表：某期的数，或某次发布的数",
	}, g.readReport)
	registerForStaff(g, huma.Operation{
		OperationID: "list-report-cases",
		Method:      http.MethodGet,
		Path:        "/reports/{policy}/{report}/cases",
		Summary:     "一个数背后的案件，限于我可以看的",
	}, g.listReportCases)
	registerForStaff(g, huma.Operation{
		OperationID: "list-report-revisions",
		Method:      http.MethodGet,
		Path:        "/reports/{policy}/{report}/revisions",
		Summary:     "某期各次发布之间变了哪些数，为什么",
	}, g.listRevisions)
}

// shownPeriods is how many periods of each report are listed besides those of publications.
const shownPeriods = 12

func (g *Gateway) listReports(ctx context.Context, who record.Account, _ *struct{}) (*reportsOutput, error) {
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	out := &reportsOutput{}
	out.Body.Items = []reportHeadView{}
	for _, p := range policies {
		l := p.In(requestOf(ctx).language)
		for _, r := range p.Reports() {
			if !mayReadReport(who, r) {
				continue
			}
			head := reportHeadView{
				Policy:      p.Ref().ID,
				PolicyTitle: l.SayValue(p.Doc.Title),
				Report:      r.ID,
				Title:       l.SayValue(r.Title),
				Clause:      orNull(r.Clause),
			}
			if head.Periods, err = g.periodsOfReport(ctx, p, r); err != nil {
				return nil, err
			}
			out.Body.Items = append(out.Body.Items, head)
		}
	}
	return out, nil
}

// readsReports reports whether any report is for the person.
func (g *Gateway) readsReports(ctx context.Context, who record.Account) (bool, error) {
	policies, err := g.Store.PoliciesInForce(ctx)
	for _, p := range policies {
		for _, r := range p.Reports() {
			if mayReadReport(who, r) {
				return true, nil
			}
		}
	}
	return false, err
}

func mayReadReport(who record.Account, r *policy.Report) bool { return readsReport(who.Person, r) }

func readsReport(p complaint.Person, r *policy.Report) bool {
	return slices.ContainsFunc(r.Readers, p.HoldsRole)
}

func (g *Gateway) periodsOfReport(ctx context.Context, p *policy.Policy, r *policy.Report) ([]string, error) {
	published, err := g.Store.Publications(ctx, p.Ref().ID, r.ID, "")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var names []string
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for i := range published {
		last := published[len(published)-1-i]
		if period, err := r.Shape.ParsePeriod(last.Period, g.Location); err == nil && period.From.After(g.Now()) {
			add(last.Period) // in rehearsal
		}
	}
	period := r.Shape.PeriodAt(g.Now(), g.Location)
	for range shownPeriods {
		add(period.Name)
		period = period.Previous()
	}
	for i := range published {
		add(published[len(published)-1-i].Period)
	}
	return names, nil
}

// findReport is a report of the version in force that the person may read. What they may not read and what is not there
// are the same to them.
func (g *Gateway) findReport(
	ctx context.Context, who record.Account, in ReportPath,
) (*policy.Policy, *policy.Report, error) {
	p, err := g.Store.PolicyInForce(ctx, in.Policy)
	if err == nil {
		if r := p.Report(in.Report); r != nil && mayReadReport(who, r) {
			return p, r, nil
		}
		return nil, nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	if refusal := complaint.RefusalIn(err); refusal != nil && refusal.Code == complaint.NotFound {
		err = complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	return nil, nil, err
}

// asked is a report with the period, and the edition, that somebody asks for.
type asked struct {
	query    record.FigureQuery
	editions []record.Publication
	// edition is the one asked for, nil for live figures.
	edition *record.Publication
}

func (g *Gateway) findFigures(ctx context.Context, who record.Account, in ReportQuery) (*asked, error) {
	p, r, err := g.findReport(ctx, who, in.ReportPath)
	if err != nil {
		return nil, err
	}
	a := &asked{query: record.FigureQuery{Policy: p, Report: r, AsOf: in.AsOf}}
	a.query.Period = r.Shape.PeriodAt(g.Now(), g.Location)
	if in.Period != "" {
		if a.query.Period, err = r.Shape.ParsePeriod(in.Period, g.Location); err != nil {
			return nil, complaint.Refuse(complaint.Invalid, "report.period",
				complaint.Args{"period": in.Period}).At("period")
		}
	}
	if a.editions, err = g.Store.Publications(ctx, p.Ref().ID, r.ID, a.query.Period.Name); err != nil {
		return nil, err
	}
	if in.Edition == 0 {
		a.query.Reader = &who.Person
		return a, nil
	}
	if in.Edition > len(a.editions) {
		return nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	a.edition = &a.editions[in.Edition-1]
	if a.query.Policy, err = g.Store.PolicyVersion(ctx, a.edition.Policy.ID, a.edition.Policy.Version); err != nil {
		return nil, err
	}
	if a.query.Report = a.query.Policy.Report(in.Report); a.query.Report == nil {
		return nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	a.query.AsOf = a.edition.AsOf
	return a, nil
}

func (g *Gateway) readReport(ctx context.Context, who record.Account, in *ReportQuery) (*reportOutput, error) {
	a, err := g.findFigures(ctx, who, *in)
	if err != nil {
		return nil, err
	}
	r, period := a.query.Report, a.query.Period
	l := a.query.Policy.In(requestOf(ctx).language)
	v := reportView{
		Policy:   a.query.Policy.Ref().ID,
		Version:  a.query.Policy.Ref().Version,
		Report:   r.ID,
		Title:    l.SayValue(r.Title),
		Clause:   orNull(r.Clause),
		Period:   period.Name,
		From:     period.From,
		Until:    period.Until,
		Finished: period.IsClosedAt(g.Now()),
		AsOf:     g.localTime(g.Now()),
		Scope:    "readable",
		Grounds:  []groundView{},
		Editions: []editionView{},
	}
	for _, by := range r.Rows {
		v.Dimensions = append(v.Dimensions, l.Text("explain.report.by."+by, nil))
	}
	for i := range r.Columns {
		v.Columns = append(v.Columns, columnViewOf(&r.Columns[i], l))
	}
	for _, x := range r.Excluded {
		v.Grounds = append(v.Grounds, groundView{x.ID, l.SayValue(x.Title)})
	}
	for _, e := range a.editions {
		v.Editions = append(v.Editions, editionView{
			Edition:   e.Edition,
			Sequence:  e.Sequence,
			Version:   e.Policy.Version,
			AsOf:      g.localTime(e.AsOf),
			Published: g.localTime(e.PublishedAt),
			Total:     e.Figures.Total.Cells,
		})
	}
	if !in.AsOf.IsZero() {
		v.AsOf = g.localTime(in.AsOf)
	}
	if e := a.edition; e != nil {
		published := g.localTime(e.PublishedAt)
		v.AsOf, v.Scope, v.Finished = g.localTime(e.AsOf), "whole", true
		v.Edition, v.Sequence, v.Published, v.SHA256 = &e.Edition, &e.Sequence, &published, &e.SHA256
		v.Figures = e.Figures
	} else if v.Figures, err = g.Store.CountReport(ctx, a.query); err != nil {
		return nil, err
	}
	translateRows(&v.Figures, l)
	return &reportOutput{Body: v}, nil
}

func columnViewOf(col *policy.Column, l words.Language) reportColumnView {
	return reportColumnView{
		ID:     col.ID,
		Title:  l.SayValue(col.Title),
		Kind:   col.Kind,
		Money:  col.Money,
		Open:   col.Open,
		Clause: orNull(col.Clause),
	}
}

// translateRows says the titles that the file has in the reader's language.
func translateRows(f *record.Figures, l words.Language) {
	for _, row := range f.Rows {
		for i, title := range row.Titles {
			row.Titles[i] = l.SayValue(title)
		}
	}
	for _, row := range f.Stock {
		for i, title := range row.Titles {
			row.Titles[i] = l.SayValue(title)
		}
	}
}

func (g *Gateway) listReportCases(ctx context.Context, who record.Account, in *cellInput) (*cellCasesOutput, error) {
	a, err := g.findFigures(ctx, who, in.ReportQuery)
	if err != nil {
		return nil, err
	}
	if len(in.Row) > 0 && len(in.Row) != len(a.query.Report.Rows) ||
		in.Column != "" && a.query.Report.Column(in.Column) == nil {
		return nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	found, err := g.Store.ListCellCases(ctx, who.Person, record.CellQuery{
		FigureQuery: a.query,
		Keys:        in.Row,
		Column:      in.Column,
		Part:        in.Part,
	})
	if err != nil {
		return nil, err
	}
	out := &cellCasesOutput{}
	out.Body.NotShown = found.NotShown
	out.Body.Items, err = g.rowViews(ctx, found.Cases)
	return out, err
}

func (g *Gateway) listRevisions(
	ctx context.Context, who record.Account, in *ReportQuery,
) (*revisionsOutput, error) {
	a, err := g.findFigures(ctx, who, ReportQuery{ReportPath: in.ReportPath, Period: in.Period})
	if err != nil {
		return nil, err
	}
	out := &revisionsOutput{}
	out.Body.Items = []revisionView{}
	for i := 1; i < len(a.editions); i++ {
		revisions, err := g.Store.Revisions(ctx, a.editions[i-1], a.editions[i])
		if err != nil {
			return nil, err
		}
		for _, r := range revisions {
			out.Body.Items = append(out.Body.Items, revisionView(r))
		}
	}
	return out, nil
}

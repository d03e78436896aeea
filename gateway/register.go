package gateway

import (
	"context"
	"net/http"
	"strings"
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
		ctx context.Context, p complaint.Person, q record.Query,
	) ([]record.CaseRow, string, error)
}

type (
	// RegisterFilters select cases: in the address of the register, in the body of a search and of an export alike.
	RegisterFilters struct {
		Policy   string `query:"policy" json:"policy,omitempty" maxLength:"100"`
		Register string `query:"register" json:"register,omitempty" maxLength:"200" pattern:"^([a-z0-9_-]+[.][a-z0-9_]+)?$" doc:"A regulation's own register (登记簿), policy.name: its cases, each with the register's lines"`
		Status   string `query:"status" json:"status,omitempty" enum:",received,open,closed,archived"`
		Step     string `query:"step" json:"step,omitempty" maxLength:"100"`
		Unit     string `query:"unit" json:"unit,omitempty" maxLength:"100" doc:"The responsible unit"`
		Assignee string `query:"assignee" json:"assignee,omitempty" maxLength:"100" doc:"Who holds a live task of the case"`
		Overdue  string `query:"overdue" json:"overdue,omitempty" enum:",true,false,soon" doc:"With, or without, a limit that has passed; soon: one that will within two days"`
		Search   string `query:"q" json:"q,omitempty" maxLength:"200" doc:"Words, all of which are found in what the reader may see: number, titles, texts, fields of forms, names of files, parties; in any order, in full or half width, with or without blanks in numbers. Chinese by two characters and more; one character in titles only. Letters and digits by four and more anywhere in a word, by two or three as it begins"`
	}
	registerInput struct {
		Paged
		RegisterFilters
		Next bool `query:"next" doc:"Tell of the first twenty rows what comes next, and why nothing has been issued yet"`
	}
	// searchInput asks in its body for what [registerInput] asks for in the address, which stands in logs.
	searchInput struct {
		Body struct {
			Cursor string `json:"cursor,omitempty" maxLength:"2000"`
			Limit  int    `json:"limit,omitempty" minimum:"0" maximum:"200"`
			Next   bool   `json:"next,omitempty"`
			RegisterFilters
		}
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
		Lines         []fieldLine       `json:"lines,omitempty" doc:"What the register asked for tells of the case: its columns that are filled in"`
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
	registerForStaff(g, huma.Operation{
		OperationID:   "search-cases",
		Method:        http.MethodPost,
		Path:          searchPath,
		Summary:       "台账：同 GET /cases，条件写在正文里，不进地址和日志",
		DefaultStatus: http.StatusOK,
	}, func(ctx context.Context, who record.Account, in *searchInput) (*pageOutput[rowView], error) {
		b := in.Body
		return g.readRegister(ctx, who, &registerInput{
			Paged:           Paged{Cursor: b.Cursor, Limit: b.Limit},
			RegisterFilters: b.RegisterFilters,
			Next:            b.Next,
		})
	})
}

// searchPath asks for the register in a body.
const searchPath = "/cases/search"

func (g *Gateway) readRegister(
	ctx context.Context, who record.Account, in *registerInput,
) (*pageOutput[rowView], error) {
	q, err := in.asRegisterQuery()
	if err != nil {
		return nil, err
	}
	book, err := g.registerNamed(ctx, in.Register)
	if err != nil {
		return nil, err
	}
	if book.policy != "" {
		q.Policy = book.policy
	}
	rows, next, err := g.Store.ListRegister(ctx, who.Person, q)
	if err != nil {
		return nil, err
	}
	views, err := g.rowViews(ctx, rows)
	if err != nil {
		return nil, err
	}
	if book.name != "" {
		if err := g.addLines(ctx, who, book.name, views); err != nil {
			return nil, err
		}
	}
	if in.Next {
		if err := g.addNext(ctx, who, views); err != nil {
			return nil, err
		}
	}
	return pageOf(views, next), nil
}

// bookName names a regulation's own register.
type bookName struct{ policy, name string }

// bookViews are a regulation's registers.
func bookViews(p *policy.Policy, l words.Language) []bookView {
	views := []bookView{}
	for _, e := range p.Doc.Registers.Entries {
		v := bookView{
			CodeView: CodeView{
				Code:    e.Key,
				Title:   l.SayValue(e.Value.Title),
				Clauses: fullClauseIDs(p, e.Value.Cites),
			},
			Columns: []fieldTitle{},
		}
		for _, column := range p.RegisterColumns(l, e.Key) {
			v.Columns = append(v.Columns, fieldTitle{column.Field, column.Title})
		}
		views = append(views, v)
	}
	return views
}

// registerNamed finds a register of a regulation in force, written policy.name; none where nothing is asked for.
func (g *Gateway) registerNamed(ctx context.Context, asked string) (bookName, error) {
	id, name, found := strings.Cut(asked, ".")
	if !found {
		return bookName{}, nil
	}
	policies, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return bookName{}, err
	}
	for _, p := range policies {
		if _, known := p.Doc.Registers.Get(name); known && p.Doc.Policy == id {
			return bookName{id, name}, nil
		}
	}
	return bookName{}, complaint.Refuse(complaint.Invalid, "value.wrong",
		complaint.Args{"field": "register"}).At("register")
}

// addLines adds what a register tells of each case. The list has asked the wall.
func (g *Gateway) addLines(ctx context.Context, who record.Account, register string, rows []rowView) error {
	for i := range rows {
		o, err := g.openCaseWithoutWall(ctx, rows[i].ID, complaint.Order{Actor: who.Person.ID})
		if err != nil {
			return err
		}
		lines := o.Policy.RegisterLines(o.language, register, o.c, o.Facts.Directory, g.Location)
		if rows[i].Lines, err = g.fieldLinesOf(ctx, o.c.ID, o.Policy.SightOf(o.Actor.Person), lines); err != nil {
			return err
		}
	}
	return nil
}

func (in *registerInput) asRegisterQuery() (record.Query, error) {
	search, err := cleanText(in.Search, "q", mostSubject) // as texts are filed
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

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
	"duban/web/words"
)

// RegisterStore lists cases. It obeys the wall.
type RegisterStore interface {
	ListRegister(
		ctx context.Context, p complaint.Person, q record.Query,
	) ([]record.CaseRow, string, error)
	CountRegister(ctx context.Context, p complaint.Person, q record.Query, most int) (int, error)
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
		From     string `query:"from" json:"from,omitempty" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"Filed on this day or later"`
		To       string `query:"to" json:"to,omitempty" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"Filed on this day or earlier"`
		Order    string `query:"order" json:"order,omitempty" enum:",oldest,limit" doc:"The earliest filed first, or by the limit that runs, the earliest first, and only those with one. Else the latest filed first, those asked for by their limit by it"`
		Mine     string `query:"mine" json:"mine,omitempty" enum:",done,filed,told" doc:"What I completed a task of, registered, or was sent word of, the latest first"`
		Search   string `query:"q" json:"q,omitempty" maxLength:"200" doc:"Words, all of which are found in what the reader may see: number, titles, texts, fields of forms, names of files, parties; in any order, in full or half width, with or without blanks in numbers. Chinese by two characters and more; one character in titles only. Letters and digits by four and more anywhere in a word, by two or three as it begins"`
	}
	registerInput struct {
		Paged
		RegisterFilters
		Next    bool `query:"next" doc:"Tell of the first twenty rows what comes next, and why nothing has been issued yet"`
		Details bool `query:"details" doc:"Tell by which channel each came, who complained, as the reader may know it, and who is at it"`
	}
	// searchInput asks in its body for what [registerInput] asks for in the address, which stands in logs.
	searchInput struct {
		Body struct {
			Cursor  string `json:"cursor,omitempty" maxLength:"2000"`
			Limit   int    `json:"limit,omitempty" minimum:"0" maximum:"200"`
			Next    bool   `json:"next,omitempty"`
			Details bool   `json:"details,omitempty"`
			RegisterFilters
		}
	}
	countCasesInput  struct{ Body RegisterFilters }
	countCasesOutput struct{ Body casesCount }
	casesCount       struct {
		Cases int  `json:"cases"`
		More  bool `json:"more" doc:"There are more than that"`
	}
	// rowDetails are what a row tells besides, where it was asked for.
	rowDetails struct {
		Channel     *string  `json:"channel" doc:"Its title"`
		Complainant *string  `json:"complainant" doc:"The name; null where the reader may not know it"`
		Handlers    []string `json:"handlers" nullable:"false" doc:"Names of who has taken a live task"`
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
		ClosedAt      *time.Time        `json:"closed_at" doc:"null while the main procedure goes on"`
		Due           *time.Time        `json:"due"`
		Overdue       bool              `json:"overdue"`
		Lines         []fieldLine       `json:"lines,omitempty" doc:"What the register asked for tells of the case: its columns that are filled in"`
		Details       *rowDetails       `json:"details,omitempty"`
		Urge          bool              `json:"urge,omitempty" doc:"The reader may issue an urge slip now; told with next"`
		MineAt        *time.Time        `json:"mine_at,omitempty" doc:"When I had to do with it last, where mine asks for that"`
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
			Details:         b.Details,
		})
	})
	registerForStaff(g, huma.Operation{
		OperationID:   "count-cases",
		Method:        http.MethodPost,
		Path:          "/cases/count",
		Summary:       "台账：符合条件的有多少件",
		Description:   "Counts what the search lists, up to a thousand.",
		DefaultStatus: http.StatusOK,
	}, g.countRegister)
}

// mostCasesCounted is up to how many cases of the register are counted: whoever looks through them narrows them before.
const mostCasesCounted = 1000

func (g *Gateway) countRegister(
	ctx context.Context, who record.Account, in *countCasesInput,
) (*countCasesOutput, error) {
	asked := registerInput{RegisterFilters: in.Body}
	q, err := g.asRegisterQuery(ctx, &asked)
	if err != nil {
		return nil, err
	}
	n, err := g.Store.CountRegister(ctx, who.Person, q, mostCasesCounted)
	if err != nil {
		return nil, err
	}
	return &countCasesOutput{Body: casesCount{Cases: min(n, mostCasesCounted), More: n > mostCasesCounted}}, nil
}

// searchPath asks for the register in a body.
const searchPath = "/cases/search"

func (g *Gateway) readRegister(
	ctx context.Context, who record.Account, in *registerInput,
) (*pageOutput[rowView], error) {
	q, err := g.asRegisterQuery(ctx, in)
	if err != nil {
		return nil, err
	}
	rows, next, err := g.Store.ListRegister(ctx, who.Person, q)
	if err != nil {
		return nil, err
	}
	views, err := g.rowViews(ctx, rows)
	if err != nil {
		return nil, err
	}
	if _, register, found := strings.Cut(in.Register, "."); found {
		if err := g.addLines(ctx, who, register, views); err != nil {
			return nil, err
		}
	}
	if in.Details {
		if err := g.addDetails(ctx, who, views); err != nil {
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

// addDetails adds by which channel each case came, whose it is and who is at it. The list has asked the wall.
func (g *Gateway) addDetails(ctx context.Context, who record.Account, rows []rowView) error {
	for i := range rows {
		o, err := g.openCaseWithoutWall(ctx, rows[i].ID, complaint.Order{Actor: who.Person.ID})
		if err != nil {
			return err
		}
		d := &rowDetails{Channel: orNull(o.say(o.Policy.ChannelTitle(o.c.Channel))), Handlers: []string{}}
		if o.c.Channel == "" { // opened by the program
			d.Channel = nil
		}
		for _, t := range o.c.LiveTasks() {
			if t.Assignee != "" {
				d.Handlers = append(d.Handlers, o.Facts.Directory.NameOf(t.Assignee))
			}
		}
		slices.Sort(d.Handlers)
		d.Handlers = slices.Compact(d.Handlers)
		sight := o.Policy.SightOf(o.Actor.Person)
		texts, err := g.visibleTexts(ctx, o.c.ID, sight, o.Policy.TextsNamedIn(o.c.Parties)...)
		if err != nil {
			return err
		}
		for _, party := range g.partyViews(o, texts, sight.Identity) {
			if party.Role == complaint.Complainant && d.Complainant == nil {
				d.Complainant = party.Name
			}
		}
		rows[i].Details = d
	}
	return nil
}

// dayOf reads a day of the organisation's calendar, so many days on; the zero time for "".
func (g *Gateway) dayOf(text, field string, on int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, g.Location)
	if err != nil {
		return time.Time{}, complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": field}).At(field)
	}
	return day.AddDate(0, 0, on), nil
}

func (g *Gateway) asRegisterQuery(ctx context.Context, in *registerInput) (record.Query, error) {
	q, err := in.asPlainQuery()
	if err != nil {
		return q, err
	}
	if q.FiledFrom, err = g.dayOf(in.From, "from", 0); err != nil {
		return q, err
	}
	if q.FiledBefore, err = g.dayOf(in.To, "to", 1); err != nil {
		return q, err
	}
	book, err := g.registerNamed(ctx, in.Register)
	if book.policy != "" {
		q.Policy = book.policy
	}
	return q, err
}

func (in *registerInput) asPlainQuery() (record.Query, error) {
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
		Order:    record.RegisterOrder(in.Order),
		Mine:     record.Share(in.Mine),
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
	if r.ClosedAt != nil {
		closed := g.localTime(*r.ClosedAt)
		v.ClosedAt = &closed
	}
	if r.Due != nil {
		due := g.localTime(*r.Due)
		v.Due = &due
	}
	if r.MineAt != nil {
		at := g.localTime(*r.MineAt)
		v.MineAt = &at
	}
	return v
}

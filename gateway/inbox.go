package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/record"
)

// InboxStore lists what waits for a person. It obeys the wall.
type InboxStore interface {
	// EachInboxTask goes through a page of tasks, each with its case in the same transaction, and returns the next
	// page's cursor.
	EachInboxTask(
		ctx context.Context, p complaint.Person, q record.TaskQuery, each func(record.TaskRow, record.ReadTx) error,
	) (string, error)
	CountInbox(ctx context.Context, p complaint.Person, most int) (record.InboxCount, error)
	SlipsToAnswer(ctx context.Context, p complaint.Person, most int) ([]record.SlipRow, error)
	NoticesFor(ctx context.Context, p complaint.Person) ([]record.NoticeRow, error)
	MarkNoticesRead(ctx context.Context, user complaint.UserID, until time.Time) error
	RefusedCommands(ctx context.Context, user complaint.UserID) ([]record.RefusedRow, error)
}

type (
	// InboxFilters select tasks: in the address of the inbox, and in the body of a search of it.
	InboxFilters struct {
		Policy  string `query:"policy" json:"policy,omitempty" maxLength:"100"`
		Holder  string `query:"holder" json:"holder,omitempty" enum:"mine,unclaimed,others"`
		Urgency string `query:"urgency" json:"urgency,omitempty" enum:"late,soon,calm" doc:"soon: after today at most one working day of the case's calendar is still in time"`
	}
	inboxInput struct {
		Paged
		InboxFilters
	}
	// inboxSearchInput asks in its body, with words besides, for what [inboxInput] asks for in the address.
	inboxSearchInput struct {
		Body struct {
			Cursor string `json:"cursor,omitempty" maxLength:"2000"`
			Limit  int    `json:"limit,omitempty" minimum:"0" maximum:"200"`
			Search string `json:"q,omitempty" maxLength:"200" doc:"As of the register: words that the cases have"`
			InboxFilters
		}
	}
	inboxCountView struct {
		Tasks   int `json:"tasks" doc:"What waits for me, counted up to 100"`
		Late    int `json:"late" doc:"Those whose limit has passed, counted up to 100"`
		Notices int `json:"notices" doc:"Notices not marked as read, counted up to 100"`
	}
	inboxCountOutput struct{ Body inboxCountView }
	// inboxSlip is a slip that waits for my answer, with its case.
	inboxSlip struct {
		Slip slipView  `json:"slip"`
		Case inboxCase `json:"case"`
	}
	inboxItem struct {
		TaskView
		Task  TaskView    `json:"task" doc:"The same task, for clients that want it apart"`
		Urged bool        `json:"urged" doc:"An urge slip waits for its answer"`
		Case  caseSummary `json:"case"`
		// Proposal is what an approval decides on.
		Proposal *inboxProposal `json:"proposal,omitempty" doc:"What I am asked to approve; absent for other tasks, and where I may not decide"`
	}
	inboxProposal struct {
		Content *string     `json:"content" doc:"Of the complaint, its beginning"`
		Lines   []fieldLine `json:"lines" nullable:"false" doc:"What is proposed, as the forms say it"`
	}
	caseSummary struct {
		ID       complaint.CaseID `json:"id"`
		Number   *string          `json:"number"`
		Policy   string           `json:"policy"`
		Subject  *string          `json:"subject"`
		Severity string           `json:"severity"`
		Now      time.Time        `json:"now" doc:"Case time"`
		Readable bool             `json:"readable" doc:"false: I am heard on an entry of the ledger and may not read the case, of which nothing is told"`
	}
	refusedView struct {
		Case    complaint.CaseID `json:"case"`
		Number  *string          `json:"number"`
		Key     string           `json:"key"`
		Problem *Problem         `json:"problem"`
		At      time.Time        `json:"at"`
	}
	inboxView struct {
		Page[inboxItem]
		Notices  []inboxNotice `json:"notices" nullable:"false" doc:"What I have not read, and what I was told in the last 7 days, the newest first; on the first page"`
		Slips    []inboxSlip   `json:"slips" nullable:"false" doc:"Slips that wait for my answer, the latest issued first, at most ten; on the first page"`
		Refusals []refusedView `json:"refusals" nullable:"false" doc:"Queued commands of the last days that were refused later"`
	}
	inboxOutput struct{ Body inboxView }
)

func (g *Gateway) routeInbox() {
	registerForStaff(g, huma.Operation{
		OperationID: "get-inbox",
		Method:      http.MethodGet,
		Path:        "/inbox",
		Summary:     "我的待办：先是我已领取的，各按期限先后",
	}, func(ctx context.Context, who record.Account, in *inboxInput) (*inboxOutput, error) {
		return g.readInbox(ctx, who, in, "")
	})
	registerForStaff(g, huma.Operation{
		OperationID:   "search-inbox",
		Method:        http.MethodPost,
		Path:          searchInboxPath,
		Summary:       "我的待办：同 GET /inbox，可按词查找，条件写在正文里，不进地址和日志",
		DefaultStatus: http.StatusOK,
	}, func(ctx context.Context, who record.Account, in *inboxSearchInput) (*inboxOutput, error) {
		b := in.Body
		return g.readInbox(ctx, who, &inboxInput{
			Paged:        Paged{Cursor: b.Cursor, Limit: b.Limit},
			InboxFilters: b.InboxFilters,
		}, b.Search)
	})
	registerForStaff(g, huma.Operation{
		OperationID: "count-inbox",
		Method:      http.MethodGet,
		Path:        "/inbox/count",
		Summary:     "我的待办有多少",
	}, g.countInbox)
	registerForStaff(g, huma.Operation{
		OperationID:   "read-notices",
		Method:        http.MethodPut,
		Path:          "/inbox/notices/read",
		Summary:       "通知已阅",
		DefaultStatus: http.StatusNoContent,
	}, g.markNoticesRead)
}

// searchInboxPath asks for the inbox in a body.
const searchInboxPath = "/inbox/search"

const (
	// mostTasksCounted is up to where the inbox is counted.
	mostTasksCounted = 100
	// mostSlips to answer are shown above the tasks.
	mostSlips = 10
)

func (g *Gateway) countInbox(ctx context.Context, who record.Account, _ *struct{}) (*inboxCountOutput, error) {
	n, err := g.Store.CountInbox(ctx, who.Person, mostTasksCounted)
	if err != nil {
		return nil, err
	}
	return &inboxCountOutput{Body: inboxCountView{Tasks: n.Tasks, Late: n.Late, Notices: n.Notices}}, nil
}

func (g *Gateway) readInbox(
	ctx context.Context, who record.Account, in *inboxInput, search string,
) (*inboxOutput, error) {
	search, err := cleanText(search, "q", mostSubject) // as texts are filed
	if err != nil {
		return nil, err
	}
	items, next, err := g.inboxItems(ctx, who.Person, in, search)
	if err != nil {
		return nil, err
	}
	refusals, err := g.refusedViews(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	notices, slips := []inboxNotice{}, []inboxSlip{}
	if in.Cursor == "" {
		if notices, err = g.inboxNotices(ctx, who.Person); err != nil {
			return nil, err
		}
		if slips, err = g.slipsToAnswer(ctx, who.Person); err != nil {
			return nil, err
		}
	}
	return &inboxOutput{Body: inboxView{
		Page:     pageOf(items, next).Body,
		Notices:  notices,
		Slips:    slips,
		Refusals: refusals,
	}}, nil
}

// inboxItems are a page of tasks. The list says in SQL whose wall admits the person; each case says it again.
func (g *Gateway) inboxItems(
	ctx context.Context, who complaint.Person, in *inboxInput, search string,
) ([]inboxItem, string, error) {
	var rows []record.TaskRow
	var cases []*opened
	q := record.TaskQuery{
		Policy: in.Policy,
		Holder: record.Holder(in.Holder),
		Light:  record.Light(in.Urgency),
		Search: search,
		Cursor: in.Cursor,
		Limit:  in.Limit,
	}
	next, err := g.Store.EachInboxTask(ctx, who, q, func(r record.TaskRow, tx record.ReadTx) error {
		o, err := g.readOpenedCase(ctx, tx, complaint.Order{Actor: who.ID})
		if err == nil && (o.wallAdmitsActor() || o.speaksInTask(r.Task.ID)) {
			rows, cases = append(rows, r), append(cases, o)
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	listed := make([]record.CaseRow, len(rows))
	for i, r := range rows {
		listed[i] = r.Case
	}
	subjects, err := g.subjectsOfCases(ctx, listed)
	if err != nil {
		return nil, "", err
	}
	items := make([]inboxItem, len(rows))
	for i, r := range rows {
		items[i] = g.inboxItemOf(cases[i], r)
		if items[i].Case.Readable {
			items[i].Case.Subject = subjects[r.Case.ID]
			if items[i].Proposal, err = g.proposalIn(ctx, cases[i], items[i].TaskView); err != nil {
				return nil, "", err
			}
		}
	}
	return items, next, nil
}

// longestExcerpt is how much of a complaint's content the inbox shows, in characters.
const longestExcerpt = 200

// proposalIn is what an approval decides on, for whoever may decide it.
func (g *Gateway) proposalIn(ctx context.Context, o *opened, task TaskView) (*inboxProposal, error) {
	decides := slices.ContainsFunc(task.Actions, func(a actionView) bool { return a.Allowed && a.Outcome != nil })
	lines := o.Policy.ProposalLines(o.language, task.Step, o.c, o.Facts.Directory, g.Location)
	if !decides || len(lines) == 0 {
		return nil, nil //nolint:nilnil // there is none
	}
	sight := o.Policy.SightOf(o.Actor.Person)
	views, err := g.fieldLinesOf(ctx, o.c.ID, sight, lines)
	if err != nil {
		return nil, err
	}
	texts, err := g.visibleTexts(ctx, o.c.ID, sight, o.c.Content)
	if err != nil {
		return nil, err
	}
	p := &inboxProposal{Content: texts.textOrNil(o.c.Content), Lines: views}
	if p.Content != nil {
		if all := []rune(*p.Content); len(all) > longestExcerpt {
			short := string(all[:longestExcerpt]) + "…"
			p.Content = &short
		}
	}
	return p, nil
}

// inboxItemOf is a task with what its reader could do about it.
func (g *Gateway) inboxItemOf(o *opened, r record.TaskRow) inboxItem {
	task := g.taskViewOf(o, r.Task)
	task.Overdue = r.Overdue
	if t := o.c.Task(r.Task.ID); t != nil { // the list does not have it
		task.Entry = orNull(t.Entry)
	}
	if r.Due != nil {
		g.fillTaskDue(&task, o, *r.Due)
	}
	task.Actions = o.actionViews(o.Policy.Offers(o.c, o.Actor, o.Facts), r.Task.ID)
	item := inboxItem{Case: caseSummary{
		ID:       r.Case.ID,
		Policy:   r.Case.Policy,
		Now:      g.localTime(o.now),
		Readable: o.wallAdmitsActor(),
	}}
	if item.Case.Readable {
		item.Case.Number, item.Case.Severity = orNull(r.Case.Number), r.Case.Severity
		item.Urged = r.Urged
	} else {
		task.Actions = actionsOfSpeaker(task.Actions)
	}
	item.TaskView, item.Task = task, task
	return item
}

func (g *Gateway) refusedViews(ctx context.Context, who complaint.Person) ([]refusedView, error) {
	rows, err := g.Store.RefusedCommands(ctx, who.ID)
	if err != nil {
		return nil, err
	}
	refusals := make([]refusedView, 0, len(rows))
	for _, r := range rows {
		v := refusedView{
			Case:    r.Case,
			Key:     r.Key,
			Problem: problemOf(&r.Problem, requestOf(ctx).language),
			At:      g.localTime(r.At),
		}
		may, err := g.Store.MayRead(ctx, who, r.Case)
		if err != nil {
			return nil, err
		}
		if may { // whoever was heard without reading the case does not know it by its number
			v.Number = orNull(r.Number)
		}
		refusals = append(refusals, v)
	}
	return refusals, nil
}

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

// SlipStore lists slips. It obeys the wall.
type SlipStore interface {
	ListSlips(ctx context.Context, p complaint.Person, q record.SlipQuery) ([]record.SlipRow, string, error)
}

type (
	slipsInput struct {
		Paged
		Unanswered bool `query:"unanswered" doc:"Only those that wait for their reply"`
	}
	// Paged says which page of a list is wanted.
	Paged struct {
		Cursor string `query:"cursor" maxLength:"2000" doc:"next of the page before"`
		Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"Items per page, 0 for the default"`
	}
	// Page is one page of a list.
	Page[T any] struct {
		Items []T     `json:"items" nullable:"false"`
		Next  *string `json:"next" doc:"Cursor of the next page, null on the last"`
	}
	pageOutput[T any] struct{ Body Page[T] }
)

func pageOf[T any](items []T, next string) *pageOutput[T] {
	if items == nil {
		items = []T{}
	}
	return &pageOutput[T]{Body: Page[T]{Items: items, Next: orNull(next)}}
}

func (g *Gateway) routeSlips() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-slips",
		Method:      http.MethodGet,
		Path:        "/slips",
		Summary:     "发出的单子：催办、查办、督办、批示",
	}, g.listSlips)
}

func (g *Gateway) listSlips(ctx context.Context, who record.Account, in *slipsInput) (*pageOutput[slipView], error) {
	rows, next, err := g.Store.ListSlips(ctx, who.Person, record.SlipQuery{
		Unanswered: in.Unanswered,
		Cursor:     in.Cursor,
		Limit:      in.Limit,
	})
	if err != nil {
		return nil, err
	}
	policies := g.newPolicyFinder()
	slips := make([]slipView, 0, len(rows))
	for _, r := range rows {
		row, err := g.Store.CaseRow(ctx, r.Case)
		if err != nil {
			return nil, err
		}
		p, err := policies(ctx, row.Policy, row.Version)
		if err != nil {
			return nil, err
		}
		v := g.slipViewOf(p, p.In(requestOf(ctx).language), r.Case, r.Slip, r.Overdue)
		texts, err := g.visibleTexts(ctx, r.Case, policy.Sight{}, r.Slip.Reply, r.Slip.Text, r.Slip.Void)
		if err != nil {
			return nil, err
		}
		v.Reply, v.Text = texts.textOrNil(r.Slip.Reply), texts.textOrNil(r.Slip.Text)
		v.Void = texts.textOrNil(r.Slip.Void)
		for _, receipt := range r.Slip.Received {
			v.Received = append(v.Received, slipReceiptView{By: receipt.By, At: g.localTime(receipt.At.Time)})
		}
		slips = append(slips, v)
	}
	return pageOf(slips, next), nil
}

// slipsToAnswer are the slips that the person may answer now, each with what it says and its case.
func (g *Gateway) slipsToAnswer(ctx context.Context, who complaint.Person) ([]inboxSlip, error) {
	rows, err := g.Store.SlipsToAnswer(ctx, who, mostSlips)
	if err != nil {
		return nil, err
	}
	slips := make([]inboxSlip, 0, len(rows))
	for _, r := range rows {
		o, err := g.openCaseWithoutWall(ctx, r.Case, complaint.Order{Actor: who.ID}) // the list has asked the wall
		if err != nil {
			return nil, err
		}
		if !mayAnswerSlip(o, r.Slip.ID) {
			continue
		}
		texts, err := g.visibleTexts(ctx, r.Case, policy.Sight{}, r.Slip.Text, o.c.Subject)
		if err != nil {
			return nil, err
		}
		v := g.slipViewOf(o.Policy, o.language, r.Case, r.Slip, r.Overdue)
		v.Text = texts.textOrNil(r.Slip.Text)
		slips = append(slips, inboxSlip{Slip: v, Case: inboxCase{
			ID:      r.Case,
			Number:  orNull(o.c.Number),
			Policy:  o.c.Policy.ID,
			Subject: texts.textOrNil(o.c.Subject),
		}})
	}
	return slips, nil
}

func mayAnswerSlip(o *opened, slip complaint.SlipID) bool {
	return slices.ContainsFunc(o.Policy.Offers(o.c, o.Actor, o.Facts), func(offer policy.Offer) bool {
		return offer.Slip == slip && offer.Allowed
	})
}

func (g *Gateway) slipViewOf(
	p *policy.Policy, l words.Language, id complaint.CaseID, s complaint.IssuedSlip, overdue bool,
) slipView {
	v := slipView{
		ID:       s.ID,
		Case:     id,
		Kind:     s.Kind,
		Number:   s.Number,
		To:       seatViews(p, l, s.To),
		IssuedAt: g.localTime(s.IssuedAt.Time),
		ReplyDue: g.maybeLocalTime(s.ReplyDue),
		State:    string(s.State),
		Received: []slipReceiptView{},
	}
	if overdue {
		v.State = "overdue"
	}
	if rule, ok := p.Doc.Slips.Get(s.Kind); ok {
		v.Title = l.SayValue(rule.Title.Text)
		if ground, ok := rule.Grounds.Get(s.Ground); ok {
			v.Ground = &CodeView{s.Ground, l.SayValue(ground.Title.Text), fullClauseIDs(p, ground.Cites)}
		}
	}
	return v
}

// slipKindViews are the kinds of slip that have a title.
func slipKindViews(p *policy.Policy, l words.Language) []CodeView {
	views := []CodeView{}
	for _, e := range p.Doc.Slips.Entries {
		if e.Value.Title.Text != "" {
			views = append(views, CodeView{e.Key, l.SayValue(e.Value.Title.Text), fullClauseIDs(p, e.Value.Cites)})
		}
	}
	return views
}

func seatViews(p *policy.Policy, l words.Language, all []complaint.Seat) []seatView {
	views := make([]seatView, 0, len(all))
	for _, s := range all {
		views = append(views, seatView{Role: s.Role, Unit: orNull(s.Unit), Title: l.SayValue(p.RoleTitle(s.Role))})
	}
	return views
}

func isReplyOverdue(s complaint.IssuedSlip, now time.Time) bool {
	return s.ReplyDue != nil && !now.Before(s.ReplyDue.Time)
}

// newPolicyFinder finds policy versions, each once.
func (g *Gateway) newPolicyFinder() func(ctx context.Context, id string, version int) (*policy.Policy, error) {
	type key struct {
		id      string
		version int
	}
	held := map[key]*policy.Policy{}
	return func(ctx context.Context, id string, version int) (*policy.Policy, error) {
		k := key{id, version}
		if p, ok := held[k]; ok {
			return p, nil
		}
		p, err := g.Store.PolicyVersion(ctx, id, version)
		if err != nil {
			return nil, err
		}
		held[k] = p
		return p, nil
	}
}

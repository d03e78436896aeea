package gateway

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/policy"
	"duban/record"
	"duban/web/words"
)

// LedgerStore lists the entries of the ledger over all cases. It obeys the wall of each entry.
type LedgerStore interface {
	ListLedger(ctx context.Context, p complaint.Person, q record.LedgerQuery) ([]record.LedgerRow, string, error)
	SumLedger(ctx context.Context, p complaint.Person, q record.LedgerQuery) ([]record.LedgerSum, error)
	HasLedger(ctx context.Context, p complaint.Person) (bool, error)
}

type (
	// LedgerFilters select entries of the ledger.
	LedgerFilters struct {
		Policy string           `query:"policy" maxLength:"100"`
		Kind   string           `query:"kind" enum:"sanction,commendation,deduction"`
		State  string           `query:"state" enum:"proposed,decided,contested,final,fallen"`
		Unit   complaint.UnitID `query:"unit" maxLength:"100" doc:"Of the person whom it concerns, or the unit itself"`
		Person complaint.UserID `query:"person" maxLength:"100" doc:"Whom it concerns"`
		Month  string           `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"In which it was proposed, such as 2026-10"`
		Case   complaint.CaseID `query:"case" maxLength:"100"`
	}
	ledgerInput struct {
		Paged
		LedgerFilters
	}
	// LedgerRowView is an entry as the list has it.
	LedgerRowView struct {
		Case        complaint.CaseID  `json:"case" doc:"Names the entry together with entry; the case itself is behind its own wall"`
		CaseNumber  *string           `json:"case_number" doc:"null where the reader may not read the case"`
		Readable    bool              `json:"readable" doc:"false: it concerns the reader, who may not read the case"`
		Entry       complaint.EntryID `json:"entry"`
		Number      string            `json:"number"`
		Policy      string            `json:"policy"`
		PolicyTitle string            `json:"policy_title"`
		Kind        string            `json:"kind" enum:"sanction,commendation,deduction"`
		Title       string            `json:"title" doc:"What it is for"`
		Clause      *string           `json:"clause"`
		Setting     *string           `json:"setting"`
		Concerns    concernedView     `json:"concerns"`
		State       string            `json:"state" enum:"proposed,decided,contested,final,fallen"`
		Outcome     *string           `json:"outcome" enum:"upheld,changed,dropped" doc:"Of the last decision, null before any"`
		Charge      chargeView        `json:"charge" doc:"As decided last, or as proposed"`
		ProposedAt  time.Time         `json:"proposed_at" doc:"Case time"`
		DecidedAt   *time.Time        `json:"decided_at"`
	}
	// concernedView is whom an entry is about: a person, a unit, or whoever holds a role.
	concernedView struct {
		User     *complaint.UserID `json:"user"`
		Role     *complaint.RoleID `json:"role"`
		Unit     *complaint.UnitID `json:"unit" doc:"Of the person, or the unit itself"`
		UnitName *string           `json:"unit_name"`
		Name     string            `json:"name" doc:"Of the person or the unit, or the title of the role"`
	}
	chargeView struct {
		Measure *CodeView `json:"measure,omitempty" doc:"absent where none is named"`
		Amount  *int64    `json:"amount" doc:"In fen"`
	}
	ledgerSumView struct {
		Month       string            `json:"month" doc:"In which the entries were proposed, such as 2026-10"`
		Unit        *complaint.UnitID `json:"unit" doc:"null for whoever holds a role in any unit"`
		UnitName    *string           `json:"unit_name"`
		Policy      string            `json:"policy"`
		PolicyTitle string            `json:"policy_title"`
		Kind        string            `json:"kind" enum:"sanction,commendation,deduction"`
		Measure     *CodeView         `json:"measure,omitempty" doc:"absent where none is named"`
		Entries     int               `json:"entries" doc:"All; each is one of standing, open and gone"`
		Standing    int               `json:"standing" doc:"Final, and not dropped"`
		Open        int               `json:"open" doc:"Not decided, or may still be objected to"`
		Gone        int               `json:"gone" doc:"Dropped, or the fact fell away"`
		Amount      int64             `json:"amount" doc:"What those that stand come to, in fen"`
		OpenAmount  int64             `json:"open_amount" doc:"What those that are open come to, in fen"`
	}
	ledgerSumsOutput struct {
		Body struct {
			Scope string          `json:"scope" enum:"readable" doc:"Live figures count the entries that you see"`
			Items []ledgerSumView `json:"items" nullable:"false"`
		}
	}
)

func (g *Gateway) routeLedger() {
	registerForStaff(g, huma.Operation{
		OperationID: "list-ledger",
		Method:      http.MethodGet,
		Path:        "/ledger",
		Summary:     "奖惩台账，最近提出的在前",
		Description: "For the readers that the regulation names, of the cases they may read; " +
			"for whoever decides; and for whom an entry " +
			"concerns, as far as they are heard or may object.",
	}, g.listLedger)
	registerForStaff(g, huma.Operation{
		OperationID: "sum-ledger",
		Method:      http.MethodGet,
		Path:        "/ledger/sums",
		Summary:     "奖惩台账按月、按单位的合计",
		Description: "Of the entries that GET /ledger lists with the same filters.",
	}, g.sumLedger)
	registerForStaff(g, huma.Operation{
		OperationID: "get-ledger-entry",
		Method:      http.MethodGet,
		Path:        "/ledger/{id}/{entry}",
		Summary:     "台账的一条",
		Description: "Whom it concerns and who may not read the case sees what is said of themselves, " +
			"and what they can do about it.",
	}, g.readLedgerEntry)
}

// query is what the store is asked.
func (g *Gateway) ledgerQuery(f LedgerFilters) (record.LedgerQuery, error) {
	q := record.LedgerQuery{
		Policy: f.Policy,
		Kind:   f.Kind,
		State:  complaint.EntryState(f.State),
		Unit:   f.Unit,
		Person: f.Person,
		Case:   f.Case,
	}
	if f.Month == "" {
		return q, nil
	}
	from, err := time.ParseInLocation("2006-01", f.Month, g.Location)
	if err != nil {
		return q, fmt.Errorf("month: %w", err) // its pattern has let it pass
	}
	q.From, q.Until = from, from.AddDate(0, 1, 0)
	return q, nil
}

func (g *Gateway) listLedger(
	ctx context.Context, who record.Account, in *ledgerInput,
) (*pageOutput[LedgerRowView], error) {
	q, err := g.ledgerQuery(in.LedgerFilters)
	if err != nil {
		return nil, err
	}
	q.Cursor, q.Limit = in.Cursor, in.Limit
	rows, next, err := g.Store.ListLedger(ctx, who.Person, q)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	policies, views := g.newPolicyFinder(), make([]LedgerRowView, 0, len(rows))
	for _, r := range rows {
		p, err := policies(ctx, r.Policy.ID, r.Policy.Version)
		if err != nil {
			return nil, err
		}
		views = append(views, g.ledgerRowViewOf(p, p.In(requestOf(ctx).language), dir, r))
	}
	return pageOf(views, next), nil
}

func (g *Gateway) ledgerRowViewOf(
	p *policy.Policy, l words.Language, dir complaint.Directory, r record.LedgerRow,
) LedgerRowView {
	e := &r.Entry
	v := LedgerRowView{
		Case:        r.Case,
		Readable:    r.Readable,
		Entry:       e.ID,
		Number:      e.Number,
		Policy:      r.Policy.ID,
		PolicyTitle: l.SayValue(p.Doc.Title.Text),
		Kind:        e.Kind,
		Title:       l.SayValue(e.Title),
		Concerns:    concernedViewOf(p, l, dir, e),
		State:       string(e.State),
		Outcome:     orNull(e.Outcome),
		Charge:      chargeViewOf(p, l, e.ChargeInForce()),
		ProposedAt:  g.localTime(e.ProposedAt.Time),
		DecidedAt:   g.maybeLocalTime(e.DecidedAt),
	}
	if r.Readable {
		v.CaseNumber = orNull(r.Number)
	}
	v.Clause, v.Setting = citesOfEntry(p, e)
	return v
}

// citesOfEntry is on what an entry rests: a clause, or a setting of the organisation.
func citesOfEntry(p *policy.Policy, e *complaint.LedgerEntry) (clause, setting *string) {
	rule := p.LedgerRule(e.Rule)
	if rule == nil {
		return nil, nil
	}
	if clauses := fullClauseIDs(p, rule.Cites); len(clauses) > 0 {
		return &clauses[0], nil
	}
	return nil, fullSettingID(p, rule.Setting.Text)
}

func concernedViewOf(
	p *policy.Policy, l words.Language, dir complaint.Directory, e *complaint.LedgerEntry,
) concernedView {
	v := concernedView{
		User:     orNull(e.Against.User),
		Role:     orNull(e.Against.Role),
		Unit:     orNull(e.Unit),
		UnitName: orNull(dir.Units[e.Unit].Name),
	}
	switch {
	case e.Against.User != "":
		v.Name = dir.NameOf(e.Against.User)
	case e.Against.Role != "":
		v.Name = l.SayValue(p.RoleTitle(e.Against.Role))
	default:
		v.Name = dir.Units[e.Unit].Name
	}
	return v
}

func chargeViewOf(p *policy.Policy, l words.Language, c complaint.Charge) chargeView {
	return chargeView{measureViewOf(p, l, c.Measure), c.Amount}
}

// measureViewOf is a measure of the ledger of a regulation, nil for none.
func measureViewOf(p *policy.Policy, l words.Language, code string) *CodeView {
	if code == "" {
		return nil
	}
	return &CodeView{code, l.SayValue(p.MeasureTitle(code)), []string{}}
}

func (g *Gateway) sumLedger(
	ctx context.Context, who record.Account, in *LedgerFilters,
) (*ledgerSumsOutput, error) {
	q, err := g.ledgerQuery(*in)
	if err != nil {
		return nil, err
	}
	sums, err := g.Store.SumLedger(ctx, who.Person, q)
	if err != nil {
		return nil, err
	}
	dir, err := g.Store.DirectoryNow(ctx)
	if err != nil {
		return nil, err
	}
	policies, err := g.policiesInForceByID(ctx)
	if err != nil {
		return nil, err
	}
	out := &ledgerSumsOutput{}
	out.Body.Scope, out.Body.Items = "readable", make([]ledgerSumView, 0, len(sums))
	for _, s := range sums {
		v := ledgerSumView{
			Month:       s.Month.String(),
			Unit:        orNull(s.Unit),
			UnitName:    orNull(dir.Units[s.Unit].Name),
			Policy:      s.Policy,
			PolicyTitle: s.Policy,
			Kind:        s.Kind,
			Entries:     s.Standing + s.Open + s.Gone,
			Standing:    s.Standing,
			Open:        s.Open,
			Gone:        s.Gone,
			Amount:      s.Amount,
			OpenAmount:  s.OpenAmount,
		}
		if p := policies[s.Policy]; p != nil {
			l := p.In(requestOf(ctx).language)
			v.PolicyTitle, v.Measure = l.SayValue(p.Doc.Title.Text), measureViewOf(p, l, s.Measure)
		} else if s.Measure != "" {
			v.Measure = &CodeView{s.Measure, s.Measure, []string{}}
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	return out, nil
}

// policiesInForceByID are the policies in force, by their ids.
func (g *Gateway) policiesInForceByID(ctx context.Context) (map[string]*policy.Policy, error) {
	all, err := g.Store.PoliciesInForce(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*policy.Policy, len(all))
	for _, p := range all {
		byID[p.Ref().ID] = p
	}
	return byID, nil
}

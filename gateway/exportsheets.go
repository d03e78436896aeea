package gateway

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/documents/sheets"
	"duban/policy"
	"duban/record"
)

// writerOf is what writes the workbook that is asked for, once what is asked for has passed as its list would let it.
func (e *export) writerOf(ctx context.Context, in *exportInput) (func(context.Context) error, error) {
	switch b := in.Body; {
	case e.of == "register":
		return e.registerWriter(ctx, orZero(b.Register))
	case e.of == "slips":
		return e.slipsWriter(orZero(b.Slips)), nil
	case e.of == "ledger":
		return e.ledgerWriter(ctx, orZero(b.Ledger))
	case b.Report == nil:
		return nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	default:
		return e.reportWriter(ctx, *b.Report)
	}
}

func orZero[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// textOf is a text that may be missing, as a cell.
func textOf[S ~string](s *S) any {
	if s == nil {
		return nil
	}
	return string(*s)
}

// cellOfTime is an instant that may be missing, as a cell.
func cellOfTime[T any](t *T) any {
	if t == nil {
		return nil
	}
	return *t
}

// cellOfDue is a limit as people read it: what is due at midnight is in time until the last minute of the day before.
func cellOfDue(due *time.Time) any {
	if due == nil {
		return nil
	}
	if h, m, s := due.Clock(); h == 0 && m == 0 && s == 0 {
		return due.Add(-time.Minute)
	}
	return *due
}

func (e *export) columns(named ...sheets.Column) []sheets.Column {
	for i := range named {
		named[i].Title = e.text("column." + named[i].Title)
	}
	return named
}

// registerWriter writes the register, with the columns of a regulation's own where one is asked for.
func (e *export) registerWriter(ctx context.Context, in RegisterFilters) (func(context.Context) error, error) {
	page := registerInput{Paged: Paged{Limit: exportPage}, RegisterFilters: in}
	if _, err := e.readRegister(ctx, e.who, &page); err != nil {
		return nil, err
	}
	own, err := e.ownColumns(ctx, in.Register)
	if err != nil {
		return nil, err
	}
	titles, err := e.titlesOfPolicies(ctx)
	if err != nil {
		return nil, err
	}
	e.tell("policy", cmp.Or(titles[in.Policy], in.Policy))
	e.tell("register", in.Register)
	e.tell("status", e.titleOf("status", in.Status))
	e.tell("step", in.Step)
	e.tell("unit", in.Unit)
	e.tell("assignee", in.Assignee)
	e.tell("overdue", in.Overdue)
	e.tell("from", in.From)
	e.tell("to", in.To)
	e.tell("search", in.Search)
	return func(ctx context.Context) error {
		t := e.book.Table(e.text("subject.register"), append(e.columns(
			sheets.Column{Title: "number", Width: 20}, sheets.Column{Title: "policy", Width: 14},
			sheets.Column{Title: "subject", Width: 40}, sheets.Column{Title: "category", Width: 16},
			sheets.Column{Title: "severity"}, sheets.Column{Title: "status"}, sheets.Column{Title: "step", Width: 16},
			sheets.Column{Title: "unit", Width: 16}, sheets.Column{Title: "received_at", Width: 17},
			sheets.Column{Title: "filed_at", Width: 17}, sheets.Column{Title: "due", Width: 17},
			sheets.Column{Title: "overdue"}), own.columns...))
		for {
			rows, err := e.readRegister(ctx, e.who, &page)
			if err != nil {
				return err
			}
			for _, r := range rows.Body.Items {
				t.Add(append(e.registerCells(r, titles), own.cellsOf(r.Lines)...)...)
			}
			if err := e.note(ctx, len(rows.Body.Items)); err != nil {
				return err
			}
			if rows.Body.Next == nil {
				break
			}
			page.Cursor = *rows.Body.Next
		}
		t.End()
		return nil
	}, nil
}

// titlesOfPolicies are what the regulations in force are called, by their ids.
func (e *export) titlesOfPolicies(ctx context.Context) (map[string]string, error) {
	policies, err := e.Store.PoliciesInForce(ctx)
	titles := make(map[string]string, len(policies))
	for _, p := range policies {
		titles[p.Ref().ID] = p.In(e.language).SayValue(p.Doc.Title.Text)
	}
	return titles, err
}

func (e *export) registerCells(r rowView, titles map[string]string) []any {
	overdue := "no"
	if r.Overdue {
		overdue = "yes"
	}
	return []any{
		textOf(r.Number), cmp.Or(titles[r.Policy], r.Policy), textOf(r.Subject), r.CategoryTitle, r.SeverityTitle,
		e.titleOf("status", string(r.Status)), textOf(r.StepTitle), textOf(r.UnitName), r.ReceivedAt, r.FiledAt,
		cellOfDue(r.Due), e.text(overdue),
	}
}

// titleOf is a code in words, as the pages say it.
func (e *export) titleOf(set, code string) string {
	if key := set + "." + code; e.language.HasWords(key) {
		return e.language.Text(key, nil)
	}
	return code
}

// ownRegister are the columns that a regulation's own register has besides.
type ownRegister struct {
	fields  []string
	columns []sheets.Column
}

func (e *export) ownColumns(ctx context.Context, register string) (ownRegister, error) {
	var own ownRegister
	id, name, found := strings.Cut(register, ".")
	if !found {
		return own, nil
	}
	p, err := e.Store.PolicyInForce(ctx, id)
	if err != nil {
		return own, err
	}
	for _, c := range p.RegisterColumns(p.In(e.language), name) {
		own.fields = append(own.fields, c.Field)
		own.columns = append(own.columns, sheets.Column{Title: c.Title, Width: 20})
	}
	return own, nil
}

func (o ownRegister) cellsOf(lines []fieldLine) []any {
	cells := make([]any, len(o.fields))
	for i, field := range o.fields {
		for _, line := range lines {
			if line.Field == field {
				cells[i] = line.Text
			}
		}
	}
	return cells
}

func (e *export) slipsWriter(in ExportSlips) func(context.Context) error {
	page := slipsInput{Paged: Paged{Limit: exportPage}, Unanswered: in.Unanswered}
	if in.Unanswered {
		e.tell("unanswered", e.text("yes"))
	}
	return func(ctx context.Context) error {
		t := e.book.Table(e.text("subject.slips"), e.columns(
			sheets.Column{Title: "slip", Width: 20}, sheets.Column{Title: "slip_kind", Width: 12},
			sheets.Column{Title: "case", Width: 20}, sheets.Column{Title: "ground", Width: 20},
			sheets.Column{Title: "to", Width: 24}, sheets.Column{Title: "issued_at", Width: 17},
			sheets.Column{Title: "reply_due", Width: 17}, sheets.Column{Title: "state"},
			sheets.Column{Title: "text", Width: 40}, sheets.Column{Title: "reply", Width: 40}))
		for {
			slips, err := e.listSlips(ctx, e.who, &page)
			if err != nil {
				return err
			}
			for _, s := range slips.Body.Items {
				if err := e.addSlip(ctx, t, s); err != nil {
					return err
				}
			}
			if err := e.note(ctx, len(slips.Body.Items)); err != nil {
				return err
			}
			if slips.Body.Next == nil {
				break
			}
			page.Cursor = *slips.Body.Next
		}
		t.End()
		return nil
	}
}

// addSlip writes a slip; the list has asked the wall of its case.
func (e *export) addSlip(ctx context.Context, t *sheets.Table, s slipView) error {
	row, err := e.Store.CaseRow(ctx, s.Case)
	if err != nil {
		return err
	}
	to := make([]string, len(s.To))
	for i, seat := range s.To {
		to[i] = seat.Title
	}
	var ground any
	if s.Ground != nil {
		ground = s.Ground.Title
	}
	t.Add(s.Number, s.Title, row.Number, ground, strings.Join(to, e.language.Text("mark.and", nil)), s.IssuedAt,
		cellOfDue(s.ReplyDue), e.text("slip_state."+s.State), textOf(s.Text), textOf(s.Reply))
	return nil
}

func (e *export) ledgerWriter(ctx context.Context, in ExportLedger) (func(context.Context) error, error) {
	page := ledgerInput{Paged: Paged{Limit: exportPage}, LedgerFilters: LedgerFilters(in)}
	if _, err := e.listLedger(ctx, e.who, &page); err != nil {
		return nil, err
	}
	e.tell("policy", in.Policy)
	e.tell("kind", e.titleOf("entry_kind", in.Kind))
	e.tell("state", e.titleOf("entry_state", in.State))
	e.tell("unit", string(in.Unit))
	e.tell("person", string(in.Person))
	e.tell("month", in.Month)
	e.tell("case", string(in.Case))
	return func(ctx context.Context) error {
		t := e.book.Table(e.text("subject.ledger"), e.columns(
			sheets.Column{Title: "entry", Width: 18}, sheets.Column{Title: "case", Width: 20},
			sheets.Column{Title: "policy", Width: 24}, sheets.Column{Title: "kind"},
			sheets.Column{Title: "title", Width: 32}, sheets.Column{Title: "concerns", Width: 16},
			sheets.Column{Title: "unit", Width: 16}, sheets.Column{Title: "state"},
			sheets.Column{Title: "measure", Width: 14},
			sheets.Column{Title: "amount", Width: 12}, sheets.Column{Title: "proposed_at", Width: 17},
			sheets.Column{Title: "decided_at", Width: 17}))
		for {
			rows, err := e.listLedger(ctx, e.who, &page)
			if err != nil {
				return err
			}
			for _, r := range rows.Body.Items {
				t.Add(r.Number, textOf(r.CaseNumber), r.PolicyTitle, e.titleOf("entry_kind", r.Kind), r.Title,
					r.Concerns.Name, textOf(r.Concerns.UnitName), e.titleOf("entry_state", r.State),
					measureCell(r.Charge), amountCell(r.Charge), r.ProposedAt, cellOfTime(r.DecidedAt))
			}
			if err := e.note(ctx, len(rows.Body.Items)); err != nil {
				return err
			}
			if rows.Body.Next == nil {
				break
			}
			page.Cursor = *rows.Body.Next
		}
		t.End()
		return nil
	}, nil
}

func measureCell(c chargeView) any {
	if c.Measure == nil {
		return nil
	}
	return c.Measure.Title
}

func amountCell(c chargeView) any {
	if c.Amount == nil {
		return nil
	}
	return sheets.Money(*c.Amount)
}

// mostBars is how many rows of a report are drawn: more cannot be told apart.
const mostBars = 40

func (e *export) reportWriter(ctx context.Context, in ExportReport) (func(context.Context) error, error) {
	q := ReportQuery{
		ReportPath: ReportPath{Policy: in.Policy, Report: in.Report},
		Period:     in.Period,
		Edition:    in.Edition,
	}
	if _, err := e.findFigures(ctx, e.who, q); err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		out, err := e.readReport(ctx, e.who, &q)
		if err != nil {
			return err
		}
		e.writeReport(out.Body)
		return nil
	}, nil
}

func (e *export) writeReport(v reportView) {
	e.tell("report", v.Title)
	e.tell("period", v.Period)
	e.tell("version", strconv.Itoa(v.Version))
	if v.Edition != nil {
		e.tell("edition", strconv.Itoa(*v.Edition))
	} else {
		e.tell("edition", e.text("live"))
	}
	var columns []sheets.Column
	for _, d := range v.Dimensions {
		columns = append(columns, sheets.Column{Title: d, Width: 20})
	}
	for _, c := range v.Columns {
		columns = append(columns, sheets.Column{Title: c.Title, Width: 14})
	}
	t := e.book.Table(v.Title, columns)
	for _, row := range v.Figures.Rows {
		e.addFigures(t, v, row, row.Titles)
	}
	drawn := min(t.Rows(), mostBars)
	e.rows = t.Rows()
	if len(v.Dimensions) > 0 {
		titles := make([]string, len(v.Dimensions))
		titles[0] = e.text("total")
		e.addFigures(t, v, v.Figures.Total, titles)
	}
	t.End()
	if v.Figures.StockTotal != nil {
		e.writeStock(v)
	}
	e.book.AddChart(e.text("chart"), t, 1, len(v.Dimensions)+1, drawn)
}

func (e *export) addFigures(t *sheets.Table, v reportView, row record.FigureRow, titles []string) {
	var cells []any
	for _, title := range titles {
		cells = append(cells, title)
	}
	for i, c := range v.Columns {
		switch {
		case row.Hidden || i >= len(row.Cells):
			cells = append(cells, e.text("hidden"))
		default:
			cells = append(cells, figureCell(c.Kind, row.Cells[i].Value))
		}
	}
	t.Add(cells...)
}

// figureCell is a figure as shown, as a number of so many places; empty where there is none.
func figureCell(kind policy.ColumnKind, shown string) any {
	value, err := strconv.ParseFloat(shown, 64)
	if err != nil {
		return nil
	}
	_, fraction, _ := strings.Cut(shown, ".")
	switch kind {
	case policy.ShareColumn, policy.WeightedColumn, policy.ProductColumn:
		return sheets.Share{Value: value / 100, Places: len(fraction)}
	case policy.CountColumn, policy.SumColumn, policy.TimeColumn:
	}
	return sheets.Decimal{Value: value, Places: len(fraction)}
}

func (e *export) writeStock(v reportView) {
	var columns []sheets.Column
	for _, d := range v.Dimensions {
		columns = append(columns, sheets.Column{Title: d, Width: 20})
	}
	columns = append(columns, e.columns(
		sheets.Column{Title: "opening"}, sheets.Column{Title: "received"}, sheets.Column{Title: "reopened"},
		sheets.Column{Title: "moved_in"}, sheets.Column{Title: "closed"}, sheets.Column{Title: "withdrawn"},
		sheets.Column{Title: "moved_out"}, sheets.Column{Title: "excluded"}, sheets.Column{Title: "closing"})...)
	t := e.book.Table(e.text("stock"), columns)
	add := func(row record.StockRow, titles []string) {
		var cells []any
		for _, title := range titles {
			cells = append(cells, title)
		}
		figures := []int64{
			row.Opening, row.Received, row.Reopened, row.MovedIn, row.Closed, row.Withdrawn, row.MovedOut, row.Excluded,
			row.Closing,
		}
		for _, n := range figures {
			if row.Hidden {
				cells = append(cells, e.text("hidden"))
			} else {
				cells = append(cells, n)
			}
		}
		t.Add(cells...)
	}
	for _, row := range v.Figures.Stock {
		add(row, row.Titles)
	}
	titles := make([]string, len(v.Dimensions))
	if len(titles) > 0 {
		titles[0] = e.text("total")
	}
	add(*v.Figures.StockTotal, titles)
	t.End()
}

package storetest

import (
	"encoding/json"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// reportFile is a regulation with a report; text is put into its column on_time.
const reportFile = `
policy: counted
title: 统计办法
version: %d
calendar: cn
number: {format: "C{YYYY}-{serial:3}", restarts: yearly, clauses: ["1"]}
settings: {chosen: {title: 自定, value: 自定, why: 未规定}}
clauses: {"1": {kind: enforced, gist: 统计}}
roles:
  desk: {title: 前台, level: 1, sees: all, identity: true}
  head: {title: 主管, level: 2, sees: all}
  branch: {title: 网点, level: 1, sees: unit, per: unit}
kinds:
  complaint: {title: 投诉, clauses: ["1"]}
  monthly: {title: 月报, clauses: ["1"], first: look, each: {period: month, reports: [work]}}
intake:
  by: [desk]
  clauses: ["1"]
  sources: {people: {title: 来访, channels: {visit: 来访}, clauses: ["1"]}}
  categories: {goods: {title: 货物, clauses: ["1"]}}
  severities: {plain: 一般, grave: 重大}
  default_severity: plain
  form: {amount: {type: money, title: 金额}}
deadlines:
  handling:
    title: 期限
    from: received
    until: answered
    clause: "1"
    limit: [{is: 5d, clause: "1"}]
    ladder: [{after: 1d, escalate: head, clause: "1"}]
reports:
  work:
    title: 办理统计
    clauses: ["1"]
    readers: [head]
    period: month
    rows: [unit]
    stock: true
    columns:
      all:     {title: 件数, count: 'true'}
      grave:   {title: 重大, count: severity == "grave"}
      on_time: {title: 按时率, share: deadline.handling == "met", among: matter.disposition != "withdrawn"%s}
      amount:  {title: 金额, sum: amount}
      days:    {title: 天数, take: mean, until: answered, decimals: 3}
      half:    {title: 中位数, take: median, until: answered, decimals: 3}
steps:
  answer:
    title: 答复
    by: [desk]
    clauses: ["1"]
    sets: answered
    closes: {disposition: '"upheld"'}
    outcomes: {told: {title: 已答, next: archive}}
  look:
    title: 汇总
    by: [desk]
    clauses: ["1"]
    limit: 5d
    closes: {disposition: '"reported"'}
    outcomes: {looked: {title: 已汇总, next: archive}}
may: {note: {by: [desk], setting: chosen}}
`

func caseID(id string) complaint.CaseID { return complaint.CaseID(id) }

func (b *bench) publishReportFile(version int, more string) *policy.Policy {
	b.Helper()
	_, err := b.PublishPolicy(b.ctx, "counted.yaml", fmt.Appendf(nil, reportFile, version, more))
	b.mustSucceed(err)
	p, err := b.PolicyVersion(b.ctx, "counted", version)
	b.mustSucceed(err)
	return p
}

// counting is a record of which reports are counted.
type counting struct {
	*bench
	p     *policy.Policy
	cases map[string]bool
	// over are the cases that are closed.
	over map[string]bool
	// known are instants of which somebody may ask.
	known []time.Time
}

func newCounting(b *bench) *counting {
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", calendarYearFile(b, 2026)))
	return &counting{
		bench: b,
		p:     b.publishReportFile(1, ""),
		cases: map[string]bool{},
		over:  map[string]bool{},
	}
}

var wallOfHead = complaint.Wall{Grants: []string{"role:counted.head"}}

// file receives a case, so many hours ago, against a unit.
func (c *counting) file(id, unit, severity string, hoursAgo int, amount int64) {
	received := complaint.Instant(c.clock.now().Add(-time.Duration(hoursAgo) * time.Hour))
	filed := complaint.Filed{
		Policy:     c.p.Ref(),
		Kind:       "complaint",
		Source:     "people",
		Channel:    "visit",
		Category:   "goods",
		Severity:   severity,
		ReceivedAt: received,
		Data:       map[string]any{"amount": amount},
		Parties: []complaint.Party{{
			ID:   "respondent-1",
			Role: complaint.Respondent,
			Kind: complaint.KindUnit,
			Unit: complaint.UnitID(unit),
		}},
	}
	c.fileCase(caseID(id), wallOfHead, func(in *record.Intake) {
		filed.Subject, filed.Content = in.Filing.Filed.Subject, in.Filing.Filed.Content
		in.Filing.Filed = filed
	})
	due := newDeadlineSet("d1", "", "", 5*24*time.Hour)
	due.Deadline.Name = "handling"
	c.record(id, filed, complaint.Registered{Number: id}, due)
	c.cases[id] = true
}

func (c *counting) record(id string, facts ...complaint.Fact) {
	c.recordFacts(caseID(id), wallOfHead, facts...)
	c.known = append(c.known, c.clock.now())
	c.clock.advance(time.Minute)
}

func (c *counting) answerAndClose(id, disposition string) {
	c.over[id] = true
	if disposition == complaint.DispositionWithdrawn {
		c.record(id, complaint.DeadlineCancelled{Deadline: "d1"}, complaint.Closed{Disposition: disposition})
		return
	}
	c.record(id, complaint.TaskCompleted{Task: "t1", Step: "answer", Outcome: "told"},
		complaint.DeadlineMet{Deadline: "d1"}, complaint.Closed{Disposition: disposition})
}

func (c *counting) query(period string) record.FigureQuery {
	r := c.p.Report("work")
	in, err := r.Shape.ParsePeriod(period, c.Location())
	c.mustSucceed(err)
	return record.FigureQuery{Policy: c.p, Report: r, Period: in}
}

// testReportsCountTheJournal holds figures against what somebody reads out of the journals by hand, as of any instant,
// and looks whether every matter is in one place and stock and flow balance.
func testReportsCountTheJournal(b *bench) {
	c := newCounting(b)
	rapid.Check(b.T, func(t *rapid.T) {
		c.letSomethingHappen(t)
		q := c.query(rapid.SampledFrom([]string{"2026-02", "2026-03", "2026-04"}).Draw(t, "period"))
		asOf := c.clock.now()
		if rapid.Bool().Draw(t, "as of before") {
			q.AsOf = rapid.SampledFrom(c.known).Draw(t, "as of")
			asOf = q.AsOf
		}
		c.clock.advance(time.Duration(rapid.IntRange(0, 60).Draw(t, "hours")) * time.Hour)
		got, err := c.CountReport(c.ctx, q)
		c.mustSucceed(err)
		journals := map[string][]handEvent{}
		for id := range c.cases {
			journals[id] = asHandEvents(b, id)
		}
		wantEqual(b, "figures", inOrder(figuresTold(got)), inOrder(workByHand(journals, q.Period.From, q.Period.Until,
			asOf)))
		wantEqual(b, "stock", inOrder(stockTold(got)),
			inOrder(stockByHand(journals, q.Period.From, q.Period.Until, asOf)))
		c.wantAddsUp(got)
	})
	before := b.dumpTables("figure_traits", "figure_cases", "figure_items")
	_, err := b.RebuildLists(b.ctx, nil)
	b.mustSucceed(err)
	wantEqual(b, "rows made anew from the journals",
		b.dumpTables("figure_traits", "figure_cases", "figure_items"), before)
}

func (c *counting) letSomethingHappen(t *rapid.T) {
	id := fmt.Sprintf("c%d", rapid.IntRange(0, 30).Draw(t, "case"))
	unit := rapid.SampledFrom([]string{"east", "west", "north"})
	switch {
	case !c.cases[id]:
		c.file(id, unit.Draw(t, "unit"), rapid.SampledFrom([]string{"plain", "grave"}).Draw(t, "severity"),
			rapid.IntRange(0, 400).Draw(t, "hours ago"), int64(rapid.IntRange(0, 900).Draw(t, "amount")))
	case c.over[id]:
		c.record(id, complaint.Noted{})
	default:
		switch rapid.IntRange(0, 6).Draw(t, "what") {
		case 0:
			c.record(id, complaint.Redirected{To: complaint.UnitID(unit.Draw(t, "to"))})
		case 1:
			c.record(id, complaint.DeadlineMissed{Deadline: "d1"})
		case 2:
			c.record(id, complaint.Regraded{From: "plain", To: "grave"})
		case 3:
			c.record(id, complaint.Corrected{}, complaint.Noted{})
		case 4:
			c.answerAndClose(id, complaint.DispositionWithdrawn)
		case 5:
			c.answerAndClose(id, "transferred")
		default:
			c.answerAndClose(id, "upheld")
		}
	}
}

// figuresTold are the figures as the routine by hand tells them; rows without a matter it does not know.
func figuresTold(f record.Figures) map[string]string {
	told := map[string]string{}
	for _, row := range append(f.Rows, f.Total) {
		name := "total"
		if len(row.Keys) > 0 {
			name = row.Keys[0]
		}
		if row.Matters == 0 {
			continue
		}
		for _, cell := range row.Cells {
			if cell.Column != "half" {
				told[name+" "+cell.Column] = fmt.Sprint(cell.K, "/", cell.N, "/", cell.Open, "/", cell.Sum)
			}
		}
	}
	return told
}

func stockTold(f record.Figures) map[string]string {
	told := map[string]string{}
	for _, s := range f.Stock {
		if s.Opening+s.Received+s.MovedIn+s.Closing > 0 {
			told[s.Keys[0]] = fmt.Sprint(s.Opening, s.Received, s.MovedIn, s.Closed, s.Withdrawn, s.MovedOut, s.Closing)
		}
	}
	return told
}

// wantAddsUp: every matter of a row is in one place of each column, and stock and flow balance.
func (c *counting) wantAddsUp(f record.Figures) {
	c.Helper()
	for _, row := range append(f.Rows, f.Total) {
		for _, cell := range row.Cells {
			if in := cell.N + cell.Open + cell.Outside; cell.Column != "all" && cell.Column != "grave" &&
				in != row.Matters {
				c.Fatalf("row %v column %s: %d of %d matters are in a cell: %+v",
					row.Keys, cell.Column, in, row.Matters, cell)
			}
		}
	}
	for _, stock := range append(f.Stock, *f.StockTotal) {
		if !stock.Balances() {
			c.Fatalf("stock and flow do not balance: %+v", stock)
		}
	}
}

// testPublications: what was published stays, the same order publishes once, and what is otherwise in the next edition
// has its mark: late facts, corrections and another formula, each by itself.
func testPublications(b *bench) {
	c := newCounting(b)
	for i, unit := range []string{"east", "east", "west", "west"} {
		c.file(fmt.Sprintf("c%d", i), unit, "plain", 1, 100)
	}
	c.answerAndClose("c0", "upheld")
	order := record.Publishing{Policy: c.p.Ref(), Report: "work", Period: "2026-03"}
	_, err := b.PublishReport(b.ctx, order)
	b.mustRefuse(err, complaint.Conflict) // the month is not over
	b.clock.advance(40 * 24 * time.Hour)
	order.Case, order.Seq = "matter", 7
	first, err := b.PublishReport(b.ctx, order)
	b.mustSucceed(err)
	again, err := b.PublishReport(b.ctx, order)
	b.mustSucceed(err)
	wantEqual(b, "the same order", asJSON(b, again), asJSON(b, first))
	wantEqual(b, "on time", first.Figures.Total.Cells[2].Value, "100.0")

	c.answerAndClose("c1", "upheld")                                                // a late fact, in the east
	c.record("c2", complaint.Corrected{}, complaint.DeadlineMissed{Deadline: "d1"}) // put right, in the west
	c.p = c.publishReportFile(2, ", open: failure")                                 // another formula
	order.Policy, order.Seq = c.p.Ref(), 9
	second, err := b.PublishReport(b.ctx, order)
	b.mustSucceed(err)
	wantEqual(b, "edition and sequence", [2]int64{int64(second.Edition), second.Sequence},
		[2]int64{2, first.Sequence + 1})
	marks := map[string]string{}
	revisions, err := b.Revisions(b.ctx, first, second)
	b.mustSucceed(err)
	for _, r := range revisions {
		if r.Column == "on_time" {
			marks[fmt.Sprint(r.Keys)] = fmt.Sprint(r.From, " ", r.To, " ", r.Late, r.Corrected, r.Formula)
		}
	}
	wantSamePrinted(b, "marks", marks, map[string]string{
		"[east]": "100.0 100.0 true false false",
		"[west]": "- 0.0 false true true",
		"[]":     "100.0 50.0 true true true",
	})
	kept, err := b.Publications(b.ctx, "counted", "work", "2026-03")
	b.mustSucceed(err)
	wantEqual(b, "the first edition", asJSON(b, kept[0]), asJSON(b, first))
	for _, damage := range []string{`UPDATE publications SET content = '{}'`, `DELETE FROM publications`} {
		if b.runSQLBehindStore(damage) == nil {
			b.Errorf("the record let itself be changed: %s", damage)
		}
	}
}

func asJSON(b *bench, v any) string {
	b.Helper()
	text, err := json.Marshal(v)
	b.mustSucceed(err)
	return string(text)
}

// testReportsObeyTheWall: live figures are of the reader's cases, the list behind a figure says how many others there
// are, units without a case are rows, and few are hidden with others.
func testReportsObeyTheWall(b *bench) {
	c := newCounting(b)
	b.mustSucceed(b.SaveUnit(b.ctx, complaint.Unit{ID: "south", Name: "南区"}))
	b.mustSucceed(b.SaveAccount(b.ctx, newAccount(newPerson("u-south", "south", "counted.branch"))))
	c.file("c0", "east", "plain", 1, 100)
	c.file("c1", "east", "grave", 1, 100)
	c.file("c2", "west", "plain", 1, 100)
	head, nobody := newPerson("u-head", "hq", "counted.head"), newPerson("u-nobody", "hq")
	for reader, want := range map[*complaint.Person]int64{&head: 3, &nobody: 0, nil: 3} {
		q := c.query("2026-03")
		q.Reader = reader
		f, err := b.CountReport(b.ctx, q)
		b.mustSucceed(err)
		wantEqual(b, "matters", f.Total.Matters, want)
		wantEqual(b, "a unit without a case has a row", f.Rows[0].Titles[0], "南区")
		wantEqual(b, "of nothing there is no rate", f.Rows[0].Cells[2].Value, "-")
	}
	list, err := b.ListCellCases(b.ctx, head, record.CellQuery{
		FigureQuery: c.query("2026-03"),
		Keys:        []string{"east"},
		Column:      "grave",
	})
	b.mustSucceed(err)
	wantEqual(b, "cases and others", fmt.Sprint(len(list.Cases), list.NotShown), "1 0")
	list, err = b.ListCellCases(b.ctx, nobody, record.CellQuery{FigureQuery: c.query("2026-03"), Column: "all"})
	b.mustSucceed(err)
	wantEqual(b, "cases and others", fmt.Sprint(len(list.Cases), list.NotShown), "0 3")
	for reader, want := range map[*complaint.Person]int{&head: 3, &nobody: 0} {
		b.mustSucceed(b.Read(b.ctx, caseID("c0"), func(tx record.ReadTx) error {
			monthly := &complaint.Case{Kind: "monthly", Period: &complaint.Period{Name: "2026-03"}}
			ids, err := tx.PeriodCases(b.ctx, c.p, monthly, *reader)
			wantEqual(b, "cases of a period", len(ids), want)
			return err
		}))
	}

	q := c.query("2026-03")
	few := *q.Report
	few.HideBelow, q.Report = 2, &few
	f, err := b.CountReport(b.ctx, q)
	b.mustSucceed(err)
	for _, row := range f.Rows {
		wantEqual(b, "hidden "+row.Keys[0], row.Hidden, row.Keys[0] != "south")
	}
}

// testOrderedReports: what an event of a matter orders is published as the record had it then, once, by the version of
// the regulation in force; one that does not balance is refused, and can be published when it does.
func testOrderedReports(b *bench) {
	c := newCounting(b)
	c.file("c0", "east", "plain", 1, 100)
	const matter, ordered = "matter", 4
	c.file(matter, "west", "plain", 24*10, 100) // in February
	c.record(matter, complaint.ReportOrdered{Report: "work", Title: "工作", Period: "2026-03"})
	b.clock.advance(time.Hour)
	c.file("c1", "east", "plain", 1, 100) // too late for it
	c.p = c.publishReportFile(2, ", open: failure")
	b.mustSucceed(b.runSQLBehindStore(
		`UPDATE figure_items SET name = 'lost' WHERE grain = 'stay' AND case_id = 'c0'`))
	_, err := b.PublishOrdered(b.ctx, matter, ordered, "work")
	refusal := complaint.RefusalIn(err)
	if refusal == nil || refusal.ID != record.Unbalanced {
		b.Fatalf("published although it does not balance: %v", err)
	}
	b.mustSucceed(b.runSQLBehindStore(
		`UPDATE figure_items SET name = 'received' WHERE grain = 'stay' AND case_id = 'c0'`))
	first, err := b.PublishOrdered(b.ctx, matter, ordered, "work")
	b.mustSucceed(err)
	wantEqual(b, "matters by then", first.Figures.Total.Matters, 1)
	wantEqual(b, "by the version in force", first.Policy.Version, 2)
	wantEqual(b, "edition", first.Edition, 1)
	again, err := b.PublishOrdered(b.ctx, matter, ordered, "work")
	b.mustSucceed(err)
	wantEqual(b, "the same order", asJSON(b, again), asJSON(b, first))
	if _, err := b.PublishOrdered(b.ctx, matter, ordered+1, "work"); err == nil {
		b.Error("something was published that nothing ordered")
	}
	order := record.Publishing{
		Policy: c.p.Ref(),
		Report: "work",
		Period: "2026-02",
		AsOf:   b.clock.now(),
	}
	next, err := b.PublishReport(b.ctx, order)
	b.mustSucceed(err)
	wantEqual(b, "no number is lost", next.Sequence, first.Sequence+1)
}

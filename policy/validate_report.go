package policy

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
)

// dimensionsOf are by what the table of each grain can be divided, besides what a case has.
var dimensionsOf = map[string][]string{
	StepGrain:     {ByStep, ByRole},
	SlipGrain:     {ByName},
	DeadlineGrain: {ByName},
}

// stockDimensions are by what stock and flow can be divided.
var stockDimensions = []string{ByUnit, ByCategory, ByGroup}

// mostDecimals are how many places a figure has at most.
const mostDecimals = 6

// checkReports checks the names in the file's reports; conditions come later.
func (c *checker) checkReports() {
	for i := range c.doc.Reports.Entries {
		e := &c.doc.Reports.Entries[i]
		where, r := "reports."+e.Key, &e.Value
		c.noteCites(where, r.Cites)
		c.mustCite(e.Pos, r.Cites, where)
		if len(r.Readers) == 0 {
			c.f.add(e.Pos, "report.readers", args{"report": e.Key})
		}
		c.checkRoles(r.Readers)
		c.checkPeriod(where, &r.Period)
		c.mustBeOfClosedSet(r.Grain, setGrains)
		c.checkPlaceOfReport(e)
		c.checkRoles(r.Units)
		for _, x := range r.Excluded.Entries {
			c.noteCites(where+".excluded."+x.Key, x.Value.Cites)
		}
		if r.HideBelow < 0 {
			c.f.add(e.Pos, "report.hide_below", args{"report": e.Key})
		}
		for j := range r.Columns.Entries {
			c.checkReportColumn(where, r, &r.Columns.Entries[j])
		}
	}
}

// checkPlaceOfReport checks what a report counts, when it happens, and by what its table is divided.
func (c *checker) checkPlaceOfReport(e *Entry[ReportRule]) {
	r := &e.Value
	grain := orElse(r.Grain.Text, CaseGrain)
	names := map[string][]string{
		StepGrain:     c.doc.Steps.Keys(),
		SlipGrain:     c.doc.Slips.Keys(),
		DeadlineGrain: slices.Concat(c.doc.Deadlines.Keys(), c.doc.Steps.Keys()),
		PassingGrain:  {redirectCommand, returnCommand},
	}[grain]
	for _, w := range r.Of {
		c.mustBeOneOf(w, names)
	}
	if grain == CaseGrain {
		c.checkEventOfCase(r.Event)
		if len(r.Of) > 0 {
			c.f.add(e.Pos, "report.of_cases", args{"report": e.Key})
		}
	} else if r.Event.Text != "" {
		c.f.add(r.Event.Pos, "report.event", args{"grain": grain})
	}
	ofCase := []string{ByUnit, ByCategory, ByGroup, BySeverity, BySource, ByKind, ByVersion}
	for i, w := range r.Rows {
		c.mustBeOneOf(w, slices.Concat(ofCase, dimensionsOf[grain]))
		if i >= mostDimensions || slices.ContainsFunc(r.Rows[:i], func(o Word) bool { return o.Text == w.Text }) {
			c.f.add(w.Pos, "report.rows", args{"most": mostDimensions})
		}
		if r.Stock && !slices.Contains(stockDimensions, w.Text) {
			c.f.add(w.Pos, "report.stock", args{"rows": strings.Join(stockDimensions, ", ")})
		}
	}
	if r.Stock && grain != CaseGrain {
		c.f.add(r.Grain.Pos, "report.stock", args{"rows": strings.Join(stockDimensions, ", ")})
	}
}

// checkEventOfCase checks an event that a case has once.
func (c *checker) checkEventOfCase(w Word) {
	c.mustBeOneOf(w,
		append([]string{EventReceived, EventRegistered, EventClosed, EventArchived}, c.milestoneNames()...))
}

func (c *checker) checkReportColumn(report string, r *ReportRule, e *Entry[ReportColumn]) {
	col := &e.Value
	where := report + ".columns." + e.Key
	c.noteCites(where, col.Cites)
	given := 0
	for _, is := range []bool{
		col.Count.Text != "", col.Share.Text != "", col.Sum.Text != "", col.Take.Text != "",
		len(col.Weighted.Entries) > 0,
		len(col.Product) > 0,
	} {
		if is {
			given++
		}
	}
	if given != 1 {
		c.f.add(e.Pos, "report.column", args{"column": e.Key})
	}
	c.mustBeOfClosedSet(col.Open, setOpenMatters)
	c.mustBeOfClosedSet(col.Take, setAverages)
	c.mustBeOfClosedSet(col.Rounding, setRoundings)
	c.checkTimeOfColumn(orElse(r.Grain.Text, CaseGrain), e)
	c.checkEventOfCase(col.From)
	c.checkEventOfCase(col.Until)
	if w := col.Sum; w.Text != "" {
		if kind := c.p.kindOfFieldNamed(w.Text); kind != IntField && kind != MoneyField {
			c.f.add(w.Pos, "report.sum", args{"field": w.Text})
		}
	}
	if d := col.Decimals; d != nil && (*d < 0 || *d > mostDecimals) {
		c.f.add(e.Pos, "report.decimals", args{"most": mostDecimals})
	}
	for _, part := range col.Partly {
		c.checkWeight(part.Counts)
	}
	for _, w := range col.Weighted.Entries {
		c.checkOtherColumn(r, e.Key, Word{w.Key, w.Pos})
		c.checkWeight(w.Value)
	}
	for _, w := range col.Product {
		c.checkOtherColumn(r, e.Key, w)
	}
}

// checkTimeOfColumn: a case has the time between two events; what else has a time has one of its own.
func (c *checker) checkTimeOfColumn(grain string, e *Entry[ReportColumn]) {
	if grain == CaseGrain {
		return
	}
	col := &e.Value
	if col.Take.Text != "" && (!HasSpan(grain) || col.From.Text != "" || col.Until.Text != "") {
		c.f.add(col.Take.Pos, "report.time", args{"column": e.Key})
	}
}

func (c *checker) checkWeight(w Word) {
	if millionths(w.Text) < 0 {
		c.f.add(w.Pos, "report.weight", args{"value": w.Text})
	}
}

// checkOtherColumn: a column is made of shares, or of columns above it that are made of them.
func (c *checker) checkOtherColumn(r *ReportRule, id string, w Word) {
	var before []string
	for _, e := range r.Columns.Entries {
		if e.Key == id {
			break
		}
		if e.Value.Share.Text != "" || len(e.Value.Weighted.Entries) > 0 || len(e.Value.Product) > 0 {
			before = append(before, e.Key)
		}
	}
	c.mustBeOneOf(w, before)
}

// compileReports compiles the conditions of reports, over the facts that matters have, and the reports.
func (c *checker) compileReports() {
	if len(c.doc.Reports.Entries) == 0 || c.p.environment == nil {
		return
	}
	c.noteCountsRecorded()
	env, err := c.declareMatterFacts(c.p.environment)
	if err != nil {
		c.f.add(Pos{1, 1}, "condition.wrong", args{"condition": "", "problem": err.Error()})
		return
	}
	c.doc.eachCondition(func(in conditionPlace, e *Expr) {
		if in.element.under("reports") {
			c.compileCondition(env, in.element.String(), *e, cel.BoolType)
		}
	})
	for i := range c.doc.Reports.Entries {
		c.p.reports = append(c.p.reports, c.compileReport(&c.doc.Reports.Entries[i]))
	}
}

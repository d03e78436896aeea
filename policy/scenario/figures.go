package scenario

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
)

// FiguresExpected is what a report has to show of the scenario's cases when all steps are done.
type FiguresExpected struct {
	Pos policy.Pos `yaml:"-"`
	// Report and Period are which.
	Report string `yaml:"report,required"`
	Period string `yaml:"period,required"`
	// Edition is the one that was published of the period; live figures, if absent.
	Edition int `yaml:"edition"`
	// By read it, each the same; NotBy are people to whom there is no such report.
	By    []string `yaml:"by,required"`
	NotBy []string `yaml:"not_by"`
	// Rows are the figures of rows, by their keys joined by " · ", a unit by the name that the scenario has for it, "-"
	// for none, and by column: a count as "2", a share as "1/2", a sum as "2: 70000", a time as the hours of all that
	// it is of, "2: 30h". A row has all its columns. Total is that of all rows.
	Rows  map[string]map[string]string `yaml:"rows"`
	Total map[string]string            `yaml:"total,required"`
}

// Table is a report's figures by row and column, the total in the row "".
type Table map[string]map[string]policy.Counted

// Figures counts a report over the cases that the play has come to.
func (ep *EnginePlayer) Figures(f FiguresExpected, by string) (*policy.Report, Table, error) {
	r := ep.Policy.Report(f.Report)
	person := ep.Engine.Directory.People[complaint.UserID(by)]
	if r == nil || !slices.ContainsFunc(r.Readers, person.HoldsRole) {
		return nil, nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
	}
	period, err := r.Shape.ParsePeriod(f.Period, ep.Calendar.Location())
	if err != nil {
		return nil, nil, fmt.Errorf("period: %w", err)
	}
	if f.Edition > 0 {
		table := ep.published[publishedName(f.Report, f.Period, f.Edition)]
		if table == nil {
			return nil, nil, complaint.Refuse(complaint.NotFound, "report.none", nil)
		}
		return r, table, nil
	}
	var cases []*complaint.Case
	for _, c := range ep.allCases() {
		if ep.Policy.Wall(c).Admits(person) {
			cases = append(cases, c)
		}
	}
	return r, r.Tally(ep.Policy, cases, period), nil
}

// allCases are all that the play has come to.
func (ep *EnginePlayer) allCases() []*complaint.Case {
	return append(slices.Clone(ep.others), ep.Engine.family()...)
}

// keepPublished keeps what the case has published since, as it is now: figures of all cases.
func (ep *EnginePlayer) keepPublished() error {
	for _, published := range ep.Engine.Case.Reports {
		name := publishedName(published.Report, published.Period, published.Edition)
		r := ep.Policy.Report(published.Report)
		if !published.IsPublished() || r == nil || ep.published[name] != nil {
			continue
		}
		period, err := r.Shape.ParsePeriod(published.Period, ep.Calendar.Location())
		if err != nil {
			return fmt.Errorf("period: %w", err)
		}
		if ep.published == nil {
			ep.published = map[string]Table{}
		}
		ep.published[name] = r.Tally(ep.Policy, ep.allCases(), period)
	}
	return nil
}

func publishedName(report, period string, edition int) string {
	return fmt.Sprintf("%s %s %d", report, period, edition)
}

// family are the engine's case and all that are linked to it.
func (e *Engine) family() []*complaint.Case {
	first := e
	for first.Opener != nil {
		first = first.Opener
	}
	return first.withOpened()
}

func (e *Engine) withOpened() []*complaint.Case {
	all := []*complaint.Case{e.Case}
	for _, opened := range e.Opened {
		all = append(all, opened.withOpened()...)
	}
	return all
}

// FigureInWords is a figure as scenarios write it.
func FigureInWords(kind policy.ColumnKind, n policy.Counted) string {
	switch kind {
	case policy.CountColumn:
		return fmt.Sprint(n.K)
	case policy.SumColumn:
		return fmt.Sprintf("%d: %d", n.K, n.Sum)
	case policy.TimeColumn:
		hours := math.Round(float64(n.Sum) / float64(time.Hour.Microseconds()))
		return fmt.Sprintf("%d: %.0fh", n.K, hours)
	case policy.ShareColumn, policy.WeightedColumn, policy.ProductColumn:
	}
	return fmt.Sprintf("%d/%d", n.K, n.N)
}

// columnsShown are the columns that scenarios compare: those that are not made of others.
func columnsShown(r *policy.Report) []policy.Column {
	return slices.DeleteFunc(slices.Clone(r.Columns), func(c policy.Column) bool {
		return c.Kind == policy.WeightedColumn || c.Kind == policy.ProductColumn
	})
}

// ofFigures compares a report with what is expected of it.
func (c comparison) ofFigures(f FiguresExpected, p Player) policy.Findings {
	var all policy.Findings
	for _, who := range f.NotBy {
		if _, _, err := p.Figures(f, who); complaint.RefusalIn(err) == nil {
			all = append(all, c.found("scenario.figures_shown", args{"report": f.Report, "by": who}))
		}
	}
	for _, who := range f.By {
		r, table, err := p.Figures(f, who)
		if err != nil {
			return append(all, c.failed(err))
		}
		all = append(all, c.ofTable(f, r, table)...)
	}
	return all
}

func (c comparison) ofTable(f FiguresExpected, r *policy.Report, table Table) policy.Findings {
	var all policy.Findings
	expected := maps.Clone(f.Rows)
	if expected == nil {
		expected = map[string]map[string]string{}
	}
	expected[""] = f.Total
	for _, row := range slices.Sorted(maps.Keys(expected)) {
		got := map[string]string{}
		for _, col := range columnsShown(r) {
			got[col.ID] = FigureInWords(col.Kind, table[row][col.ID])
		}
		if !maps.Equal(got, expected[row]) {
			all = append(all, c.found("scenario.figures", args{
				"report": f.Report,
				"row":    row,
				"want":   inOrder(expected[row]),
				"got":    inOrder(got),
			}))
		}
	}
	return all
}

func inOrder(figures map[string]string) string {
	var all []string
	for _, column := range slices.Sorted(maps.Keys(figures)) {
		all = append(all, column+" "+figures[column])
	}
	return strings.Join(all, ", ")
}

// checkFigures looks at the names in what is expected of a report.
func (n *nameCheck) checkFigures(f FiguresExpected) {
	n.at = f.Pos
	n.mustBeAmong("figures.report", n.p.Doc.Reports.Keys(), f.Report)
	n.mustBeAmong("figures.by", n.people, f.By...)
	n.mustBeAmong("figures.not_by", n.people, f.NotBy...)
	rule, ok := n.p.Doc.Reports.Get(f.Report)
	if !ok {
		return
	}
	for _, row := range append(slices.Collect(maps.Values(f.Rows)), f.Total) {
		n.mustBeAmong("figures.rows", rule.Columns.Keys(), slices.Sorted(maps.Keys(row))...)
	}
}

package store

import (
	"cmp"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// nameRows says what the rows are of, in the words of the file and the directory, so that a publication keeps them.
func nameRows(q record.FigureQuery, dir complaint.Directory, figures *record.Figures) {
	titles := func(keys []string) []string {
		all := make([]string, len(keys))
		for i, key := range keys {
			all[i] = titleOfKey(q.Policy, dir, q.Report.Rows[i], key)
		}
		return all
	}
	for i := range figures.Rows {
		figures.Rows[i].Titles = titles(figures.Rows[i].Keys)
	}
	for i := range figures.Stock {
		figures.Stock[i].Titles = titles(figures.Stock[i].Keys)
	}
	figures.Total.Titles = []string{}
	if figures.StockTotal != nil {
		figures.StockTotal.Titles = []string{}
	}
}

func titleOfKey(p *policy.Policy, dir complaint.Directory, by, key string) string {
	switch by {
	case policy.ByUnit:
		return cmp.Or(dir.Units[complaint.UnitID(key)].Name, key)
	case policy.ByCategory, policy.ByGroup:
		return p.CategoryTitle(key)
	case policy.BySeverity:
		return p.SeverityTitle(key)
	case policy.BySource:
		if source, ok := p.Doc.Intake.Sources.Get(key); ok {
			return source.Title.Text
		}
	case policy.ByKind:
		return p.KindTitle(key)
	case policy.ByRole:
		return p.RoleTitle(complaint.RoleID(key))
	case policy.ByStep, policy.ByName:
		if step, ok := p.Doc.Steps.Get(key); ok {
			return step.Title.Text
		}
		if deadline, ok := p.Doc.Deadlines.Get(key); ok {
			return deadline.Title.Text
		}
		if slip, ok := p.Doc.Slips.Get(key); ok {
			return slip.Title.Text
		}
	}
	return key
}

// hideFew hides the rows in which few people could be told, and as many others that what is hidden cannot be worked
// out from the total.
func hideFew(figures *record.Figures, floor int64) {
	if floor <= 0 {
		return
	}
	few := func(n int64) bool { return n > 0 && n < floor }
	tells := func(r *record.FigureRow) bool {
		return few(r.Matters) || slices.ContainsFunc(r.Cells, func(c record.Cell) bool {
			return few(c.K) || few(c.N) || few(c.N-c.K) || few(c.Open)
		})
	}
	var hidden, sum int64
	for i := range figures.Rows {
		if r := &figures.Rows[i]; tells(r) {
			r.Hidden = true
			hidden++
			sum += r.Matters
		}
	}
	for hidden > 0 && (hidden == 1 || sum < floor) {
		var least *record.FigureRow
		for i := range figures.Rows {
			if r := &figures.Rows[i]; !r.Hidden && r.Matters > 0 && (least == nil || r.Matters < least.Matters) {
				least = r
			}
		}
		if least == nil {
			figures.Total.Hidden = true
			break
		}
		least.Hidden = true
		hidden++
		sum += least.Matters
	}
	figures.Total.Hidden = figures.Total.Hidden || tells(&figures.Total)
	blankHidden(figures)
}

// blankHidden takes what is hidden out of the table.
func blankHidden(figures *record.Figures) {
	const hiddenFigure = "*"
	blank := func(r *record.FigureRow) {
		if !r.Hidden {
			return
		}
		r.Matters, r.Excluded = 0, nil
		for i := range r.Cells {
			r.Cells[i] = record.Cell{Column: r.Cells[i].Column, Value: hiddenFigure}
		}
	}
	hidden := map[string]bool{}
	for i := range figures.Rows {
		blank(&figures.Rows[i])
		hidden[strings.Join(figures.Rows[i].Keys, keySeparator)] = figures.Rows[i].Hidden
	}
	blank(&figures.Total)
	for i := range figures.Stock {
		s := &figures.Stock[i]
		if hidden[strings.Join(s.Keys, keySeparator)] {
			*s = record.StockRow{Keys: s.Keys, Titles: s.Titles, Hidden: true}
		}
	}
	if figures.Total.Hidden && figures.StockTotal != nil {
		*figures.StockTotal = record.StockRow{Keys: []string{}, Titles: []string{}, Hidden: true}
	}
}

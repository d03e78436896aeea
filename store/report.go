package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// CountReport works a report out. Every matter of the period is counted once: the database puts those together that
// went alike, and what is shown of a row, and of all rows, is worked out from these counts.
func (s *Store) CountReport(ctx context.Context, q record.FigureQuery) (record.Figures, error) {
	var figures record.Figures
	if !s.readOnly {
		if err := s.catchUpFigures(ctx); err != nil {
			return figures, err
		}
	}
	err := s.count(ctx, "report", func(c conn) (err error) {
		figures, err = s.countReport(ctx, c, q)
		return err
	})
	return figures, err
}

func (s *Store) countReport(ctx context.Context, c conn, q record.FigureQuery) (record.Figures, error) {
	t := newFigureTable(q.Report)
	dir, err := s.newTransaction(c, "").DirectoryNow(ctx)
	if err != nil {
		return record.Figures{}, err
	}
	t.addKnownRows(q.Policy, dir)
	r := s.newReportSQL(q)
	if err := t.countGroups(ctx, c, r); err != nil {
		return record.Figures{}, wrapError("count", err)
	}
	if err := t.readTimes(ctx, c, r); err != nil {
		return record.Figures{}, wrapError("times", err)
	}
	figures := t.figures()
	if q.Report.Stock {
		if err := t.countStock(ctx, c, r, &figures); err != nil {
			return figures, wrapError("stock", err)
		}
	}
	nameRows(q, dir, &figures)
	hideFew(&figures, int64(q.Report.HideBelow))
	return figures, nil
}

// figureTable adds up counts by row.
type figureTable struct {
	report *policy.Report
	rows   map[string]*figureTally
	keys   [][]string
	total  *figureTally
}

// figureTally is what a row comes to.
type figureTally struct {
	matters  int64
	excluded []int64
	cells    []cellTally
}

// cellTally are the matters of a cell by class, what they add up to, and their times.
type cellTally struct {
	classes map[int64]int64
	sum     int64
	times   []int64
}

func newFigureTable(r *policy.Report) *figureTable {
	t := &figureTable{report: r, rows: map[string]*figureTally{}}
	t.total = t.newTally()
	return t
}

func (t *figureTable) newTally() *figureTally {
	row := &figureTally{
		excluded: make([]int64, len(t.report.Excluded)),
		cells:    make([]cellTally, len(t.report.Columns)),
	}
	for i := range row.cells {
		row.cells[i].classes = map[int64]int64{}
	}
	return row
}

const keySeparator = "\x00"

// row is the tally of a row, made if need be.
func (t *figureTable) row(keys []string) *figureTally {
	key := strings.Join(keys, keySeparator)
	if t.rows[key] == nil {
		t.rows[key] = t.newTally()
		t.keys = append(t.keys, keys)
	}
	return t.rows[key]
}

// mostKnownRows is how many rows without any matter there can be: of more only those with one are shown.
const mostKnownRows = 2000

// addKnownRows adds the rows that there are whether they have a matter or not.
func (t *figureTable) addKnownRows(p *policy.Policy, dir complaint.Directory) {
	if len(t.report.Rows) == 0 {
		return
	}
	all := [][]string{{}}
	for _, by := range t.report.Rows {
		var longer [][]string
		for _, before := range all {
			for _, value := range valuesOfDimension(p, t.report, dir, by) {
				longer = append(longer, append(slices.Clone(before), value))
			}
		}
		all = longer
	}
	if len(all) > mostKnownRows {
		return
	}
	for _, keys := range all {
		t.row(keys)
	}
}

// valuesOfDimension are the values that a row can have, as far as they are known beforehand.
func valuesOfDimension(p *policy.Policy, r *policy.Report, dir complaint.Directory, by string) []string {
	switch by {
	case policy.ByUnit:
		var units []string
		for _, person := range dir.People {
			if person.Unit != "" && person.Active && slices.ContainsFunc(r.Units, person.HoldsRole) {
				units = append(units, string(person.Unit))
			}
		}
		return sortedUnique(units)
	case policy.ByCategory:
		return p.CategoryCodes()
	case policy.ByGroup:
		return p.Doc.Intake.Categories.Keys()
	case policy.BySeverity:
		return p.Doc.Intake.Severities.Keys()
	case policy.BySource:
		return p.Doc.Intake.Sources.Keys()
	case policy.ByKind:
		return p.Doc.Kinds.Keys()
	case policy.ByStep, policy.ByName:
		return r.Of
	}
	return nil
}

// countGroups counts matters that went alike.
func (t *figureTable) countGroups(ctx context.Context, c conn, r reportSQL) error {
	query := r.alike()
	rows, err := c.tx.QueryContext(ctx, c.tx.Rebind(query.sql), query.args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what it could say, Err has said
	var d [mostDimensions]string
	var n int64
	classes := make([]int64, 1+len(t.report.Columns)) // the ground first
	packed := make([]int64, (len(classes)+classesPacked-1)/classesPacked)
	var amounts []int64
	for i := range t.report.Columns {
		if _, ok := r.amount(&t.report.Columns[i]); ok {
			amounts = append(amounts, 0)
		}
	}
	cells := []any{&d[0], &d[1]}
	for i := range packed {
		cells = append(cells, &packed[i])
	}
	cells = append(cells, &n)
	for i := range amounts {
		cells = append(cells, &amounts[i])
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		for i, some := range packed {
			unpackClasses(some, classes[i*classesPacked:min((i+1)*classesPacked, len(classes))])
		}
		keys := slices.Clone(d[:len(t.report.Rows)])
		for _, row := range []*figureTally{t.row(keys), t.total} {
			t.addGroup(r, row, classes[0], n, classes[1:], amounts)
		}
	}
	return rows.Err()
}

func (t *figureTable) addGroup(r reportSQL, row *figureTally, ground, n int64, classes, amounts []int64) {
	row.matters += n
	if ground > 0 {
		row.excluded[ground-1] += n
		return
	}
	next := 0
	for i := range row.cells {
		row.cells[i].classes[classes[i]] += n
		if _, ok := r.amount(&t.report.Columns[i]); ok {
			row.cells[i].sum += amounts[next]
			next++
		}
	}
}

// readTimes reads the times of which one stands for many.
func (t *figureTable) readTimes(ctx context.Context, c conn, r reportSQL) error {
	for i := range t.report.Columns {
		if take := t.report.Columns[i].Take; take == "" || take == policy.TakeMean || take == policy.TakeTotal {
			continue
		}
		n := strconv.Itoa(i)
		matters := r.matters()
		if err := t.readTimesOfColumn(ctx, c, i, predicate{
			`SELECT d0, d1, v` + n + ` FROM (` + matters.sql + `) q WHERE x = 0 AND c` + n + ` = 4`, matters.args,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (t *figureTable) readTimesOfColumn(ctx context.Context, c conn, column int, query predicate) error {
	rows, err := c.tx.QueryContext(ctx, c.tx.Rebind(query.sql), query.args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what it could say, Err has said
	var d [mostDimensions]string
	var time int64
	for rows.Next() {
		if err := rows.Scan(&d[0], &d[1], &time); err != nil {
			return err
		}
		for _, row := range []*figureTally{t.row(slices.Clone(d[:len(t.report.Rows)])), t.total} {
			row.cells[column].times = append(row.cells[column].times, time)
		}
	}
	return rows.Err()
}

// figures is the table, its rows in the order in which they became known, those with unknown values last.
func (t *figureTable) figures() record.Figures {
	figures := record.Figures{Rows: []record.FigureRow{}, Total: t.figureRow([]string{}, t.total)}
	if len(t.report.Rows) == 0 {
		return figures
	}
	for _, keys := range t.keys {
		figures.Rows = append(figures.Rows, t.figureRow(keys, t.rows[strings.Join(keys, keySeparator)]))
	}
	return figures
}

func (t *figureTable) figureRow(keys []string, row *figureTally) record.FigureRow {
	shown := record.FigureRow{
		Keys:    keys,
		Matters: row.matters,
		Cells:   make([]record.Cell, len(row.cells)),
	}
	for i, n := range row.excluded {
		if shown.Excluded == nil {
			shown.Excluded = map[string]int64{}
		}
		shown.Excluded[t.report.Excluded[i].ID] = n
	}
	fill := newFigureCells(t.report, shown.Cells)
	for i := range row.cells {
		fill.fillCell(i, &row.cells[i])
	}
	return shown
}

package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"duban/policy"
	"duban/record"
)

// countStock counts what was there, came, went and is left, from how long cases were one unit's and of one category.
// How many are left is counted by itself, and not worked out from the rest.
func (t *figureTable) countStock(ctx context.Context, c conn, r reportSQL, figures *record.Figures) error {
	of := r
	report := *r.q.Report
	report.Grain, report.Columns = policy.StayGrain, nil
	of.q.Report = &report
	from, until := microsOf(r.q.Period.From), microsOf(r.q.Period.Until)
	var e expression
	e.add(`SELECT unit, category, SUM(CASE WHEN at < ? AND (ended IS NULL OR ended >= ?) THEN 1 ELSE 0 END) AS opening,
		SUM(CASE WHEN at >= ? AND name = 'received' THEN 1 ELSE 0 END) AS received,
		SUM(CASE WHEN at >= ? AND name = 'moved' THEN 1 ELSE 0 END) AS moved_in`, from, from, from, from)
	const ended = `ended >= ? AND ended < ? AND `
	for _, out := range []struct{ name, state string }{
		{"moved_out", `state = 'moved' OR x = 0 AND state = 'transferred'`},
		{"closed", `x = 0 AND state = 'closed'`},
		{"withdrawn", `x = 0 AND state = 'withdrawn'`},
		{"excluded", `state = 'merged' OR x > 0 AND state IN ('closed', 'withdrawn', 'transferred')`},
	} {
		e.add(`, SUM(CASE WHEN `+ended+`(`+out.state+`) THEN 1 ELSE 0 END) AS `+out.name, from, until)
	}
	e.add(`, SUM(CASE WHEN ended IS NULL OR ended >= ? THEN 1 ELSE 0 END) AS closing`, until)
	e.add(` FROM (SELECT i.unit, i.category, i.at, i.ended, i.name, i.state`)
	e.addPredicate(`, `, of.ground(), ` AS x`)
	e.addPredicate(` FROM `, of.source(), ` WHERE `)
	e.addPredicate(``, of.stays(), ``)
	e.add(`) q GROUP BY unit, category`)
	var rows []struct {
		Unit, Category string
		stockCounts
	}
	if err := c.allRows(ctx, &rows, e.String(), e.args...); err != nil {
		return err
	}
	tally := map[string]*record.StockRow{}
	figures.StockTotal = &record.StockRow{Keys: []string{}}
	for _, row := range rows {
		keys := keysOfStay(t.report, row.Unit, row.Category)
		key := strings.Join(keys, keySeparator)
		if tally[key] == nil {
			tally[key] = &record.StockRow{Keys: keys}
		}
		row.addTo(tally[key])
		row.addTo(figures.StockTotal)
	}
	if len(t.report.Rows) == 0 {
		return nil
	}
	for _, row := range figures.Rows { // each row of the table has one, in its order
		key := strings.Join(row.Keys, keySeparator)
		stock := cmp.Or(tally[key], &record.StockRow{Keys: row.Keys})
		figures.Stock = append(figures.Stock, *stock)
		delete(tally, key)
	}
	var more []string
	for key := range tally {
		more = append(more, key)
	}
	slices.Sort(more)
	for _, key := range more {
		figures.Stock = append(figures.Stock, *tally[key])
	}
	return nil
}

// stockCounts are how many of one unit and category.
type stockCounts struct {
	Opening, Received int64
	MovedIn           int64 `db:"moved_in"`
	MovedOut          int64 `db:"moved_out"`
	Closed, Withdrawn int64
	Excluded, Closing int64
}

func (n stockCounts) addTo(row *record.StockRow) {
	row.Opening += n.Opening
	row.Received += n.Received
	row.MovedIn += n.MovedIn
	row.MovedOut += n.MovedOut
	row.Closed += n.Closed
	row.Withdrawn += n.Withdrawn
	row.Excluded += n.Excluded
	row.Closing += n.Closing
}

// stays are those that fall into the period at all.
func (r reportSQL) stays() predicate {
	where := filters{r.known()}
	where = append(where, r.noPeriods()...)
	where.addCondition(`i.policy = ? AND i.grain = ? AND f.policy = i.policy`, r.q.Policy.Ref().ID, policy.StayGrain)
	where.addCondition(`i.at < ? AND (i.ended IS NULL OR i.ended >= ?)`,
		microsOf(r.q.Period.Until), microsOf(r.q.Period.From))
	if w := r.q.Report.Where; w != nil {
		one := r.value(*w)
		where.addCondition(`(`+one.sql+`)`, one.args...)
	}
	if r.q.Reader != nil {
		where = append(where, wallAdmitting(*r.q.Reader))
	}
	return where.joinConditions(" AND ")
}

func keysOfStay(r *policy.Report, unit, category string) []string {
	keys := make([]string, len(r.Rows))
	for i, by := range r.Rows {
		keys[i] = map[string]string{
			policy.ByUnit:     unit,
			policy.ByCategory: category,
			policy.ByGroup:    policy.GroupOfCategory(category),
		}[by]
	}
	return keys
}

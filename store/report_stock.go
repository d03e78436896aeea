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
	query := r.staysAlike()
	var rows []staysAlike
	if err := c.allRows(ctx, &rows, query.sql, query.args...); err != nil {
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

// How a stay began and ended, as the period sees it. What is none of these is not in the table, which does not balance
// then.
const (
	beganBefore   = 1
	beganReceived = 2
	beganMoved    = 3

	endedMoved     = 1
	endedClosed    = 2
	endedWithdrawn = 3
	endedExcluded  = 4
	lastsBeyond    = 5
)

// staysAlike are how many stays of one unit and category began and ended alike.
type staysAlike struct {
	Unit, Category string
	Began, Ended   int64
	N              int64
}

func (s staysAlike) addTo(row *record.StockRow) {
	switch s.Began {
	case beganBefore:
		row.Opening += s.N
	case beganReceived:
		row.Received += s.N
	case beganMoved:
		row.MovedIn += s.N
	}
	switch s.Ended {
	case endedMoved:
		row.MovedOut += s.N
	case endedClosed:
		row.Closed += s.N
	case endedWithdrawn:
		row.Withdrawn += s.N
	case endedExcluded:
		row.Excluded += s.N
	case lastsBeyond:
		row.Closing += s.N
	}
}

// staysAlike selects [staysAlike].
func (r reportSQL) staysAlike() predicate {
	report := *r.q.Report
	report.Grain, report.Columns = policy.StayGrain, nil
	r.q.Report, r.asked, r.decided, r.own = &report, new([]string), new(filters), new([]string)
	from, until := microsOf(r.q.Period.From), microsOf(r.q.Period.Until)
	x := r.ground()
	if len(report.Excluded) > 0 {
		x = r.onceForTraits(x)
	}
	stays := r.stays()
	var e expression
	e.add(`SELECT unit, category, began, ended, COUNT(*) AS n FROM (SELECT unit, category,
		CASE WHEN at < ? THEN 1 WHEN name = 'received' THEN 2 WHEN name = 'moved' THEN 3 ELSE 0 END AS began,
		CASE WHEN ended IS NULL OR ended >= ? THEN 5 WHEN state = 'moved' THEN 1 WHEN state = 'merged' THEN 4
			WHEN state NOT IN ('closed', 'withdrawn', 'transferred') THEN 0 WHEN x > 0 THEN 4
			WHEN state = 'closed' THEN 2 WHEN state = 'withdrawn' THEN 3 ELSE 1 END AS ended
		FROM (SELECT i.unit, i.category, i.at, i.ended, i.name, i.state`, from, until)
	e.addPredicate(`, `, x, ` AS x`)
	e.addPredicate(` FROM `, r.sourceOfStays(), ` WHERE `)
	e.addPredicate(``, stays, `) q) q GROUP BY unit, category, began, ended`)
	return predicate{e.String(), e.args}
}

// asksOfCases reports whether the table of stock and flow depends on more than the stays themselves. A stay is known as
// long as its case is, and is of the same regulation.
func (r reportSQL) asksOfCases() bool {
	return r.q.Reader != nil || r.q.Report.Where != nil || len(r.q.Report.Excluded) > 0 || !r.q.CorrectedAsOf.IsZero()
}

func (r reportSQL) sourceOfStays() predicate {
	if !r.asksOfCases() {
		return predicate{sql: `figure_items i`}
	}
	return r.source()
}

// stays are those that fall into the period at all.
func (r reportSQL) stays() predicate {
	where := filters{{`i.policy = ? AND i.grain = '` + policy.StayGrain + `'`, []any{r.q.Policy.Ref().ID}}}
	where.addCondition(`i.at < ? AND (i.ended IS NULL OR i.ended >= ?)`,
		microsOf(r.q.Period.Until), microsOf(r.q.Period.From))
	if !r.asksOfCases() {
		where = append(where, r.knownItems(r.asOf()))
		return where.joinConditions(" AND ")
	}
	where.addCondition(`f.policy = i.policy AND t.id = f.traits`)
	where = append(where, r.known())
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

package store

import (
	"slices"
	"strconv"
	"strings"

	"duban/policy"
	"duban/record"
)

// The classes of a matter in a column. A class from classPartly on is the first part that it counts as.
const (
	classOutside = 0
	classOpen    = 1
	classFailure = 2
	classSuccess = 4
	classPartly  = 10
)

// latestKnown is an instant after everything that the record has.
const latestKnown = stillKnown - 1

// reportSQL writes the statements that a report is worked out by. Every matter is one row of [reportSQL.matters].
type reportSQL struct {
	d Dialect
	q record.FigureQuery
}

// newReportSQL is for a query.
func (s *Store) newReportSQL(q record.FigureQuery) reportSQL { return reportSQL{s.dialect, q} }

func (r reportSQL) isOfCases() bool { return r.q.Report.Grain == policy.CaseGrain }

// knowsItems reports whether conditions see what is counted and not only its case.
func (r reportSQL) knowsItems() bool { return !r.isOfCases() && r.q.Report.Grain != policy.StayGrain }

// fact is a value kept under a name among a case's other facts.
func (r reportSQL) fact(name string) predicate {
	if r.d == Postgres {
		return predicate{`(f.j ->> CAST(? AS TEXT))`, []any{name}}
	}
	return predicate{`json_extract(f.facts, ?)`, []any{`$."` + name + `"`}}
}

func (r reportSQL) wholeFact(name string) predicate {
	f := r.fact(name)
	return predicate{`CAST(` + f.sql + ` AS BIGINT)`, f.args}
}

var factColumns = map[string]string{
	"kind":                 `f.kind`,
	"source":               `f.source`,
	"channel":              `f.channel`,
	"category":             `f.category`,
	"severity":             `f.severity`,
	"responsible_unit":     `f.unit`,
	policy.FactDisposition: `f.disposition`,
	policy.FactGroup:       `f.category_group`,
}

var dimensionColumns = map[string]string{
	policy.ByUnit:     `f.unit`,
	policy.ByCategory: `f.category`,
	policy.ByGroup:    `f.category_group`,
	policy.BySeverity: `f.severity`,
	policy.BySource:   `f.source`,
	policy.ByKind:     `f.kind`,
	policy.ByVersion:  `CAST(f.version AS TEXT)`,
	policy.ByStep:     `i.name`,
	policy.ByName:     `i.name`,
	policy.ByRole:     `i.role`,
}

// value is a formula as an expression of SQL; what is yes or no is a condition.
func (r reportSQL) value(f policy.Formula) predicate {
	switch f.Op {
	case policy.OpFact:
		return r.factValue(f)
	case policy.OpValue:
		return literal(f.Value)
	case policy.OpNot:
		one := r.value(f.Of[0])
		return predicate{`NOT (` + one.sql + `)`, one.args}
	case policy.OpAmong:
		one := r.value(f.Of[0])
		list := r.values(f.Of[1:])
		all := list.joinConditions(", ")
		if len(list) == 0 {
			return predicate{sql: `1 = 0`}
		}
		return predicate{one.sql + ` IN (` + all.sql + `)`, slices.Concat(one.args, all.args)}
	case policy.OpAnd, policy.OpOr, policy.OpEquals, policy.OpDiffers, policy.OpLess, policy.OpLessOrEqual,
		policy.OpGreater, policy.OpGreaterOrEqual: // with a sign between their parts, below
	}
	sign := map[policy.FormulaOp]string{policy.OpAnd: "AND", policy.OpOr: "OR"}[f.Op]
	if sign == "" {
		sign = string(f.Op)
	}
	parts := r.values(f.Of)
	for i := range parts {
		parts[i].sql = `(` + parts[i].sql + `)`
	}
	all := parts.joinConditions(" " + sign + " ")
	return predicate{`(` + all.sql + `)`, all.args}
}

func (r reportSQL) values(all []policy.Formula) filters {
	parts := make(filters, len(all))
	for i, f := range all {
		parts[i] = r.value(f)
	}
	return parts
}

func literal(v any) predicate {
	switch v := v.(type) {
	case bool:
		if v {
			return predicate{sql: `1 = 1`}
		}
		return predicate{sql: `1 = 0`}
	case int64:
		return predicate{sql: strconv.FormatInt(v, 10)}
	}
	return predicate{`CAST(? AS TEXT)`, []any{v}}
}

func (r reportSQL) factValue(f policy.Formula) predicate {
	if column, ok := factColumns[f.Fact]; ok {
		return predicate{sql: column}
	}
	of := map[bool]string{true: "i", false: "f"}[r.knowsItems()]
	switch f.Fact {
	case policy.FactOpen:
		return predicate{sql: `f.open = 1`}
	case policy.FactLate:
		return predicate{sql: of + `.late = 1`}
	case policy.FactName, policy.FactState:
		if !r.knowsItems() {
			return predicate{sql: `''`}
		}
		return predicate{sql: `i.` + strings.TrimPrefix(f.Fact, "matter.")}
	}
	if milestone, ok := strings.CutPrefix(f.Fact, policy.ReachedFact); ok {
		at := r.fact(policy.MilestoneFact + milestone)
		return predicate{at.sql + ` IS NOT NULL`, at.args}
	}
	switch f.Type {
	case policy.WholeFact:
		one := r.wholeFact(f.Fact)
		return predicate{`COALESCE(` + one.sql + `, 0)`, one.args}
	case policy.TruthFact:
		one := r.wholeFact(f.Fact)
		return predicate{`COALESCE(` + one.sql + `, 0) = 1`, one.args}
	case policy.TextFact:
	}
	one := r.fact(f.Fact)
	return predicate{`COALESCE(` + one.sql + `, '')`, one.args}
}

// event is the instant of an event that a case has once, NULL before.
func (r reportSQL) event(name string) predicate {
	switch name {
	case policy.EventReceived, policy.EventRegistered, policy.EventClosed, policy.EventArchived:
		return predicate{sql: `f.` + name}
	}
	return r.wholeFact(policy.MilestoneFact + name)
}

// span are the instants between which a column's time is.
func (r reportSQL) span(col *policy.Column) (from, until predicate) {
	if !r.isOfCases() {
		return predicate{sql: `i.begun`}, predicate{sql: `i.at`}
	}
	return r.event(col.From), r.event(col.Until)
}

// dimension is the column by which rows are told apart.
func (r reportSQL) dimension(by string) string {
	if by == policy.ByUnit && r.q.Report.Grain == policy.PassingGrain {
		return `i.unit`
	}
	return dimensionColumns[by]
}

// pending are the matters that are still open.
func (r reportSQL) pending() predicate {
	if f := r.q.Report.Pending; f != nil {
		return r.value(*f)
	}
	switch r.q.Report.Grain {
	case policy.SlipGrain:
		return predicate{sql: `i.state = 'open' AND i.late = 0`}
	case policy.DeadlineGrain:
		return predicate{sql: `i.state IN ('running', 'suspended')`}
	case policy.StepGrain, policy.PassingGrain:
		return predicate{sql: `1 = 0`}
	}
	return predicate{sql: `f.open = 1 AND f.late = 0`}
}

// expression is a part of a statement that grows with its arguments.
type expression struct {
	strings.Builder
	args []any
}

func (e *expression) add(sql string, args ...any) {
	e.WriteString(sql)
	e.args = append(e.args, args...)
}

func (e *expression) addPredicate(before string, p predicate, after string) {
	e.add(before+p.sql+after, p.args...)
}

// class is which class a matter is of in a column.
func (r reportSQL) class(col *policy.Column) predicate {
	var e expression
	e.add(`CASE`)
	if col.Among != nil {
		e.addPredicate(` WHEN NOT (`, r.value(*col.Among), `) THEN 0`)
	}
	switch col.Kind {
	case policy.TimeColumn:
		from, until := r.span(col)
		e.addPredicate(` WHEN (`, from, `) IS NULL`)
		e.addPredicate(` OR (`, until, `) IS NULL THEN 1`)
		e.add(` ELSE 4 END`)
	case policy.ShareColumn:
		class := map[string]int{
			policy.OpenLeftOut: classOpen, policy.OpenSuccess: classSuccess, policy.OpenFailure: classFailure,
		}[col.Open]
		e.addPredicate(` WHEN `, r.pending(), ` THEN `+strconv.Itoa(class))
		e.addPredicate(` WHEN `, r.value(*col.Holds), ` THEN 4`)
		for i, part := range col.Partly {
			e.addPredicate(` WHEN `, r.value(part.When), ` THEN `+strconv.Itoa(classPartly+i))
		}
		e.add(` ELSE 2 END`)
	case policy.CountColumn:
		e.addPredicate(` WHEN `, r.value(*col.Holds), ` THEN 4 ELSE 0 END`)
	case policy.SumColumn, policy.WeightedColumn, policy.ProductColumn:
		if col.Among == nil {
			return predicate{sql: `4`}
		}
		e.add(` ELSE 4 END`)
	}
	return predicate{e.String(), e.args}
}

// amount is what a column adds up, NULL for none.
func (r reportSQL) amount(col *policy.Column) (predicate, bool) {
	switch col.Kind {
	case policy.TimeColumn:
		from, until := r.span(col)
		return predicate{until.sql + ` - ` + from.sql, slices.Concat(until.args, from.args)}, true
	case policy.SumColumn:
		return r.factValue(policy.Formula{Op: policy.OpFact, Fact: col.Sum, Type: policy.WholeFact}), true
	case policy.CountColumn, policy.ShareColumn, policy.WeightedColumn, policy.ProductColumn:
	}
	return predicate{}, false
}

// ground is the number of the first ground on which a matter is left out, from 1; 0 for none.
func (r reportSQL) ground() predicate {
	if len(r.q.Report.Excluded) == 0 {
		return predicate{sql: `0`}
	}
	var e expression
	e.add(`CASE`)
	for i, g := range r.q.Report.Excluded {
		e.addPredicate(` WHEN `, r.value(g.When), ` THEN `+strconv.Itoa(i+1))
	}
	e.add(` ELSE 0 END`)
	return predicate{e.String(), e.args}
}

// matters selects each matter of the period once: its case, dimensions d0 and d1, ground x, classes c0, c1 … and
// amounts v0, v1 … of the columns.
func (r reportSQL) matters() predicate {
	var e expression
	e.add(`SELECT f.case_id AS case_id`)
	for i := range mostDimensions {
		column := `''`
		if i < len(r.q.Report.Rows) {
			column = r.dimension(r.q.Report.Rows[i])
		}
		e.add(`, ` + column + ` AS d` + strconv.Itoa(i))
	}
	e.addPredicate(`, `, r.ground(), ` AS x`)
	for i := range r.q.Report.Columns {
		col := &r.q.Report.Columns[i]
		e.addPredicate(`, `, r.class(col), ` AS c`+strconv.Itoa(i))
		if amount, ok := r.amount(col); ok {
			e.addPredicate(`, `, amount, ` AS v`+strconv.Itoa(i))
		}
	}
	e.addPredicate(` FROM `, r.source(), ``)
	e.addPredicate(` WHERE `, r.inPeriod(), ``)
	if w := r.q.Report.Where; w != nil {
		e.addPredicate(` AND (`, r.value(*w), `)`)
	}
	return predicate{e.String(), e.args}
}

const mostDimensions = 2

// source is where matters come from: rows f of cases, with i of what is counted where that is not the case.
func (r reportSQL) source() predicate {
	cases := predicate{sql: `figure_cases f`}
	if r.d == Postgres { // OFFSET 0: facts are read once
		cases = predicate{
			`(SELECT *, CAST(facts AS JSONB) AS j FROM figure_cases WHERE policy = ? OFFSET 0) f`,
			[]any{r.q.Policy.Ref().ID},
		}
		if r.isOfCases() && r.q.Report.Event == policy.EventReceived {
			cases.sql = strings.Replace(cases.sql, ` OFFSET 0`, ` AND received >= ? AND received < ? OFFSET 0`, 1)
			cases.args = append(cases.args, microsOf(r.q.Period.From), microsOf(r.q.Period.Until))
		}
	}
	if !r.isOfCases() {
		cases.sql = `figure_items i JOIN ` + cases.sql + ` ON f.case_id = i.case_id`
	}
	if r.q.Reader != nil {
		cases.sql += ` JOIN cases c ON c.id = f.case_id`
	}
	return cases
}

// inPeriod are the rows that are counted: known by then, in the period, behind the reader's wall.
func (r reportSQL) inPeriod() predicate {
	where := filters{r.known()}
	where.addCondition(`f.policy = ?`, r.q.Policy.Ref().ID)
	where = append(where, r.noPeriods()...)
	event := r.event(r.q.Report.Event)
	if !r.isOfCases() {
		event = predicate{sql: `i.at`}
		where.addCondition(`i.policy = ? AND i.grain = ?`, r.q.Policy.Ref().ID, r.q.Report.Grain)
		if len(r.q.Report.Of) > 0 {
			where = append(where, oneOf(`i.name`, r.q.Report.Of))
		}
	}
	where.addCondition(event.sql+` >= ?`, append(slices.Clone(event.args), microsOf(r.q.Period.From))...)
	where.addCondition(event.sql+` < ?`, append(slices.Clone(event.args), microsOf(r.q.Period.Until))...)
	if r.q.Reader != nil {
		where = append(where, wallAdmitting(*r.q.Reader))
	}
	return where.joinConditions(" AND ")
}

// noPeriods keeps out the matters of periods, which the program opens: a report on matters is none.
func (r reportSQL) noPeriods() filters {
	kinds := r.q.Policy.PeriodicKinds()
	if len(kinds) == 0 {
		return nil
	}
	return filters{{`f.kind NOT IN (` + parameterList(len(kinds)) + `)`, asArguments(kinds)}}
}

// known are the rows as the record had them; cases that were put right since, on wish, as before.
func (r reportSQL) known() predicate {
	at := int64(latestKnown)
	if !r.q.AsOf.IsZero() {
		at = microsOf(r.q.AsOf)
	}
	if r.q.CorrectedAsOf.IsZero() {
		return r.knownAt(at)
	}
	before := microsOf(r.q.CorrectedAsOf)
	const other = `EXISTS (SELECT 1 FROM figure_cases o WHERE o.case_id = f.case_id
		AND o.known_from <= ? AND o.known_to > ? AND o.corrections `
	now, then := r.knownAt(at), r.knownAt(before)
	return predicate{
		`((` + now.sql + ` AND NOT ` + other + `< f.corrections)) OR (` + then.sql + ` AND ` + other +
			`> f.corrections)))`,
		slices.Concat(now.args, []any{before, before}, then.args, []any{at, at}),
	}
}

func (r reportSQL) knownAt(at int64) predicate {
	where := filters{{`f.known_from <= ? AND f.known_to > ?`, []any{at, at}}}
	if !r.isOfCases() {
		where.addCondition(`i.known_from <= ? AND i.known_to > ?`, at, at)
	}
	return where.joinConditions(" AND ")
}

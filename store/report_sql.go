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

// reportSQL writes the statements that a report is worked out by. Every matter is one row of [reportSQL.matters], made
// of a case's row f, its traits t and, where that is not the case, what is counted of it, i.
type reportSQL struct {
	d Dialect
	q record.FigureQuery
	// asked are the facts of the traits that a statement reads: the n-th is t.k<n>. decided is what the traits alone
	// decide, worked out with them: the n-th is t.e<n>. own are the facts of cases themselves: the n-th is f.o<n>.
	asked   *[]string
	decided *filters
	own     *[]string
}

// newReportSQL is for a query.
func (s *Store) newReportSQL(q record.FigureQuery) reportSQL {
	return reportSQL{s.dialect, q, new([]string), new(filters), new([]string)}
}

func (r reportSQL) isOfCases() bool { return r.q.Report.Grain == policy.CaseGrain }

// knowsItems reports whether conditions see what is counted and not only its case.
func (r reportSQL) knowsItems() bool { return !r.isOfCases() && r.q.Report.Grain != policy.StayGrain }

// fact is a value kept under a name among a case's facts: those of its traits or its own, by [isOwnFact].
func (r reportSQL) fact(name string, kind policy.FactType) predicate {
	own := func() predicate {
		if r.looksUpCases() {
			return predicate{`json_extract(f.facts, ?)`, []any{`$."` + name + `"`}}
		}
		return predicate{sql: `f.o` + strconv.Itoa(placeIn(r.own, name))}
	}
	if strings.HasPrefix(name, policy.MilestoneFact) {
		return own()
	}
	column := `t.k` + strconv.Itoa(placeIn(r.asked, name))
	if strings.HasPrefix(name, policy.FieldFact) && kind != policy.TruthFact {
		one := own()
		return predicate{`COALESCE(` + column + `, ` + one.sql + `)`, one.args}
	}
	return predicate{sql: column}
}

// placeIn is the place of a name in a list, which it is added to if need be.
func placeIn(list *[]string, name string) int {
	n := slices.Index(*list, name)
	if n < 0 {
		n = len(*list)
		*list = append(*list, name)
	}
	return n
}

// looksUpCases: the case of each thing that is counted is looked up, and not all cases are read.
func (r reportSQL) looksUpCases() bool { return r.d == SQLite && !r.isOfCases() }

func (r reportSQL) wholeFact(name string, kind policy.FactType) predicate {
	f := r.fact(name, kind)
	return predicate{`CAST(` + f.sql + ` AS BIGINT)`, f.args}
}

var factColumns = map[string]string{
	"kind":                 `t.kind`,
	"source":               `t.source`,
	"channel":              `t.channel`,
	"category":             `t.category`,
	"severity":             `t.severity`,
	"responsible_unit":     `f.unit`,
	policy.FactDisposition: `t.disposition`,
	policy.FactGroup:       `t.category_group`,
}

var dimensionColumns = map[string]string{
	policy.ByUnit:     `f.unit`,
	policy.ByCategory: `t.category`,
	policy.ByGroup:    `t.category_group`,
	policy.BySeverity: `t.severity`,
	policy.BySource:   `t.source`,
	policy.ByKind:     `t.kind`,
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
	of := map[bool]string{true: "i", false: "t"}[r.knowsItems()]
	switch f.Fact {
	case policy.FactOpen:
		return predicate{sql: `t.open = 1`}
	case policy.FactLate:
		return predicate{sql: of + `.late = 1`}
	case policy.FactName, policy.FactState:
		if !r.knowsItems() {
			return predicate{sql: `''`}
		}
		return predicate{sql: `i.` + strings.TrimPrefix(f.Fact, "matter.")}
	}
	if milestone, ok := strings.CutPrefix(f.Fact, policy.ReachedFact); ok {
		at := r.fact(policy.MilestoneFact+milestone, policy.WholeFact)
		return predicate{at.sql + ` IS NOT NULL`, at.args}
	}
	switch f.Type {
	case policy.WholeFact:
		one := r.wholeFact(f.Fact, f.Type)
		return predicate{`COALESCE(` + one.sql + `, 0)`, one.args}
	case policy.TruthFact:
		one := r.wholeFact(f.Fact, f.Type)
		return predicate{`COALESCE(` + one.sql + `, 0) = 1`, one.args}
	case policy.TextFact:
	}
	one := r.fact(f.Fact, f.Type)
	return predicate{`COALESCE(` + one.sql + `, '')`, one.args}
}

// event is the instant of an event that a case has once, NULL before.
func (r reportSQL) event(name string) predicate {
	switch name {
	case policy.EventReceived, policy.EventRegistered, policy.EventClosed, policy.EventArchived:
		return predicate{sql: `f.` + name}
	}
	return r.wholeFact(policy.MilestoneFact+name, policy.WholeFact)
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
	if by == policy.ByUnit && policy.IsOfUnitThen(r.q.Report.Grain) {
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
	return predicate{sql: `t.open = 1 AND t.late = 0`}
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

// onceForTraits lets what the traits alone decide be worked out once for each of them, and not for each case. Texts are
// parameters, so that a dot stands after the name of a row only.
func (r reportSQL) onceForTraits(p predicate) predicate {
	if strings.Contains(p.sql, "f.") || strings.Contains(p.sql, "i.") {
		return p
	}
	*r.decided = append(*r.decided, p)
	return predicate{sql: `t.e` + strconv.Itoa(len(*r.decided)-1)}
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

package store

import (
	"slices"
	"strconv"
	"strings"

	"duban/policy"
)

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
	e.addPredicate(`, `, r.onceForTraits(r.ground()), ` AS x`)
	for i := range r.q.Report.Columns {
		col := &r.q.Report.Columns[i]
		e.addPredicate(`, `, r.onceForTraits(r.class(col)), ` AS c`+strconv.Itoa(i))
		if amount, ok := r.amount(col); ok {
			e.addPredicate(`, `, amount, ` AS v`+strconv.Itoa(i))
		}
	}
	where := r.inPeriod()
	if w := r.q.Report.Where; w != nil {
		one := r.value(*w)
		where = predicate{where.sql + ` AND (` + one.sql + `)`, slices.Concat(where.args, one.args)}
	}
	e.addPredicate(` FROM `, r.source(), ``)
	e.addPredicate(` WHERE `, where, ``)
	return predicate{e.String(), e.args}
}

const mostDimensions = 2

// source is where matters come from. CROSS JOIN and DISTINCT: the traits are worked out once, before all, and each
// case's are then found among them by their number. What is to be read there must be known before.
func (r reportSQL) source() predicate {
	var e expression
	if !r.isOfCases() {
		e.add(`figure_items i JOIN `)
	}
	e.addPredicate(``, r.casesWithFacts(), ``)
	if !r.isOfCases() {
		e.add(` ON f.case_id = i.case_id`)
	}
	if r.q.Reader != nil {
		e.add(` JOIN cases c ON c.id = f.case_id`)
	}
	e.addPredicate(` CROSS JOIN (`, r.traits(), `) t`)
	return predicate{e.String(), e.args}
}

// traits are those of the regulation's cases, with what is asked of them and what they decide.
func (r reportSQL) traits() predicate {
	var e expression
	e.add(`SELECT DISTINCT t.*`)
	for i, one := range *r.decided {
		e.addPredicate(`, `, one, ` AS e`+strconv.Itoa(i))
	}
	e.add(` FROM (SELECT id, kind, source, channel, category, category_group, severity, disposition, open, late`)
	fact, from := `json_extract(facts, ?)`, `figure_traits WHERE policy = ?`
	if r.d == Postgres {
		fact = `(j ->> CAST(? AS TEXT))`
		from = `(SELECT *, CAST(facts AS JSONB) AS j FROM figure_traits WHERE policy = ? OFFSET 0) j`
	}
	for i, name := range *r.asked {
		if r.d == SQLite {
			name = `$."` + name + `"`
		}
		e.add(`, `+fact+` AS k`+strconv.Itoa(i), name)
	}
	e.add(` FROM `+from+`) t`, r.q.Policy.Ref().ID)
	return predicate{e.String(), e.args}
}

// alike selects how many matters went alike: by dimensions d0 and d1 and, packed into numbers k0, k1 …, ground and
// classes ([classesPacked] of them in each); with them what they add up to in the columns that have amounts. The
// matters are worked out row by row (LIMIT, OFFSET) before they are put together, so that nothing is sorted but what
// tells them apart.
func (r reportSQL) alike() predicate {
	matters := r.matters()
	classes := []string{`x`}
	var sums, amounts strings.Builder
	for i := range r.q.Report.Columns {
		n := strconv.Itoa(i)
		classes = append(classes, `c`+n)
		if _, ok := r.amount(&r.q.Report.Columns[i]); ok {
			sums.WriteString(`, CAST(COALESCE(SUM(v` + n + `), 0) AS BIGINT)`)
			amounts.WriteString(`, CASE WHEN c` + n + ` = 4 THEN v` + n + ` ELSE 0 END AS v` + n)
		}
	}
	keys, packed := `d0, d1`, `d0, d1`
	for i := 0; i*classesPacked < len(classes); i++ {
		k := `k` + strconv.Itoa(i)
		some := classes[i*classesPacked : min((i+1)*classesPacked, len(classes))]
		keys += `, ` + k
		packed += `, ` + strings.Join(some,
			` + CAST(`+strconv.Itoa(mostClasses)+` AS BIGINT) * (`) + strings.Repeat(`)`, len(some)-1) +
			` AS ` + k
	}
	return predicate{
		`SELECT ` + keys + `, COUNT(*)` + sums.String() + ` FROM (SELECT ` + packed + amounts.String() + ` FROM (` +
			matters.sql + r.barrier() + `) q) q GROUP BY ` + keys, matters.args,
	}
}

// Classes are below mostClasses, and so many are packed into a number of 63 bits.
const (
	mostClasses   = 1000
	classesPacked = 6
)

// unpackClasses fills the list with what a number holds.
func unpackClasses(packed int64, classes []int64) {
	for i := range classes {
		classes[i] = packed % mostClasses
		packed /= mostClasses
	}
}

// casesWithFacts are the cases' rows f, their own facts read once for each (OFFSET, UNION). What the record still knows
// and what it knew stand apart, because there is several times as much of that: an index has what is still known alone.
func (r reportSQL) casesWithFacts() predicate {
	if r.looksUpCases() {
		return predicate{sql: `figure_cases f`}
	}
	where := filters{{`policy = ?`, []any{r.q.Policy.Ref().ID}}}
	if r.isOfCases() && r.q.Report.Event == policy.EventReceived {
		where.addCondition(`received >= ? AND received < ?`, microsOf(r.q.Period.From), microsOf(r.q.Period.Until))
	}
	all := where.joinConditions(" AND ")
	var read expression
	read.add(`SELECT *`)
	for i, name := range *r.own {
		fact := `json_extract(facts, ?)`
		if r.d == Postgres {
			fact = `(CAST(facts AS JSONB) ->> CAST(? AS TEXT))`
		} else {
			name = `$."` + name + `"`
		}
		read.add(`, `+fact+` AS o`+strconv.Itoa(i), name)
	}
	read.addPredicate(` FROM figure_cases WHERE `, all, ` AND known_to `)
	var e expression
	still := strconv.FormatInt(stillKnown, 10)
	e.add(`(`+read.String()+`= `+still, read.args...)
	if !r.q.AsOf.IsZero() || !r.q.CorrectedAsOf.IsZero() {
		e.add(` UNION ALL `+read.String()+`< `+still, read.args...)
	}
	e.add(r.barrier() + `) f`)
	return predicate{e.String(), e.args}
}

// barrier keeps a database from working out anew outside what a part of a statement has worked out.
func (r reportSQL) barrier() string {
	return map[Dialect]string{SQLite: ` LIMIT -1`, Postgres: ` OFFSET 0`}[r.d]
}

// inPeriod are the rows that are counted: known by then, in the period, behind the reader's wall.
func (r reportSQL) inPeriod() predicate {
	where := filters{r.known()}
	where.addCondition(`f.policy = ? AND t.id = f.traits`, r.q.Policy.Ref().ID)
	event := r.event(r.q.Report.Event)
	if !r.isOfCases() {
		event = predicate{sql: `i.at`}
		where.addCondition(`i.policy = ? AND i.grain = ? AND i.grain <> '`+policy.StayGrain+`'`, r.q.Policy.Ref().ID,
			r.q.Report.Grain) // said twice, for an index without stays
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

// known are the rows as the record had them; cases that were put right since, on wish, as before.
func (r reportSQL) known() predicate {
	at := r.asOf()
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

// asOf is the instant as of which the record is asked.
func (r reportSQL) asOf() int64 {
	if r.q.AsOf.IsZero() {
		return latestKnown
	}
	return microsOf(r.q.AsOf)
}

func (r reportSQL) knownAt(at int64) predicate {
	where := filters{{`f.known_from <= ? AND f.known_to > ?`, []any{at, at}}}
	if !r.isOfCases() {
		where = append(where, r.knownItems(at))
	}
	return where.joinConditions(" AND ")
}

func (r reportSQL) knownItems(at int64) predicate {
	return predicate{`i.known_from <= ? AND i.known_to > ?`, []any{at, at}}
}

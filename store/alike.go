package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
)

// alikeRows are what other cases can have in common with the case, from its first act on: a row for each value, and one
// for the case itself. Each repeats what is asked besides, so that a count reads one stretch of an index.
func alikeRows(k *complaint.Case) caseRows {
	l := caseRows{
		table:   "case_alike",
		columns: `case_id, value, policy, received_at, kind, disposition, outcomes`,
	}
	if k.Seq == 0 {
		return l
	}
	var outcomes strings.Builder
	for _, o := range k.OutcomesGiven() {
		outcomes.WriteString(outcomeWord(o))
	}
	for _, value := range append([]string{valueOfItself}, k.CommonValues()...) {
		l.rows = append(l.rows, []any{
			k.ID, value, k.Policy.ID, microsOf(k.ReceivedAt.Time), k.Kind, k.Disposition, outcomes.String(),
		})
	}
	return l
}

// valueOfItself is the value of the row that stands for the case itself.
const valueOfItself = ""

// outcomeWord is an outcome in the column outcomes, told from any that only begins or ends like it.
func outcomeWord(outcome string) string { return "<" + outcome + ">" }

// AlikeCases implements [record.ReadTx].
func (t *transaction) AlikeCases(ctx context.Context, q complaint.AlikeAsked) ([]complaint.CaseID, error) {
	if slices.ContainsFunc(q.Common, func(values []string) bool { return len(values) == 0 }) {
		return nil, nil // the case has nothing that another could have too
	}
	var rows []struct {
		ID string `db:"case_id"`
		At int64  `db:"received_at"`
	}
	query := alikeQuery(q)
	if err := t.allRows(ctx, &rows, query.sql, query.args...); err != nil {
		return nil, fmt.Errorf("cases alike: %w", err)
	}
	ids := make([]complaint.CaseID, len(rows))
	for i, r := range rows {
		ids[i] = complaint.CaseID(r.ID)
	}
	return ids, nil
}

// alikeQuery reads a stretch of the index of the first thing that the cases have in common; those of one complainant
// are found by name or telephone first, and are few.
func alikeQuery(q complaint.AlikeAsked) predicate {
	common := q.Common
	from, where := predicate{sql: `case_alike f`}, filters{}
	if q.Complainant {
		from = predicate{`(` + sameComplainant + `) n CROSS JOIN case_alike f`, []any{q.To, q.To}}
		where.addCondition(`f.case_id = n.case_id`)
	}
	if q.Complainant || len(common) == 0 {
		common = append([][]string{{valueOfItself}}, common...)
	}
	where = append(where, oneOf(`f.value`, common[0]))
	for _, values := range common[1:] {
		has := oneOf(`o.value`, values)
		where.addCondition(`EXISTS (SELECT 1 FROM case_alike o WHERE o.case_id = f.case_id AND `+has.sql+
			`)`, has.args...)
	}
	where.addCondition(`f.policy = ?`, q.Policy)
	where.addCondition(`f.received_at > ? AND f.received_at <= ?`, microsOf(q.After), microsOf(q.Until))
	where.addCondition(`f.case_id <> ? AND f.disposition <> ?`, q.To, complaint.DispositionMerged)
	where = append(where, oneOf(`f.kind`, q.Kinds))
	if len(q.Dispositions) > 0 {
		where = append(where, oneOf(`f.disposition`, q.Dispositions))
	}
	var given filters
	for _, o := range q.Outcomes {
		given.addCondition(`f.outcomes LIKE ? ESCAPE '!'`, likePattern(outcomeWord(o)))
	}
	if len(given) > 0 {
		one := given.joinConditions(" OR ")
		where.addCondition(`(`+one.sql+`)`, one.args...)
	}
	all := where.joinConditions(" AND ")
	return predicate{
		sql: `SELECT DISTINCT f.case_id, f.received_at FROM ` + from.sql + ` WHERE ` + all.sql +
			fmt.Sprintf(` ORDER BY f.received_at DESC, f.case_id LIMIT %d`, complaint.MostAlike),
		args: slices.Concat(from.args, all.args),
	}
}

// sameComplainant finds the cases whose complainant has the telephone of a case's or, where either has given none, the
// name, however they were written.
const sameComplainant = `SELECT o.case_id FROM identities i JOIN identities o ON o.phone_folded = i.phone_folded
		WHERE i.case_id = ? AND i.party = 'complainant' AND o.party = i.party AND i.phone_folded <> ''
	UNION
	SELECT o.case_id FROM identities i JOIN identities o ON o.name_folded = i.name_folded
		WHERE i.case_id = ? AND i.party = 'complainant' AND o.party = i.party AND i.name_folded <> ''
			AND (i.phone_folded = '' OR o.phone_folded = '')`

// oneOf is the condition that a column has one of some values.
func oneOf(column string, values []string) predicate {
	return predicate{sql: column + ` IN (` + parameterList(len(values)) + `)`, args: asArguments(values)}
}

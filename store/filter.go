package store

import (
	"strings"

	"duban/record"
)

// filters collects the conditions of a list, all of which must hold.
type filters []predicate

func (f *filters) addCondition(sql string, args ...any) { *f = append(*f, predicate{sql, args}) }

func (f *filters) joinConditions(separator string) predicate {
	var all predicate
	var parts []string
	for _, p := range *f {
		parts, all.args = append(parts, p.sql), append(all.args, p.args...)
	}
	all.sql = strings.Join(parts, separator)
	return all
}

// likePattern is the LIKE pattern of a substring; use with ESCAPE '!'.
func likePattern(s string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}

// plainFilters are the columns that a query wants to have a value, those of no value among them.
func plainFilters(q record.Query) []filtered {
	return []filtered{
		{`c.policy`, q.Policy}, {`c.status`, string(q.Status)}, {`c.step`, string(q.Step)}, {`c.unit`, string(q.Unit)},
	}
}

// addQuery adds the plain filters.
func (f *filters) addQuery(q record.Query, now int64) {
	for _, field := range plainFilters(q) {
		if field.value != "" {
			f.addCondition(field.column+` = ?`, field.value)
		}
	}
	if q.Assignee != "" {
		f.addCondition(`EXISTS (SELECT 1 FROM case_tasks t WHERE t.case_id = c.id AND t.assignee = ?)`, q.Assignee)
	}
	f.addFiledBetween(`c.filed_at`, q)
	const late = `(c.due IS NOT NULL AND c.due - c.clock_offset <= ?)`
	switch {
	case q.Soon > 0:
		f.addCondition(late, now+q.Soon.Microseconds())
		f.addCondition(`NOT `+late, now)
	case q.Overdue != nil && *q.Overdue:
		f.addCondition(late, now)
	case q.Overdue != nil:
		f.addCondition(`NOT `+late, now)
	}
}

// addFiledBetween adds from when and until when the cases were filed, as a column tells it.
func (f *filters) addFiledBetween(column string, q record.Query) {
	if !q.FiledFrom.IsZero() {
		f.addCondition(column+` >= ?`, microsOf(q.FiledFrom))
	}
	if !q.FiledBefore.IsZero() {
		f.addCondition(column+` < ?`, microsOf(q.FiledBefore))
	}
}

package store

import (
	"context"
	"strings"
	"time"

	"duban/complaint"
)

// filters collects the conditions of a list, all of which must hold.
type filters []predicate

func (f *filters) add(sql string, args ...any) { *f = append(*f, predicate{sql, args}) }

func (f *filters) join(separator string) predicate {
	var all predicate
	var parts []string
	for _, p := range *f {
		parts, all.args = append(parts, p.sql), append(all.args, p.args...)
	}
	all.sql = strings.Join(parts, separator)
	return all
}

// contains is the LIKE pattern of a substring; use with ESCAPE '!'.
func contains(s string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}

// Register lists the cases behind whose wall the person is, the latest filed first, and the cursor of the next
// page, "" on the last. In cases of identityPolicies the search also finds a party's name or telephone, by
// exact match only. A bad cursor is Invalid.
func (s *Store) Register(
	ctx context.Context, p complaint.Person, q complaint.Query, identityPolicies []string,
) ([]complaint.CaseRow, string, error) {
	from, err := readCursor(registerList, q.Cursor)
	if err != nil {
		return nil, "", err
	}
	now, size := s.now(), pageSize(q.Limit)
	var each filters
	for _, subject := range complaint.Subjects(p) {
		f := filters{{`g.subject = ?`, []any{subject}}, {`c.id = g.case_id`, nil}, wallFor(p)}
		f.query(q, micros(now))
		f.search(strings.TrimSpace(q.Search), identityPolicies)
		if from != nil {
			f.add(`(g.filed_at, g.case_id) < (?, ?)`, from.At, from.Case)
		}
		where := f.join(" AND ")
		each.add(`SELECT * FROM (SELECT g.filed_at, g.case_id FROM case_grants g CROSS JOIN cases c WHERE `+where.sql+`
			ORDER BY g.filed_at DESC, g.case_id DESC LIMIT ?) q`, append(where.args, size+1)...)
	}
	first := each.join(" UNION ")
	var rows []caseRow
	err = s.read(ctx, "register", func(c conn) error {
		return c.all(ctx, &rows, `SELECT `+caseColumns+` FROM (`+first.sql+`) m JOIN cases c ON c.id = m.case_id
			ORDER BY m.filed_at DESC, m.case_id DESC LIMIT ?`, append(first.args, size+1)...)
	})
	if err != nil {
		return nil, "", err
	}
	rows, next := page(rows, size, func(r caseRow) cursor {
		return cursor{List: registerList, At: r.FiledAt, Case: r.ID}
	})
	return caseRows(rows, now), next, nil
}

func caseRows(rows []caseRow, now time.Time) []complaint.CaseRow {
	out := make([]complaint.CaseRow, len(rows))
	for i, r := range rows {
		out[i] = r.row(now)
	}
	return out
}

// query adds the plain filters.
func (f *filters) query(q complaint.Query, now int64) {
	for _, field := range []struct{ column, value string }{
		{`c.policy`, q.Policy}, {`c.status`, string(q.Status)}, {`c.step`, string(q.Step)},
	} {
		if field.value != "" {
			f.add(field.column+` = ?`, field.value)
		}
	}
	if q.Overdue == nil {
		return
	}
	const late = `(c.due IS NOT NULL AND c.due - c.clock_offset <= ?)`
	if *q.Overdue {
		f.add(late, now)
	} else {
		f.add(`NOT `+late, now)
	}
}

// search adds the free text filter.
func (f *filters) search(text string, identityPolicies []string) {
	if text == "" {
		return
	}
	like := contains(text)
	var one filters
	one.add(`LOWER(c.number) LIKE LOWER(?) ESCAPE '!'`, like)
	one.add(`LOWER(c.category) LIKE LOWER(?) ESCAPE '!'`, like)
	one.add(`EXISTS (SELECT 1 FROM texts t WHERE t.id = c.subject AND t.scope = ? AND LOWER(t.body) LIKE LOWER(?) ESCAPE '!')`,
		complaint.ScopeCase, like)
	if len(identityPolicies) > 0 {
		one.add(`(c.policy IN (`+marks(len(identityPolicies))+`) AND EXISTS
			(SELECT 1 FROM identities i WHERE i.case_id = c.id AND (i.name = ? OR i.phone = ?)))`,
			append(anys(identityPolicies), text, text)...)
	}
	either := one.join(" OR ")
	f.add(`(`+either.sql+`)`, either.args...)
}

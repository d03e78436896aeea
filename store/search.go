package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/complaint"
	"duban/internal/lookup"
	"duban/record"
)

const (
	// mostFound is how many cases a search by the limit looks at one by one: the index has them in the order of
	// filing. What more cases have is soon found on the way through the register.
	mostFound = 1000
	// mostAtOnce of the cases found are looked at together.
	mostAtOnce = 5000
)

// search is what somebody looks for, as the index has it.
type search struct {
	// must are the words, all of which a case must have: each in one of its forms, which are marks that must all be
	// there.
	must [][][]string
	// filters are the marks of what the register is filtered by.
	filters []string
	// oneOf are the marks of the subjects that the person is admitted by.
	oneOf []string
}

// searchBy is what a text looks for on behalf of a person, among what a query lets pass; nil if nothing can be looked
// for.
func (s *Store) searchBy(
	ctx context.Context, c conn, p complaint.Person, text string, by record.Query,
) (*search, error) {
	key := s.searchKey.Load()
	if key == nil {
		return nil, errNoSearchKey
	}
	words := lookup.Words(text)
	subjects := complaint.AdmittingSubjects(p)
	if len(words) == 0 || len(subjects) == 0 || !p.Active {
		return nil, nil //nolint:nilnil // nothing is looked for
	}
	q := &search{}
	sets, err := s.setsReadBy(ctx, c, p)
	if err != nil {
		return nil, err
	}
	for _, word := range words {
		var forms [][]string
		for _, reading := range word {
			for _, set := range sets {
				marks := make([]string, len(reading))
				for i, term := range reading {
					marks[i] = key.Set(set).Mark([]byte(term)).String()
				}
				forms = append(forms, marks)
			}
		}
		q.must = append(q.must, forms)
	}
	for _, f := range plainFilters(by) {
		if f.column != `c.step` && f.value != "" { // each step would be written into the index
			q.filters = append(q.filters, key.Set(filterSet).Mark([]byte(filterTerm(f.column, f.value))).String())
		}
	}
	for _, subject := range sortedUnique(subjects) {
		q.oneOf = append(q.oneOf, key.Set(wallSet).Mark([]byte(subject)).String())
	}
	return q, nil
}

// expression is the search as the database's index reads it, with the blocks, if any, of which a case must be in one.
func (q *search) expression(and, or string, blocks []string) string {
	var parts []string
	if len(blocks) > 0 {
		parts = append(parts, "("+strings.Join(blocks, or)+")")
	}
	for _, word := range q.must {
		forms := make([]string, len(word))
		for i, marks := range word {
			forms[i] = "(" + strings.Join(marks, and) + ")"
		}
		parts = append(parts, "("+strings.Join(forms, or)+")")
	}
	parts = append(append(parts, q.filters...), "("+strings.Join(q.oneOf, or)+")")
	return strings.Join(parts, and)
}

// found is a case that the index found, with its place in the order of filing.
type found struct {
	At   int64  `db:"id"`
	Case string `db:"case_id"`
}

// foundBefore are so many of the cases that the index finds before a place, the latest filed first; of those in one of
// the blocks, if there are any.
func (d Dialect) foundBefore(q *search, blocks []string, before int64, most int) predicate {
	limit := ` LIMIT ` + strconv.Itoa(most)
	if d == Postgres { // which would else walk over all cases in their order, to spare itself the sorting
		return predicate{
			`WITH f AS MATERIALIZED (SELECT s.id, s.case_id FROM case_search s WHERE ` + searchVector +
				` @@ CAST(? AS tsquery) AND s.id < ?) SELECT id, case_id FROM f ORDER BY id DESC` + limit,
			[]any{q.expression(" & ", " | ", blocks), before},
		}
	}
	return predicate{
		`SELECT s.id, s.case_id FROM case_search_found f CROSS JOIN case_search s
		WHERE f.case_search_found MATCH ? AND f.rowid < ? AND s.id = f.rowid ORDER BY f.rowid DESC` + limit,
		[]any{q.expression(" AND ", " OR ", blocks), before},
	}
}

// isFound is the condition on the row c of cases that the index finds it.
func (d Dialect) isFound(q *search) predicate {
	if d == Postgres {
		return predicate{`EXISTS (SELECT 1 FROM case_search s WHERE s.case_id = c.id AND
			CAST(s.words AS tsvector) @@ CAST(? AS tsquery))`, []any{q.expression(" & ", " | ", nil)}}
	}
	return predicate{`EXISTS (SELECT 1 FROM case_search s CROSS JOIN case_search_found f WHERE s.case_id = c.id AND
		f.case_search_found MATCH ? AND f.rowid = s.id)`, []any{q.expression(" AND ", " OR ", nil)}}
}

// pageFound is the page of what a search finds, the latest filed first: the index has it in that order, and looks
// neither at what the person may not read nor at what comes after the page.
func (s *Store) pageFound(ctx context.Context, c conn, r registerPage, q *search) ([]pageRow, error) {
	var rows []pageRow
	back, err := s.lookBackFrom(ctx, c, r.from)
	if err != nil {
		return nil, err
	}
	most := 2 * (r.size + 1)
	for !back.past {
		var some []found
		query := s.dialect.foundBefore(q, back.blocks(), back.before, most)
		if err := c.allRows(ctx, &some, query.sql, query.args...); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		passing, err := s.rowsOfFound(ctx, c, r, some)
		if err != nil {
			return nil, err
		}
		rows = append(rows, passing...)
		if len(rows) > r.size {
			return rows[:r.size+1], nil
		}
		if len(some) < most {
			back.goFurther()
			continue
		}
		back.before, most = some[len(some)-1].At, min(4*most, mostAtOnce)
	}
	return rows, nil
}

// rowsOfFound are those of the cases that the person may read and that pass the filters, in the order given.
func (s *Store) rowsOfFound(ctx context.Context, c conn, r registerPage, some []found) ([]pageRow, error) {
	if len(some) == 0 {
		return nil, nil
	}
	at := make(map[string]int64, len(some))
	ids := make([]string, len(some))
	for i, f := range some {
		at[f.Case], ids[i] = f.At, f.Case
	}
	source, err := s.dialect.sourceOfIDs(ids)
	if err != nil {
		return nil, err
	}
	where := append(filters{{`c.id = f.case_id`, nil}, wallAdmitting(r.person)}, r.conditions...)
	all := where.joinConditions(" AND ")
	var rows []pageRow
	err = c.allRows(ctx, &rows,
		`SELECT 0 AS at, `+caseColumns+` FROM `+source.sql+` f CROSS JOIN cases c WHERE `+all.sql,
		append(source.args, all.args...)...)
	if err != nil {
		return nil, fmt.Errorf("cases found: %w", err)
	}
	for i := range rows {
		rows[i].At = at[rows[i].ID]
	}
	slices.SortFunc(rows, func(a, b pageRow) int { return int(min(max(b.At-a.At, -1), 1)) })
	return rows, nil
}

// sourceOfIDs is a source of the ids, as case_id. However many they are, it is the same statement.
func (d Dialect) sourceOfIDs(ids []string) (predicate, error) {
	list, err := json.Marshal(append([]string{}, ids...)) // none is an empty list, not null
	if err != nil {
		return predicate{}, fmt.Errorf("encode ids: %w", err)
	}
	if d == Postgres {
		return predicate{`(SELECT jsonb_array_elements_text(CAST(? AS jsonb)) AS case_id)`, []any{string(list)}}, nil
	}
	return predicate{`(SELECT value AS case_id FROM json_each(?))`, []any{string(list)}}, nil
}

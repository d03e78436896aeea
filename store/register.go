package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// rowOrder is how a page of the register is sorted: by an instant and the case's id. column is the instant beside a
// grant, key the same on the row c of cases.
type rowOrder struct {
	list        list
	column, key string
	direction   string
	after       string
}

var (
	latestFiled = rowOrder{registerList, `g.filed_at`, `c.filed_at`, ` DESC`, ` < `}
	oldestFiled = rowOrder{oldestList, `g.filed_at`, `c.filed_at`, ``, ` > `}
	latestFound = rowOrder{list: searchList} // as the index of words has them
	byLimit     = rowOrder{overdueList, `g.late_at`, `(c.due - c.clock_offset)`, ``, ` > `}
)

// registerPage is one page of the register for one person.
type registerPage struct {
	record.Query
	person complaint.Person
	rowOrder
	from *cursor
	size int
	now  int64
	// share is what the person has had to do with the cases, nil for all cases.
	share *share
	// conditions are on the row c of cases; the wall is not among them.
	conditions filters
}

// ListRegister lists the cases behind whose wall the person is, the latest filed first, those asked for by their limit
// by the earliest, and the cursor of the next page, "" on the last. A search finds a case by what the person may read
// of it and by nothing else. A bad cursor is Invalid.
func (s *Store) ListRegister(
	ctx context.Context, p complaint.Person, q record.Query,
) ([]record.CaseRow, string, error) {
	now := s.nowRounded()
	r, text, err := pageOfRegister(p, q, now)
	if err != nil {
		return nil, "", err
	}
	var rows []pageRow
	err = s.read(ctx, "register", func(c conn) (err error) {
		rows, err = s.rowsOfPage(ctx, c, r, text)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	rows, next := cutToPage(rows, r.size, r.cursorAt)
	out := make([]record.CaseRow, len(rows))
	for i, row := range rows {
		out[i] = row.asRegisterRow(now)
		if r.share != nil {
			at := instantOfMicros(row.At)
			out[i].MineAt = &at
		}
	}
	return out, next, nil
}

// CountRegister is how many cases [Store.ListRegister] lists on all its pages, at most one more than most.
func (s *Store) CountRegister(ctx context.Context, p complaint.Person, q record.Query, most int) (n int, err error) {
	q.Cursor = ""
	r, text, err := pageOfRegister(p, q, s.nowRounded())
	if err != nil {
		return 0, err
	}
	r.size = most
	err = s.read(ctx, "count register", func(c conn) error {
		switch {
		case text != "":
			rows, err := s.rowsOfPage(ctx, c, r, text)
			n = len(rows)
			return err
		case r.Assignee != "":
			n, err = r.countFrom(ctx, c, r.sourceFromAssignee())
		default:
			n, err = r.countFrom(ctx, c, r.sourceFromGrants())
		}
		return err
	})
	return n, err
}

// countFrom is how many cases a source has, at most one more than the page takes.
func (r *registerPage) countFrom(ctx context.Context, c conn, source predicate) (n int, err error) {
	_, err = c.findRow(ctx, &n,
		`SELECT COUNT(*) FROM (SELECT case_id FROM (`+source.sql+`) m`+r.limitClause()+`) n`, source.args...)
	return n, wrapError("count", err)
}

// pageOfRegister is the page that a query asks for, and the text that it looks for.
func pageOfRegister(p complaint.Person, q record.Query, now time.Time) (registerPage, string, error) {
	r := registerPage{
		Query:    q,
		person:   p,
		rowOrder: latestFiled,
		size:     pageSize(q.Limit),
		now:      microsOf(now),
	}
	text := strings.TrimSpace(q.Search)
	switch {
	case q.Mine != "":
		share, err := shareNamed(q.Mine)
		if err != nil {
			return r, "", err
		}
		r.share, r.rowOrder = &share, share.rowOrder
	case q.Order == record.OrderOldest:
		r.rowOrder = oldestFiled
	case q.Order == record.OrderLimit || q.Soon > 0 || q.Overdue != nil && *q.Overdue:
		r.rowOrder = byLimit
	case text != "" && q.Assignee == "":
		r.rowOrder = latestFound
	}
	var err error
	if r.from, err = parseCursor(r.list, q.Cursor); err != nil {
		return r, "", err
	}
	r.conditions.addQuery(q, r.now)
	if r.list == overdueList {
		r.conditions.addCondition(`c.due IS NOT NULL`)
	}
	return r, text, nil
}

// pageRow is a case with its place in the list's order.
type pageRow struct {
	caseRow
	At int64 `db:"at"`
}

// rowsOfPage are the rows of a page and, if there is a next one, its first.
func (s *Store) rowsOfPage(ctx context.Context, c conn, r registerPage, text string) ([]pageRow, error) {
	if text != "" {
		q, err := s.searchBy(ctx, c, r.person, text, r.Query)
		if err != nil || q == nil {
			return nil, err
		}
		if r.list == searchList {
			return s.pageFound(ctx, c, r, q)
		}
		return s.pageFoundOtherwise(ctx, c, r, q)
	}
	if r.share != nil {
		return r.rowsFrom(ctx, c, r.sourceFromShare())
	}
	if r.Assignee != "" {
		return r.rowsFrom(ctx, c, r.sourceFromAssignee())
	}
	if err := c.planStatementsOnce(ctx, s.dialect); err != nil {
		return nil, err
	}
	return r.rowsFrom(ctx, c, r.sourceFromGrants())
}

// pageFoundOtherwise is the page of what a search finds in another order than the index's: from the few cases that the
// filter lets pass, or that the index finds, or on the way through the register.
func (s *Store) pageFoundOtherwise(ctx context.Context, c conn, r registerPage, q *search) ([]pageRow, error) {
	switch {
	case r.share != nil:
		found, err := s.foundAmong(ctx, c, q)
		if err != nil {
			return nil, err
		}
		r.conditions = append(r.conditions, found)
		return r.rowsFrom(ctx, c, r.sourceFromShare())
	case r.Assignee != "":
		r.conditions = append(r.conditions, s.dialect.isFound(q))
		return r.rowsFrom(ctx, c, r.sourceFromAssignee())
	}
	var some []found
	query := s.dialect.foundBefore(q, nil, math.MaxInt64, mostFound+1)
	if err := c.allRows(ctx, &some, query.sql, query.args...); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if len(some) > mostFound {
		r.conditions = append(r.conditions, s.dialect.isFound(q))
		return r.rowsFrom(ctx, c, r.sourceFromGrants())
	}
	ids := make([]string, len(some))
	for i, f := range some {
		ids[i] = f.Case
	}
	source, err := r.sourceFromIDs(s.dialect, ids)
	if err != nil {
		return nil, err
	}
	return r.rowsFrom(ctx, c, source)
}

// rowsFrom are the rows of a page whose cases come from a source.
func (r *registerPage) rowsFrom(ctx context.Context, c conn, first predicate) (rows []pageRow, err error) {
	err = c.allRows(ctx, &rows, `SELECT m.at, `+caseColumns+` FROM (`+first.sql+`) m JOIN cases c ON c.id = m.case_id
		ORDER BY m.at`+r.direction+`, m.case_id`+r.direction+r.limitClause(), first.args...)
	return rows, wrapError("page", err)
}

func (r *registerPage) cursorAt(row pageRow) cursor {
	return cursor{List: r.list, At: row.At, Case: row.ID}
}

// sourceFromGrants reads the grants of each of the person's subjects in their order. An index has them for one filter
// each, the one that lets fewest pass; the others are asked of the case. Filtered or not, a page costs the same however
// many cases there are, unless several filters that let many pass let few pass together.
func (r *registerPage) sourceFromGrants() predicate {
	filter, filtered := r.narrowestFilter()
	var each filters
	for _, subject := range complaint.AdmittingSubjects(r.person) {
		f := filters{{`g.subject = ?`, []any{subject}}, filter, {`c.id = g.case_id`, nil}, notBarredByWall(r.person)}
		each = append(each, r.firstCasesOfSource(`case_grants g CROSS JOIN cases c`, r.column, `g.case_id`, f))
	}
	if filtered {
		each = append(each, r.firstCasesOfSource(`cases c`, r.key, `c.id`, filters{outdated, wallAdmitting(r.person)}))
	}
	return each.joinConditions(" UNION ")
}

// sourceFromAssignee looks at each of the cases in which the assignee has a task: few, however many cases there are.
func (r *registerPage) sourceFromAssignee() predicate {
	found := r.firstCasesOfSource(`(SELECT case_id FROM task_seats WHERE subject = ?
			UNION SELECT case_id FROM case_tasks WHERE assignee = ?) f CROSS JOIN cases c`,
		r.key,
		`c.id`,
		filters{{`c.id = f.case_id`, nil}, wallAdmitting(r.person)})
	found.args = append([]any{complaint.UserSubject(r.Assignee), r.Assignee}, found.args...)
	return found
}

// sourceFromIDs looks at each of the cases.
func (r *registerPage) sourceFromIDs(d Dialect, ids []string) (predicate, error) {
	source, err := d.sourceOfIDs(ids)
	found := r.firstCasesOfSource(source.sql+` f CROSS JOIN cases c`, r.key, `c.id`,
		filters{{`c.id = f.case_id`, nil}, wallAdmitting(r.person)})
	found.args = append(source.args, found.args...)
	return found, err
}

// firstCasesOfSource are the first cases of a page from one source, as at and case_id.
func (r *registerPage) firstCasesOfSource(source, at, id string, f filters) predicate {
	f = append(f, r.conditions...)
	if r.list == registerList || r.list == oldestList { // the list is read from the one instant to the other
		f.addFiledBetween(at, r.Query)
	}
	if r.from != nil {
		f.addCondition(`(`+at+`, `+id+`)`+r.after+`(?, ?)`, r.from.At, r.from.Case)
	}
	where := f.joinConditions(" AND ")
	return predicate{
		sql: `SELECT * FROM (SELECT ` + at + ` AS at, ` + id + ` AS case_id FROM ` + source + ` WHERE ` + where.sql +
			` ORDER BY ` + at + r.direction + `, ` + id + r.direction + r.limitClause() + `) q`,
		args: where.args,
	}
}

// limitClause stands in the statement itself, so that how it is planned takes into account how few rows are wanted.
func (r *registerPage) limitClause() string { return ` LIMIT ` + strconv.Itoa(r.size+1) }

// narrowestFilter is the filter on grants that lets fewest pass as a rule, and whether there is any.
func (r *registerPage) narrowestFilter() (predicate, bool) {
	switch {
	case r.Soon > 0:
		return predicate{`g.late_at > ? AND g.late_at <= ?`, []any{r.now, r.now + r.Soon.Microseconds()}}, true
	case r.list == overdueList && r.Order == record.OrderLimit:
		return predicate{sql: `g.late_at IS NOT NULL`}, true
	case r.list == overdueList:
		return predicate{`g.late_at <= ?`, []any{r.now}}, true
	case r.Step != "":
		return predicate{`g.step = ?`, []any{r.Step}}, true
	case r.Status != "" && r.Status != complaint.StatusArchived:
		return predicate{`g.status = ?`, []any{r.Status}}, true
	case r.Policy != "":
		return predicate{`g.policy = ?`, []any{r.Policy}}, true
	case r.Status != "":
		return predicate{`g.status = ?`, []any{r.Status}}, true
	}
	return predicate{sql: `1 = 1`}, false
}

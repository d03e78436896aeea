package store

import (
	"context"
	"fmt"
	"math"

	"duban/complaint"
	"duban/record"
)

// share is what somebody has had to do with cases: the rows f of the record that say so, one for each case, each with
// its instant. All of it is read from the record itself, by an index in the order of the instants.
type share struct {
	rowOrder
	// rows is the table, mine the condition that a row is the person's, and the last of theirs in its case.
	rows, mine string
}

// shareNamed is the share of a name; another is Invalid.
func shareNamed(name record.Share) (share, error) {
	latest := func(l list, key string) rowOrder {
		return rowOrder{
			list:      l,
			key:       key,
			direction: ` DESC`,
			after:     ` < `,
		}
	}
	switch name {
	case record.DoneByMe:
		return share{latest(doneList, `f.recorded_at`), `journal f`, `f.actor = ? AND f.type = 'task_completed'
			AND NOT EXISTS (SELECT 1 FROM journal l WHERE l.case_id = f.case_id AND l.seq > f.seq AND l.actor = f.actor
			AND l.type = 'task_completed')`}, nil
	case record.FiledByMe:
		return share{latest(filedList, `f.filed_at`), `filings f`, `f.filed_by = ?`}, nil
	case record.ToldToMe:
		return share{latest(toldList, `f.delivered_at`), `inbox_notices f`, `f.user_id = ? AND NOT EXISTS (
			SELECT 1 FROM inbox_notices l WHERE l.user_id = f.user_id AND l.case_id = f.case_id
			AND (l.delivered_at, l.seq) > (f.delivered_at, f.seq))`}, nil
	}
	return share{}, complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": "mine"}).At("mine")
}

// sourceFromShare reads what the person has had to do with, the latest first.
func (r *registerPage) sourceFromShare() predicate {
	mine := predicate{r.share.mine, []any{r.person.ID}}
	return r.firstCasesOfSource(r.share.rows+` CROSS JOIN cases c`, r.key, `f.case_id`,
		filters{mine, {`c.id = f.case_id`, nil}, wallAdmitting(r.person)})
}

// foundByText is the condition on the row c of cases that it has the words of a text, for the person to read; nil if
// nothing can be looked for.
func (s *Store) foundByText(
	ctx context.Context, c conn, p complaint.Person, text string, by record.Query,
) (*predicate, error) {
	q, err := s.searchBy(ctx, c, p, text, by)
	if err != nil || q == nil {
		return nil, err
	}
	found, err := s.foundAmong(ctx, c, q)
	return &found, err
}

// foundAmong is the condition on the row c of cases that a search finds it, for a list that is read in an order of its
// own: one of the few cases that the index finds, or where they are many, asked of each.
func (s *Store) foundAmong(ctx context.Context, c conn, q *search) (predicate, error) {
	var some []found
	query := s.dialect.foundBefore(q, nil, math.MaxInt64, mostFound+1)
	if err := c.allRows(ctx, &some, query.sql, query.args...); err != nil {
		return predicate{}, fmt.Errorf("search: %w", err)
	}
	if len(some) > mostFound {
		return s.dialect.isFound(q), nil
	}
	ids := make([]string, len(some))
	for i, f := range some {
		ids[i] = f.Case
	}
	source, err := s.dialect.sourceOfIDs(ids)
	if err != nil {
		return predicate{}, err
	}
	return predicate{`c.id IN ` + source.sql, source.args}, nil
}

// CountInbox counts what waits for a person, each up to so many. No case is read for it.
func (s *Store) CountInbox(ctx context.Context, p complaint.Person, most int) (count record.InboxCount, err error) {
	now := s.nowRounded()
	err = s.read(ctx, "count inbox", func(c conn) error {
		for _, one := range []struct {
			light record.Light
			into  *int
		}{{"", &count.Tasks}, {record.LightLate, &count.Late}} {
			q := inboxPage{
				TaskQuery: record.TaskQuery{Light: one.light},
				person:    p,
				size:      most - 1,
				now:       now,
			}
			rows, err := s.tasksOfPage(ctx, c, q)
			if err != nil {
				return err
			}
			*one.into = len(rows)
		}
		w := wallAdmitting(p)
		return c.getRow(ctx, &count.Notices, `SELECT COUNT(*) FROM (SELECT 1 FROM inbox_notices n
			JOIN cases c ON c.id = n.case_id WHERE n.user_id = ? AND n.read_at IS NULL AND `+w.sql+` LIMIT ?) q`,
			append(append([]any{p.ID}, w.args...), most)...)
	})
	return count, err
}

// SlipsToAnswer are the slips that wait for an answer and are addressed to a seat in which the person sits, in cases
// that the person may read, the latest issued first; at most so many, among the latest of all that they may read.
func (s *Store) SlipsToAnswer(ctx context.Context, p complaint.Person, most int) ([]record.SlipRow, error) {
	rows, _, err := s.ListSlips(ctx, p, record.SlipQuery{Unanswered: true, Limit: longestPage})
	if err != nil {
		return nil, err
	}
	sits := map[string]bool{}
	for _, subject := range complaint.AdmittingSubjects(p) {
		sits[subject] = true
	}
	var mine []record.SlipRow
	for _, r := range rows {
		for _, seat := range r.Slip.To {
			if len(mine) < most && sits[seat.Subject()] {
				mine = append(mine, r)
				break
			}
		}
	}
	return mine, nil
}

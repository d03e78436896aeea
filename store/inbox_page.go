package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/record"
)

// inboxPage is one page of the inbox of one person.
type inboxPage struct {
	record.TaskQuery
	person complaint.Person
	from   *cursor
	size   int
	now    time.Time
	// conditions are on the rows s of task_seats and c of cases; the wall is not among them.
	conditions filters
}

// heldByNotMe are all tasks but the reader's own, which come first.
const heldByNotMe record.Holder = "not_mine"

// parts are the pages by which a page is filled, one after the other: what the person holds comes first.
func (q inboxPage) parts() []inboxPage {
	if q.Holder != "" {
		return []inboxPage{q}
	}
	own, rest := q, q
	own.Holder, rest.Holder = record.HeldByMe, heldByNotMe
	switch {
	case q.from == nil:
		return []inboxPage{own, rest}
	case q.from.Own:
		rest.from = nil
		return []inboxPage{own, rest}
	}
	return []inboxPage{rest}
}

// tasksOfPage are those of a page, and one more if there is one. SQL finds them but for the light, which depends on
// working days: it leaves out what is surely another's, and each row is asked. No case is read for that.
func (s *Store) tasksOfPage(ctx context.Context, c conn, q inboxPage) ([]taskRow, error) {
	lights := lights{
		store:     s,
		conn:      c,
		now:       q.now,
		calendars: map[pinnedPolicy]*calendar.Calendar{},
	}
	if text := strings.TrimSpace(q.Search); text != "" {
		found, err := s.foundByText(ctx, c, q.person, text, record.Query{Policy: q.Policy})
		if err != nil || found == nil {
			return nil, err
		}
		q.conditions = append(q.conditions, *found)
	}
	var rows []taskRow
	for _, part := range q.parts() {
		part.size = q.size - len(rows)
		if part.size < 0 {
			break
		}
		some, err := part.tasksWithLight(ctx, c, lights)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows, nil
}

// tasksWithLight are those of one part.
func (q inboxPage) tasksWithLight(ctx context.Context, c conn, lights lights) ([]taskRow, error) {
	q.conditions = slices.Clone(q.conditions)
	if err := q.addConditions(ctx, lights); err != nil {
		return nil, err
	}
	var rows []taskRow
	for {
		some, err := q.nextTasks(ctx, c)
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			fits, err := lights.hasLight(ctx, r, q.Light)
			if err != nil {
				return nil, err
			}
			if fits {
				r.own = q.Holder == record.HeldByMe
				rows = append(rows, r)
			}
		}
		if len(rows) > q.size || len(some) <= q.size {
			return rows, nil
		}
		last := some[len(some)-1].cursorAtRow()
		q.from = &last
	}
}

// addConditions makes conditions of what is asked for.
func (q *inboxPage) addConditions(ctx context.Context, l lights) error {
	f := &q.conditions
	if q.Policy != "" {
		f.addCondition(`c.policy = ?`, q.Policy)
	}
	const holder = `(SELECT t.assignee FROM case_tasks t WHERE t.case_id = s.case_id AND t.task_id = s.task_id)`
	switch q.Holder {
	case record.HeldByMe: // nextTasks begins with those
	case heldByNotMe:
		f.addCondition(holder+` <> ?`, q.person.ID)
	case record.HeldByNobody:
		f.addCondition(holder + ` = ''`)
	case record.HeldByOthers:
		f.addCondition(holder+` NOT IN ('', ?)`, q.person.ID)
	}
	return l.addLight(ctx, f, q.Light)
}

// nextTasks are the next tasks from the cursor on, one more than a page.
func (q *inboxPage) nextTasks(ctx context.Context, c conn) (rows []taskRow, err error) {
	var each filters
	source := `task_seats s CROSS JOIN cases c`
	for _, subject := range complaint.AdmittingSubjects(q.person) {
		f := filters{{`s.subject = ?`, []any{subject}}, {`c.id = s.case_id`, nil}, inboxAdmitting(q.person)}
		if q.Holder == record.HeldByMe { // few, however many are offered
			source = `case_tasks h CROSS JOIN task_seats s CROSS JOIN cases c`
			f.addCondition(`h.assignee = ? AND h.assignee <> ''`, q.person.ID)
			f.addCondition(`s.case_id = h.case_id AND s.task_id = h.task_id`)
		}
		f = append(f, q.conditions...)
		if q.from != nil {
			f.addCondition(`(s.due, s.case_id, s.task_id) > (?, ?, ?)`, q.from.At, q.from.Case, q.from.Item)
		}
		where := f.joinConditions(" AND ")
		each.addCondition(
			`SELECT * FROM (SELECT s.due, s.case_id, s.task_id FROM `+source+` WHERE `+
				where.sql+`
			ORDER BY s.due, s.case_id, s.task_id LIMIT ?) q`, append(where.args, q.size+1)...,
		)
	}
	first := each.joinConditions(" UNION ")
	err = c.allRows(ctx, &rows, `SELECT `+caseColumns+`, t.task_id, t.step AS task_step, t.title, t.seats, t.assignee,
		t.state, t.opened_at, t.due AS task_due, m.due AS due_key, t.urged
		FROM (`+first.sql+`) m JOIN case_tasks t ON t.case_id = m.case_id AND t.task_id = m.task_id
		JOIN cases c ON c.id = m.case_id ORDER BY m.due, m.case_id, m.task_id LIMIT ?`, append(first.args, q.size+1)...)
	return rows, err
}

// inboxAdmitting is the wall for tasks s of case c: those in which an entry of the ledger is put to whom it concerns
// are theirs whether it admits them or not.
func inboxAdmitting(p complaint.Person) predicate {
	wall := wallAdmitting(p)
	if !p.Active {
		return wall
	}
	return predicate{`(s.concerned = 1 OR (` + wall.sql + `))`, wall.args}
}

package store

import (
	"context"
	"encoding/json"
	"fmt"

	"duban/complaint"
)

// taskRow is a live task with its case.
type taskRow struct {
	caseRow
	Task     string `db:"task_id"`
	TaskStep string `db:"task_step"`
	Title    string `db:"title"`
	Seats    string `db:"seats"`
	Assignee string `db:"assignee"`
	State    string `db:"state"`
	OpenedAt int64  `db:"opened_at"`
	TaskDue  *int64 `db:"task_due"`
	DueKey   int64  `db:"due_key"`
	Urged    bool   `db:"urged"`
}

// Inbox lists the live tasks offered to a seat the person sits in or held by the person, in cases the person may
// read, the earliest limit first, and the cursor of the next page, "" on the last. A task with no limit of its
// own is sorted by its case's. A bad cursor is Invalid.
func (s *Store) Inbox(
	ctx context.Context, p complaint.Person, at string, limit int,
) (tasks []complaint.TaskRow, next string, err error) {
	from, err := readCursor(inboxList, at)
	if err != nil {
		return nil, "", err
	}
	size, now := pageSize(limit), s.now()
	var each filters
	for _, subject := range complaint.Subjects(p) {
		f := filters{{`s.subject = ?`, []any{subject}}, {`c.id = s.case_id`, nil}, wallFor(p)}
		if from != nil {
			f.add(`(s.due, s.case_id, s.task_id) > (?, ?, ?)`, from.At, from.Case, from.Item)
		}
		where := f.join(" AND ")
		each.add(`SELECT * FROM (SELECT s.due, s.case_id, s.task_id FROM task_seats s CROSS JOIN cases c WHERE `+where.sql+`
			ORDER BY s.due, s.case_id, s.task_id LIMIT ?) q`, append(where.args, size+1)...)
	}
	first := each.join(" UNION ")
	var rows []taskRow
	err = s.read(ctx, "inbox", func(c conn) error {
		return c.all(ctx, &rows, `SELECT `+caseColumns+`, t.task_id, t.step AS task_step, t.title, t.seats, t.assignee,
			t.state, t.opened_at, t.due AS task_due, m.due AS due_key, t.urged
			FROM (`+first.sql+`) m JOIN case_tasks t ON t.case_id = m.case_id AND t.task_id = m.task_id
			JOIN cases c ON c.id = m.case_id ORDER BY m.due, m.case_id, m.task_id LIMIT ?`, append(first.args, size+1)...)
	})
	if err != nil {
		return nil, "", err
	}
	rows, next = page(rows, size, func(r taskRow) cursor {
		return cursor{List: inboxList, At: r.DueKey, Case: r.ID, Item: r.Task}
	})
	for _, r := range rows {
		task, err := r.task()
		if err != nil {
			return nil, "", fmt.Errorf("inbox: %w", err)
		}
		tasks = append(tasks, complaint.TaskRow{
			Task: task, Due: maybeInstant(r.TaskDue), Overdue: r.overdue(r.TaskDue, now), Urged: r.Urged, Case: r.row(now),
		})
	}
	return tasks, next, nil
}

func (r taskRow) task() (complaint.Task, error) {
	t := complaint.Task{
		ID: complaint.TaskID(r.Task), Step: complaint.StepID(r.TaskStep), Title: r.Title,
		Assignee: complaint.UserID(r.Assignee), State: complaint.TaskState(r.State),
		OpenedAt: complaint.Instant(instant(r.OpenedAt)),
	}
	if err := json.Unmarshal([]byte(r.Seats), &t.Seats); err != nil {
		return complaint.Task{}, fmt.Errorf("seats of task %s: %w", r.Task, err)
	}
	return t, nil
}

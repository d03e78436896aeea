package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"duban/complaint"
	"duban/record"
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
	// own: the reader holds it, and it stands among what comes first.
	own bool
}

// EachInboxTask goes through the live tasks offered to a seat the person sits in or held by the person, in cases the
// person may read: those that the person holds, then the others, the earliest limit first, each with its case as the
// same transaction sees it. It returns the cursor of the next page, "" on the last. A task with no limit of its own is
// sorted by its case's. A bad cursor is Invalid.
func (s *Store) EachInboxTask(
	ctx context.Context, p complaint.Person, q record.TaskQuery, each func(record.TaskRow, record.ReadTx) error,
) (next string, err error) {
	from, err := parseCursor(inboxList, q.Cursor)
	if err != nil {
		return "", err
	}
	tasks := inboxPage{
		TaskQuery: q,
		person:    p,
		from:      from,
		size:      pageSize(q.Limit),
		now:       s.nowRounded(),
	}
	err = s.read(ctx, "inbox", func(c conn) error {
		rows, err := s.tasksOfPage(ctx, c, tasks)
		if err != nil {
			return err
		}
		rows, next = cutToPage(rows, tasks.size, taskRow.cursorAtRow)
		cases, err := s.casesOfTasks(ctx, c, rows)
		if err != nil {
			return err
		}
		for _, r := range rows {
			task, err := r.asInboxRow(tasks.now)
			if err != nil {
				return err
			}
			if err := each(task, cases[task.Case.ID]); err != nil {
				return err
			}
		}
		return nil
	})
	return next, err
}

// casesOfTasks are the tasks' cases, each as its own transaction would have it, with their journals read by one
// statement.
func (s *Store) casesOfTasks(ctx context.Context, c conn, rows []taskRow) (map[complaint.CaseID]*transaction, error) {
	all := make(map[complaint.CaseID]*transaction, len(rows))
	around := s.newTransaction(c, "").around
	var known filters
	for _, r := range rows {
		id := complaint.CaseID(r.ID)
		if all[id] != nil {
			continue
		}
		all[id] = &transaction{
			conn:        c,
			store:       s,
			id:          id,
			around:      around,
			k:           s.folded.get(id),
			clockOffset: &r.ClockOffset,
		}
		known.addCondition(`(CAST(? AS TEXT), CAST(? AS INTEGER))`, id, all[id].k.Seq)
	}
	if len(all) == 0 {
		return nil, nil
	}
	var entries []entry
	wanted := known.joinConditions(", ")
	err := c.allRows(ctx, &entries, `WITH known (id, from_seq) AS (VALUES `+wanted.sql+`) SELECT `+entryColumns+`
		FROM known CROSS JOIN journal WHERE case_id = id AND seq >= from_seq ORDER BY case_id, seq`, wanted.args...)
	if err != nil {
		return nil, fmt.Errorf("journals: %w", err)
	}
	journals := map[complaint.CaseID][]entry{}
	for _, e := range entries {
		journals[complaint.CaseID(e.Case)] = append(journals[complaint.CaseID(e.Case)], e)
	}
	for id, t := range all {
		if t.k, err = s.foldOnto(t.k, journals[id]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r taskRow) cursorAtRow() cursor {
	return cursor{
		List: inboxList,
		At:   r.DueKey,
		Case: r.ID,
		Item: r.Task,
		Own:  r.own,
	}
}

func (r taskRow) asInboxRow(now time.Time) (record.TaskRow, error) {
	task, err := r.asTask()
	return record.TaskRow{
		Task:    task,
		Due:     maybeInstantOfMicros(r.TaskDue),
		Overdue: r.isOverdueAt(r.TaskDue, now),
		Urged:   r.Urged,
		Case:    r.asRegisterRow(now),
	}, err
}

func (r taskRow) asTask() (complaint.Task, error) {
	t := complaint.Task{
		ID:       complaint.TaskID(r.Task),
		Step:     complaint.StepID(r.TaskStep),
		Title:    r.Title,
		Assignee: complaint.UserID(r.Assignee),
		State:    complaint.TaskState(r.State),
		OpenedAt: complaint.Instant(instantOfMicros(r.OpenedAt)),
	}
	if err := json.Unmarshal([]byte(r.Seats), &t.Seats); err != nil {
		return complaint.Task{}, fmt.Errorf("seats of task %s: %w", r.Task, err)
	}
	return t, nil
}

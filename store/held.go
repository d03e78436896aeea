package store

import (
	"context"
	"encoding/json"
	"fmt"

	"duban/complaint"
	"duban/record"
)

// TasksHeld are the live tasks that somebody holds, by case and task, after the one given, at most limit.
func (s *Store) TasksHeld(ctx context.Context, after record.HeldTask, limit int) ([]record.HeldTask, error) {
	var rows []struct {
		Case     string `db:"case_id"`
		Task     string `db:"task_id"`
		Seq      int    `db:"seq"`
		Seats    string `db:"seats"`
		Assignee string `db:"assignee"`
		For      string `db:"acts_for"`
	}
	err := s.read(ctx, "tasks held", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT t.case_id, t.task_id, c.seq, t.seats, t.assignee, t.acts_for
			FROM case_tasks t JOIN cases c ON c.id = t.case_id
			WHERE t.assignee <> '' AND (t.case_id, t.task_id) > (?, ?) ORDER BY t.case_id, t.task_id LIMIT ?`,
			after.Case, after.Task.ID, limit)
	})
	if err != nil {
		return nil, err
	}
	held := make([]record.HeldTask, len(rows))
	for i, r := range rows {
		held[i] = record.HeldTask{Case: complaint.CaseID(r.Case), Seq: r.Seq, Task: complaint.Task{
			ID:       complaint.TaskID(r.Task),
			Assignee: complaint.UserID(r.Assignee),
			For:      complaint.UserID(r.For),
			State:    complaint.TaskTaken,
		}}
		if err := json.Unmarshal([]byte(r.Seats), &held[i].Task.Seats); err != nil {
			return nil, fmt.Errorf("seats of task %s: %w", r.Task, err)
		}
	}
	return held, nil
}

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
)

// foldedColumns are the columns of cases that come from the folded state; foldedValues are in their order.
const foldedColumns = `seq, number, policy, version, kind, category, severity, status, step, step_title, unit, subject,
	received_at, due, wake`

func foldedValues(k *complaint.Case) []any {
	var due, wake *time.Time
	if d := k.NextDue(); d != nil {
		due = &d.Due.Time
	}
	if _, r := k.NextRung(); r != nil {
		wake = &r.At.Time
	}
	return []any{
		k.Seq, k.Number, k.Policy.ID, k.Policy.Version, k.Kind, k.Category, k.Severity, k.Status, k.Step, k.StepTitle,
		k.ResponsibleUnit(), k.Subject, micros(k.ReceivedAt.Time), maybeMicros(due), maybeMicros(wake),
	}
}

// Project implements [activities.Tx]. A case that was never filed is NotFound. A case that has been acted on
// has evidently been started, so its order to start is done.
func (t *transaction) Project(ctx context.Context, k *complaint.Case, w complaint.Wall) error {
	if k.ID != t.id {
		return fmt.Errorf("project: case %s is not this transaction's", k.ID)
	}
	n, err := t.exec(ctx, `UPDATE cases SET (`+foldedColumns+`) = (`+marks(len(foldedValues(k)))+`) WHERE id = ?`,
		append(foldedValues(k), t.id)...)
	if err != nil {
		return fmt.Errorf("project: %w", err)
	}
	if n == 0 {
		return noCase()
	}
	if err := t.clear(ctx, t.id, "task_seats", "case_tasks", "case_slips"); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	if err := t.projectTasks(ctx, k); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	if err := t.projectSlips(ctx, k); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	if err := t.build(ctx, t.id, w); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	return t.startedBy(ctx, t.id, micros(t.store.now()))
}

// projectTasks lists the live tasks; finished ones are in the case itself.
func (t *transaction) projectTasks(ctx context.Context, k *complaint.Case) error {
	var tasks, seats [][]any
	urged := slices.ContainsFunc(k.Slips, func(s complaint.IssuedSlip) bool {
		return s.Kind == complaint.UrgeSlip && s.State == complaint.SlipOpen
	})
	for _, task := range k.LiveTasks() {
		offered, err := json.Marshal(task.Seats)
		if err != nil {
			return fmt.Errorf("encode seats: %w", err)
		}
		tasks = append(tasks, []any{
			t.id, task.ID, task.Step, task.Title, string(offered), task.Assignee, task.State,
			micros(task.OpenedAt.Time), maybeMicros(taskDue(k, task)), urged,
		})
		var subjects []string
		for _, s := range task.Seats {
			subjects = append(subjects, s.Subject())
		}
		slices.Sort(subjects)
		for _, s := range slices.Compact(subjects) {
			seats = append(seats, []any{t.id, task.ID, s})
		}
	}
	const columns = `case_id, task_id, step, title, seats, assignee, state, opened_at, due, urged`
	if err := t.insert(ctx, "case_tasks", columns, tasks...); err != nil {
		return err
	}
	return t.insert(ctx, "task_seats", `case_id, task_id, subject`, seats...)
}

// taskDue is the earliest running limit of the task or its step, else of the case as a whole.
func taskDue(k *complaint.Case, task *complaint.Task) *time.Time {
	var own, whole *time.Time
	for i := range k.Deadlines {
		d := &k.Deadlines[i]
		if d.Ended() || d.State == complaint.Suspended {
			continue
		}
		switch {
		case d.Task == task.ID, d.Task == "" && d.Step != "" && d.Step == task.Step:
			own = earlier(own, &d.Due.Time)
		case d.Task == "" && d.Step == "":
			whole = earlier(whole, &d.Due.Time)
		}
	}
	if own != nil {
		return own
	}
	return whole
}

func earlier(a, b *time.Time) *time.Time {
	if a != nil && a.Before(*b) {
		return a
	}
	return b
}

func (t *transaction) projectSlips(ctx context.Context, k *complaint.Case) error {
	var rows [][]any
	for _, s := range k.Slips {
		to, err := json.Marshal(s.To)
		if err != nil {
			return fmt.Errorf("encode slip: %w", err)
		}
		var due *time.Time
		if s.ReplyDue != nil {
			due = &s.ReplyDue.Time
		}
		rows = append(rows, []any{
			t.id, s.ID, s.Kind, s.Number, string(to), micros(s.IssuedAt.Time), maybeMicros(due), s.State, s.Reply,
		})
	}
	const columns = `case_id, slip_id, kind, number, addressed, issued_at, reply_due, state, reply`
	return t.insert(ctx, "case_slips", columns, rows...)
}

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
	lists, err := listings(k, w)
	if err != nil {
		return fmt.Errorf("project: %w", err)
	}
	if err := t.replace(ctx, t.id, lists); err != nil {
		return fmt.Errorf("project: %w", err)
	}
	return t.startedBy(ctx, t.id, micros(t.store.now()))
}

// listing is what one list shows of a case.
type listing struct {
	table, columns string
	rows           [][]any
}

// listings are the case's rows in all lists, each list after those it refers to.
func listings(k *complaint.Case, w complaint.Wall) ([]listing, error) {
	tasks, err := taskListings(k)
	if err != nil {
		return nil, err
	}
	slips, err := slipListing(k)
	if err != nil {
		return nil, err
	}
	return slices.Concat(tasks, []listing{slips}, wallListings(k.ID, w)), nil
}

// replace makes the lists show of the case what is given, and nothing else.
func (c conn) replace(ctx context.Context, id complaint.CaseID, lists []listing) error {
	for _, l := range slices.Backward(lists) {
		if _, err := c.exec(ctx, `DELETE FROM `+l.table+` WHERE case_id = ?`, id); err != nil {
			return fmt.Errorf("clear %s: %w", l.table, err)
		}
	}
	for _, l := range lists {
		if err := c.insert(ctx, l.table, l.columns, l.rows...); err != nil {
			return err
		}
	}
	return nil
}

// taskListings show the live tasks and whom they are offered to; finished ones are in the case itself.
func taskListings(k *complaint.Case) ([]listing, error) {
	tasks := listing{table: "case_tasks", columns: `case_id, task_id, step, title, seats, assignee, state, opened_at, due, urged`}
	seats := listing{table: "task_seats", columns: `case_id, task_id, subject`}
	urged := slices.ContainsFunc(k.Slips, func(s complaint.IssuedSlip) bool {
		return s.Kind == complaint.UrgeSlip && s.State == complaint.SlipOpen
	})
	for _, task := range k.LiveTasks() {
		offered, err := json.Marshal(task.Seats)
		if err != nil {
			return nil, fmt.Errorf("encode seats: %w", err)
		}
		tasks.rows = append(tasks.rows, []any{
			k.ID, task.ID, task.Step, task.Title, string(offered), task.Assignee, task.State,
			micros(task.OpenedAt.Time), maybeMicros(taskDue(k, task)), urged,
		})
		var subjects []string
		for _, s := range task.Seats {
			subjects = append(subjects, s.Subject())
		}
		slices.Sort(subjects)
		for _, s := range slices.Compact(subjects) {
			seats.rows = append(seats.rows, []any{k.ID, task.ID, s})
		}
	}
	return []listing{tasks, seats}, nil
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

func slipListing(k *complaint.Case) (listing, error) {
	slips := listing{table: "case_slips", columns: `case_id, slip_id, kind, number, addressed, issued_at, reply_due, state, reply`}
	for _, s := range k.Slips {
		to, err := json.Marshal(s.To)
		if err != nil {
			return slips, fmt.Errorf("encode slip: %w", err)
		}
		var due *time.Time
		if s.ReplyDue != nil {
			due = &s.ReplyDue.Time
		}
		slips.rows = append(slips.rows, []any{
			k.ID, s.ID, s.Kind, s.Number, string(to), micros(s.IssuedAt.Time), maybeMicros(due), s.State, s.Reply,
		})
	}
	return slips, nil
}

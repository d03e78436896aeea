package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"duban/complaint"
	"duban/policy"
)

// foldedColumns are the columns of cases that come from the folded state; valuesOfFoldedCase are in their order.
const foldedColumns = `seq, number, policy, version, kind, category, severity, status, step, step_title, unit, subject,
	received_at, due, wake, counted_until`

func valuesOfFoldedCase(k *complaint.Case) []any {
	var due, wake *time.Time
	var counted int64 // nought: nothing is; a row written before this was told has null
	if d := k.NextDueDeadline(); d != nil {
		due = &d.Due.Time
	}
	if _, r := k.NextRung(); r != nil && k.Status != complaint.StatusArchived {
		wake = &r.At.Time
	}
	if at := k.CountedUntil(); at != nil && k.Status != complaint.StatusArchived {
		counted = microsOf(at.Time)
	}
	return []any{
		k.Seq, k.Number, k.Policy.ID, k.Policy.Version, k.Kind, k.Category, k.Severity, k.Status, k.Step, k.StepTitle,
		k.ResponsibleUnit(), k.Subject, microsOf(k.ReceivedAt.Time), maybeMicrosOf(due), maybeMicrosOf(wake),
		counted,
	}
}

// ProjectToLists implements [record.Tx]. A case that was never filed is NotFound. A case that has been acted on
// has evidently been started, so its order to start is done. A list that would not change is left alone.
func (t *transaction) ProjectToLists(
	ctx context.Context, k *complaint.Case, w complaint.Wall, surveys []complaint.StepID,
) error {
	if k.ID != t.id {
		return fmt.Errorf("project: case %s is not this transaction's", k.ID)
	}
	first, err := t.projectToLists(ctx, k, w, surveys)
	if err == nil && first {
		err = t.removeErrands(ctx, complaint.StartErrand, t.id, "")
	}
	return wrapError("project", err)
}

// projectToLists makes all lists show the case as it is. first: nothing was known of what they showed before, as before
// the case's first act.
func (t *transaction) projectToLists(
	ctx context.Context, k *complaint.Case, w complaint.Wall, surveys []complaint.StepID,
) (first bool, err error) {
	var before struct {
		standing
		Lists   string `db:"lists"`
		Figures int    `db:"figures_seq"`
		indexed
	}
	found, err := t.findRow(ctx, &before, `SELECT c.filed_at, c.clock_offset, c.lists, c.figures_seq, s.key_id, s.rules,
			s.made_of FROM cases c LEFT JOIN case_search s ON s.case_id = c.id WHERE c.id = ?`, t.id)
	if err != nil {
		return false, err
	}
	if !found {
		return false, noCaseError()
	}
	lists, err := t.store.listingsOfCase(k, before.standing, w, surveys)
	if err != nil {
		return false, err
	}
	after, err := t.replaceCaseRows(ctx, t.id, before.Lists, lists)
	if err != nil {
		return false, err
	}
	folded := valuesOfFoldedCase(k)
	_, err = t.exec(ctx, `UPDATE cases SET (`+foldedColumns+`, lists) = (`+parameterList(len(folded)+1)+`), written_at =
		(SELECT recorded_at FROM journal WHERE case_id = ? AND seq = ?) WHERE id = ?`,
		append(folded, after, t.id, k.Seq, t.id)...)
	if err == nil {
		err = t.projectFigures(ctx, k, before.Figures)
	}
	if err == nil {
		err = t.indexCase(ctx, k, w, before.indexed)
	}
	return before.Lists == "", err
}

// listingsOfCase are the case's rows in all lists; see [outdated].
func (s *Store) listingsOfCase(
	k *complaint.Case, at standing, w complaint.Wall, surveys []complaint.StepID,
) ([]caseRows, error) {
	tasks, err := taskRows(k)
	if err != nil {
		return nil, err
	}
	slips, err := slipRows(k)
	if err != nil {
		return nil, err
	}
	months, err := monthRows(k, w, s.location, surveys)
	if err != nil {
		return nil, err
	}
	words := caseRows{table: "case_words", columns: `case_id, words`} // empty: only the release before fills it
	return slices.Concat(tasks, []caseRows{slips}, wallRows(k, at, w),
		[]caseRows{words, months, alikeRows(k), circularRows(k)}, ledgerRows(k, w)), nil
}

// taskRows show the live tasks, and in whose inbox they are: of whoever sits in a seat they are offered to. Finished
// ones are in the case itself.
func taskRows(k *complaint.Case) ([]caseRows, error) {
	tasks := caseRows{
		table:   "case_tasks",
		columns: `case_id, task_id, step, title, seats, assignee, acts_for, state, opened_at, due, urged`,
	}
	seats := caseRows{table: "task_seats", columns: `subject, due, case_id, task_id, concerned`}
	urged := slices.ContainsFunc(k.Slips, func(s complaint.IssuedSlip) bool {
		return s.Kind == complaint.UrgeSlip && s.State == complaint.SlipOpen
	})
	for _, task := range k.LiveTasks() {
		offered, err := json.Marshal(task.Seats)
		if err != nil {
			return nil, fmt.Errorf("encode seats: %w", err)
		}
		due := maybeMicrosOf(taskDue(k, task))
		tasks.rows = append(tasks.rows, []any{
			k.ID, task.ID, task.Step, task.Title, string(offered), task.Assignee, task.For, task.State,
			microsOf(task.OpenedAt.Time), due, urged,
		})
		var subjects []string
		for _, s := range task.Seats {
			subjects = append(subjects, s.Subject())
		}
		for _, s := range sortedUnique(subjects) {
			seats.rows = append(seats.rows,
				[]any{s, dueSortKey(due), k.ID, task.ID, asFlag(policy.IsOfConcerned(task.Step))})
		}
	}
	return []caseRows{tasks, seats}, nil
}

// asFlag is a truth as both databases hold it in a column of numbers.
func asFlag(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// dueSortKey sorts tasks without a limit last.
func dueSortKey(due *int64) int64 {
	if due == nil {
		return math.MaxInt64
	}
	return *due
}

// taskDue is the earliest running limit of the task or its step, else of the case as a whole.
func taskDue(k *complaint.Case, task *complaint.Task) *time.Time {
	var own, whole *time.Time
	for i := range k.Deadlines {
		d := &k.Deadlines[i]
		if d.IsEnded() || d.State == complaint.StateSuspended {
			continue
		}
		switch {
		case d.Task == task.ID, d.Task == "" && d.Step != "" && d.Step == task.Step:
			own = earlierOf(own, &d.Due.Time)
		case d.Task == "" && d.Step == "":
			whole = earlierOf(whole, &d.Due.Time)
		}
	}
	if own != nil {
		return own
	}
	return whole
}

func earlierOf(a, b *time.Time) *time.Time {
	if a != nil && a.Before(*b) {
		return a
	}
	return b
}

func slipRows(k *complaint.Case) (caseRows, error) {
	slips := caseRows{
		table: "case_slips",
		columns: `case_id, slip_id, kind, number, addressed, issued_at, reply_due, state, reply, ground, text,
			received, void`,
	}
	for _, s := range k.Slips {
		to, err := json.Marshal(s.To)
		if err != nil {
			return slips, fmt.Errorf("encode slip: %w", err)
		}
		received := ""
		if len(s.Received) > 0 {
			list, err := json.Marshal(s.Received)
			if err != nil {
				return slips, fmt.Errorf("encode receipts: %w", err)
			}
			received = string(list)
		}
		var due *time.Time
		if s.ReplyDue != nil {
			due = &s.ReplyDue.Time
		}
		slips.rows = append(slips.rows, []any{
			k.ID, s.ID, s.Kind, s.Number, string(to), microsOf(s.IssuedAt.Time), maybeMicrosOf(due), s.State, s.Reply,
			s.Ground, s.Text, received, s.Void,
		})
	}
	return slips, nil
}

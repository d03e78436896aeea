package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/complaint"
)

// DatabaseTime is the database's own wall clock.
func (s *Store) DatabaseTime(ctx context.Context) (time.Time, error) {
	query := map[Dialect]string{
		SQLite:   `SELECT CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)`,
		Postgres: `SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)`,
	}[s.dialect]
	var us int64
	err := s.read(ctx, "clock of the database", func(c conn) error { return c.getRow(ctx, &us, query) })
	return instantOfMicros(us), err
}

// Outlook is what the open cases, all that are not archived, wait for.
type Outlook struct {
	Open int64
	// Due is the latest of their next limits, nil if there is none.
	Due *time.Time
}

// OutlookOfOpenCases reads what the open cases wait for.
func (s *Store) OutlookOfOpenCases(ctx context.Context) (Outlook, error) {
	var row struct {
		Open int64  `db:"open"`
		Due  *int64 `db:"due"`
	}
	err := s.read(ctx, "outlook", func(c conn) error {
		return c.getRow(ctx, &row, `SELECT COUNT(*) AS open, MAX(due) AS due FROM cases WHERE status <> ?`,
			complaint.StatusArchived)
	})
	return Outlook{Open: row.Open, Due: maybeInstantOfMicros(row.Due)}, err
}

// VacantTask is a task that nobody in the directory can take.
type VacantTask struct {
	Case  complaint.CaseID `db:"case_id"`
	Title string           `db:"title"`
}

// VacantTasks are live tasks of open cases that nobody active can take, at most limit: those offered only to seats in
// which nobody sits, and those offered to none, but for windows, which lapse by themselves.
func (s *Store) VacantTasks(ctx context.Context, d complaint.Directory, limit int) ([]VacantTask, error) {
	held := map[string]bool{}
	for _, p := range d.People {
		if p.Active {
			for _, subject := range complaint.AdmittingSubjects(p) {
				held[subject] = true
			}
		}
	}
	var tasks []VacantTask
	err := s.read(ctx, "vacant tasks", func(c conn) error {
		var offered []string
		if err := c.allRows(ctx, &offered, `SELECT DISTINCT subject FROM task_seats`); err != nil {
			return fmt.Errorf("seats: %w", err)
		}
		var err error
		if tasks, err = s.tasksOfNoSeat(ctx, c, limit); err != nil {
			return err
		}
		vacant := slices.DeleteFunc(offered, func(subject string) bool { return held[subject] })
		if len(vacant) == 0 {
			return nil
		}
		var unheld []VacantTask
		if err := c.allRows(ctx, &unheld, `SELECT t.case_id, t.title FROM case_tasks t JOIN cases c ON c.id = t.case_id
			WHERE c.status <> ? AND EXISTS (SELECT 1 FROM task_seats s
				WHERE s.case_id = t.case_id AND s.task_id = t.task_id)
			AND NOT EXISTS (SELECT 1 FROM task_seats s
				WHERE s.case_id = t.case_id AND s.task_id = t.task_id AND s.subject NOT IN (`+
			parameterList(len(vacant))+
			`))
			ORDER BY t.case_id, t.task_id LIMIT ?`,
			append(append([]any{complaint.StatusArchived}, asArguments(vacant)...), limit)...); err != nil {
			return err
		}
		tasks = append(tasks, unheld...)
		return nil
	})
	return tasks[:min(limit, len(tasks))], err
}

// tasksOfNoSeat are the live tasks that are offered to no seat, and do not lapse by themselves.
func (s *Store) tasksOfNoSeat(ctx context.Context, c conn, limit int) ([]VacantTask, error) {
	const ofNoSeat = ` FROM case_tasks t JOIN cases c ON c.id = t.case_id WHERE c.status <> ?
		AND NOT EXISTS (SELECT 1 FROM task_seats s WHERE s.case_id = t.case_id AND s.task_id = t.task_id)`
	var steps []struct {
		Policy  string           `db:"policy"`
		Version int              `db:"version"`
		Step    complaint.StepID `db:"step"`
	}
	if err := c.allRows(ctx, &steps, `SELECT DISTINCT c.policy, c.version, t.step`+ofNoSeat,
		complaint.StatusArchived); err != nil {
		return nil, err
	}
	var tasks []VacantTask
	for _, at := range steps {
		p, err := s.policyWhere(ctx, c, `id = ? AND version = ?`, at.Policy, at.Version)
		if err != nil {
			return nil, err
		}
		if step := p.Step(at.Step); step != nil && step.LapsesByItself() {
			continue
		}
		var here []VacantTask
		if err := c.allRows(ctx, &here, `SELECT t.case_id, t.title`+ofNoSeat+
			` AND c.policy = ? AND c.version = ? AND t.step = ? ORDER BY t.case_id, t.task_id LIMIT ?`,
			complaint.StatusArchived, at.Policy, at.Version, at.Step, limit); err != nil {
			return nil, err
		}
		tasks = append(tasks, here...)
	}
	return tasks, nil
}

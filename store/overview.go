package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"duban/complaint"
)

// Overview counts what waits and how the months have gone, in the cases behind whose wall the person is.
func (s *Store) Overview(ctx context.Context, p complaint.Person, q complaint.OverviewQuery) (complaint.Overview, error) {
	var o complaint.Overview
	err := s.read(ctx, "overview", func(c conn) (err error) {
		look := overview{conn: c, wall: wallFor(p), now: s.now(), query: q}
		if o.Waiting, err = look.waiting(ctx); err != nil {
			return err
		}
		if o.Received, err = look.received(ctx); err != nil {
			return err
		}
		if o.Ended, err = look.ended(ctx); err != nil {
			return err
		}
		o.Rated, err = look.rated(ctx)
		return err
	})
	return o, err
}

type overview struct {
	conn
	wall  predicate
	now   time.Time
	query complaint.OverviewQuery
}

func (o overview) waiting(ctx context.Context) ([]complaint.Waiting, error) {
	const late = `t.due IS NOT NULL AND t.due - c.clock_offset <= ?`
	now := micros(o.now)
	var rows []complaint.Waiting
	err := o.all(ctx, &rows, `SELECT c.policy, c.unit, t.assignee, COUNT(*) AS tasks,
		SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS late, SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS soon
		FROM case_tasks t JOIN cases c ON c.id = t.case_id WHERE `+o.wall.sql+` GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
		append([]any{now, now + o.query.Soon.Microseconds()}, o.wall.args...)...)
	for i := range rows {
		rows[i].Soon -= rows[i].Late
	}
	return rows, err
}

func (o overview) received(ctx context.Context) ([]complaint.Received, error) {
	var rows []complaint.Received
	month, within := o.month(`c.received_at`)
	err := o.all(ctx, &rows, `SELECT c.policy, c.category, `+month+` AS month, COUNT(*) AS cases FROM cases c
		WHERE `+within+` AND `+o.wall.sql+` GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, o.wall.args...)
	return rows, err
}

// lately is how an event says that what was due came after its limit: its data are canonical JSON.
const lately = `%"late":true%`

// ended counts a limit in the month in which it was met, or in which it passed.
func (o overview) ended(ctx context.Context) ([]complaint.Ended, error) {
	var rows []complaint.Ended
	month, within := o.month(`j.at`)
	args := append([]any{
		complaint.TypeOf(complaint.DeadlineMet{}), complaint.TypeOf(complaint.DeadlineMissed{}), complaint.TypeOf(complaint.DeadlineMet{}), lately,
		complaint.TypeOf(complaint.DeadlineMissed{}),
	}, o.wall.args...)
	err := o.all(ctx, &rows, `SELECT c.policy, `+month+` AS month, SUM(CASE WHEN j.type = ? THEN 1 ELSE 0 END) AS met,
		SUM(CASE WHEN j.type = ? THEN 1 ELSE 0 END) AS missed FROM journal j JOIN cases c ON c.id = j.case_id
		WHERE (j.type = ? AND j.data NOT LIKE ? OR j.type = ?) AND `+within+` AND `+o.wall.sql+` GROUP BY 1, 2 ORDER BY 1, 2`, args...)
	return rows, err
}

func (o overview) rated(ctx context.Context) ([]complaint.Rated, error) {
	var all []complaint.Rated
	month, within := o.month(`j.at`)
	for _, survey := range o.query.Surveys {
		var rows []complaint.Rated
		answer := contains(fmt.Sprintf(`"outcome":%q,"step":%q`, survey.Outcome, survey.Step)) // neighbours in canonical JSON
		args := append([]any{survey.Policy, complaint.TypeOf(complaint.TaskCompleted{}), answer}, o.wall.args...)
		err := o.all(ctx, &rows, `SELECT `+month+` AS month, COUNT(*) AS times FROM journal j JOIN cases c ON c.id = j.case_id
			WHERE c.policy = ? AND j.type = ? AND j.data LIKE ? ESCAPE '!' AND `+within+` AND `+o.wall.sql+` GROUP BY 1 ORDER BY 1`, args...)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			row.Survey = survey
			all = append(all, row)
		}
	}
	return all, nil
}

// month is the place of an instant's month among those asked for, and the condition that it is in one of them.
func (o overview) month(column string) (expression, within string) {
	m := o.query.Months
	var b strings.Builder
	b.WriteString("CASE")
	for i, end := range m[1:] {
		fmt.Fprintf(&b, " WHEN %s < %d THEN %d", column, micros(end), i)
	}
	b.WriteString(" END")
	return b.String(), fmt.Sprintf("%s >= %d AND %s < %d", column, micros(m[0]), column, micros(m[len(m)-1]))
}

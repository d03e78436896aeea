package store

import (
	"context"
	"slices"
	"time"

	"duban/complaint"
	"duban/record"
)

// CountOverview counts what waits and how the months have gone, in the cases behind whose wall the person is.
func (s *Store) CountOverview(
	ctx context.Context, p complaint.Person, q record.OverviewQuery,
) (record.Overview, error) {
	var o record.Overview
	err := s.read(ctx, "overview", func(c conn) (err error) {
		look := overview{
			conn:   c,
			person: p,
			sight:  readableCasesOf(p),
			now:    s.nowRounded(),
			query:  q,
			zone:   s.location,
			tally:  newTally(q),
		}
		if o.Waiting, err = look.countWaiting(ctx); err != nil {
			return err
		}
		if err := look.countMonths(ctx); err != nil {
			return err
		}
		if err := look.countOutdatedCases(ctx); err != nil {
			return err
		}
		o.Received, o.Ended, o.Rated = look.tally.receivedRows(), look.tally.endedRows(), look.tally.ratedRows()
		return nil
	})
	return o, err
}

type overview struct {
	conn
	person complaint.Person
	sight
	now   time.Time
	query record.OverviewQuery
	zone  *time.Location
	tally tally
}

// sight is what a person sees without a look at each case: the circles of their seats, but for the cases apart. What is
// apart is held against its wall one by one: cases whose walls name the person, one they stand in for or a unit of
// theirs, and cases whose lists are outdated.
type sight struct {
	circles, naming, apart predicate
}

func readableCasesOf(p complaint.Person) sight {
	var seats, people, bars []string
	for _, as := range p.CapacitiesToActIn() {
		user := p.ID
		if as.For != "" {
			user = as.For
		}
		bars = append(bars, barsAgainst(as)...)
		people = append(people, complaint.UserSubject(user))
		for _, subject := range as.AdmittingSubjectsOfOneCapacity() {
			if as.Active && !complaint.NamesPerson(subject) {
				seats = append(seats, subject)
			}
		}
	}
	var s sight
	s.circles = predicate{`SELECT circle FROM circles WHERE 1 = 0`, nil}
	if seats = sortedUnique(seats); len(seats) > 0 {
		s.circles = predicate{
			`SELECT circle FROM circles WHERE subject IN (` + parameterList(len(seats)) + `)`, asArguments(seats),
		}
	}
	naming := filters{
		{`SELECT case_id FROM case_grants WHERE subject IN (` + parameterList(len(people)) + `)`, asArguments(people)},
		{`SELECT case_id FROM case_bars WHERE user_id IN (` + parameterList(len(bars)) + `)`, asArguments(bars)},
	}
	s.naming = naming.joinConditions(" UNION ")
	naming.addCondition(`SELECT c.id FROM cases c WHERE ` + outdated.sql)
	s.apart = naming.joinConditions(" UNION ")
	return s
}

// countWaiting looks at the cases that are not archived, where a grant for the person leads.
func (o overview) countWaiting(ctx context.Context) ([]record.Waiting, error) {
	const late = `t.due IS NOT NULL AND t.due - c.clock_offset <= ?`
	now, subjects := microsOf(o.now), complaint.AdmittingSubjects(o.person)
	old := filters{outdated, wallAdmitting(o.person)}
	oldOnes := old.joinConditions(" AND ")
	found := filters{
		{`SELECT g.case_id FROM case_grants g WHERE g.status IN (?, ?, ?) AND g.subject IN (` +
			parameterList(len(subjects)) + `)`, append(
			[]any{complaint.StatusReceived, complaint.StatusOpen, complaint.StatusClosed}, asArguments(subjects)...)},
		{`SELECT c.id FROM cases c WHERE ` + oldOnes.sql, oldOnes.args},
	}
	cases, wall := found.joinConditions(" UNION "), notBarredByWall(o.person)
	var rows []record.Waiting
	err := o.allRows(ctx, &rows, `SELECT c.policy, c.unit, t.assignee, COUNT(*) AS tasks,
		SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS late, SUM(CASE WHEN `+late+` THEN 1 ELSE 0 END) AS soon
		FROM (`+cases.sql+`) f CROSS JOIN cases c CROSS JOIN case_tasks t
		WHERE c.id = f.case_id AND t.case_id = c.id AND `+wall.sql+` GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
		slices.Concat([]any{now, now + o.query.Soon.Microseconds()}, cases.args, wall.args)...)
	for i := range rows {
		rows[i].Soon -= rows[i].Late
	}
	return rows, err
}

// monthRow is how many cases went alike in a month.
type monthRow struct {
	Month            int
	Policy, Category string
	Received         int
	Met, Missed      int
	Rated            string
	Cases            int
}

// alike are the columns of a [monthRow] but for how many cases there are.
const alike = `m.month, m.policy, m.category, m.received, m.met, m.missed, m.rated`

// countMonths counts the cases whose lists are as they should be: by circles, and those that name the person one by
// one.
func (o overview) countMonths(ctx context.Context) error {
	within := predicate{`m.month >= ? AND m.month < ?`, []any{int(o.query.First), int(o.query.First) + o.query.Months}}
	inCircle := filters{
		{`m.circle IN (` + o.circles.sql + `)`, o.circles.args},
		within,
		{`m.case_id NOT IN (` + o.apart.sql + `)`, o.apart.args},
	}
	naming := filters{
		{`c.id = n.case_id`, nil},
		{`NOT (` + outdated.sql + `)`, nil},
		{`m.case_id = c.id`, nil},
		within,
		wallAdmitting(o.person),
	}
	for _, source := range []struct {
		from  string
		args  []any
		where filters
	}{
		{`case_months m`, nil, inCircle},
		{`(` + o.naming.sql + `) n CROSS JOIN cases c CROSS JOIN case_months m`, o.naming.args, naming},
	} {
		where := source.where.joinConditions(" AND ")
		var rows []monthRow
		err := o.allRows(ctx, &rows, `SELECT `+alike+`, COUNT(*) AS cases FROM `+source.from+` WHERE `+where.sql+`
			GROUP BY m.circle, `+alike, append(source.args, where.args...)...)
		if err != nil {
			return wrapError("months", err)
		}
		for _, row := range rows {
			if err := o.tally.addMonth(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// countOutdatedCases counts the few cases whose lists are not as they should be, from their journals.
func (o overview) countOutdatedCases(ctx context.Context) error {
	filed := filters{outdated, wallAdmitting(o.person)}
	where := filed.joinConditions(" AND ")
	var cases []caseRow
	if err := o.allRows(ctx, &cases,
		`SELECT `+caseColumns+` FROM cases c WHERE `+where.sql, where.args...); err != nil {
		return wrapError("outdated cases", err)
	}
	for _, row := range cases {
		k := &complaint.Case{
			ID:         complaint.CaseID(row.ID),
			Category:   row.Category,
			ReceivedAt: complaint.Instant(instantOfMicros(row.ReceivedAt)),
			Policy:     complaint.PolicyRef{ID: row.Policy},
		}
		events, err := o.journalEvents(ctx, k.ID, 0, 0)
		if err != nil {
			return err
		}
		if folded, err := complaint.Fold(k.ID, events); err != nil {
			return err
		} else if folded.Seq > 0 {
			k.Results = folded.Results
		}
		if err := o.tally.addCase(k, o.zone); err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// The parts of a cell whose cases can be listed.
const (
	partSuccess = "success"
	partFailure = "failure"
	partOpen    = "open"
)

// mostCellCases is how many cases of a cell are listed.
const mostCellCases = policy.MostCaseRows

// PeriodCases implements [record.ReadTx].
func (t *transaction) PeriodCases(
	ctx context.Context, p *policy.Policy, c *complaint.Case, reader complaint.Person,
) ([]complaint.CaseID, error) {
	var ids []complaint.CaseID
	for _, report := range p.ReportsPublishedBy(c.Kind) {
		period, err := report.Shape.ParsePeriod(c.Period.Name, t.store.location)
		if err != nil {
			return nil, fmt.Errorf("cases of period: %w", err)
		}
		r := t.store.newReportSQL(record.FigureQuery{Policy: p, Report: report, Period: period})
		from, wall := r.casesOfCell(filters{{`q.x = 0`, nil}}), wallAdmitting(reader)
		var found []complaint.CaseID
		if err := t.allRows(ctx, &found, `SELECT c.id FROM `+from.sql+` WHERE `+wall.sql+`
			ORDER BY c.received_at DESC, c.id LIMIT `+strconv.Itoa(policy.MostCaseRows),
			slices.Concat(from.args, wall.args)...); err != nil {
			return nil, fmt.Errorf("cases of period: %w", err)
		}
		for _, id := range found {
			if !slices.Contains(ids, id) && len(ids) < policy.MostCaseRows {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// casesOfCell are the cases c of the matters q for which all conditions hold, each once.
func (r reportSQL) casesOfCell(where filters) predicate {
	matters, cell := r.matters(), where.joinConditions(" AND ")
	return predicate{
		`(SELECT DISTINCT q.case_id FROM (` + matters.sql + `) q WHERE ` + cell.sql +
			`) m JOIN cases c ON c.id = m.case_id`,
		slices.Concat(matters.args, cell.args),
	}
}

// ListCellCases lists the cases behind a cell that the person may read, the latest received first, and how many others
// there are. Where a query counts one reader's cases, nobody else's are among the others.
func (s *Store) ListCellCases(
	ctx context.Context, p complaint.Person, q record.CellQuery,
) (record.CellCases, error) {
	var list record.CellCases
	r := s.newReportSQL(q.FigureQuery)
	where := filters{{`q.x = 0`, nil}}
	for i, key := range q.Keys {
		where.addCondition(`q.d`+strconv.Itoa(i)+` = ?`, key)
	}
	if i := slices.IndexFunc(q.Report.Columns, func(c policy.Column) bool { return c.ID == q.Column }); i >= 0 {
		where = append(where, partOfCell(`q.c`+strconv.Itoa(i), q.Part))
	}
	from := r.casesOfCell(where)
	wall := wallAdmitting(p)
	err := s.count(ctx, "cases of a figure", func(c conn) error {
		var all, readable int64
		if err := c.getRow(ctx, &all, `SELECT COUNT(*) FROM `+from.sql, from.args...); err != nil {
			return err
		}
		if err := c.getRow(ctx, &readable, `SELECT COUNT(*) FROM `+from.sql+` WHERE `+wall.sql,
			slices.Concat(from.args, wall.args)...); err != nil {
			return err
		}
		list.NotShown = all - readable
		var rows []caseRow
		err := c.allRows(ctx, &rows, `SELECT `+caseColumns+` FROM `+from.sql+` WHERE `+wall.sql+`
			ORDER BY c.received_at DESC, c.id LIMIT `+strconv.Itoa(mostCellCases),
			slices.Concat(from.args, wall.args)...)
		for _, row := range rows {
			list.Cases = append(list.Cases, row.asRegisterRow(s.nowRounded()))
		}
		return err
	})
	return list, err
}

func partOfCell(class, part string) predicate {
	switch part {
	case partSuccess:
		return predicate{sql: class + ` = 4`}
	case partFailure:
		return predicate{sql: class + ` = 2`}
	case partOpen:
		return predicate{sql: class + ` = 1`}
	}
	return predicate{sql: class + ` >= 2`}
}

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy"
	"duban/record"
)

// publicationCounter counts publications; see [directoryCounter] for the slash.
const publicationCounter = "/publications"

// publicationRow is a row of publications.
type publicationRow struct {
	Policy        string `db:"policy"`
	Report        string `db:"report"`
	Period        string `db:"period"`
	Edition       int    `db:"edition"`
	Sequence      int64  `db:"sequence"`
	PolicyVersion int    `db:"policy_version"`
	PolicySHA256  string `db:"policy_sha256"`
	Formula       string `db:"formula"`
	AsOf          int64  `db:"as_of"`
	PublishedAt   int64  `db:"published_at"`
	Case          string `db:"case_id"`
	Seq           int    `db:"seq"`
	Content       string `db:"content"`
	SHA256        string `db:"sha256"`
}

const publicationColumns = `policy, report, period, edition, sequence, policy_version, policy_sha256, formula, as_of,
	published_at, case_id, seq, content, sha256`

func (r publicationRow) publication() (record.Publication, error) {
	p := record.Publication{
		Policy:      complaint.PolicyRef{ID: r.Policy, Version: r.PolicyVersion, SHA256: r.PolicySHA256},
		Report:      r.Report,
		Period:      r.Period,
		Edition:     r.Edition,
		Sequence:    r.Sequence,
		Formula:     r.Formula,
		AsOf:        instantOfMicros(r.AsOf),
		PublishedAt: instantOfMicros(r.PublishedAt),
		Case:        complaint.CaseID(r.Case),
		Seq:         r.Seq,
		SHA256:      r.SHA256,
	}
	if err := json.Unmarshal([]byte(r.Content), &p.Figures); err != nil {
		return p, fmt.Errorf("publication %d: %w", r.Sequence, err)
	}
	return p, nil
}

// PublishOrdered publishes a report that an event of a case has ordered, as the record had it at that event's instant,
// by the version of the regulation in force; by the case's own where that one has no such report of such periods any
// more. It is published once, however often this is asked. One that does not balance is refused (report.unbalanced).
func (s *Store) PublishOrdered(
	ctx context.Context, id complaint.CaseID, ordered int, report string,
) (record.Publication, error) {
	o := record.Publishing{Report: report, Case: id, Seq: ordered}
	err := s.Read(ctx, id, func(tx record.ReadTx) error {
		c, err := tx.Case(ctx)
		if err != nil {
			return err
		}
		asked := c.Publication(ordered, report)
		if asked == nil {
			return fmt.Errorf("event %d of case %s orders no report %s", ordered, id, report)
		}
		events, err := tx.Events(ctx, ordered-1)
		if err != nil {
			return err
		}
		o.Policy, o.Period, o.AsOf = c.Policy, asked.Period, events[0].RecordedAt
		return nil
	})
	if err != nil {
		return record.Publication{}, err
	}
	p, err := s.PolicyInForce(ctx, o.Policy.ID)
	if err != nil && !isNotFound(err) {
		return record.Publication{}, err
	}
	if err == nil {
		if _, err := s.reportQuery(p, report, o.Period); err == nil {
			o.Policy = p.Ref()
		}
	}
	return s.PublishReport(ctx, o)
}

func isNotFound(err error) bool {
	refusal := complaint.RefusalIn(err)
	return refusal != nil && refusal.Code == complaint.NotFound
}

// PublishReport publishes a report of a period that is over: the next edition of that period, which is never changed.
// The same order again gives what it has published. A report that does not balance is refused. It is counted before
// anything is written, so that nobody who writes waits for it.
func (s *Store) PublishReport(ctx context.Context, o record.Publishing) (record.Publication, error) {
	if err := s.catchUpFigures(ctx); err != nil {
		return record.Publication{}, err
	}
	now := s.nowRounded()
	if o.AsOf.IsZero() {
		o.AsOf = now
	}
	operation := fmt.Sprintf("publish %s %s of %s", o.Policy.ID, o.Report, o.Period)
	var row publicationRow
	found := false
	err := s.count(ctx, operation, func(c conn) (err error) {
		if found, err = c.findPublished(ctx, o, &row); err != nil || found {
			return err
		}
		row, err = s.countForPublishing(ctx, c, o, now)
		return err
	})
	if err == nil && !found {
		err = s.write(ctx, operation, func(c conn) error { return c.publish(ctx, o, &row) })
	}
	if err != nil && !errors.Is(err, errPublishedBefore) {
		return record.Publication{}, err
	}
	return row.publication()
}

// errPublishedBefore undoes the drawing of a number that nothing needs.
var errPublishedBefore = errors.New("published before")

// findPublished finds what the order has published before.
func (c conn) findPublished(ctx context.Context, o record.Publishing, row *publicationRow) (bool, error) {
	if o.Case == "" {
		return false, nil
	}
	return c.findRow(ctx, row, `SELECT `+publicationColumns+` FROM publications
		WHERE case_id = ? AND seq = ? AND report = ?`, o.Case, o.Seq, o.Report)
}

// countForPublishing is what is to be published, but for its numbers.
func (s *Store) countForPublishing(
	ctx context.Context, c conn, o record.Publishing, now time.Time,
) (row publicationRow, err error) {
	p, err := s.newTransaction(c, "").Policy(ctx, o.Policy)
	if err != nil {
		return row, err
	}
	q, err := s.reportQuery(p, o.Report, o.Period)
	if err != nil {
		return row, err
	}
	q.AsOf = o.AsOf
	if o.Case == "" && !q.Period.IsClosedAt(o.AsOf) { // a matter is opened when its period is over, by its own clock
		return row, complaint.Refuse(complaint.Conflict, "report.unfinished", complaint.Args{"period": o.Period})
	}
	figures, err := s.countReport(ctx, c, q)
	if err != nil {
		return row, err
	}
	if err := mustAddUp(figures); err != nil {
		return row, err
	}
	content, err := json.Marshal(figures)
	if err != nil {
		return row, fmt.Errorf("encode figures: %w", err)
	}
	sum := sha256.Sum256(content)
	return publicationRow{
		Policy:        o.Policy.ID,
		Report:        o.Report,
		Period:        o.Period,
		PolicyVersion: o.Policy.Version,
		PolicySHA256:  o.Policy.SHA256,
		Formula:       q.Report.Formula(),
		AsOf:          microsOf(o.AsOf),
		PublishedAt:   microsOf(now),
		Case:          string(o.Case),
		Seq:           o.Seq,
		Content:       string(content),
		SHA256:        hex.EncodeToString(sum[:]),
	}, nil
}

// publish gives what was counted its numbers and keeps it. Whoever comes second with one order finds the first one's.
func (c conn) publish(ctx context.Context, o record.Publishing, row *publicationRow) error {
	sequence, err := c.drawNumber(ctx, publicationCounter) // nobody else publishes meanwhile
	if err != nil {
		return err
	}
	if found, err := c.findPublished(ctx, o, row); err != nil {
		return err
	} else if found {
		return errPublishedBefore
	}
	row.Sequence = sequence
	if err := c.getRow(ctx, &row.Edition, `SELECT COALESCE(MAX(edition), 0) + 1 FROM publications
		WHERE policy = ? AND report = ? AND period = ?`, row.Policy, row.Report, row.Period); err != nil {
		return err
	}
	return c.insertRows(ctx, "publications", publicationColumns, []any{
		row.Policy, row.Report, row.Period, row.Edition, row.Sequence, row.PolicyVersion, row.PolicySHA256, row.Formula,
		row.AsOf, row.PublishedAt, row.Case, row.Seq, row.Content, row.SHA256,
	})
}

// reportQuery asks for a period of a report.
func (s *Store) reportQuery(p *policy.Policy, report, period string) (record.FigureQuery, error) {
	q := record.FigureQuery{Policy: p, Report: p.Report(report)}
	if q.Report == nil {
		return q, complaint.Refuse(complaint.NotFound, "report.none", nil).At("report")
	}
	var err error
	if q.Period, err = q.Report.Shape.ParsePeriod(period, s.location); err != nil {
		return q, complaint.Refuse(complaint.Invalid, "report.period", complaint.Args{"period": period}).At("period")
	}
	return q, nil
}

// mustAddUp refuses a table in which matters are lost or counted twice.
func mustAddUp(f record.Figures) error {
	for _, stock := range append(f.Stock, nonNil(f.StockTotal)...) {
		if !stock.Balances() {
			return complaint.Refuse(complaint.Conflict, "report.unbalanced",
				complaint.Args{"row": strings.Join(stock.Titles, " ")})
		}
	}
	return nil
}

func nonNil(r *record.StockRow) []record.StockRow {
	if r == nil {
		return nil
	}
	return []record.StockRow{*r}
}

// Publications are the editions of a period of a report, the first one first; of all periods if period is "".
func (s *Store) Publications(ctx context.Context, policyID, report, period string) ([]record.Publication, error) {
	var rows []publicationRow
	err := s.read(ctx, "publications", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT `+publicationColumns+` FROM publications
			WHERE policy = ? AND report = ? AND (period = ? OR ? = '') ORDER BY period, edition`,
			policyID, report, period, period)
	})
	all := make([]record.Publication, len(rows))
	for i, row := range rows {
		if err != nil {
			break
		}
		all[i], err = row.publication()
	}
	return all, err
}

// Revisions are what the last two editions of a period differ in, and why: what had come in, what the record had been
// put right in, and what is worked out otherwise are told apart, each by counting with only that changed.
func (s *Store) Revisions(ctx context.Context, before, after record.Publication) ([]record.Revision, error) {
	var late, right record.Figures
	err := s.count(ctx, "revisions", func(c conn) error {
		p, err := s.newTransaction(c, "").Policy(ctx, before.Policy)
		if err != nil {
			return err
		}
		q, err := s.reportQuery(p, before.Report, before.Period)
		if err != nil {
			return err
		}
		q.AsOf = after.AsOf
		if right, err = s.countReport(ctx, c, q); err != nil {
			return err
		}
		q.CorrectedAsOf = before.AsOf
		late, err = s.countReport(ctx, c, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	steps := [4]map[string]record.Cell{
		cellsByPlace(before.Figures), cellsByPlace(late), cellsByPlace(right), cellsByPlace(after.Figures),
	}
	var all []record.Revision
	for _, row := range append(after.Figures.Rows, after.Figures.Total) {
		for _, cell := range row.Cells {
			place := placeOfCell(row.Keys, cell.Column)
			r := record.Revision{
				Edition:   after.Edition,
				Keys:      row.Keys,
				Column:    cell.Column,
				From:      steps[0][place].Value,
				To:        cell.Value,
				Late:      !sameFigure(steps[0][place], steps[1][place]),
				Corrected: !sameFigure(steps[1][place], steps[2][place]),
				Formula:   !sameFigure(steps[2][place], steps[3][place]),
			}
			if r.Late || r.Corrected || r.Formula {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

func sameFigure(a, b record.Cell) bool {
	return a.Value == b.Value && a.K == b.K && a.N == b.N && a.Open == b.Open && a.Sum == b.Sum
}

func placeOfCell(keys []string, column string) string {
	return strings.Join(append([]string{column}, keys...), keySeparator)
}

func cellsByPlace(f record.Figures) map[string]record.Cell {
	all := map[string]record.Cell{}
	for _, row := range append(f.Rows, f.Total) {
		for _, cell := range row.Cells {
			all[placeOfCell(row.Keys, cell.Column)] = cell
		}
	}
	return all
}

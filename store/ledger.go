package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/record"
)

// ledgerRows are the entries of the case, and who sees them in lists over all cases.
func ledgerRows(k *complaint.Case, w complaint.Wall) []caseRows {
	entries := caseRows{
		table: "ledger_entries",
		columns: `case_id, entry_id, number, rule, kind, title, user_id, role, unit, state, outcome, measure, amount,
			proposed_at, decided_at`,
	}
	for i := range k.Entries {
		e := &k.Entries[i]
		charge := e.ChargeInForce()
		var decided *time.Time
		if e.DecidedAt != nil {
			decided = &e.DecidedAt.Time
		}
		entries.rows = append(entries.rows, []any{
			k.ID, e.ID, e.Number, e.Rule, e.Kind, e.Title, e.Against.User, e.Against.Role, e.Unit, e.State, e.Outcome,
			charge.Measure, charge.Amount, microsOf(e.ProposedAt.Time), maybeMicrosOf(decided),
		})
	}
	subjects := caseRows{table: "ledger_subjects", columns: `subject, case_id, entry_id, concerned`}
	for _, e := range w.Entries {
		for concerned, names := range [][]string{e.Readers, e.Concerned} {
			for _, subject := range sortedUnique(names) {
				subjects.rows = append(subjects.rows, []any{subject, k.ID, e.Entry, concerned})
			}
		}
	}
	return []caseRows{entries, subjects}
}

// entriesShownTo is [complaint.Wall.ShowsEntry] in SQL, on the rows e of ledger_entries and c of cases: what concerns
// the person, and what they read as a reader of the ledger in a case that admits them. storetest holds the two equal.
func entriesShownTo(p complaint.Person) predicate {
	var concerning, reading filters
	for _, as := range p.CapacitiesToActIn() {
		if !p.Active || !as.Active {
			continue
		}
		subjects := as.AdmittingSubjectsOfOneCapacity()
		among := func(concerned int) predicate {
			return predicate{`EXISTS (SELECT 1 FROM ledger_subjects s WHERE s.case_id = e.case_id
				AND s.entry_id = e.entry_id AND s.concerned = ` + strconv.Itoa(concerned) +
				` AND s.subject IN (` + parameterList(len(subjects)) + `))`, asArguments(subjects)}
		}
		concerning = append(concerning, among(1))
		one := filters{among(0), notBarred(as)}
		reading = append(reading, one.joinConditions(" AND "))
	}
	if len(concerning) == 0 {
		return predicate{sql: `1 = 0`}
	}
	read := filters{reading.joinConditions(" OR "), wallAdmitting(p)}
	read[0].sql = "(" + read[0].sql + ")"
	all := append(concerning, read.joinConditions(" AND "))
	shown := all.joinConditions(" OR ")
	shown.sql = "(" + shown.sql + ")"
	return shown
}

// entriesOf are the conditions that a query puts on entries, and the wall for the person.
func entriesOf(p complaint.Person, q record.LedgerQuery) filters {
	f := filters{entriesShownTo(p)}
	for _, field := range []struct{ column, value string }{
		{`c.policy`, q.Policy},
		{`e.kind`, q.Kind},
		{`e.state`, string(q.State)},
		{`e.unit`, string(q.Unit)},
		{`e.user_id`, string(q.Person)},
		{`e.case_id`, string(q.Case)},
	} {
		if field.value != "" {
			f.addCondition(field.column+` = ?`, field.value)
		}
	}
	if !q.From.IsZero() {
		f.addCondition(`e.proposed_at >= ?`, microsOf(q.From))
	}
	if !q.Until.IsZero() {
		f.addCondition(`e.proposed_at < ?`, microsOf(q.Until))
	}
	return f
}

// ledgerRow is an entry with its case.
type ledgerRow struct {
	Case       string `db:"case_id"`
	CaseNumber string `db:"case_number"`
	Policy     string `db:"policy"`
	Version    int    `db:"version"`
	Readable   int    `db:"readable"`
	Entry      string `db:"entry_id"`
	Number     string `db:"number"`
	Rule       string `db:"rule"`
	Kind       string `db:"kind"`
	Title      string `db:"title"`
	User       string `db:"user_id"`
	Role       string `db:"role"`
	Unit       string `db:"unit"`
	State      string `db:"state"`
	Outcome    string `db:"outcome"`
	Measure    string `db:"measure"`
	Amount     *int64 `db:"amount"`
	ProposedAt int64  `db:"proposed_at"`
	DecidedAt  *int64 `db:"decided_at"`
}

// ListLedger lists the entries that the person sees, the latest proposed first, and the cursor of the next page, "" on
// the last. A bad cursor is Invalid.
func (s *Store) ListLedger(
	ctx context.Context, p complaint.Person, q record.LedgerQuery,
) ([]record.LedgerRow, string, error) {
	from, err := parseCursor(ledgerList, q.Cursor)
	if err != nil {
		return nil, "", err
	}
	size, f := pageSize(q.Limit), entriesOf(p, q)
	if from != nil {
		f.addCondition(`(e.proposed_at, e.case_id, e.entry_id) < (?, ?, ?)`, from.At, from.Case, from.Item)
	}
	where, readable := f.joinConditions(" AND "), wallAdmitting(p)
	var rows []ledgerRow
	err = s.read(ctx, "ledger", func(c conn) error {
		return c.allRows(ctx, &rows, `SELECT e.*, c.number AS case_number, c.policy, c.version,
				CASE WHEN `+readable.sql+` THEN 1 ELSE 0 END AS readable
			FROM ledger_entries e JOIN cases c ON c.id = e.case_id WHERE `+where.sql+`
			ORDER BY e.proposed_at DESC, e.case_id DESC, e.entry_id DESC LIMIT ?`,
			slices.Concat(readable.args, where.args, []any{size + 1})...)
	})
	if err != nil {
		return nil, "", err
	}
	rows, next := cutToPage(rows, size, func(r ledgerRow) cursor {
		return cursor{
			List: ledgerList,
			At:   r.ProposedAt,
			Case: r.Case,
			Item: r.Entry,
		}
	})
	all := make([]record.LedgerRow, len(rows))
	for i, r := range rows {
		all[i] = r.asLedgerRow()
	}
	return all, next, nil
}

func (r ledgerRow) asLedgerRow() record.LedgerRow {
	charge := complaint.Charge{Measure: r.Measure, Amount: r.Amount}
	e := complaint.LedgerEntry{
		ID:         complaint.EntryID(r.Entry),
		Number:     r.Number,
		Rule:       r.Rule,
		Kind:       r.Kind,
		Title:      r.Title,
		Against:    complaint.Seat{Role: complaint.RoleID(r.Role), User: complaint.UserID(r.User)},
		Unit:       complaint.UnitID(r.Unit),
		State:      complaint.EntryState(r.State),
		Outcome:    r.Outcome,
		Proposed:   charge,
		ProposedAt: complaint.Instant(instantOfMicros(r.ProposedAt)),
	}
	e.Against.Unit = e.Unit
	if decided := maybeInstantOfMicros(r.DecidedAt); decided != nil {
		at := complaint.Instant(*decided)
		e.DecidedAt, e.Decided = &at, charge
	}
	return record.LedgerRow{
		Case:     complaint.CaseID(r.Case),
		Number:   r.CaseNumber,
		Policy:   complaint.PolicyRef{ID: r.Policy, Version: r.Version},
		Entry:    e,
		Readable: r.Readable == 1,
	}
}

// HasLedger reports whether there is an entry that the person sees.
func (s *Store) HasLedger(ctx context.Context, p complaint.Person) (has bool, err error) {
	f := entriesOf(p, record.LedgerQuery{})
	where := f.joinConditions(" AND ")
	err = s.read(ctx, "ledger", func(c conn) (err error) {
		var one int
		has, err = c.findRow(ctx, &one, `SELECT 1 FROM ledger_entries e JOIN cases c ON c.id = e.case_id
			WHERE `+where.sql+` LIMIT 1`, where.args...)
		return err
	})
	return has, err
}

// Whether an entry stands, is open or is gone, on the row e of ledger_entries.
const (
	entryGone = `(e.state = '` + string(complaint.EntryFallen) + `' OR e.outcome = '` + complaint.EntryDropped +
		`' AND e.state = '` + string(complaint.EntryFinal) + `')`
	entryStands = `(e.state = '` + string(complaint.EntryFinal) + `' AND e.outcome <> '` + complaint.EntryDropped + `')`
	entryOpen   = `e.state NOT IN ('` + string(complaint.EntryFallen) + `', '` + string(complaint.EntryFinal) + `')`
)

// SumLedger sums the entries that the person sees and the query selects, by the month in which they were proposed, in
// the organisation's zone, unit, kind, regulation and measure; the latest month first. It asks for no page.
func (s *Store) SumLedger(
	ctx context.Context, p complaint.Person, q record.LedgerQuery,
) ([]record.LedgerSum, error) {
	f := entriesOf(p, q)
	where := f.joinConditions(" AND ")
	const from = ` ledger_entries e JOIN cases c ON c.id = e.case_id `
	var rows []ledgerSumRow
	err := s.read(ctx, "sums of the ledger", func(c conn) error {
		var span struct{ Earliest, Latest *int64 }
		if err := c.getRow(ctx, &span, `SELECT MIN(e.proposed_at) AS earliest, MAX(e.proposed_at) AS latest
			FROM`+from+`WHERE `+where.sql, where.args...); err != nil || span.Earliest == nil {
			return err
		}
		months := monthsBetween(*span.Earliest, *span.Latest, s.location)
		return c.allRows(ctx, &rows, `WITH months (month, starts, ends) AS (VALUES `+months+`)
			SELECT m.month, e.unit, e.kind, c.policy, e.measure,
				SUM(CASE WHEN `+entryStands+` THEN 1 ELSE 0 END) AS standing,
				SUM(CASE WHEN `+entryOpen+` THEN 1 ELSE 0 END) AS open,
				SUM(CASE WHEN `+entryGone+` THEN 1 ELSE 0 END) AS gone,
				CAST(SUM(CASE WHEN `+entryStands+` THEN COALESCE(e.amount, 0) ELSE 0 END) AS BIGINT) AS amount,
				CAST(SUM(CASE WHEN `+entryOpen+` THEN COALESCE(e.amount, 0) ELSE 0 END) AS BIGINT) AS open_amount
			FROM months m JOIN ledger_entries e ON e.proposed_at >= m.starts AND e.proposed_at < m.ends
			JOIN cases c ON c.id = e.case_id WHERE `+where.sql+
			` GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 3, 4, 5`, where.args...)
	})
	sums := make([]record.LedgerSum, len(rows))
	for i, r := range rows {
		sums[i] = r.asSum()
	}
	return sums, err
}

// monthsBetween are the months of two instants and those between them, as rows of SQL: number, begin and end.
func monthsBetween(earliest, latest int64, zone *time.Location) string {
	var rows []string
	last := record.MonthOf(instantOfMicros(latest), zone)
	for m := record.MonthOf(instantOfMicros(earliest), zone); m <= last; m++ {
		rows = append(rows, fmt.Sprintf("(%d, CAST(%d AS BIGINT), CAST(%d AS BIGINT))",
			m, microsOf(m.Begin(zone)), microsOf((m+1).Begin(zone))))
	}
	return strings.Join(rows, ", ")
}

// ledgerSumRow is what entries alike come to.
type ledgerSumRow struct {
	Month                int
	Unit, Kind           string
	Policy, Measure      string
	Standing, Open, Gone int
	Amount               int64
	OpenAmount           int64 `db:"open_amount"`
}

func (r ledgerSumRow) asSum() record.LedgerSum {
	return record.LedgerSum{
		Month:      record.Month(r.Month),
		Unit:       complaint.UnitID(r.Unit),
		Kind:       r.Kind,
		Policy:     r.Policy,
		Measure:    r.Measure,
		Standing:   r.Standing,
		Open:       r.Open,
		Gone:       r.Gone,
		Amount:     r.Amount,
		OpenAmount: r.OpenAmount,
	}
}

package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/complaint"
)

// evidence is all that the record holds about one case.
type evidence struct {
	id      complaint.CaseID
	entries []entry
	answers []answered
	// texts are the case's own and those of other cases that it may show.
	texts map[complaint.TextID]bool
	// shown are the rows that lists show of the case, by table.
	shown map[string][]string
	standing
	// papers are the hashes of the papers that are kept.
	papers map[keptPaper]string
	// outdated: see [outdated].
	outdated bool
	// starts is how many orders to start it there are.
	starts int
}

// answered is what a stored answer says about the journal.
type answered struct {
	Case    complaint.CaseID `db:"case_id"`
	Command string           `db:"command_id"`
	Seq     int              `db:"seq"`
	From    int              `db:"from_seq"`
	Refused bool             `db:"refused"`
}

// checkCases checks some cases.
func (a *audit) checkCases(ctx context.Context, ids []complaint.CaseID) error {
	files := make(map[complaint.CaseID]*evidence, len(ids))
	for _, id := range ids {
		files[id] = &evidence{
			id:     id,
			texts:  map[complaint.TextID]bool{},
			shown:  map[string][]string{},
			papers: map[keptPaper]string{},
		}
	}
	for _, read := range []func(context.Context, []complaint.CaseID, map[complaint.CaseID]*evidence) error{
		a.readFilings, a.readJournals, a.readAnswers, a.readTexts, a.readPapers, a.readStartErrands, a.readLists,
	} {
		if err := read(ctx, ids, files); err != nil {
			return err
		}
	}
	for _, id := range ids {
		a.checkCase(ctx, files[id])
	}
	return nil
}

func (a *audit) readFilings(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	var rows []struct {
		Case complaint.CaseID `db:"case_id"`
		standing
	}
	err := a.allRows(ctx, &rows, `SELECT f.case_id, f.filed_at, COALESCE(k.clock_offset, f.clock_offset) AS clock_offset
		FROM filings f LEFT JOIN clocks k ON k.case_id = f.case_id WHERE f.case_id IN (`+parameterList(len(ids))+
		`)`, asArguments(ids)...)
	for _, row := range rows {
		files[row.Case].standing = row.standing
	}
	return wrapError("filings", err)
}

func (a *audit) readJournals(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	var rows []entry
	err := a.allRows(ctx, &rows, `SELECT `+entryColumns+` FROM journal WHERE case_id IN (`+parameterList(len(ids))+`)
		ORDER BY case_id, seq`, asArguments(ids)...)
	for _, row := range rows {
		e := files[complaint.CaseID(row.Case)]
		e.entries = append(e.entries, row)
	}
	return wrapError("journals", err)
}

func (a *audit) readAnswers(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	var rows []answered
	err := a.allRows(ctx,
		&rows, `SELECT case_id, command_id, seq, from_seq, refusal IS NOT NULL AS refused FROM commands
		WHERE case_id IN (`+parameterList(len(ids))+`) ORDER BY case_id, from_seq, seq`, asArguments(ids)...)
	for _, row := range rows {
		files[row.Case].answers = append(files[row.Case].answers, row)
	}
	if err != nil {
		return wrapError("answers", err)
	}
	return a.checkAccepted(ctx, ids)
}

// checkAccepted names what was done in somebody's name that no gateway has accepted from them, since that is asked for.
func (a *audit) checkAccepted(ctx context.Context, ids []complaint.CaseID) error {
	since, asked, err := a.acceptedSince(ctx)
	if err != nil || !asked {
		return err
	}
	var rows []struct {
		Case    complaint.CaseID    `db:"case_id"`
		Command complaint.CommandID `db:"command_id"`
	}
	err = a.allRows(ctx, &rows, `SELECT c.case_id, c.command_id FROM commands c
		LEFT JOIN requests q ON q.actor IN (c.actor, c.actor || ':' || c.case_id)
			AND q.key = substr(c.command_id, length(c.actor) + 2)
			AND q.case_id = c.case_id AND q.command_id = c.command_id
		WHERE c.case_id IN (`+parameterList(len(ids))+`) AND c.actor <> ? AND c.recorded_at > ? AND q.key IS NULL
		ORDER BY c.case_id, c.command_id`, append(asArguments(ids), complaint.System, since)...)
	for _, row := range rows {
		a.reportFinding(CheckAnswer, row.Case, "指令 %s 没有受理的记录 (no gateway has accepted this command)", row.Command)
	}
	return wrapError("accepted commands", err)
}

// isStorableText reports whether every database takes the text: valid UTF-8, without NUL.
func isStorableText(body string) bool {
	return utf8.ValidString(body) && !strings.Contains(body, "\x00")
}

// readTexts also holds each text against its id.
func (a *audit) readTexts(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	var rows []struct {
		ID   complaint.TextID `db:"id"`
		Case complaint.CaseID `db:"case_id"`
		Salt []byte           `db:"salt"`
		Body string           `db:"body"`
	}
	err := a.allRows(ctx, &rows,
		`SELECT id, case_id, salt, body FROM texts WHERE case_id IN (`+parameterList(len(ids))+`)`, asArguments(ids)...)
	for _, row := range rows {
		files[row.Case].texts[row.ID] = true
		if complaint.TextCommitment(row.Salt, row.Body) != row.ID {
			a.reportFinding(CheckText, row.Case, "文本 %s 的内容与其编号不符 (a text is not what its id commits to)", row.ID)
		}
		if !isStorableText(row.Body) {
			a.reportFinding(CheckText, row.Case,
				"文本 %s 含有不是 UTF-8 的字节或空字符，不能移到 PostgreSQL (bytes that are no UTF-8, or NUL: PostgreSQL takes neither)",
				row.ID)
		}
	}
	return wrapError("texts", err)
}

func (a *audit) readStartErrands(
	ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence,
) error {
	var rows []complaint.CaseID
	err := a.allRows(ctx, &rows,
		`SELECT case_id FROM outbox WHERE kind = ? AND case_id IN (`+parameterList(len(ids))+`)`,
		append([]any{complaint.StartErrand}, asArguments(ids)...)...)
	for _, id := range rows {
		files[id].starts++
	}
	return wrapError("start orders", err)
}

// readLists reads what the lists show of the cases.
func (a *audit) readLists(ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence) error {
	if err := a.readOutdatedLists(ctx, ids, files); err != nil {
		return err
	}
	empty, err := a.store.listingsOfCase(complaint.NewCase(""), standing{}, complaint.Wall{}, nil)
	if err != nil {
		return err
	}
	register := caseRows{table: "cases", columns: `id, ` + foldedColumns}
	for _, l := range append(empty, register) {
		t, known := a.tables[l.table]
		if !known {
			continue // of a later version than this database
		}
		id := "case_id"
		if l.table == register.table {
			id = "id"
		}
		t.columns = slices.DeleteFunc(slices.Clone(t.columns), func(c column) bool {
			return !slices.Contains(columnsIn(l.columns), c.Name)
		})
		at := slices.IndexFunc(t.columns, func(c column) bool { return c.Name == id })
		err := t.eachRowWhere(ctx, a.conn, id+` IN (`+parameterList(len(ids))+`)`,
			asArguments(ids), func(values []any) error {
				e := files[complaint.CaseID(values[at].(string))]
				e.shown[l.table] = append(e.shown[l.table], rowText(values))
				return nil
			})
		if err != nil {
			return fmt.Errorf("list %s: %w", l.table, err)
		}
	}
	return nil
}

// readOutdatedLists asks which cases were written last by a program of a release before.
func (a *audit) readOutdatedLists(
	ctx context.Context, ids []complaint.CaseID, files map[complaint.CaseID]*evidence,
) error {
	if _, known := a.tables["case_months"]; !known {
		return nil // the whole database is of that release, and shows no more than it should
	}
	var old []complaint.CaseID
	err := a.allRows(ctx, &old,
		`SELECT c.id FROM cases c WHERE c.id IN (`+parameterList(len(ids))+`) AND `+outdated.sql, asArguments(ids)...)
	for _, id := range old {
		files[id].outdated = true
	}
	return wrapError("outdated lists", err)
}

// rowText is a row in a form that is the same only for the same values.
func rowText(values []any) string { return fmt.Sprintf("%#v", values) }

// expectedRows are the rows of a list as they would be read back, in the order of the table's columns.
func (a *audit) expectedRows(ctx context.Context, l caseRows) ([]string, error) {
	shown, err := l.rowsAsListed(ctx, a.conn)
	if err != nil {
		return nil, err
	}
	names := columnsIn(l.columns)
	rows := make([]string, 0, len(shown))
	for _, row := range shown {
		var values []any
		for _, c := range a.tables[l.table].columns {
			at := slices.Index(names, c.Name)
			if at < 0 {
				continue
			}
			v, err := driver.DefaultParameterConverter.ConvertValue(row[at])
			if err != nil {
				return nil, fmt.Errorf("list %s: %w", l.table, err)
			}
			values = append(values, v)
		}
		rows = append(rows, rowText(values))
	}
	return rows, nil
}

// columnsIn are the names in a list of columns.
func columnsIn(columns string) []string {
	return strings.FieldsFunc(columns, func(r rune) bool { return strings.ContainsRune(", \n\t", r) })
}

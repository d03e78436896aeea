package lists

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"duban/store"
)

// copied are the columns of each table with what stands in the copy: @ is the copy's case id, % how the copy's ids
// begin and # the time by which it was filed later. Only what lists read is copied: of journals those of open cases,
// and of others how they went.
var copied = []struct{ table, columns, values, only string }{
	{
		"filings", "case_id, filed_by, filed, filed_at, clock_offset, receipt_hash",
		"@, filed_by, filed, filed_at + #, clock_offset, @", "",
	},
	{
		"texts", "id, case_id, author, scope, salt, body, created_at",
		"% || substr(id, 4), @, author, scope, salt, body, created_at", "",
	},
	{
		"journal", "case_id, seq, at, recorded_at, actor, type, data, reason, hash",
		"@, seq, at + #, recorded_at, actor, type, data, reason, hash",
		" WHERE open OR t.type IN ('deadline_met', 'deadline_missed', 'task_completed')",
	},
	{
		"identities", "case_id, party, name, phone, name_folded, phone_folded, folded_by",
		"@, party, name, phone, name_folded, phone_folded, folded_by", "",
	},
	{
		"cases",
		"id, seq, number, policy, version, kind, category, severity, status, step, step_title, unit, subject, " +
			"received_at, filed_at, due, wake, clock_offset, lists, figures_seq",
		"@, seq, number, policy, version, kind, category, severity, status, step, step_title, unit, % || substr" +
			"(subject, 4), received_at + #, filed_at + #, due, wake, clock_offset, lists, figures_seq", "",
	},
	{
		"case_tasks", "case_id, task_id, step, title, seats, assignee, state, opened_at, due, urged",
		"@, task_id, step, title, seats, assignee, state, opened_at, due, urged", "",
	},
	{"task_seats", "subject, due, case_id, task_id", "subject, due, @, task_id", ""},
	{
		"case_grants", "case_id, subject, filed_at, policy, status, step, late_at",
		"@, subject, filed_at + #, policy, status, step, late_at", "",
	},
	{"case_search", "case_id, key_id, rules, made_of, words", "@, key_id, rules, made_of, words", ""},
	{
		"case_months", "circle, month, policy, category, received, met, missed, rated, case_id",
		"circle, month, policy, category, received, met, missed, rated, @", "",
	},
	{
		"figure_cases",
		"case_id, known_from, known_to, policy, version, unit, traits, corrections, received, registered, closed, " +
			"archived, facts",
		"@, known_from, known_to, policy, version, unit, traits, corrections, received, registered, closed, " +
			"archived, facts", "",
	},
	{
		"figure_items",
		"case_id, grain, item, known_from, known_to, policy, name, state, late, at, begun, ended, unit, category, role",
		"@, grain, item, known_from, known_to, policy, name, state, late, at, begun, ended, unit, category, role", "",
	},
}

// withoutIndex does something while the index of words is not kept up, and makes it afterwards, as a database that was
// filled over years has it.
func withoutIndex(ctx context.Context, db *sql.DB, d store.Dialect, do func() error) error {
	leave, query := "DROP TRIGGER case_search_enter", "SELECT sql FROM sqlite_master WHERE name = 'case_search_enter'"
	again := []string{"INSERT INTO case_search_found (case_search_found) VALUES ('rebuild')"}
	if d == store.Postgres {
		leave, query = "DROP INDEX case_search_found", "SELECT pg_get_indexdef('case_search_found'::regclass)"
		again = []string{"SET maintenance_work_mem = '1GB'"}
	}
	var made string
	if err := db.QueryRowContext(ctx, query).Scan(&made); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, leave); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	for _, statement := range append(again, made) {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// tellSizeOfIndex prints how much of the disk what cases are found by takes.
func tellSizeOfIndex(ctx context.Context, out io.Writer, o store.Options, cases int) error {
	db, err := rawDatabase(o)
	if err != nil {
		return err
	}
	index := "SELECT SUM(LENGTH(block)) FROM case_search_found_data"
	if o.Dialect == store.Postgres {
		index = "SELECT pg_relation_size('case_search_found')"
	}
	var words, marks int
	err = errors.Join(db.QueryRowContext(ctx, "SELECT SUM(LENGTH(words)) FROM case_search").Scan(&words),
		db.QueryRowContext(ctx, index).Scan(&marks))
	fmt.Fprintf(out, "# %s: a case has %d bytes of words and %d of their index\n", o.Dialect, words/cases, marks/cases)
	return errors.Join(err, db.Close())
}

// rawDatabase opens the database behind the program's back.
func rawDatabase(o store.Options) (*sql.DB, error) {
	if o.Dialect == store.Postgres {
		return sql.Open("postgres", o.DSN)
	}
	return sql.Open("sqlite",
		"file:"+o.Path+"?_pragma=foreign_keys(0)&_pragma=synchronous(OFF)&_pragma=cache_size(-2000000)")
}

// analyseDatabase lets the database count what it holds, as it does by itself after a while: it plans otherwise by what
// it knows.
func analyseDatabase(ctx context.Context, o store.Options) error {
	db, err := rawDatabase(o)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "ANALYZE")
	return errors.Join(err, db.Close())
}

// multiplyCases copies every case behind the program's back, the copies filed between the originals.
func multiplyCases(ctx context.Context, o store.Options, copies int) (err error) {
	db, err := rawDatabase(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range []string{
		"CREATE TABLE originals AS SELECT id AS case_id, filed_at AS original_filed, " +
			"status <> 'archived' AS open FROM cases",
		"CREATE TABLE numbers (prefix TEXT, later BIGINT)",
		"INSERT INTO numbers (prefix, later) VALUES " + prefixesAndDelaysOfCopies(copies),
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	err = withoutIndex(ctx, db, o.Dialect, func() error { return copyCasesInOneTransaction(ctx, db) })
	if err == nil && o.Dialect == store.SQLite { // or all that was copied would be read from the log
		_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return err
}

// prefixesAndDelaysOfCopies are of each copy how its ids begin and by how many microseconds later its cases were filed.
func prefixesAndDelaysOfCopies(copies int) string {
	rows := make([]string, copies-1)
	for i := range rows {
		rows[i] = fmt.Sprintf("('%03x', %d)", i+1, int64(i+1)*apartOf(copies).Microseconds())
	}
	return strings.Join(rows, ", ")
}

// copyCasesInOneTransaction copies in the order of filing, as cases come: what was filed together lies together on the
// disk.
func copyCasesInOneTransaction(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, c := range copied {
		own := "case_id"
		if c.table == "cases" {
			own = "id"
		}
		values := strings.NewReplacer("@", "n.prefix || substr(t."+own+", 4)", "%",
			"n.prefix", "#", "n.later").Replace(c.values)
		_, err := tx.ExecContext(ctx, "INSERT INTO "+c.table+" ("+c.columns+") SELECT "+values+
			" FROM "+c.table+" t JOIN originals o ON o.case_id = t."+own+" CROSS JOIN numbers n"+c.only+
			" ORDER BY o.original_filed, n.prefix")
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", c.table, err), tx.Rollback())
		}
	}
	return tx.Commit()
}

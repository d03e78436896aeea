package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// kept are the tables of a database that a copy of it must hold, each after those it refers to. What is not here
// is in [left], or nobody knows it and nothing is copied.
var kept = []string{
	"policies", "calendars", "counters", "meta", "units", "users", "user_roles", "substitutions", "ties",
	"administration",
	"filings", "texts", "attachments", "shared_texts", "shared_attachments", "identities", "journal", "commands",
	"requests", "outbox",
	"clocks", "inbox_notices", "readings", "papers", "period_matters",
	"cases", "case_tasks", "task_seats", "case_slips", "case_grants", "case_bars", "case_search",
	"case_months", "circles", "case_alike", "numbers_given", "figure_traits", "figure_cases", "figure_items",
	"publications", "receipts",
	"case_circulars", "circular_acknowledgements", "ledger_entries", "ledger_subjects",
	"policy_changes", "policy_change_cases",
	"notice_wishes", "dispatches", "exports", "calendar_feeds",
	"security_journal", "account_links", "second_factors", "recovery_codes",
}

// left are tables that no copy holds: the migrations write their own notes, people sign in again, only programs of the
// release before fill case_words, and SQLite makes its index of words from case_search.
var left = []string{
	versionsTable, "sqlite_sequence", "sessions", "session_devices",
	"case_words", "case_words_found", "case_words_found_config", "case_words_found_data", "case_words_found_idx",
	"case_search_found", "case_search_found_config", "case_search_found_data", "case_search_found_idx",
}

// kind is what a column holds, in whichever database.
type kind string

const (
	textKind  kind = "text"
	wholeKind kind = "whole number"
	truthKind kind = "truth"
	bytesKind kind = "bytes"
)

// kinds are the types our migrations use.
var kinds = map[string]kind{
	"TEXT":    textKind,
	"INTEGER": wholeKind,
	"BIGINT":  wholeKind,
	"BOOLEAN": truthKind,
	"BYTEA":   bytesKind,
	"BLOB":    bytesKind,
}

// column is a column as the database's catalog has it.
type column struct {
	Name string `db:"name"`
	Type string `db:"type"`
	// Key is the place in the primary key, from 1; 0 outside it.
	Key int `db:"key"`
	// Required: never NULL.
	Required bool `db:"required"`
	// Drawn: the database numbers the rows itself.
	Drawn bool `db:"drawn"`
}

// table is a table as the database's catalog has it, its columns by name, so that both databases give one order.
type table struct {
	name    string
	columns []column
	dialect Dialect
}

// tablesKept are the kept tables of the database, in order. A table of a newer program is not quietly left behind.
func (s *Store) tablesKept(ctx context.Context, c conn) ([]table, error) {
	names, err := c.tableNames(ctx, s.dialect)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !slices.Contains(kept, name) && !slices.Contains(left, name) {
			return nil, fmt.Errorf("table %s: this program does not know it", name)
		}
	}
	var all []table
	for _, name := range kept {
		if !slices.Contains(names, name) {
			continue // of a later version than this database
		}
		t := table{name: name, dialect: s.dialect}
		if err := c.allRows(ctx, &t.columns, catalog[s.dialect].columns, name); err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		for _, column := range t.columns {
			if !column.canBeCopied() {
				return nil, fmt.Errorf("table %s: column %s is %s, which a copy cannot carry",
					name, column.Name, column.Type)
			}
		}
		all = append(all, t)
	}
	return all, nil
}

// catalog is how each database is asked what it holds.
var catalog = map[Dialect]struct{ tables, columns string }{
	SQLite: {
		tables: `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`,
		columns: `SELECT name, type, pk AS key, "notnull" AS required, FALSE AS drawn FROM pragma_table_info(?)
			ORDER BY name`,
	},
	Postgres: {
		tables: `SELECT table_name AS name FROM information_schema.tables
			WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`,
		columns: `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS required,
				a.attidentity <> '' AS drawn, COALESCE(array_position(i.indkey::int[], a.attnum::int) + 1, 0) AS key
			FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
			WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname COLLATE "C"`,
	},
}

func (c conn) tableNames(ctx context.Context, d Dialect) ([]string, error) {
	var names []string
	if err := c.allRows(ctx, &names, catalog[d].tables); err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	return names, nil
}

// columnNames are the columns between the parentheses of a statement.
func (t table) columnNames() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// keyColumns lists the primary key, so that both databases give the rows in one order: that of the bytes.
func (t table) keyColumns() string {
	var key []column
	for _, c := range t.columns {
		if c.Key > 0 {
			key = append(key, c)
		}
	}
	slices.SortFunc(key, func(a, b column) int { return a.Key - b.Key })
	terms := make([]string, len(key))
	for i, c := range key {
		terms[i] = c.Name
		if t.dialect == Postgres && c.valueKind() == textKind {
			terms[i] += ` COLLATE "C"`
		}
	}
	return strings.Join(terms, ", ")
}

// canBeCopied reports whether a copy keeps the column's values. SQLite's driver gives no bytes and NULL alike, so bytes
// must not be NULL.
func (c column) canBeCopied() bool {
	return c.valueKind() != "" && (c.valueKind() != bytesKind || c.Required)
}

func (c column) valueKind() kind { return kinds[strings.ToUpper(c.Type)] }

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"duban/store"
)

// traitsOfReport are in how many ways the cases of the filled record went: so many combinations of category, severity,
// limit, steps and call-back. As many more are of cases that are open.
const traitsOfReport = 2000

// reportRows are what reports count of the cases of a month, in twenty units, without the cases themselves: of each
// what it leaves that was investigated, answered and called back, so four rows of which the last holds, a stay before
// and after its end, and two steps. Ids are in no order in which cases were received. @ is the number of cases, # that
// of traits, ~ an id of the case i and $ when it was received.
var reportRows = []string{
	`INSERT INTO figure_traits (id, policy, kind, source, channel, category, category_group, severity, disposition,
		open,
		late, facts) SELECT i, 'logistics', 'complaint', CASE WHEN i % 5 = 0 THEN 'internal' ELSE 'external' END,
		CASE WHEN i % 5 = 0 THEN 'im' WHEN i % 3 = 0 THEN 'app' ELSE 'hotline' END,
		'error.' || CAST(i % 13 AS TEXT), 'error',
		CASE i % 3 WHEN 0 THEN 'general' WHEN 1 THEN 'medium' ELSE 'severe' END,
		CASE WHEN i > # THEN '' WHEN i % 11 = 0 THEN 'dismissed' ELSE 'upheld' END,
		CASE WHEN i > # THEN 1 ELSE 0 END, CASE WHEN i % 7 = 0 THEN 1 ELSE 0 END,
		'{"deadline.handling":"' || CASE WHEN i % 7 = 0 THEN 'missed' WHEN i > # THEN 'running' ELSE 'met' END ||
		CASE WHEN i > # THEN '"' ELSE '","field.established":1,"last.answer":"served","last.investigate":"handled",' ||
		'"last.visit":"' || CASE WHEN i % 5 = 0 THEN 'dissatisfied' ELSE 'satisfied' END || '","times.visit":1,' ||
		'"times.answer":1,"times.investigate":' || CAST(1 + i % 4 AS TEXT) END ||
		CASE WHEN i % 7 = 0 THEN ',"slips.urge":' || CAST(1 + i % 2 AS TEXT) ELSE '' END || '}'
		FROM n WHERE i <= # * 2`,
	`INSERT INTO figure_cases (case_id, known_from, known_to, policy, version, unit, traits, corrections, received,
		registered, closed, archived, facts) SELECT ~, $ + v * 80000000000,
		CASE WHEN v = 3 THEN 9223372036854775807 ELSE $ + (v + 1) * 80000000000 END, 'logistics', 4,
		'unit-' || CAST(i % 20 AS TEXT), 1 + (i * 7919 + v) % # + CASE WHEN v < 2 THEN # ELSE 0 END, 0, $, $,
		CASE WHEN v < 2 THEN NULL ELSE $ + 150000000000 END, CASE WHEN v < 3 THEN NULL ELSE $ + 240000000000 END,
		CASE WHEN v < 2 THEN '{}' ELSE '{"at.answered":' || CAST($ + 150000000000 AS TEXT) || '}' END
		FROM n CROSS JOIN (SELECT 0 AS v UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) v WHERE i <= @
		ORDER BY 1, v`,
	`INSERT INTO figure_items (case_id, grain, item, known_from, known_to, policy, name, state, late, at, begun, ended,
		unit, category, role) SELECT ~, CASE WHEN v < 2 THEN 'stay' ELSE 'step' END, CAST(v / 2 * v AS TEXT),
		$ + v * 80000000000, CASE WHEN v = 0 THEN $ + 80000000000 ELSE 9223372036854775807 END, 'logistics',
		CASE v WHEN 2 THEN 'investigate' WHEN 3 THEN 'answer' ELSE 'received' END,
		CASE v WHEN 0 THEN '' WHEN 1 THEN 'closed' WHEN 2 THEN 'handled' ELSE 'served' END, 0, $, $,
		CASE v WHEN 1 THEN $ + 150000000000 ELSE NULL END,
		CASE WHEN v < 2 THEN 'unit-' || CAST(i % 20 AS TEXT) ELSE '' END,
		CASE WHEN v < 2 THEN 'error.' || CAST(i % 13 AS TEXT) ELSE '' END, CASE WHEN v < 2 THEN '' ELSE 'agent' END
		FROM n CROSS JOIN (SELECT 0 AS v UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) v WHERE i <= @
		ORDER BY 1, v`,
}

// How each database counts to the number of cases, writes an id whose order is none, and learns what it holds.
var (
	numbersOfRows = map[store.Dialect]string{
		store.SQLite: `CREATE TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			SELECT i FROM n`,
		store.Postgres: `CREATE TABLE n AS SELECT CAST(i AS BIGINT) AS i FROM generate_series(1, %d) i`,
	}
	scatteredID = map[store.Dialect]string{
		store.SQLite:   `(printf('%08x', i * 2654435761 % 4294967296) || '-0000-4000-8000-000000000000')`,
		store.Postgres: `(lpad(to_hex(i * 2654435761 % 4294967296), 8, '0') || '-0000-4000-8000-000000000000')`,
	}
	learned = map[store.Dialect][]string{
		store.SQLite: {
			"DROP TABLE n", "ANALYZE figure_cases", "ANALYZE figure_items", "ANALYZE figure_traits",
			"PRAGMA wal_checkpoint(TRUNCATE)",
		},
		store.Postgres: {"DROP TABLE n", "VACUUM ANALYZE figure_cases, figure_items, figure_traits"},
	}
)

// fillReport makes the rows of so many cases behind the program's back.
func fillReport(ctx context.Context, o store.Options, cases int) (err error) {
	db, err := sql.Open("postgres", o.DSN)
	if o.Dialect == store.SQLite {
		db, err = sql.Open("sqlite", "file:"+o.Path+"?_pragma=synchronous(OFF)&_pragma=cache_size(-1000000)")
	}
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	statements := []string{fmt.Sprintf(numbersOfRows[o.Dialect], max(cases, 2*traitsOfReport))}
	fill := strings.NewReplacer("@", fmt.Sprint(cases), "#", fmt.Sprint(traitsOfReport), "~", scatteredID[o.Dialect],
		"$", "(1772400000000000 + i * 1000000)")
	for _, rows := range reportRows {
		statements = append(statements, fill.Replace(rows))
	}
	for _, statement := range append(statements, learned[o.Dialect]...) {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

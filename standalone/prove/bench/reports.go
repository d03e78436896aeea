package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"duban/policies"
	"duban/record"
	"duban/store"
)

// reportedCases are how many cases a report counts.
var reportedCases = []int{100_000, 1_000_000}

// measureReports measures a report of a month with very many cases on SQLite, and on the PostgreSQL that
// DUBAN_TEST_POSTGRES names.
func measureReports(ctx context.Context) error {
	for _, cases := range reportedCases {
		err := inTemporaryDirectory(func(dir string) error {
			return measureReport(ctx, store.Options{Dialect: store.SQLite, Path: filepath.Join(dir, "duban.db")}, cases)
		})
		server := os.Getenv("DUBAN_TEST_POSTGRES")
		if err != nil {
			return err
		}
		if server == "" {
			continue
		}
		o, err := newPostgresSchema(ctx, server, fmt.Sprintf("reports%d", cases))
		if err == nil {
			err = measureReport(ctx, o, cases)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rowsOfReport are so many cases of a month, most answered in time, in twenty units.
var rowsOfReport = map[store.Dialect]string{
	store.SQLite:   `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `,
	store.Postgres: `WITH n AS (SELECT i FROM generate_series(1, %d) i) `,
}

const insertReportRows = `INSERT INTO figure_cases (case_id, known_from, known_to, policy, version, kind, source,
	channel,
	category, category_group, severity, unit, disposition, open, late, corrections, received, registered, closed,
	archived, facts) %s SELECT 'case-' || CAST(i AS TEXT), 0, 9223372036854775807, 'logistics', 4, 'complaint',
	'external',
	'hotline', 'damage.wet', 'damage', 'general', 'unit-' || CAST(i %% 20 AS TEXT), 'upheld',
	CASE WHEN i %% 9 = 0 THEN 1 ELSE 0 END, 0, 0, 1772400000000000 + CAST(i AS BIGINT) * 1000000, NULL,
	1772500000000000 + CAST(i AS BIGINT) * 1000000,
	NULL,
	'{"at.answered":' || CAST(1772500000000000 + CAST(i AS BIGINT) * 1000000 AS TEXT) || ',"deadline.handling":"' ||
		CASE WHEN i %% 7 = 0 THEN 'missed' ELSE 'met' END ||
		'","field.established":1,"last.answer":"served","last.investigate":"handled","last.visit":"' ||
		CASE WHEN i %% 5 = 0 THEN 'dissatisfied' ELSE 'satisfied' END ||
		'","times.answer":1,"times.investigate":1,"times.visit":1}' FROM n`

func measureReport(ctx context.Context, o store.Options, cases int) (err error) {
	o.Now = time.Now
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	text, err := fs.ReadFile(policies.Files, "logistics/policy.yaml")
	if err != nil {
		return err
	}
	if _, err := s.PublishPolicy(ctx, "logistics.yaml", text); err != nil {
		return err
	}
	p, err := s.PolicyInForce(ctx, "logistics")
	if err != nil {
		return err
	}
	reference, err := fillReport(ctx, o, cases)
	if err != nil {
		return err
	}
	q := record.FigureQuery{Policy: p, Report: p.Report("service")}
	if q.Period, err = q.Report.Shape.ParsePeriod("2026-03", s.Location()); err != nil {
		return err
	}
	began := time.Now()
	if _, err := s.CountReport(ctx, q); err != nil {
		return err
	}
	took := time.Since(began)
	fmt.Printf("# report of %d cases on %s: %s, reading them %s\n", cases, o.Dialect, took.Round(time.Millisecond),
		reference.Round(time.Millisecond))
	fmt.Printf("report-%d-%s ratio %.2f\n", cases, o.Dialect, took.Seconds()/reference.Seconds())
	return nil
}

// fillReport makes the rows behind the program's back, and measures how long it takes to read them all once.
func fillReport(ctx context.Context, o store.Options, cases int) (reference time.Duration, err error) {
	db, err := sql.Open("postgres", o.DSN)
	if o.Dialect == store.SQLite {
		db, err = sql.Open("sqlite", "file:"+o.Path+"?_pragma=synchronous(OFF)")
	}
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	query := fmt.Sprintf(insertReportRows, fmt.Sprintf(rowsOfReport[o.Dialect], cases))
	if o.Dialect == store.SQLite {
		_, err = db.ExecContext(ctx, query+"; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
	} else if _, err = db.ExecContext(ctx, query); err == nil {
		_, err = db.ExecContext(ctx, "ANALYZE figure_cases")
	}
	if err != nil {
		return 0, err
	}
	began := time.Now()
	var length int64
	err = db.QueryRowContext(ctx, "SELECT SUM(LENGTH(facts)) FROM figure_cases").Scan(&length)
	return time.Since(began), err
}

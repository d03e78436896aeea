package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"duban/policies"
	"duban/policy"
	"duban/policy/amendment"
	"duban/standalone/play"
	"duban/store"
)

const (
	// workedCases are worked to their end through the program; the others are their copies.
	workedCases = 50
	// longestRehearsal is how long a rehearsal of manyRehearsed closed cases may take.
	longestRehearsal = 5 * time.Minute
	manyRehearsed    = 100_000
)

// measureRehearsals tries an amendment on closed cases, on SQLite and on the PostgreSQL that DUBAN_TEST_POSTGRES names,
// and prints what as many as 100,000 would take as the part of what they may. The cases are of the program itself:
// some are worked to their end, copied to PostgreSQL, and multiplied there and here.
func measureRehearsals(ctx context.Context) error {
	return inTemporaryDirectory(func(dir string) error {
		if err := workCasesToArchive(ctx, dir); err != nil {
			return err
		}
		file := store.Options{Dialect: store.SQLite, Path: filepath.Join(dir, "duban.db"), Now: time.Now}
		if server := os.Getenv("DUBAN_TEST_POSTGRES"); server != "" {
			there, err := newPostgresSchema(ctx, server, "rehearsal")
			if err != nil {
				return err
			}
			there.Now = time.Now
			if err := copyRecord(ctx, file, there); err != nil {
				return err
			}
			if err := measureRehearsal(ctx, there); err != nil {
				return err
			}
		}
		return measureRehearsal(ctx, file)
	})
}

// workCasesToArchive lets the demonstration organisation work some cases to their end.
func workCasesToArchive(ctx context.Context, dir string) error {
	h, err := openHouse(ctx, dir, true)
	if err != nil {
		return err
	}
	people := play.NewPeople(h.address, password)
	for range workedCases {
		var id string
		var finisher *play.Finisher
		if id, err = h.fileCase(); err != nil {
			break
		}
		if finisher, err = play.NewFinisher(ctx, people, "admin", id, "logistics", 0); err != nil {
			break
		}
		if err = finisher.WorkToArchive(ctx); err != nil {
			break
		}
	}
	return errors.Join(err, h.closeHouse())
}

func copyRecord(ctx context.Context, from, to store.Options) (err error) {
	s, err := store.Open(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	_, err = s.CopyTo(ctx, to, nil)
	return err
}

func measureRehearsal(ctx context.Context, o store.Options) (err error) {
	if err := multiplyWorkedCases(ctx, o); err != nil {
		return err
	}
	o.ReadOnly = true
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	amended, err := amendedLogistics()
	if err != nil {
		return err
	}
	reference, told := hashingTime(), 0
	began := time.Now()
	report, err := amendment.RehearseAll(ctx, s, amended, func(int64, int64) { told++ })
	if err != nil {
		return err
	}
	took := time.Since(began)
	if report.Cases < *rehearsed || report.Differ != report.Cases || report.NotReproduced > 0 {
		return fmt.Errorf("a rehearsal of %d cases tells of %d: %d differ, %d are not reproduced",
			*rehearsed, report.Cases,
			report.Differ, report.NotReproduced)
	}
	fmt.Printf("# rehearsal of %d cases on %s: %.1f s, %.0f a second, told %d times how far it was; the machine %s\n",
		report.Cases, o.Dialect, took.Seconds(), float64(report.Cases)/took.Seconds(), told, reference)
	fmt.Printf("rehearsal_%s_of_300_seconds_for_100000 ratio %.2f\n", o.Dialect,
		took.Seconds()/float64(report.Cases)*manyRehearsed/longestRehearsal.Seconds())
	return nil
}

// amendedLogistics is a version that nobody published, in which grave matters are to be handled sooner.
func amendedLogistics() (*policy.Policy, error) {
	text, err := fs.ReadFile(policies.Files, "logistics/policy.yaml")
	if err != nil {
		return nil, err
	}
	text = regexp.MustCompile(`(?m)^version: \d+`).ReplaceAll(text, []byte("version: 100"))
	text = bytes.Replace(text, []byte(`severity == "severe",   is: 7wd`), []byte(`severity == "severe",   is: 5wd`), 1)
	return policy.Load("logistics.yaml", text)
}

// rehearsedTables are what a rehearsal reads, as [copied] is in lists: @ is the copy's case id.
var rehearsedTables = []struct{ table, columns, values string }{
	{
		"filings", "case_id, filed_by, filed, filed_at, clock_offset, receipt_hash",
		"@, filed_by, filed, filed_at, clock_offset, @",
	},
	{
		"journal", "case_id, seq, at, recorded_at, actor, type, data, reason, hash",
		"@, seq, at, recorded_at, actor, type, data, reason, hash",
	},
	{
		"commands", "case_id, command_id, actor, seq, from_seq, recorded_at",
		"@, command_id, actor, seq, from_seq, recorded_at",
	},
	{
		"cases",
		"id, seq, number, policy, version, kind, category, severity, status, step, step_title, unit, subject, " +
			"received_at, filed_at, due, wake, clock_offset, lists, figures_seq",
		"@, seq, number, policy, version, kind, category, severity, status, step, step_title, unit, subject, " +
			"received_at, filed_at, due, wake, clock_offset, lists, figures_seq",
	},
}

// multiplyWorkedCases copies the archived cases behind the program's back until there are as many as are rehearsed.
func multiplyWorkedCases(ctx context.Context, o store.Options) (err error) {
	db, err := sql.Open("postgres", o.DSN)
	if o.Dialect == store.SQLite {
		db, err = sql.Open("sqlite", "file:"+o.Path+"?_pragma=synchronous(OFF)&_pragma=cache_size(-500000)")
	}
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	statements := []string{
		"CREATE TABLE originals AS SELECT id AS case_id FROM cases WHERE status = 'archived' AND policy = 'logistics'",
		fmt.Sprintf(numbersOfRows[o.Dialect], (*rehearsed+workedCases-1)/workedCases-1),
	}
	for _, t := range rehearsedTables {
		own := "t.case_id"
		if t.table == "cases" {
			own = "t.id"
		}
		values := strings.ReplaceAll(t.values, "@", "CAST(n.i AS TEXT) || '-' || "+own)
		statements = append(statements, "INSERT INTO "+t.table+" ("+t.columns+") SELECT "+values+" FROM "+t.table+
			" t JOIN originals o ON o.case_id = "+own+" CROSS JOIN n")
	}
	statements = append(statements, "DROP TABLE originals", "DROP TABLE n")
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

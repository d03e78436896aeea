package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"duban/internal/seed"
	"duban/record"
	"duban/store"
)

// longestReport is how long a report over so many cases may take.
func longestReport(cases int) time.Duration {
	if cases > 100_000 {
		return 15 * time.Second
	}
	return 2 * time.Second
}

// measureReports measures a report of a month with very many cases on SQLite, and on the PostgreSQL that
// DUBAN_TEST_POSTGRES names; and then people's work beside it.
func measureReports(ctx context.Context) error {
	err := inTemporaryDirectory(func(dir string) error {
		return measureReport(ctx, store.Options{Dialect: store.SQLite, Path: filepath.Join(dir, "duban.db")}, *cases)
	})
	if err != nil {
		return err
	}
	if server := os.Getenv("DUBAN_TEST_POSTGRES"); server != "" {
		o, err := newPostgresSchema(ctx, server, fmt.Sprintf("reports%d", *cases))
		if err == nil {
			err = measureReport(ctx, o, *cases)
		}
		if err != nil {
			return err
		}
	}
	return measureWorkBesideReports(ctx)
}

// measureReport prints the median of a few reports as the part of what they may take, and beside it how fast the
// machine was meanwhile.
func measureReport(ctx context.Context, o store.Options, cases int) (err error) {
	o.Now = time.Now
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := seed.PublishRegulations(ctx, s); err != nil {
		return err
	}
	q, err := newFiguresQuery(ctx, s)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := fillReport(ctx, o, cases); err != nil {
		return err
	}
	fmt.Printf("# report of %d cases on %s: filled in %s\n", cases, o.Dialect, time.Since(began).Round(time.Second))
	var took []float64
	for range rounds {
		reference := hashingTime()
		began := time.Now()
		figures, err := s.CountReport(ctx, q)
		if err != nil {
			return err
		}
		if figures.Total.Matters != int64(cases) ||
			figures.StockTotal.Closing+figures.StockTotal.Closed != int64(cases) {
			return fmt.Errorf("a report of %d cases counts %d: %v", cases, figures.Total.Matters, figures.StockTotal)
		}
		took = append(took, time.Since(began).Seconds())
		fmt.Printf("# report of %d cases on %s: %.2f s, the machine %s\n",
			cases, o.Dialect, took[len(took)-1], reference)
	}
	fmt.Printf("report_%d_%s_of_%.0f_seconds ratio %.2f\n", cases, o.Dialect, longestReport(cases).Seconds(),
		medianOf(took)/longestReport(cases).Seconds())
	return nil
}

// newFiguresQuery asks for the report of units, with its table of stock and flow, of the month that is filled.
func newFiguresQuery(ctx context.Context, s *store.Store) (q record.FigureQuery, err error) {
	p, err := s.PolicyInForce(ctx, "logistics")
	if err != nil {
		return q, err
	}
	q = record.FigureQuery{Policy: p, Report: p.Report("service")}
	q.Period, err = q.Report.Shape.ParsePeriod("2026-03", s.Location())
	return q, err
}

// hashingTime is the machine's reference: how long one core takes for the hash of 256 MiB.
func hashingTime() time.Duration {
	block, hash := make([]byte, megabyte), sha256.New()
	began := time.Now()
	for range 256 {
		hash.Write(block)
	}
	hash.Sum(nil)
	return time.Since(began).Round(time.Millisecond)
}

package store

import (
	"crypto/sha256"
	"encoding/binary"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/record"
)

// What stands with the traits, and what is a case's own.
func TestWhatCasesHaveAlike(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		name  string
		value any
		own   bool
	}{
		{"at.answered", int64(1), true},
		{"field.declared", int64(250000), true},
		{"field.established", int64(1), false},
		{"field.filed_on", "2026-03-01", true},
		{"field.loss", "partial", false},
		{"last.visit", "satisfied", false},
		{"times.visit", int64(3), false},
		{"deadline.handling", "met", false},
	} {
		if own := isOwnFact(of.name, of.value); own != of.own {
			t.Errorf("%s %v: own %v", of.name, of.value, own)
		}
	}
}

// The number of traits is the same in every database, for ever: it stands in the rows of cases.
func TestNumberOfTraits(t *testing.T) {
	t.Parallel()
	said := `{"ID":0,"Policy":"p","Kind":"k","Source":"s","Channel":"c","Category":"a.b","Group":"a","Severity":"v",` +
		`"Disposition":"d","Open":1,"Late":0,"Facts":"{}"}`
	sum := sha256.Sum256([]byte(said))
	traits := figureTraits{
		ID:          7,
		Policy:      "p",
		Kind:        "k",
		Source:      "s",
		Channel:     "c",
		Category:    "a.b",
		Group:       "a",
		Severity:    "v",
		Disposition: "d",
		Open:        1,
		Facts:       "{}",
	}
	got, err := traits.sum()
	if want := binary.BigEndian.Uint64(sum[:]) &^ (1 << 63); err != nil || got < 0 || uint64(got) != want {
		t.Errorf("%d, %v; want %d", got, err, want)
	}
}

// However many cases there are, a report reads an index that has all it needs, works conditions out for the traits
// alone, and finds each case's among them by their number. It must do so without statistics, which nobody gathers.
func TestReportsReadAnIndex(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "a.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	text, err := policies.Files.ReadFile("logistics/policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.PublishPolicy(t.Context(), "logistics.yaml", text); err != nil {
		t.Fatal(err)
	}
	p, err := s.PolicyInForce(t.Context(), "logistics")
	if err != nil {
		t.Fatal(err)
	}
	const (
		receipts = "figure_cases USING COVERING INDEX figure_cases_received (received>? AND received<?)"
		before   = "figure_cases USING INDEX figure_cases_before (received>? AND received<?)"
		found    = "SEARCH t USING AUTOMATIC"
		stays    = "i USING COVERING INDEX figure_items_stays (at<?)"
		items    = "i USING INDEX figure_items_at (at>? AND at<?)"
	)
	reader := complaint.Person{ID: "u", Active: true, Roles: []complaint.RoleID{"logistics.supervisor"}}
	for name, of := range map[string]struct {
		change func(*record.FigureQuery)
		want   []string
	}{
		"now": {func(*record.FigureQuery) {}, []string{receipts, found, stays}},
		"as of": {
			func(q *record.FigureQuery) { q.AsOf = time.Unix(0, 0) }, []string{receipts, before, found, stays},
		},
		"what one reads": {func(q *record.FigureQuery) { q.Reader = &reader }, []string{receipts, found}},
		"closed": {
			func(q *record.FigureQuery) { q.Report.Event = policy.EventClosed }, []string{found, stays},
		},
		"steps": {func(q *record.FigureQuery) { q.Report.Grain = policy.StepGrain }, []string{items, found}},
		"steps one reads": {
			func(q *record.FigureQuery) { q.Report.Grain, q.Reader = policy.StepGrain, &reader }, []string{found},
		},
		"corrected": {
			func(q *record.FigureQuery) { q.AsOf, q.CorrectedAsOf = time.Unix(1, 0), time.Unix(0, 0) },
			[]string{receipts, before, found},
		},
	} {
		report := *p.Report("service")
		q := record.FigureQuery{Policy: p, Report: &report}
		if q.Period, err = q.Report.Shape.ParsePeriod("2026-03", s.Location()); err != nil {
			t.Fatal(err)
		}
		of.change(&q)
		matters, stock := s.newReportSQL(q).alike(), s.newReportSQL(q).staysAlike()
		plan := slices.Concat(queryPlan(t, s, matters.sql, matters.args...), queryPlan(t, s, stock.sql, stock.args...))
		all := strings.Join(plan, "\n")
		for _, want := range of.want {
			if !strings.Contains(all, want) {
				t.Errorf("%s: no %q in\n%s", name, want, all)
			}
		}
		if slices.Contains(plan, "SCAN t") {
			t.Errorf("%s: the traits are looked through for each case:\n%s", name, all)
		}
	}
}

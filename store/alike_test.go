package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/complaint"
)

// However many cases there are, a count reads a stretch of an index and looks nowhere else.
func TestCountsReadAnIndex(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "a.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	asked := complaint.AlikeAsked{
		Policy:   "p",
		To:       "c",
		Kinds:    []string{"k"},
		Outcomes: []string{"a.b"},
	}
	unit, person := []string{complaint.CommonUnit("u")}, []string{complaint.CommonPerson("x")}
	for name, change := range map[string]func(*complaint.AlikeAsked){
		"any":                    func(*complaint.AlikeAsked) {},
		"unit":                   func(q *complaint.AlikeAsked) { q.Common = [][]string{unit} },
		"unit and person":        func(q *complaint.AlikeAsked) { q.Common = [][]string{unit, person} },
		"complainant":            func(q *complaint.AlikeAsked) { q.Complainant = true },
		"complainant and person": func(q *complaint.AlikeAsked) { q.Complainant, q.Common = true, [][]string{person} },
	} {
		q := asked
		change(&q)
		query := alikeQuery(q)
		plan := queryPlan(t, s, query.sql, query.args...)
		for _, line := range plan {
			whole := strings.HasPrefix(line, "SCAN") && !strings.HasPrefix(line, "SCAN n") &&
				!strings.Contains(line, "CONSTANT")
			if whole {
				t.Errorf("%s looks everywhere: %s", name, line)
			}
		}
		all := strings.Join(plan, "\n")
		if !q.Complainant &&
			!strings.Contains(all, "case_alike_value (policy=? AND value=? AND received_at>? AND received_at<?)") {
			t.Errorf("%s:\n%s", name, all)
		}
	}
}

// queryPlan is how SQLite goes about a query, a line for each step.
func queryPlan(t *testing.T, s *Store, query string, args ...any) []string {
	t.Helper()
	var steps []struct {
		ID, Parent, NotUsed int
		Detail              string
	}
	if err := s.writer.SelectContext(t.Context(), &steps, "EXPLAIN QUERY PLAN "+query, args...); err != nil {
		t.Fatal(err)
	}
	plan := make([]string, len(steps))
	for i, step := range steps {
		plan[i] = step.Detail
	}
	return plan
}

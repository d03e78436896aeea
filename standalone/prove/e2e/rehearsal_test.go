package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duban/complaint"
	"duban/policy"
	trial "duban/policy/amendment"
	"duban/standalone/play"
	"duban/store"
)

// What the program recorded is rehearsed alike on SQLite and on PostgreSQL: nothing is otherwise under its own version,
// and under one with a shorter limit the limit of each case is due earlier.
func TestRehearsalOnBothDatabases(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	program := StartProgram(t)
	agent := program.SignIn("logistics.agent")
	worked, open := fileSevere(t, agent), fileSevere(t, agent)
	finisher, err := play.NewFinisher(ctx, play.NewPeople(program.HTTP, Password), "admin", worked, "logistics", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := finisher.WorkToArchive(ctx); err != nil {
		t.Fatal(err)
	}
	own := versionOf(agent, open)
	program.Stop()
	amended, err := policy.Load("logistics.yaml", []byte(amendedLogistics(t)))
	if err != nil {
		t.Fatal(err)
	}
	file := store.Options{
		Dialect: store.SQLite,
		Path:    filepath.Join(program.Dir, "duban.db"),
		Now:     time.Now,
	}
	for name, o := range map[string]store.Options{"sqlite": file, "postgres": copiedToPostgres(ctx, t, file)} {
		o.ReadOnly = true
		s, err := store.Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		inForce, err := s.PolicyVersion(ctx, "logistics", own)
		if err != nil {
			t.Fatal(err)
		}
		var told int64
		same := rehearsed(ctx, t, s, inForce, func(done, _ int64) { told = done })
		if got := numbersOf(same); got != "2 cases, 1 open, 0 differ, 0 not reproduced, late 0 → 0" || told != 2 {
			t.Errorf("%s: under its own version: %s, told of %d", name, got, told)
		}
		other := rehearsed(ctx, t, s, amended, nil)
		if got := numbersOf(other); got != "2 cases, 1 open, 2 differ, 0 not reproduced, late 0 → 0" ||
			len(other.Deadlines) != 1 || other.Deadlines[0].Name != "handling" || other.Deadlines[0].Earlier != 2 {
			t.Errorf("%s: under the other: %s, %+v", name, got, other.Deadlines)
		}
		var cases []complaint.CaseID
		for _, one := range other.Outcomes {
			cases = append(cases, one.Case)
		}
		if len(cases) != 2 || !slices.Contains(cases, complaint.CaseID(worked)) {
			t.Errorf("%s: cases %v", name, cases)
		}
	}
}

// copiedToPostgres is a copy of the record on a PostgreSQL of the test's own.
func copiedToPostgres(ctx context.Context, t *testing.T, file store.Options) store.Options {
	t.Helper()
	server := startPostgres(ctx, t)
	there := store.Options{Dialect: store.Postgres, DSN: server.DatabaseURL("postgres"), Now: time.Now}
	s, err := store.Open(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, err := s.CopyTo(ctx, there, nil); err != nil {
		t.Fatal(err)
	}
	return there
}

func rehearsed(
	ctx context.Context, t *testing.T, s *store.Store, version *policy.Policy, progress func(done, all int64),
) *trial.Report {
	t.Helper()
	report, err := trial.RehearseAll(ctx, s, version, progress)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(report); err != nil {
		t.Error(err)
	}
	return report
}

func numbersOf(r *trial.Report) string {
	return fmt.Sprintf("%d cases, %d open, %d differ, %d not reproduced, late %d → %d", r.Cases, r.Open, r.Differ,
		r.NotReproduced, r.LateBefore, r.LateAfter)
}

package doctor_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"duban/complaint"
	"duban/internal/backup"
	"duban/internal/doctor"
	"duban/policies"
	"duban/record"
	"duban/store"
	"duban/store/storetest"
	"duban/workflows/namespace"
)

// newPatient is a record that lived, and a Temporal server that does not answer.
func newPatient(t *testing.T) doctor.Patient {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	temporal, err := client.NewLazyClient(client.Options{HostPort: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(temporal.Close)
	return doctor.Patient{
		Record:    storetest.FilledStore(t, store.Options{Path: filepath.Join(t.TempDir(), "duban.db")}),
		Temporal:  temporal,
		Namespace: namespace.Options{Name: "duban"},
		Data:      t.TempDir(),
		Now:       time.Now,
	}
}

// wantResult wants a result of a check at a level whose detail says something.
func wantResult(t *testing.T, results []doctor.Result, check string, level doctor.Level, detail string) {
	t.Helper()
	for _, r := range results {
		if r.Check == check && r.Level == level && strings.Contains(r.Detail, detail) {
			if level != doctor.OK && r.Advice == "" {
				t.Errorf("%s: no word on what to do: %s", check, r.Detail)
			}
			return
		}
	}
	t.Errorf("no %s %s that says %q among %v", level, check, detail, results)
}

func TestAnEmptyPlace(t *testing.T) {
	p := newPatient(t)
	p.Record, p.RecordErr = nil, store.ErrNoRecord
	results := doctor.Examine(t.Context(), p)
	wantResult(t, results, "database", doctor.Bad, "no record")
	wantResult(t, results, "temporal", doctor.Bad, "does not answer")
	if doctor.WorstLevel(results) != doctor.Bad {
		t.Error("not bad")
	}
}

func TestWhatIsWrongWithARecord(t *testing.T) {
	p := newPatient(t)
	results := doctor.Examine(t.Context(), p)
	wantResult(t, results, "database", doctor.OK, "durable")
	wantResult(t, results, "secret", doctor.OK, "")
	wantResult(t, results, "roles", doctor.Warning, "logistics.supervisor")
	wantResult(t, results, "roles", doctor.Bad, "logistics.branch")
	wantResult(t, results, "tasks", doctor.OK, "")

	if err := p.Record.SetActive(t.Context(), "u-agent", false); err != nil {
		t.Fatal(err)
	}
	p.SecretErr = errors.New("the secret is another")
	p.MovedErr = errors.New("moved")
	results = doctor.Examine(t.Context(), p)
	wantResult(t, results, "secret", doctor.Bad, "another")
	wantResult(t, results, "database", doctor.Bad, "moved")
	wantResult(t, results, "tasks", doctor.Bad, "nobody can take")
}

// A regulation that the release brings is told where the organisation goes by a version of its own.
func TestARegulationHeldBack(t *testing.T) {
	p := newPatient(t)
	file := "logistics/policy.yaml"
	data, err := policies.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`(?m)^version: \d+`).ReplaceAllString(string(data), "version: 100")
	p.Record = storetest.FilledStore(t, store.Options{Path: filepath.Join(t.TempDir(), "duban.db"), Demo: true})
	p.Released = []record.ReleasedFile{{File: file, Source: text}}
	if _, err := p.Record.AdministrationBy("u-admin").AskPolicyChange(t.Context(), record.PolicyChange{
		ID:     "own",
		Kind:   record.PublishVersion,
		File:   file,
		Source: text + "# ours\n",
		Reason: "ours",
	}); err != nil {
		t.Fatal(err)
	}
	wantResult(t, doctor.Examine(t.Context(), p), "regulations", doctor.Warning, "logistics 第 100 版")
	p.Released[0].Source += "# ours\n"
	for _, r := range doctor.Examine(t.Context(), p) {
		if r.Check == "regulations" {
			t.Errorf("what is published is told: %+v", r)
		}
	}
}

// Appointing two people for each role is the remedy that the advice names.
func TestAppointing(t *testing.T) {
	p := newPatient(t)
	policies, err := p.Record.PoliciesInForce(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []complaint.UserID{"u-1", "u-2"} {
		person := complaint.Person{ID: name, Unit: "east", Active: true}
		for _, role := range policies[0].Doc.Roles.Entries {
			person.Roles = append(person.Roles, policies[0].RoleID(role.Key))
		}
		if err := p.Record.SaveAccount(t.Context(), record.Account{
			Person:   person,
			Username: string(name),
		}); err != nil {
			t.Fatal(err)
		}
	}
	results := doctor.Examine(t.Context(), p)
	wantResult(t, results, "roles", doctor.OK, "")
	wantResult(t, results, "tasks", doctor.OK, "")
}

// A department without the person named to receive complaints is told, until one is named.
func TestDepartmentsWithoutAReceiver(t *testing.T) {
	p := newPatient(t)
	file := "hospital/policy.yaml"
	data, err := policies.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ref, err := p.Record.PublishPolicy(t.Context(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	employ := func(name complaint.UserID, role string) {
		t.Helper()
		person := complaint.Person{
			ID:     name,
			Unit:   "east",
			Roles:  []complaint.RoleID{complaint.RoleID(ref.ID + "." + role)},
			Active: true,
		}
		if err := p.Record.SaveAccount(t.Context(), record.Account{
			Person:   person,
			Username: string(name),
		}); err != nil {
			t.Fatal(err)
		}
	}
	employ("u-head", "functional_dept")
	wantResult(t, doctor.Examine(t.Context(), p), "receivers", doctor.Bad, "hospital.receiver")
	employ("u-receiver", "receiver")
	wantResult(t, doctor.Examine(t.Context(), p), "receivers", doctor.OK, "接待专人")
}

// In December next year's working days are missed; a year whose days are official is not.
func TestCalendarsAhead(t *testing.T) {
	p := newPatient(t)
	at := func(month time.Month) {
		p.Now = func() time.Time { return time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC) }
	}
	at(time.June)
	wantResult(t, doctor.Examine(t.Context(), p), "calendar", doctor.OK, "2026")
	at(time.December)
	wantResult(t, doctor.Examine(t.Context(), p), "calendar", doctor.Warning, "2027")
}

func TestClocksApart(t *testing.T) {
	p := newPatient(t)
	wantResult(t, doctor.Examine(t.Context(), p), "clock", doctor.OK, "")
	p.Now = func() time.Time { return time.Now().Add(-time.Minute) }
	wantResult(t, doctor.Examine(t.Context(), p), "clock", doctor.Warning, "1m")
}

func TestBackups(t *testing.T) {
	p := newPatient(t)
	p.Backups = filepath.Join(t.TempDir(), "backups")
	wantResult(t, doctor.Examine(t.Context(), p), "backup", doctor.Bad, "no backup")
	made := time.Now()
	original := backup.Original{Record: p.Record, Program: "test", Now: func() time.Time { return made }}
	if _, err := backup.MakeSet(context.Background(), original, p.Backups, nil); err != nil {
		t.Fatal(err)
	}
	wantResult(t, doctor.Examine(t.Context(), p), "backup", doctor.OK, "duban-")
	p.Now = func() time.Time { return made.Add(50 * time.Hour) }
	wantResult(t, doctor.Examine(t.Context(), p), "backup", doctor.Warning, "50h")
}

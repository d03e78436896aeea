package seed_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"duban/complaint"
	"duban/internal/program"
	"duban/internal/seed"
	"duban/policies"
	"duban/record"
	"duban/store"
)

var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// emptyStore is a record in which nothing has been put yet.
func emptyStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "duban.db"),
		Now:  func() time.Time { return monday },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each start publishes what is embedded; only the first one changes anything.
func TestEachStartPublishesTheSame(t *testing.T) {
	s, ctx := emptyStore(t), t.Context()
	files, err := policies.PolicyFiles()
	ok(t, err)
	years, err := policies.CalendarFiles(seed.CalendarID)
	ok(t, err)
	for start := 1; start <= 2; start++ {
		ok(t, seed.PublishRegulations(ctx, s))
		inForce, err := s.PoliciesInForce(ctx)
		ok(t, err)
		if len(inForce) != len(files) {
			t.Errorf("start %d: %d policies in force, %d are shipped", start, len(inForce), len(files))
		}
		for _, p := range inForce {
			versions, err := s.PolicyVersions(ctx, p.Ref().ID)
			ok(t, err)
			if len(versions) != 1 {
				t.Errorf("start %d: %s has %d versions", start, p.Ref().ID, len(versions))
			}
		}
		published, err := s.CalendarYearsInForce(ctx)
		ok(t, err)
		if len(published) != len(years) {
			t.Errorf("start %d: %d calendar years, %d are shipped", start, len(published), len(years))
		}
		for _, year := range published {
			if year.Revision != 1 {
				t.Errorf("start %d: year %d is in revision %d", start, year.Year.Year, year.Revision)
			}
		}
	}
}

// A record was made while a regulation still had another text under the same version: the start is refused, and
// tells which file, regulation and version it is and the two ways out.
func TestATextChangedUnderItsVersionSaysWhatToDo(t *testing.T) {
	s, ctx := emptyStore(t), t.Context()
	const file = "logistics/policy.yaml"
	shipped, err := policies.Files.ReadFile(file)
	ok(t, err)
	before, err := s.PublishPolicy(ctx, file, append(slices.Clone(shipped), "# as it was\n"...))
	ok(t, err)

	err = seed.PublishRegulations(ctx, s)
	if r := complaint.RefusalIn(err); r == nil || r.Code != complaint.Conflict || r.Field != "version" {
		t.Fatalf("the start: %v, want a conflict about the version", err)
	}
	told := program.ExplainError(err)
	for _, said := range []string{
		fmt.Sprintf("制度 logistics 第 %d 版已经发布，内容与 policies/logistics/policy.yaml 不同", before.Version),
		"请增大该文件里的 version:，或恢复已发布的原文",
		fmt.Sprintf("logistics version %d is published with other content", before.Version),
		"raise `version:` in policies/logistics/policy.yaml, or restore the released text",
	} {
		if !strings.Contains(told, said) {
			t.Errorf("does not say %q: %s", said, told)
		}
	}
	inForce, err := s.PolicyInForce(ctx, "logistics")
	ok(t, err)
	if inForce.Ref() != before {
		t.Errorf("in force is %v, was %v", inForce.Ref(), before)
	}
}

// The organisation has published a version of its own and the release brings another text under its number, and a newer
// one: the start succeeds, the organisation's stays in force, and the release's are held back. The other regulations of
// the release are published.
func TestAnOwnVersionStaysInForce(t *testing.T) {
	const file = "logistics/policy.yaml"
	shipped, err := policies.Files.ReadFile(file)
	ok(t, err)
	number := regexp.MustCompile(`(?m)^version: (\d+)`)
	released, err := strconv.Atoi(string(number.FindSubmatch(shipped)[1]))
	ok(t, err)
	for _, own := range []int{released, released - 1} {
		s, ctx := emptyStore(t), t.Context()
		years, err := policies.CalendarFiles(seed.CalendarID)
		ok(t, err)
		for _, year := range years {
			data, err := policies.Files.ReadFile(year)
			ok(t, err)
			ok(t, s.PublishCalendar(ctx, seed.CalendarID, year, data))
		}
		text := number.ReplaceAll(shipped, fmt.Appendf(nil, "version: %d", own))
		_, err = s.AdministrationBy("user-admin").AskPolicyChange(ctx, record.PolicyChange{
			ID:     "own",
			Kind:   record.PublishVersion,
			File:   "policy.yaml",
			Source: string(text) + "# our own\n",
			Reason: "本单位的规定",
		})
		ok(t, err)
		before, err := s.PolicyInForce(ctx, "logistics")
		ok(t, err)
		for range 2 { // starts
			ok(t, seed.PublishRegulations(ctx, s))
			inForce, err := s.PolicyInForce(ctx, "logistics")
			ok(t, err)
			if inForce.Ref() != before.Ref() || inForce.Ref().Version != own {
				t.Errorf("in force is %v, was %v", inForce.Ref(), before.Ref())
			}
		}
		all, err := s.PoliciesInForce(ctx)
		ok(t, err)
		files, err := seed.ReleasedFiles()
		ok(t, err)
		if len(all) != len(files) {
			t.Errorf("%d regulations are in force, %d are shipped", len(all), len(files))
		}
		held, err := s.HeldBackPolicies(ctx, files)
		ok(t, err)
		if len(held) != 1 || held[0].Source != string(shipped) || held[0].Next != max(own+1, released) ||
			!held[0].IsOffered() {
			t.Errorf("own %d: held back %+v", own, held)
		}
		told := program.ExplainError(held[0].Told())
		for _, said := range []string{
			fmt.Sprintf("程序带来的 logistics 第 %d 版（policies/logistics/policy.yaml）", released),
			fmt.Sprintf("把 version: 改为 %d 再发布", held[0].Next),
			fmt.Sprintf("version %d stays", own),
		} {
			if !strings.Contains(told, said) {
				t.Errorf("does not say %q: %s", said, told)
			}
		}
	}
}

// A demonstration has two people for each role, in a unit of their own, with ids that are always the same.
func TestADemonstrationHasTwoPeopleForEachRole(t *testing.T) {
	s, ctx := emptyStore(t), t.Context()
	ok(t, seed.PublishRegulations(ctx, s))
	password, err := seed.AddFirstAccounts(ctx, s, "chosen", true)
	ok(t, err)
	if password != "chosen" {
		t.Errorf("the password is %q", password)
	}
	all, err := s.PoliciesInForce(ctx)
	ok(t, err)
	expected := 1 // the administrator
	for _, p := range all {
		for _, role := range p.Doc.Roles.Entries {
			for _, suffix := range []string{"", "2"} {
				expected++
				username := p.Doc.Policy + "." + role.Key + suffix
				a, err := s.AccountByUsername(ctx, username)
				if err != nil {
					t.Errorf("%s: %v", username, err)
					continue
				}
				who := a.Person
				if who.ID != seed.DemoUserID(username) || who.Unit != seed.DemoUnitID(p.Doc.Policy, role.Key) ||
					!who.Active ||
					!slices.Equal(who.Roles, []complaint.RoleID{p.RoleID(role.Key)}) || a.Administers {
					t.Errorf("%s is %+v", username, a)
				}
			}
		}
	}
	if n, err := s.CountAccounts(ctx); err != nil || n != expected {
		t.Errorf("%d accounts, want %d (%v)", n, expected, err)
	}
	wantPassword(t, s, seed.AdminName, "chosen", true)
	wantPassword(t, s, "logistics.branch2", "chosen", true)
	wantPassword(t, s, "logistics.branch2", "guessed", false)
	// These stand in scripts and bookmarks of demonstrations.
	if id := seed.DemoUserID("logistics.branch"); id != "user-r7baairvk5m5fch4" {
		t.Errorf("logistics.branch has become %s", id)
	}
}

// Without a demonstration there is the administrator alone, with a password drawn at random and told once; a
// later start changes nothing, whatever password the settings name by then.
func TestTheAdministratorIsMadeOnce(t *testing.T) {
	s, ctx := emptyStore(t), t.Context()
	password, err := seed.AddFirstAccounts(ctx, s, "", false)
	ok(t, err)
	other, err := seed.AddFirstAccounts(ctx, emptyStore(t), "", false)
	ok(t, err)
	if len(password) != 16 || password == other {
		t.Errorf("drawn: %q, then %q", password, other)
	}
	again, err := seed.AddFirstAccounts(ctx, s, "another", true)
	ok(t, err)
	if again != "" {
		t.Errorf("a later start tells a password: %q", again)
	}
	if n, err := s.CountAccounts(ctx); err != nil || n != 1 {
		t.Errorf("%d accounts (%v)", n, err)
	}
	wantPassword(t, s, seed.AdminName, password, true)
	wantPassword(t, s, seed.AdminName, "another", false)
	a, err := s.AccountByUsername(ctx, seed.AdminName)
	ok(t, err)
	if !a.Administers || !a.Person.Active || len(a.Person.Roles) > 0 {
		t.Errorf("the administrator is %+v", a)
	}
}

// A first start that could not save the administrator is made good by the next.
func TestAFirstStartIsTriedAgain(t *testing.T) {
	s, ctx := emptyStore(t), t.Context()
	if password, err := seed.AddFirstAccounts(ctx, &full{Store: s}, "pw", false); !errors.Is(err, errFull) ||
		password != "" {
		t.Fatalf("told %q, %v", password, err)
	}
	password, err := seed.AddFirstAccounts(ctx, s, "pw", false)
	ok(t, err)
	wantPassword(t, s, seed.AdminName, password, true)
}

var errFull = errors.New("disk full")

// full is a record that takes no account.
type full struct{ *store.Store }

func (*full) SaveAccount(context.Context, record.Account) error { return errFull }

// wantPassword tries a password.
func wantPassword(t *testing.T, s *store.Store, username, password string, want bool) {
	t.Helper()
	a, err := s.AccountByUsername(t.Context(), username)
	ok(t, err)
	match, err := argon2id.ComparePasswordAndHash(password, a.PasswordHash)
	ok(t, err)
	if match != want {
		t.Errorf("%q opens %s: %v, want %v", password, username, match, want)
	}
}

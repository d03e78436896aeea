// Package seed fills an empty database: it publishes the embedded regulations and calendars, and makes the
// first accounts. What is already there is left as it is.
package seed

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/record"
)

// Store is what seeding writes to.
type Store interface {
	PublishPolicy(ctx context.Context, file string, data []byte) (complaint.PolicyRef, error)
	PublishCalendar(ctx context.Context, id, file string, data []byte) error
	HeldBackPolicies(ctx context.Context, released []record.ReleasedFile) ([]record.HeldBackPolicy, error)
	PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	CountAccounts(ctx context.Context) (int, error)
	SaveUnit(ctx context.Context, u complaint.Unit) error
	SaveAccount(ctx context.Context, a record.Account) error
}

// CalendarID is the calendar shipped with the program: China's official working days.
const CalendarID = "cn"

// PublishRegulations publishes the embedded calendars and policies. It may be called at every start: publishing the
// same content again changes nothing. A regulation of which the organisation has a version of its own is held back; see
// [record.HeldBackPolicy].
func PublishRegulations(ctx context.Context, s Store) error {
	years, err := policies.CalendarFiles(CalendarID)
	if err != nil {
		return fmt.Errorf("list calendars: %w", err)
	}
	for _, file := range years {
		data, err := policies.Files.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		if err := s.PublishCalendar(ctx, CalendarID, file, data); err != nil {
			return fmt.Errorf("publish %s: %w", file, err)
		}
	}
	released, err := ReleasedFiles()
	if err != nil {
		return err
	}
	held, err := s.HeldBackPolicies(ctx, released)
	if err != nil {
		return fmt.Errorf("policies held back: %w", err)
	}
	for _, r := range released {
		if slices.ContainsFunc(held, func(h record.HeldBackPolicy) bool { return h.ReleasedFile == r }) {
			continue
		}
		if _, err := s.PublishPolicy(ctx, r.File, []byte(r.Source)); err != nil {
			return fmt.Errorf("publish %s: %w", r.File, err)
		}
	}
	return nil
}

// ReleasedFiles are the regulations embedded in the program.
func ReleasedFiles() ([]record.ReleasedFile, error) {
	files, err := policies.PolicyFiles()
	if err != nil {
		return nil, fmt.Errorf("list policies: %w", err)
	}
	released := make([]record.ReleasedFile, len(files))
	for i, file := range files {
		data, err := policies.Files.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		// where whoever must change it finds it
		released[i] = record.ReleasedFile{File: "policies/" + file, Source: string(data)}
	}
	return released, nil
}

// AdminName is the first administrator's user name.
const AdminName = "admin"

// AddFirstAccounts makes the first accounts of an empty organisation: the administrator and, for a demonstration, two
// people for each role of each policy, who share a unit. It returns the password they all have, "" if there
// were accounts already. An empty password is drawn at random.
func AddFirstAccounts(ctx context.Context, s Store, password string, demo bool) (string, error) {
	n, err := s.CountAccounts(ctx)
	if err != nil || n > 0 {
		return "", err
	}
	if password == "" {
		password = rand.Text()[:16]
	}
	hash, err := argon2id.CreateHash(password, hashing)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	if demo {
		if err := addDemoOrganisation(ctx, s, hash); err != nil {
			return "", err
		}
	}
	// The administrator comes last: until then the next start tries again.
	admin := record.Account{
		Username:     AdminName,
		PasswordHash: hash,
		Administers:  true,
		Person:       complaint.Person{ID: demoUserID(AdminName), Name: "管理员", Active: true},
	}
	if err := s.SaveAccount(ctx, admin); err != nil {
		return "", fmt.Errorf("save administrator: %w", err)
	}
	return password, nil
}

// hashing follows RFC 9106's second recommendation: 64 MiB, three passes.
var hashing = &argon2id.Params{
	Memory:      64 * 1024,
	Iterations:  3,
	Parallelism: 2,
	SaltLength:  16,
	KeyLength:   32,
}

// addDemoOrganisation makes the demonstration organisation: for each role of each policy a unit with two people. The
// unit of a role that another's units must have is part of that unit.
func addDemoOrganisation(ctx context.Context, s Store, hash string) error {
	all, err := s.PoliciesInForce(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, role := range p.Doc.Roles.Entries {
			unit := complaint.Unit{ID: DemoUnitID(p.Doc.Policy, role.Key), Name: "演示" + role.Value.Title.Text}
			if len(role.Value.Covers) > 0 {
				unit.Parent = DemoUnitID(p.Doc.Policy, role.Value.Covers[0].Text)
			}
			if err := s.SaveUnit(ctx, unit); err != nil {
				return fmt.Errorf("save unit: %w", err)
			}
			for i, suffix := range []string{"", "2"} {
				username := p.Doc.Policy + "." + role.Key + suffix
				account := record.Account{Username: username, PasswordHash: hash, Person: complaint.Person{
					ID:     demoUserID(username),
					Name:   role.Value.Title.Text + []string{"甲", "乙"}[i],
					Unit:   unit.ID,
					Roles:  []complaint.RoleID{p.RoleID(role.Key)},
					Active: true,
				}}
				if err := s.SaveAccount(ctx, account); err != nil {
					return fmt.Errorf("save account: %w", err)
				}
			}
		}
	}
	return nil
}

// names is the namespace of the demonstration organisation's ids, so that a fresh directory has the same ones.
var names = uuid.MustParse("6f1d5a3e-5d0c-4c55-9a39-0f9f3d9b7a11")

// DemoUnitID is the id of the unit whose people hold a role in the demonstration organisation.
func DemoUnitID(policyID, role string) complaint.UnitID {
	return complaint.UnitID("unit-" + shortNameOf("unit/"+policyID+"."+role))
}

// DemoUserID is the id of a demonstration user, or of the administrator.
func DemoUserID(username string) complaint.UserID { return demoUserID(username) }

func demoUserID(username string) complaint.UserID {
	return complaint.UserID("user-" + shortNameOf("user/"+username))
}

func shortNameOf(name string) string {
	id := uuid.NewSHA1(names, []byte(name))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(id[:10]))
}

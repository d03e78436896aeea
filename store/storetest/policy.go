package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"duban/complaint"
	"duban/policies"
	"duban/policy"
	"duban/policy/calendar"
	"duban/record"
)

const logistics = "logistics/policy.yaml"

var versionLine = regexp.MustCompile(`\nversion: \d+\n`)

// policyFileOfVersion is the embedded policy with another version number and a remark.
func policyFileOfVersion(b *bench, version int, remark string) []byte {
	b.Helper()
	data, err := fs.ReadFile(policies.Files, logistics)
	b.mustSucceed(err)
	changed := versionLine.ReplaceAll(data, fmt.Appendf(nil, "\nversion: %d\n", version))
	return append(changed, remark...)
}

// publishPolicyAndYear publishes the embedded policy and a calendar year.
func publishPolicyAndYear(b *bench) complaint.PolicyRef {
	b.Helper()
	ref, err := b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 1, ""))
	b.mustSucceed(err)
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", calendarYearFile(b, 2026)))
	return ref
}

func calendarYearFile(b *bench, number int) []byte {
	b.Helper()
	data, err := fs.ReadFile(policies.Files, fmt.Sprintf("calendars/cn/%d.yaml", number))
	b.mustSucceed(err)
	return data
}

func testPoliciesPublishedOnce(b *bench) {
	first := publishPolicyAndYear(b)
	wantEqual(b, "id", first.ID, "logistics")
	wantEqual(b, "version", first.Version, 1)
	wantEqual(b, "the same again", publishPolicyAndYear(b), first)
	_, err := b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 1, "\n# other content\n"))
	b.mustRefuse(err, complaint.Conflict)
	third, err := b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 3, ""))
	b.mustSucceed(err)
	second, err := b.PublishPolicy(b.ctx, logistics, policyFileOfVersion(b, 2, ""))
	b.mustSucceed(err)
	_, err = b.PublishPolicy(b.ctx, "bad.yaml", []byte("policy: [\n"))
	if _, ok := errors.AsType[policy.Findings](err); !ok {
		b.Fatalf("a broken file: got %v, want findings", err)
	}
	for _, s := range []interface {
		PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
		PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	}{b.Store, b.openAgain()} {
		for version, want := range []complaint.PolicyRef{third, first, second, third} {
			p, err := s.PolicyVersion(b.ctx, "logistics", version)
			b.mustSucceed(err)
			wantEqual(b, "version", p.Ref(), want)
		}
		inForce, err := s.PoliciesInForce(b.ctx)
		b.mustSucceed(err)
		wantEqual(b, "policies in force", len(inForce), 1)
		wantEqual(b, "in force", inForce[0].Ref(), third)
		_, err = s.PolicyVersion(b.ctx, "logistics", 9)
		b.mustRefuse(err, complaint.NotFound)
	}
	b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
		p, err := tx.Policy(b.ctx, second)
		b.mustSucceed(err)
		wantEqual(b, "pinned", p.Ref(), second)
		wrong := second
		wrong.Version = 3
		_, err = tx.Policy(b.ctx, wrong)
		b.mustRefuse(err, complaint.NotFound)
		return nil
	}))
}

func testNewestYearCounts(b *bench) {
	_, err := b.Calendar(b.ctx, "cn")
	b.mustRefuse(err, complaint.NotFound)
	other := b.openAgain()
	newYear, err := calendar.ParseDate("2026-01-01")
	b.mustSucceed(err)
	for i, step := range []struct {
		file []byte
		off  bool
	}{
		{calendarYearFile(b, 2026), true},
		{calendarYearFile(b, 2026), true},
		{bytes.Replace(calendarYearFile(b, 2026), []byte("01-01..01-03"), []byte("01-02..01-03"), 1), false},
		{calendarYearFile(b, 2025), false},
		{calendarYearFile(b, 2026), true},
	} {
		b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "year.yaml", step.file))
		b.clock.advance(time.Second)
		for _, s := range []interface {
			Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
		}{b.Store, other} {
			made, err := s.Calendar(b.ctx, "cn")
			b.mustSucceed(err)
			working, _, _ := made.IsWorkingDay(newYear)
			wantEqual(b, fmt.Sprintf("step %d: new year is a working day", i), working, !step.off)
		}
	}
	if err := b.PublishCalendar(b.ctx, "cn", "bad.yaml", []byte("[")); err == nil {
		b.Fatal("a broken year was published")
	}
}

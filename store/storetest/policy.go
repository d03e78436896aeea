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

// logisticsVersion is the embedded policy with another version number and a remark.
func logisticsVersion(b *bench, version int, remark string) []byte {
	b.Helper()
	data, err := fs.ReadFile(policies.Files, logistics)
	b.mustSucceed(err)
	changed := versionLine.ReplaceAll(data, fmt.Appendf(nil, "\nversion: %d\n", version))
	return append(changed, remark...)
}

// publish publishes the embedded policy and a calendar year.
func publish(b *bench) complaint.PolicyRef {
	b.Helper()
	ref, err := b.PublishPolicy(b.ctx, logistics, logisticsVersion(b, 1, ""))
	b.mustSucceed(err)
	b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "2026.yaml", year(b, 2026)))
	return ref
}

func year(b *bench, number int) []byte {
	b.Helper()
	data, err := fs.ReadFile(policies.Files, fmt.Sprintf("calendars/cn/%d.yaml", number))
	b.mustSucceed(err)
	return data
}

func policiesPublishedOnce(b *bench) {
	first := publish(b)
	equal(b, "id", first.ID, "logistics")
	equal(b, "version", first.Version, 1)
	equal(b, "the same again", publish(b), first)
	_, err := b.PublishPolicy(b.ctx, logistics, logisticsVersion(b, 1, "\n# other content\n"))
	b.mustRefuse(err, complaint.Conflict)
	third, err := b.PublishPolicy(b.ctx, logistics, logisticsVersion(b, 3, ""))
	b.mustSucceed(err)
	second, err := b.PublishPolicy(b.ctx, logistics, logisticsVersion(b, 2, ""))
	b.mustSucceed(err)
	_, err = b.PublishPolicy(b.ctx, "bad.yaml", []byte("policy: [\n"))
	if _, ok := errors.AsType[policy.Findings](err); !ok {
		b.Fatalf("a broken file: got %v, want findings", err)
	}
	for _, s := range []interface {
		PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
		PoliciesInForce(ctx context.Context) ([]*policy.Policy, error)
	}{b.Store, b.reopen()} {
		for version, want := range []complaint.PolicyRef{third, first, second, third} {
			p, err := s.PolicyVersion(b.ctx, "logistics", version)
			b.mustSucceed(err)
			equal(b, "version", p.Ref(), want)
		}
		inForce, err := s.PoliciesInForce(b.ctx)
		b.mustSucceed(err)
		equal(b, "policies in force", len(inForce), 1)
		equal(b, "in force", inForce[0].Ref(), third)
		_, err = s.PolicyVersion(b.ctx, "logistics", 9)
		b.mustRefuse(err, complaint.NotFound)
	}
	b.mustSucceed(b.Read(b.ctx, "c1", func(tx record.ReadTx) error {
		p, err := tx.Policy(b.ctx, second)
		b.mustSucceed(err)
		equal(b, "pinned", p.Ref(), second)
		wrong := second
		wrong.Version = 3
		_, err = tx.Policy(b.ctx, wrong)
		b.mustRefuse(err, complaint.NotFound)
		return nil
	}))
}

func newestYearCounts(b *bench) {
	_, err := b.Calendar(b.ctx, "cn")
	b.mustRefuse(err, complaint.NotFound)
	other := b.reopen()
	newYear, err := calendar.ParseDate("2026-01-01")
	b.mustSucceed(err)
	for i, step := range []struct {
		file []byte
		off  bool
	}{
		{year(b, 2026), true},
		{year(b, 2026), true},
		{bytes.Replace(year(b, 2026), []byte("01-01..01-03"), []byte("01-02..01-03"), 1), false},
		{year(b, 2025), false},
		{year(b, 2026), true},
	} {
		b.mustSucceed(b.PublishCalendar(b.ctx, "cn", "year.yaml", step.file))
		b.clock.advance(time.Second)
		for _, s := range []interface {
			Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
		}{b.Store, other} {
			made, err := s.Calendar(b.ctx, "cn")
			b.mustSucceed(err)
			working, _, _ := made.IsWorkingDay(newYear)
			equal(b, fmt.Sprintf("step %d: new year is a working day", i), working, !step.off)
		}
	}
	if err := b.PublishCalendar(b.ctx, "cn", "bad.yaml", []byte("[")); err == nil {
		b.Fatal("a broken year was published")
	}
}

package amendment

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"duban/complaint"
	"duban/policy"
	"duban/policy/calendar"
)

// Record is where recorded cases are read.
type Record interface {
	CountCasesOf(ctx context.Context, policy string) (int64, error)
	RecordedCases(ctx context.Context, policy string, after complaint.CaseID, limit int) ([]Recorded, error)
	PolicyVersion(ctx context.Context, id string, version int) (*policy.Policy, error)
	Calendar(ctx context.Context, id string) (*calendar.Calendar, error)
	DirectoryNow(ctx context.Context) (complaint.Directory, error)
}

// batch is how many cases are read at a time.
const batch = 200

// RehearseAll tries a version on all cases of its regulation that the record has. progress hears how many of how many
// are done; it may be nil.
func RehearseAll(
	ctx context.Context, from Record, version *policy.Policy, progress func(done, all int64),
) (*Report, error) {
	id := version.Ref().ID
	all, err := from.CountCasesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	in := Surroundings{}
	if in.Calendar, err = from.Calendar(ctx, version.Doc.Calendar); err != nil {
		return nil, err
	}
	if in.Directory, err = from.DirectoryNow(ctx); err != nil {
		return nil, err
	}
	report, done := NewReport(version.Ref()), int64(0)
	for after := complaint.CaseID(""); ; {
		cases, err := from.RecordedCases(ctx, id, after, batch)
		if err != nil || len(cases) == 0 {
			return report, err
		}
		after = cases[len(cases)-1].Journal[0].Case
		if err := rehearseBatch(ctx, from, cases, version, in, report); err != nil {
			return nil, err
		}
		if done += int64(len(cases)); progress != nil {
			progress(done, max(all, done))
		}
	}
}

// rehearseBatch tries a version on some cases, several at once.
func rehearseBatch(
	ctx context.Context, from Record, cases []Recorded, version *policy.Policy, in Surroundings, report *Report,
) error {
	own, under := make([]*policy.Policy, len(cases)), make([]complaint.PolicyRef, len(cases))
	for i, c := range cases {
		named := c.VersionsNamed()
		if len(named) == 0 {
			return fmt.Errorf("case %s does not begin with its filing", c.Journal[0].Case)
		}
		cases[i].Versions = make(map[complaint.PolicyRef]*policy.Policy, len(named))
		for _, ref := range named {
			p, err := from.PolicyVersion(ctx, ref.ID, ref.Version)
			if err != nil {
				return err
			}
			cases[i].Versions[ref] = p
		}
		own[i], under[i] = cases[i].Versions[named[0]], named[len(named)-1]
	}
	outcomes, wrong := make([]Outcome, len(cases)), make([]error, len(cases))
	var all sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range cases {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			outcomes[i], wrong[i] = Rehearse(cases[i], own[i], version, in)
		})
	}
	all.Wait()
	for i, o := range outcomes {
		if wrong[i] != nil {
			return wrong[i]
		}
		report.Add(under[i], o)
	}
	return ctx.Err()
}

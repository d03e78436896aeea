package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"duban/complaint"
	"duban/store"
	"duban/workflows"
)

const (
	// awaitPage is how many cases are listed at once, awaitEvery how long after a vain question the next one comes.
	awaitPage  = 200
	awaitEvery = 500 * time.Millisecond
	// answerPatience is how long one case may take to answer.
	answerPatience = 5 * time.Second
)

// awaitCases asks each open case in its new place for the next instant at which something happens by itself, and holds
// it against the old journal.
func (m move) awaitCases(ctx context.Context, old *store.Store, cases *workflows.Cases) error {
	waiting, cancel := context.WithTimeout(ctx, m.wait)
	defer cancel()
	outlook, err := old.OutlookOfOpenCases(ctx)
	if err != nil {
		return err
	}
	shown, done, ahead := progressBar(m.cmd, "应答 answer"), int64(0), 0
	for after := complaint.CaseID(""); ; {
		ids, err := old.CasesUnarchived(ctx, after, awaitPage)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		after = ids[len(ids)-1]
		for _, id := range ids {
			same, err := m.awaitAnswer(waiting, old, cases, id)
			if errors.Is(err, context.DeadlineExceeded) {
				return fmt.Errorf("记录已经搬完；%d 个案件中有 %d 个已在新处应答。启动 duban worker，再运行一次本命令或 duban doctor "+
					"(the record has moved; so far %d of %d cases answer: start duban worker, "+
					"then run this again or duban doctor)", outlook.Open, done, done, outlook.Open)
			}
			if err != nil {
				return err
			}
			if done++; !same {
				ahead++
			}
			if shown != nil {
				shown(done, outlook.Open)
			}
		}
	}
	m.printLine(
		"%d 个未归档的案件都在新处办理，%d 个的下一个到期时刻与搬前相同，%d 个已在新处往前走了 (all go on; next instants equal; already gone further)",
		done, done-int64(ahead), ahead,
	)
	return nil
}

// awaitAnswer waits until the case answers. It reports whether it stands exactly where it stood; a case that has been
// acted on since is further, and its journal has all that it had.
func (m move) awaitAnswer(
	ctx context.Context, old *store.Store, cases *workflows.Cases, id complaint.CaseID,
) (same bool, err error) {
	events, err := old.JournalEvents(ctx, id, 0, 0)
	if err != nil {
		return false, err
	}
	before := complaint.NewCase(id)
	for _, e := range events {
		if err := before.Apply(e); err != nil {
			return false, fmt.Errorf("fold case %s: %w", id, err)
		}
	}
	for {
		now, err := askCaseState(ctx, cases, id)
		switch {
		case err == nil && now.Seq == before.Seq && now.LastHash == before.LastHash:
			return nextWakeInstant(now).Equal(nextWakeInstant(before)), nil
		case err == nil && now.Seq > before.Seq:
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(awaitEvery):
		}
	}
}

func askCaseState(ctx context.Context, cases *workflows.Cases, id complaint.CaseID) (*complaint.Case, error) {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	return cases.CaseState(ctx, id)
}

// nextWakeInstant is when something happens in the case by itself; the zero instant if nothing does.
func nextWakeInstant(c *complaint.Case) time.Time {
	if _, rung := c.NextRung(); rung != nil {
		return rung.At.Time
	}
	return time.Time{}
}

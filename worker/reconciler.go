package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/time/rate"

	"duban/complaint"
	"duban/workflows"
)

// reconciler holds the journal against Temporal, both ways: each case with something owed has exactly one open
// workflow, and no other case has one (docs/architecture.md, Guarantees). The journal is the truth. It goes at a gentle
// pace, because nobody waits for it and people wait for what it shares.
type reconciler struct {
	lists Lists
	cases *workflows.Cases
	tally *Tally
	log   *slog.Logger
	limit *rate.Limiter
}

const (
	// reconcileRate is how many workflows are looked at in a second.
	reconcileRate  = 50
	reconcilePage  = 200
	reconcileEvery = 10 * time.Minute
)

func (r *reconciler) reconcileEvery(ctx context.Context, every time.Duration) {
	repeatEvery(ctx, every, func() {
		if err := r.reconcileAll(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("reconciler", "error", err)
		}
	})
}

// reconcileAll compares everything once. Trouble with one case is reported and holds up no other.
func (r *reconciler) reconcileAll(ctx context.Context) error {
	if err := r.restartMissing(ctx); err != nil {
		return fmt.Errorf("cases without a workflow: %w", err)
	}
	if err := r.endSurplus(ctx); err != nil {
		return fmt.Errorf("workflows without a case: %w", err)
	}
	r.tally.Rounds.Add(1)
	return nil
}

// restartMissing starts from the journal whatever is owed and not running: terminated by hand, lost with Temporal's
// store, or ended under a newer journal than the one restored.
func (r *reconciler) restartMissing(ctx context.Context) error {
	return eachUnarchived(ctx, r.lists, func(id complaint.CaseID) error {
		if err := r.limit.Wait(ctx); err != nil {
			return err
		}
		running, err := r.cases.IsRunning(ctx, id)
		if err == nil && !running {
			r.log.Warn("case had no open workflow", "case_id", string(id))
			r.tally.Restarted.Add(1)
			err = r.cases.RestartCase(ctx, id)
		}
		if isUnreachable(err) {
			return err
		}
		if err != nil {
			r.log.Error("reconcile", "case_id", string(id), "error", err)
		}
		return ctx.Err()
	})
}

// endSurplus makes workflows read their journal whose case is archived or does not exist; they end by themselves.
func (r *reconciler) endSurplus(ctx context.Context) error {
	return r.cases.EachOpenCase(ctx, reconcilePage, func(ids []complaint.CaseID) error {
		if err := r.limit.WaitN(ctx, 1); err != nil {
			return err
		}
		archived, err := r.lists.AreCasesArchived(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if done, exists := archived[id]; exists && !done {
				continue
			}
			r.log.Warn("workflow has no case that owes anything", "case_id", string(id))
			if err := r.cases.SyncWithJournal(ctx, id); err != nil && !errors.Is(err, workflows.ErrEnded) {
				return err
			}
		}
		return nil
	})
}

// eachUnarchived walks through all cases with something owed.
func eachUnarchived(ctx context.Context, lists Lists, do func(complaint.CaseID) error) error {
	for after := complaint.CaseID(""); ; {
		ids, err := lists.CasesUnarchived(ctx, after, reconcilePage)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := do(id); err != nil {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

// RestartAll ends the run of every case with something owed, should there be one, and starts each anew from its
// journal: after the loss or replacement of Temporal's store, or where runs are blocked. It says how many it has
// started; progress, which may be nil, hears of each. Trouble with a case ends it; what was restarted stays so.
func RestartAll(ctx context.Context, lists Lists, cases *workflows.Cases, progress func(done, all int64)) (int, error) {
	vitals, err := lists.CountVitals(ctx)
	if err != nil {
		return 0, err
	}
	done := 0
	err = eachUnarchived(ctx, lists, func(id complaint.CaseID) error {
		if err := cases.ReplaceRun(ctx, id); err != nil {
			return err
		}
		if done++; progress != nil {
			progress(int64(done), int64(max(done, vitals.Open)))
		}
		return nil
	})
	return done, err
}

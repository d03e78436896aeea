package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/time/rate"

	"duban/complaint"
	"duban/record"
	"duban/workflows"
)

// Lists are what the record says about many cases at once.
type Lists interface {
	// CasesDue are cases with a rung whose instant, by the case's own clock, is before the wall time given.
	CasesDue(ctx context.Context, before time.Time, limit int) ([]complaint.CaseID, error)
	// CasesWrittenLately are cases last written within the given time of the journal's newest event.
	CasesWrittenLately(ctx context.Context, within time.Duration) ([]complaint.CaseID, error)
	// CasesUnarchived are the cases with something owed, by id, after the one given, at most limit.
	CasesUnarchived(ctx context.Context, after complaint.CaseID, limit int) ([]complaint.CaseID, error)
	// AreCasesArchived says of each case that exists whether it is archived; one that does not exist is missing.
	AreCasesArchived(ctx context.Context, ids []complaint.CaseID) (map[complaint.CaseID]bool, error)
	// CountVitals are counts over the whole record.
	CountVitals(ctx context.Context) (record.Vitals, error)
}

// sweeper compares what should have happened with the clock and makes cases read their journal. It fires nothing
// itself: rungs have one clock, the case's.
type sweeper struct {
	lists Lists
	cases *workflows.Cases
	tally *Tally
	// limit paces what the sweeper tells cases, so that people do not wait behind a backlog of it.
	limit *rate.Limiter
	log   *slog.Logger
	now   func() time.Time
	// asked is when a late case was last told, so that a backlog is not made longer by signals about it.
	asked map[complaint.CaseID]time.Time
}

const (
	// lateAfter is how far past its due instant a case raises the alarm.
	lateAfter = time.Minute
	// askAgain is how long a late case has to read its journal before it is told once more.
	askAgain   = 5 * time.Minute
	sweepBatch = 500
	sweepEvery = 20 * time.Second
	// tellRate is how many cases are told in a second: a quarter of what one machine carries out.
	tellRate = 50
	// catchUpWithin is how far back a crash can have cut a workflow off from what its act committed.
	catchUpWithin = 10 * time.Minute
)

func (s *sweeper) sweepEvery(ctx context.Context, every time.Duration) {
	s.reportFailure(ctx, "catch up", s.syncLatelyWritten(ctx))
	repeatEvery(ctx, every, func() { s.reportFailure(ctx, "sweep", s.sendSyncToLateCases(ctx)) })
}

// syncLatelyWritten makes each case written shortly before the last stop read its journal. An update not yet accepted
// by the server when everything died leaves no trace in Temporal, though its act was committed; the client gets its
// answer from the record, and nobody else would tell the workflow.
func (s *sweeper) syncLatelyWritten(ctx context.Context) error {
	ids, err := s.lists.CasesWrittenLately(ctx, catchUpWithin)
	if err != nil {
		return err
	}
	return s.sendSyncTo(ctx, ids)
}

// sendSyncToLateCases tells every case that is late.
func (s *sweeper) sendSyncToLateCases(ctx context.Context) error {
	now := s.now()
	late, err := s.lists.CasesDue(ctx, now.Add(-lateAfter), sweepBatch)
	if err != nil {
		return err
	}
	s.tally.Late.Store(int64(len(late)))
	if len(late) > 0 {
		s.log.Warn("cases past their due instant", "cases", len(late))
	}
	asked := make(map[complaint.CaseID]time.Time, len(late))
	var tell []complaint.CaseID
	for _, id := range late {
		last, known := s.asked[id]
		if !known || now.Sub(last) >= askAgain {
			last = now
			tell = append(tell, id)
		}
		asked[id] = last
	}
	s.asked = asked
	return s.sendSyncTo(ctx, tell)
}

// sendSyncTo sends `sync`. A run that was terminated starts anew by it; one that has ended well has nothing to read.
func (s *sweeper) sendSyncTo(ctx context.Context, ids []complaint.CaseID) error {
	var failed error
	for _, id := range ids {
		if err := s.limit.Wait(ctx); err != nil {
			return errors.Join(failed, err)
		}
		switch err := s.cases.SyncWithJournal(ctx, id); {
		case err == nil:
			s.tally.Synced.Add(1)
		case !errors.Is(err, workflows.ErrEnded):
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

func (s *sweeper) reportFailure(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.log.Error("sweeper", "step", what, "error", err)
	}
}

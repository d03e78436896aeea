package worker

import (
	"context"
	"log/slog"
	"time"

	"duban/complaint"
	"duban/workflows"
)

// Outbox lists filings whose workflow must be started.
type Outbox interface {
	// PendingStarts are the oldest rows not done, at most limit.
	PendingStarts(ctx context.Context, limit int) ([]complaint.StartOrder, error)
	// CasesWritten are cases not archived last written within the given time of the journal's newest event.
	CasesWritten(ctx context.Context, within time.Duration) ([]complaint.CaseID, error)
	// StartDone marks a row done.
	StartDone(ctx context.Context, id int64) error
}

// relay is the safety net under filing: what the gateway committed and then could not start, it starts.
type relay struct {
	outbox Outbox
	cases  *workflows.Cases
	log    *slog.Logger
}

const relayBatch = 100

func (r relay) run(ctx context.Context, every time.Duration) {
	r.catchUp(ctx)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		r.pass(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// catchUpWithin is how far back a crash can have cut a workflow off from what its act committed.
const catchUpWithin = 10 * time.Minute

// catchUp makes each case written shortly before the last stop read its journal. An update not yet accepted by
// the server when everything died leaves no trace in Temporal, though its act was committed; the client gets
// its answer from the record, and nobody else would tell the workflow.
func (r relay) catchUp(ctx context.Context) {
	ids, err := r.outbox.CasesWritten(ctx, catchUpWithin)
	if err != nil {
		r.report(ctx, "list cases written", err)
		return
	}
	for _, id := range ids {
		sync := complaint.Order{ID: "system/catch-up", Actor: complaint.System, Command: complaint.Sync{}}
		if err := r.cases.Queue(ctx, id, sync); err != nil {
			r.report(ctx, "catch up", err)
		}
	}
}

// pass starts what is pending. Trouble is logged and tried again at the next pass; the row stays.
func (r relay) pass(ctx context.Context) {
	pending, err := r.outbox.PendingStarts(ctx, relayBatch)
	if err != nil {
		r.report(ctx, "read outbox", err)
		return
	}
	for _, row := range pending {
		if err := r.cases.Launch(ctx, row.Case); err != nil {
			r.report(ctx, "launch case", err)
			return
		}
		if err := r.outbox.StartDone(ctx, row.ID); err != nil {
			r.report(ctx, "mark outbox row", err)
			return
		}
	}
}

func (r relay) report(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		r.log.Error("outbox relay", "step", what, "error", err)
	}
}

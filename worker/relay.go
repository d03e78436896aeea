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

package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"go.temporal.io/api/serviceerror"

	"duban/complaint"
	"duban/record"
	"duban/workflows"
)

// Outbox is what must happen outside the record.
type Outbox interface {
	// TakeErrands takes up due errands of one kind; until the lease has passed nobody else is given them.
	TakeErrands(
		ctx context.Context, kind complaint.ErrandKind, limit int, lease time.Duration,
	) ([]complaint.Errand, error)
	// PutOffErrand lets nobody take up the errand again for a while; Drop removes one that has nothing left to do.
	PutOffErrand(ctx context.Context, errand int64, wait time.Duration) error
	DropErrand(ctx context.Context, errand int64) error
}

// Reports publishes what cases have ordered.
type Reports interface {
	// PublishOrdered publishes it once, however often it is asked.
	PublishOrdered(ctx context.Context, id complaint.CaseID, ordered int, report string) (record.Publication, error)
}

// relay runs the outbox's errands. It only sets off: an errand ends when its effect stands in the record, and until
// then it is run again each time its lease is over. Two relays may run one errand twice, after a lease or a
// crash, and nothing happens twice: starts are the same workflow id, commands the same command id, and a
// delivery the same inbox row.
type relay struct {
	// kinds are those that it runs: counting a report and sending mail take long, and are no other's business.
	kinds   []complaint.ErrandKind
	outbox  Outbox
	reports Reports
	courier Courier
	cases   *workflows.Cases
	tally   *Tally
	log     *slog.Logger
}

// errandPace is how many errands of a kind one pass takes up, how long their effect is waited for, and how long one may
// take before the next has its turn. What people wait for comes first; a calendar's publication, which may concern
// every case, trickles.
var errandPace = map[complaint.ErrandKind]struct {
	batch           int
	lease, patience time.Duration
}{
	complaint.StartErrand:       {100, 15 * time.Second, errandPatience},
	complaint.NoticeErrand:      {50, time.Hour, errandPatience}, // it may wait for office hours
	complaint.AbsorbErrand:      {20, time.Minute, errandPatience},
	complaint.AdoptErrand:       {20, time.Minute, errandPatience},
	complaint.RecalculateErrand: {20, 10 * time.Minute, errandPatience},
	complaint.PublishErrand:     {1, publishLease, 10 * time.Minute},
	// A batch ends within its lease, so that nothing is sent twice because somebody was slow.
	complaint.DispatchErrand: {2, 2 * time.Minute, 25 * time.Second},
}

// Courier carries word out of the application.
type Courier interface {
	// Channels are those by which it can send.
	Channels() []record.Channel
	// Robots are those that speak in groups.
	Robots() []record.GroupRobot
	// Carry sends what was ordered under an id, or records why it is not sent any more. An error means that it is to be
	// tried again; it names no address.
	Carry(ctx context.Context, id string) error
}

const (
	errandPatience = 5 * time.Second
	mostPutOff     = 5 * time.Minute
	// publishLease is prolonged while the report is being counted.
	publishLease = 15 * time.Second
)

func (r *relay) relayEvery(ctx context.Context, every time.Duration) {
	repeatEvery(ctx, every, func() {
		if err := r.runDueErrands(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("outbox relay", "error", err)
		}
	})
}

// runDueErrands goes through the outbox once; of what is sent outside, batch after batch. An errand that fails is put
// off, longer each time, and holds up no other; only if Temporal itself is away does the pass end early.
func (r *relay) runDueErrands(ctx context.Context) error {
	for _, kind := range r.kinds {
		for {
			taken, err := r.runBatch(ctx, kind)
			if err != nil {
				return err
			}
			if kind != complaint.DispatchErrand || taken < errandPace[kind].batch || ctx.Err() != nil {
				break
			}
		}
	}
	return nil
}

// runBatch runs the errands of a kind that one pass takes up, and says how many there were.
func (r *relay) runBatch(ctx context.Context, kind complaint.ErrandKind) (taken int, err error) {
	errands, err := r.outbox.TakeErrands(ctx, kind, errandPace[kind].batch, errandPace[kind].lease)
	if err != nil {
		return 0, err //nolint:wrapcheck // says what it was
	}
	for i, e := range errands {
		err := r.runErrand(ctx, e)
		if err == nil {
			continue
		}
		r.tally.ErrandsFailed.Add(1)
		r.log.Error("errand failed", "kind", string(e.Kind), "case_id", string(e.Case), "tries",
			e.Tries, "error", err)
		if err := r.outbox.PutOffErrand(ctx, e.ID, waitAfterTries(e.Tries)); err != nil {
			return 0, err //nolint:wrapcheck // says what it was
		}
		if isUnreachable(err) {
			return 0, errors.Join(err, r.handBackErrands(ctx, errands[i+1:]))
		}
	}
	return len(errands), nil
}

// handBackErrands gives up errands that were taken and not tried.
func (r *relay) handBackErrands(ctx context.Context, rest []complaint.Errand) error {
	for _, e := range rest {
		if err := r.outbox.PutOffErrand(ctx, e.ID, 0); err != nil {
			return err
		}
	}
	return nil
}

// waitAfterTries is 2, 4, 8 … seconds.
func waitAfterTries(tries int) time.Duration {
	return min(time.Second<<min(max(tries, 1), 16), mostPutOff)
}

func isUnreachable(err error) bool {
	_, away := errors.AsType[*serviceerror.Unavailable](err)
	return away || errors.Is(err, context.DeadlineExceeded)
}

// runErrand runs one errand.
func (r *relay) runErrand(ctx context.Context, e complaint.Errand) error {
	ctx, cancel := context.WithTimeout(ctx, errandPace[e.Kind].patience)
	defer cancel()
	switch e.Kind {
	case complaint.StartErrand:
		return r.cases.LaunchCase(ctx, e.Case)
	case complaint.NoticeErrand:
		seq, err := strconv.Atoi(e.Item)
		if err != nil {
			return fmt.Errorf("notice errand %d: %w", e.ID, err)
		}
		return r.cases.StartNotice(ctx, e.Case, seq)
	case complaint.AbsorbErrand, complaint.AdoptErrand, complaint.RecalculateErrand:
		return r.giveOrder(ctx, e)
	case complaint.PublishErrand:
		return r.publishReport(ctx, e)
	case complaint.DispatchErrand:
		return r.courier.Carry(ctx, e.Item) //nolint:wrapcheck // says what it was
	}
	return fmt.Errorf("errand %d: no such kind: %s", e.ID, e.Kind)
}

// giveOrder gives the case the order that the errand asks for. One archived since has no terms to count and takes up
// nothing.
func (r *relay) giveOrder(ctx context.Context, e complaint.Errand) error {
	order, err := e.Order()
	if err != nil {
		return fmt.Errorf("errand %d: %w", e.ID, err)
	}
	return r.queueOrder(ctx, e, order)
}

// queueOrder queues an order that ends the errand when it is carried out.
func (r *relay) queueOrder(ctx context.Context, e complaint.Errand, order complaint.Order) error {
	err := r.cases.QueueOrder(ctx, e.Case, order)
	if errors.Is(err, workflows.ErrEnded) {
		return r.outbox.DropErrand(ctx, e.ID)
	}
	return err
}

// repeatEvery does something now and then again and again, until ctx ends.
func repeatEvery(ctx context.Context, every time.Duration, do func()) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

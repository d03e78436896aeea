package gateway

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/complaint"
	"duban/store"
)

// fakeCases stands in for Temporal: it acts at once, unless told to be broken.
type fakeCases struct {
	acts  activities.Acts
	store *store.Store
	now   func() time.Time
	mu    sync.Mutex
	// silent: nothing is answered. late: things are done and not answered. deaf: nothing can be queued either.
	silent, late, deaf bool
	queued             map[complaint.CaseID][]complaint.Order
	calls              int
}

var errNoWorker = errors.New("no worker")

func (b *fakeCases) change(change func(*fakeCases)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(b)
}

func (b *fakeCases) StartCase(ctx context.Context, id complaint.CaseID) error {
	_, err := b.GiveOrder(ctx, id, complaint.Order{
		ID:      "system/open",
		Actor:   complaint.System,
		Command: complaint.Open{},
	})
	return err
}

func (b *fakeCases) GiveOrder(ctx context.Context, id complaint.CaseID, o complaint.Order) (complaint.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	if b.silent {
		return complaint.Answer{}, errNoWorker
	}
	row, err := b.store.CaseRow(ctx, id)
	if err != nil {
		return complaint.Answer{}, err
	}
	answer, err := b.act(ctx, id, o, b.now().Add(row.ClockOffset))
	if b.late {
		return complaint.Answer{}, errNoWorker
	}
	return answer, err
}

func (b *fakeCases) act(
	ctx context.Context, id complaint.CaseID, o complaint.Order, clock time.Time,
) (complaint.Answer, error) {
	events, err := b.store.JournalEvents(ctx, id, 0, 0)
	if err != nil {
		return complaint.Answer{}, err
	}
	at := clock
	if !o.ReceivedAt.IsZero() {
		at = o.ReceivedAt
	}
	r, err := b.acts.Act(ctx, activities.ActRequest{
		Case:     id,
		Expected: len(events),
		Order:    o,
		At:       complaint.Instant(at),
		Clock:    complaint.Instant(clock),
	})
	if err != nil {
		return complaint.Answer{}, err
	}
	return *r.Answer, nil
}

func (b *fakeCases) QueueOrder(_ context.Context, id complaint.CaseID, o complaint.Order) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.deaf {
		return errNoWorker
	}
	b.queued[id] = append(b.queued[id], o)
	return nil
}

// carryOutQueued carries out what was queued.
func (b *fakeCases) carryOutQueued(t *testing.T, id complaint.CaseID) {
	t.Helper()
	b.change(func(b *fakeCases) { b.silent = false })
	for _, o := range b.queued[id] {
		if _, err := b.GiveOrder(context.Background(), id, o); err != nil {
			t.Fatal(err)
		}
	}
}

// AdvanceClock fires what falls due on the way, each rung at its own time.
func (b *fakeCases) AdvanceClock(ctx context.Context, id complaint.CaseID, by time.Duration) error {
	row, err := b.store.CaseRow(ctx, id)
	if err != nil {
		return err
	}
	target := b.now().Add(row.ClockOffset).Add(by)
	for {
		events, err := b.store.JournalEvents(ctx, id, 0, 0)
		if err != nil {
			return err
		}
		c := complaint.NewCase(id)
		for _, e := range events {
			if err := c.Apply(e); err != nil {
				return err
			}
		}
		d, r := c.NextRung()
		if r == nil || r.At.After(target) {
			break
		}
		order := complaint.Order{
			ID: complaint.CommandID(fmt.Sprintf("system/due/%s/%s", d.ID, r.ID)), Actor: complaint.System,
			Command: complaint.Due{Deadline: d.ID, Rung: r.ID},
		}
		if _, err := b.act(ctx, id, order, r.At.Time); err != nil {
			return err
		}
	}
	order := complaint.Order{
		ID:      complaint.CommandID("system/sync/" + uuid.NewString()),
		Actor:   complaint.System,
		Command: complaint.Sync{},
	}
	_, err = b.act(ctx, id, order, target)
	return err
}

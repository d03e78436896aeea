package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"time"

	"duban/complaint"
	"duban/record"
	"duban/workflows"
)

// Holdings are who holds which task, and who sits where now.
type Holdings interface {
	DirectoryNow(ctx context.Context) (complaint.Directory, error)
	// TasksHeld are the live tasks that somebody holds, by case and task, after the one given, at most limit.
	TasksHeld(ctx context.Context, after record.HeldTask, limit int) ([]record.HeldTask, error)
}

// releaser frees the tasks of who has lost the seat from which they hold them: a role or a unit was taken away, an
// account ended, a substitution is over. That they can do nothing any more is judged at each act; that others may is
// what the cases are told here, and tell those others.
type releaser struct {
	holdings Holdings
	cases    *workflows.Cases
	log      *slog.Logger
	now      func() time.Time
	// people are as they were when all was looked at last, twice: who took a task while they changed is found the
	// second time.
	people map[complaint.UserID]complaint.Person
	looked int
}

const (
	releaseEvery = 2 * time.Second
	releaseBatch = 500
	looksEnough  = 2
)

func (r *releaser) releaseEvery(ctx context.Context, every time.Duration) {
	repeatEvery(ctx, every, func() {
		if err := r.releaseLost(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("tasks of lost seats", "error", err)
		}
	})
}

// releaseLost looks at all tasks that are held, when the directory has changed since it looked last.
func (r *releaser) releaseLost(ctx context.Context) error {
	directory, err := r.holdings.DirectoryNow(ctx)
	if err != nil {
		return fmt.Errorf("who sits where: %w", err)
	}
	if !reflect.DeepEqual(directory.People, r.people) {
		r.people, r.looked = directory.People, 0
	}
	if r.looked >= looksEnough {
		return nil
	}
	var last record.HeldTask
	for {
		held, err := r.holdings.TasksHeld(ctx, last, releaseBatch)
		if err != nil {
			return fmt.Errorf("who holds what: %w", err)
		}
		for _, h := range held {
			if _, holds := h.Task.HolderIn(directory); holds {
				continue
			}
			if err := r.release(ctx, h); err != nil {
				return err
			}
		}
		if len(held) < releaseBatch {
			r.looked++
			return nil
		}
		last = held[len(held)-1]
	}
}

// release tells the case, which judges for itself. The same is told once at an instant, and again when it was looked at
// again: by then the case may have gone on.
func (r *releaser) release(ctx context.Context, h record.HeldTask) error {
	order := complaint.Order{
		ID:      complaint.CommandID(fmt.Sprintf("system/release/%s/%d/%d", h.Task.ID, h.Seq, r.now().UnixMicro())),
		Actor:   complaint.System,
		Command: complaint.Release{Task: h.Task.ID},
	}
	if err := r.cases.QueueOrder(ctx, h.Case, order); err != nil && !errors.Is(err, workflows.ErrEnded) {
		return fmt.Errorf("release task %s of case %s: %w", h.Task.ID, h.Case, err)
	}
	return nil
}

package worker

import (
	"context"
	"log/slog"
	"time"
)

// PolicyChanges are what administrators have asked for with versions of regulations.
type PolicyChanges interface {
	// CarryOutDuePolicyChanges lets those take effect whose time has come, and says how many there were.
	CarryOutDuePolicyChanges(ctx context.Context) (int, error)
}

// changer lets changes of regulations take effect when their time has come. The record says when that is, so whatever
// was down meanwhile, the next one to look does it, once.
type changer struct {
	changes PolicyChanges
	log     *slog.Logger
}

func (c *changer) carryOutEvery(ctx context.Context, every time.Duration) {
	repeatEvery(ctx, every, func() {
		done, err := c.changes.CarryOutDuePolicyChanges(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			c.log.Error("policy changes", "error", err)
		case done > 0:
			c.log.Info("policy changes took effect", "changes", done)
		}
	})
}

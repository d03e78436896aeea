package worker

import (
	"context"
	"log/slog"
	"time"

	"duban/workflows"
)

// scheduler sees to it that the matters of periods are looked for, also after Temporal's store was lost; and that they
// are as soon as the worker is back.
type scheduler struct {
	cases     *workflows.Cases
	zone      string
	log       *slog.Logger
	triggered bool
}

// zoneName is the zone's name where it has one that Temporal knows, else UTC: full hours are the same or half an hour
// apart, and nothing depends on which of them looks.
func zoneName(zone *time.Location) string {
	if _, err := time.LoadLocation(zone.String()); err != nil || zone == time.Local {
		return "UTC"
	}
	return zone.String()
}

func (s *scheduler) scheduleEvery(ctx context.Context, every time.Duration) {
	repeatEvery(ctx, every, func() {
		if err := s.schedule(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("schedule of periods", "error", err)
		}
	})
}

func (s *scheduler) schedule(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, errandPatience)
	defer cancel()
	if err := s.cases.SchedulePeriods(ctx, s.zone); err != nil || s.triggered {
		return err
	}
	if err := s.cases.TriggerPeriods(ctx); err != nil {
		return err
	}
	s.triggered = true
	return nil
}

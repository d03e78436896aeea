package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/policy/calendar"
	"duban/record"
)

// soonDays are how many working days after today are left when a limit is near.
const soonDays = 1

// lights tell how near limits are. Whether a limit has passed SQL knows; whether it is near, the calendar of the case's
// policy.
type lights struct {
	store     *Store
	conn      conn
	now       time.Time
	calendars map[pinnedPolicy]*calendar.Calendar
}

type pinnedPolicy struct {
	id      string
	version int
}

// addLight leaves out rows that surely have another light. Cases with a clock of their own are left to
// [lights.hasLight]: in production there are none.
func (l lights) addLight(ctx context.Context, f *filters, light record.Light) error {
	const passed = `s.due <= ? + c.clock_offset`
	switch light {
	case record.LightLate:
		f.addCondition(passed, microsOf(l.now))
		return nil
	case record.LightSoon, record.LightCalm:
		f.addCondition(`NOT `+passed, microsOf(l.now))
	default:
		return nil
	}
	near, err := l.lastNearInstants(ctx)
	switch {
	case err != nil || len(near) == 0:
		return err
	case light == record.LightSoon:
		f.addCondition(`(c.clock_offset <> 0 OR s.due <= ?)`, slices.Max(near))
	default:
		f.addCondition(`(c.clock_offset <> 0 OR s.due > ?)`, slices.Min(near))
	}
	return nil
}

// lastNearInstants are the last instants that are near now, one for each calendar.
func (l lights) lastNearInstants(ctx context.Context) ([]int64, error) {
	var ids []string
	if err := l.conn.allRows(ctx, &ids, `SELECT DISTINCT id FROM calendars`); err != nil {
		return nil, fmt.Errorf("calendars: %w", err)
	}
	near := make([]int64, len(ids))
	for i, id := range ids {
		made, err := l.store.readCalendar(ctx, l.conn, id)
		if err != nil {
			return nil, err
		}
		near[i] = microsOf(made.LatestDueLeavingWorkingDays(l.now, soonDays))
	}
	return near, nil
}

// hasLight reports whether a row that was not left out has the light; "" fits all.
func (l lights) hasLight(ctx context.Context, r taskRow, light record.Light) (bool, error) {
	if light == "" || light == record.LightLate {
		return true, nil
	}
	if r.TaskDue == nil {
		return light == record.LightCalm, nil
	}
	of := pinnedPolicy{r.Policy, r.Version}
	if l.calendars[of] == nil {
		p, err := l.store.policyWhere(ctx, l.conn, `id = ? AND version = ?`, r.Policy, r.Version)
		if err != nil {
			return false, err
		}
		if l.calendars[of], err = l.store.readCalendar(ctx, l.conn, p.Doc.Calendar); err != nil {
			return false, err
		}
	}
	left := l.calendars[of].WorkingDaysLeft(l.now.Add(durationOfMicros(r.ClockOffset)), instantOfMicros(*r.TaskDue))
	return (left <= soonDays) == (light == record.LightSoon), nil
}

package workflows

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"duban/activities"
)

// The names of what opens the matters of periods: the schedule and the workflow that it starts.
const (
	PeriodsWorkflow = "Periods"
	PeriodsSchedule = "periods"
)

const (
	// periodsPatience is how long one run tries; the next comes within the hour and opens what this one did not.
	periodsPatience = 30 * time.Minute
	// periodsCatchUp is how late a run is still made up for after an outage. One is enough for all that was missed, so
	// longer would only start more of them.
	periodsCatchUp = 2 * time.Hour
)

// Periods opens the matter of each closed period that has none. It judges nothing: the record says what lacks.
func Periods(ctx workflow.Context) error {
	options := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    2 * time.Minute,
		ScheduleToCloseTimeout: periodsPatience,
		Summary:                "开立期间事项 · open the matters of periods",
		RetryPolicy:            &temporal.RetryPolicy{MaximumInterval: time.Minute},
	})
	if err := workflow.ExecuteActivity(options, activities.OpenPeriodsName).Get(ctx, nil); err != nil {
		return fmt.Errorf("open periods: %w", err)
	}
	return nil
}

// SchedulePeriods makes sure that the matters of periods are looked for: a minute after each full hour of the
// organisation's zone, by one run at a time. zone is its name, "" for UTC. A schedule that is there stays as it is.
func (c *Cases) SchedulePeriods(ctx context.Context, zone string) error {
	_, err := c.temporal.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID: PeriodsSchedule,
		Spec: client.ScheduleSpec{
			Calendars: []client.ScheduleCalendarSpec{{
				Minute: []client.ScheduleRange{{Start: 1}},
				Hour:   []client.ScheduleRange{{Start: 0, End: 23}},
			}},
			TimeZoneName: zone,
		},
		Action: &client.ScheduleWorkflowAction{
			ID:            PeriodsSchedule,
			Workflow:      PeriodsWorkflow,
			TaskQueue:     TaskQueue,
			StaticSummary: "期间事项 · matters of periods",
		},
		Overlap:            enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		CatchupWindow:      periodsCatchUp,
		TriggerImmediately: true,
	})
	if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return fmt.Errorf("schedule periods: %w", err)
	}
	return nil
}

// TriggerPeriods looks for closed periods without their matters now, unless that is being done.
func (c *Cases) TriggerPeriods(ctx context.Context) error {
	err := c.temporal.ScheduleClient().GetHandle(ctx, PeriodsSchedule).Trigger(ctx,
		client.ScheduleTriggerOptions{Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP})
	if err != nil {
		return fmt.Errorf("trigger periods: %w", err)
	}
	return nil
}

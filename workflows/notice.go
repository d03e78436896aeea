package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"duban/activities"
)

// Notice tells people about one event of a case: it waits for the hour in which notices leave, then puts it into
// their inboxes. It holds ids only. Should it be lost, the outbox row that it fulfils is still there.
func Notice(ctx workflow.Context, in NoticeInput) error {
	options := actOptions
	options.Summary = "deliver notice"
	for {
		var result activities.DeliverResult
		deliver := workflow.WithLocalActivityOptions(ctx, options)
		req := activities.DeliverRequest{Case: in.Case, Seq: in.Seq}
		if err := workflow.ExecuteLocalActivity(deliver, activities.DeliverName, req).Get(ctx, &result); err != nil {
			return fmt.Errorf("deliver: %w", err)
		}
		if result.NotBefore == nil {
			return nil
		}
		wait := result.NotBefore.Sub(workflow.Now(ctx))
		timer := workflow.NewTimerWithOptions(ctx, wait,
			workflow.TimerOptions{Summary: "办公时间送出 · leaves in office hours"})
		if err := timer.Get(ctx, nil); err != nil {
			return fmt.Errorf("wait for office hours: %w", err)
		}
	}
}

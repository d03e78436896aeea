package doctor

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"duban/complaint"
	"duban/workflows"
)

// patience is how long Temporal may take to answer one question.
const patience = 10 * time.Second

// checkTemporal reports whether Temporal can be asked about workflows.
func (e *examination) checkTemporal(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := e.Temporal.CheckHealth(ctx, &client.CheckHealthRequest{}); err != nil {
		e.addBad("temporal", "看 Temporal 是否在运行、--temporal 对不对；这期间可以收案和查阅，期限不会触发 "+
			"(is it running, is --temporal right; meanwhile no deadline fires)",
			"没有应答 (does not answer): %v", err)
		return false
	}
	described, err := e.Temporal.WorkflowService().DescribeNamespace(ctx,
		&workflowservice.DescribeNamespaceRequest{Namespace: e.Namespace.Name})
	if err != nil {
		e.addBad("temporal", "运行 duban migrate (run duban migrate)", "命名空间 %s (namespace): %v", e.Namespace.Name, err)
		return false
	}
	kept := described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration()
	if kept < 24*time.Hour {
		e.addWarning("temporal", "用 temporal operator namespace update --retention 调长 (make it longer)",
			"已结束的流程只留 %v，来不及查看 (ended workflows are kept too short to look at)", kept)
	}
	if !e.checkAttributes(ctx) {
		return false
	}
	e.addOK("temporal", "有应答，命名空间和检索属性齐全，已结束的流程留 %d 天 (answers; ended workflows are kept for days)",
		int(kept.Hours()/24))
	e.checkWorkers(ctx)
	return true
}

func (e *examination) checkAttributes(ctx context.Context) bool {
	listed, err := e.Temporal.OperatorService().ListSearchAttributes(ctx,
		&operatorservice.ListSearchAttributesRequest{Namespace: e.Namespace.Name})
	if err != nil {
		e.addBad("temporal", "", "检索属性 (search attributes): %v", err)
		return false
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(e.Namespace.SearchAttributes)) {
		if listed.GetCustomAttributes()[name] != e.Namespace.SearchAttributes[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		e.addBad("temporal", "运行 duban migrate；缺了它们案件无法推进 (run duban migrate: without them no case goes on)",
			"缺检索属性或类型不符 (missing or of another type): %s", strings.Join(missing, ", "))
	}
	return len(missing) == 0
}

// checkWorkers: somebody asks for cases to carry on.
func (e *examination) checkWorkers(ctx context.Context) {
	queue, err := e.Temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace: e.Namespace.Name, TaskQueue: &taskqueue.TaskQueue{Name: workflows.TaskQueue},
		TaskQueueType: enumspb.TASK_QUEUE_TYPE_WORKFLOW,
	})
	if err != nil {
		e.addBad("worker", "", "%v", err)
		return
	}
	e.checkPollers(queue.GetPollers())
}

// askedWithin is how long ago, at most, a living worker last asked: a question waits a minute.
const askedWithin = 2 * time.Minute

// checkPollers judges by when, by Temporal's clock, each worker last asked for tasks. Temporal remembers for some
// minutes one that has died. None asks later than now, unless Temporal's clock is ahead.
func (e *examination) checkPollers(pollers []*taskqueue.PollerInfo) {
	living, latest := 0, time.Time{}
	for _, p := range pollers {
		at := p.GetLastAccessTime().AsTime()
		if e.Now().Sub(at) <= askedWithin {
			living++
		}
		if at.After(latest) {
			latest = at
		}
	}
	ahead := latest.Sub(e.Now())
	switch {
	case len(pollers) == 0:
		e.addBad("worker", "启动 duban worker (start one)",
			"没有办理进程：案件不动，期限不触发 (no worker: nothing goes on, no deadline fires)")
	case living == 0:
		e.addBad("worker", "启动 duban worker；它若在运行，就给两台机器对时 (start one; if one runs, synchronise both machines' clocks)",
			"办理进程已有 %v 没有取任务：案件不动，期限不触发 (no worker has asked for that long: nothing goes on, no deadline fires)",
			-ahead.Round(time.Second))
	default:
		e.addOK("worker", "办理进程 %d 个在取任务 (workers ask for tasks)", living)
	}
	if ahead > skewAllowed {
		e.addWarning("clock",
			"两台机器都对时（NTP）：期限由 Temporal 的时钟唤醒 (synchronise both machines: Temporal's clock wakes deadlines)",
			"Temporal 的时钟比本机快约 %v (Temporal's clock is ahead by about that)", ahead.Round(time.Second))
	}
}

// checkWorkflows: each open case has its workflow, and none is blocked.
func (e *examination) checkWorkflows(ctx context.Context) {
	cases := workflows.NewCases(e.Temporal)
	missing, open, err := e.openCasesWithoutWorkflow(ctx, cases)
	if err != nil {
		e.addBad("cases", "", "%v", err)
		return
	}
	for _, id := range missing {
		e.addBad("cases", "办理进程会自行补上；急用 duban restart (workers mend it by themselves; duban restart does it now)",
			"案件 %s 未归档却没有运行中的流程 (open and without a workflow)", id)
	}
	if len(missing) == 0 {
		e.addOK("cases", "未归档的 %d 个案件各有一个运行中的流程 (each open case has its workflow)", open)
	}
	e.checkBlocked(ctx)
}

// mostCases is how many cases are named.
const mostCases = 20

// openCasesWithoutWorkflow are open cases that Temporal does not run. Its list lags, so each case missing there is
// asked for.
func (e *examination) openCasesWithoutWorkflow(
	ctx context.Context, cases *workflows.Cases,
) (missing []complaint.CaseID, open int, err error) {
	running := map[complaint.CaseID]bool{}
	err = cases.EachOpenCase(ctx, 1000, func(ids []complaint.CaseID) error {
		for _, id := range ids {
			running[id] = true
		}
		return nil
	})
	for after := complaint.CaseID(""); err == nil; {
		var ids []complaint.CaseID
		if ids, err = e.Record.CasesUnarchived(ctx, after, 1000); len(ids) == 0 {
			break
		}
		open, after = open+len(ids), ids[len(ids)-1]
		for _, id := range ids {
			if running[id] || len(missing) == mostCases {
				continue
			}
			there, asked := cases.IsRunning(ctx, id)
			if err = errors.Join(err, asked); err == nil && !there {
				missing = append(missing, id)
			}
		}
	}
	return missing, open, err
}

// troubled is how Temporal lists workflows whose tasks fail again and again.
const troubled = `ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`

func (e *examination) checkBlocked(ctx context.Context) {
	listed, err := e.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Namespace: e.Namespace.Name, PageSize: mostCases, Query: troubled,
	})
	if err != nil {
		e.addWarning("workflows", "", "查不到受阻的流程 (blocked workflows cannot be listed): %v", err)
		return
	}
	for _, w := range listed.GetExecutions() {
		e.addBad("workflows", "看办理进程的日志；换回上一版程序，或修好后 duban restart "+
			"(read the worker's log; go back a version, or mend it and duban restart)",
			"%s 的任务一再失败 (its tasks fail again and again)", w.GetExecution().GetWorkflowId())
	}
	if len(listed.GetExecutions()) == 0 {
		e.addOK("workflows", "没有受阻的流程 (none is blocked)")
	}
}

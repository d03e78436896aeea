package doctor

import (
	"context"
	"fmt"

	"duban/record"
)

// checkPeriods looks for closed periods whose matter has not been opened.
func (e *examination) checkPeriods(ctx context.Context) {
	lacking, err := record.PeriodsLacking(ctx, e.Record, e.Now())
	if err != nil {
		e.addBad("periods", "", "%v", err)
		return
	}
	for _, l := range lacking {
		e.addBad("periods", "等一小时；还没有就看 worker 的日志 (wait an hour; if it still lacks, look into the worker's log)",
			"%s 的“%s”缺 %s 这一期 (a closed period without its matter)", l.Policy.Doc.Title.Text,
			l.Policy.KindTitle(l.Kind), l.Period.Name)
	}
	if len(lacking) == 0 {
		e.addOK("periods", "每个已结束的期间都有它的事项 (every closed period has its matter)")
	}
}

// checkReleased looks for regulations of the program that are not in force because the organisation goes by its own.
func (e *examination) checkReleased(ctx context.Context) {
	held, err := e.Record.HeldBackPolicies(ctx, e.Released)
	if err != nil {
		e.addBad("regulations", "", "%v", err)
		return
	}
	for _, h := range held {
		if !h.IsOffered() {
			continue
		}
		e.addWarning("regulations",
			fmt.Sprintf("到“管理”的“制度版本”对照，要采用就把 version: 改为 %d 再发布 "+
				"(compare them under Administration, Versions of regulations; "+
				"to adopt it raise `version:` to %d and publish it)",
				h.Next, h.Next),
			"程序带来的 %s 第 %d 版与本单位自己发布的不同，没有启用，现行的仍是第 %d 版 "+
				"(the release's version differs from your own and is not in force)", h.Ref.ID,
			h.Ref.Version, h.InForce.Version)
	}
}

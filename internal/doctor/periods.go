package doctor

import (
	"context"

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

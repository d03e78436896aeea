package workflows

import (
	"cmp"

	"duban/complaint"
)

const (
	// loadSummary is what reading the journal is called in Temporal's pages.
	loadSummary = "读取记录"
	// longestSummary bounds what an order may be called, in bytes: the server takes 400.
	longestSummary = 400
)

// summaryOfOrder is what an act is called in Temporal's pages: what the order says of itself; of those that the program
// gives by itself, the command's title as web/words has it.
func summaryOfOrder(o complaint.Order) string {
	return cmp.Or(o.Summary, titlesOfOwnCommands[complaint.NameOf(o.Command)], complaint.NameOf(o.Command))
}

var titlesOfOwnCommands = map[string]string{
	"absorb":         "并入重复件",
	"adopt":          "改用新版",
	"due":            "期限到点",
	"note_published": "记录统计报表已发布",
	"note_withheld":  "记录统计报表未能发布",
	"open":           "登记",
	"outside_cancel": "外部取消请求",
	"release":        "退回待办",
	"recalculate":    "重算期限",
	"sync":           loadSummary,
}

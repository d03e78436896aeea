package policies_test

import (
	"slices"
	"testing"

	"duban/complaint"
	"duban/policy"
	"duban/policy/scenario"
)

// BenchmarkDecide is one decision on a manufacturer's case with 200 events in its journal: a task completed with a
// form, its conditions, its deadline met and the next one set.
func BenchmarkDecide(b *testing.B) {
	const name = "个性异常送研发部；金额超过权限的由总经理审批，下级无权；退回后重作综合意见；核决之前不能答复客户"
	scripts := scriptsOf(b, "manufacturer")
	steps := scripts[slices.IndexFunc(scripts, func(s scenario.Script) bool { return s.Name == name })].Steps
	before := slices.IndexFunc(steps, func(st scenario.Step) bool {
		return st.Outcome == "consolidated" && st.Refused == nil
	})
	player := replay(b, "manufacturer", name, before)
	e := player.Engine
	office := complaint.Actor{Person: e.Directory.People["pm_office"]}
	for len(e.Journal) < 200 {
		if err := e.GiveOrder(office, complaint.Order{Command: complaint.Note{Text: "t"}}); err != nil {
			b.Fatal(err)
		}
	}
	facts := policy.Facts{Now: e.Now, Calendar: e.Calendar, Directory: e.Directory}
	order := complaint.Order{Command: complaint.Complete{Outcome: "consolidated", Data: map[string]any{
		"consolidated":      "t",
		"established":       true,
		"settlement":        "allowance",
		"amount":            20_000_000,
		"approved_quantity": 0,
	}}}
	for _, task := range e.Case.LiveTasks() {
		if task.Step == "consolidate" {
			c := order.Command.(complaint.Complete)
			c.Task = task.ID
			order.Command = c
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Policy.Decide(e.Case, order, office, facts); err != nil {
			b.Fatal(err)
		}
	}
}

package policies_test

import (
	"fmt"
	"slices"

	"duban/policy"
)

// reports are tables of figures.
func (d *draft) reports() block {
	all := newBlock()
	if d.publishes {
		all.put(publishedReport, d.report(d.period))
	}
	if !d.flip() {
		return all
	}
	for i := range d.between(1, 2) {
		all.put(fmt.Sprintf("report_%d", i+1), d.report(pick(d, periodShapes)))
	}
	return all
}

// publishedReport is the one that the matter of a period publishes.
const publishedReport = "of_period"

var periodShapes = []string{"day", "month", "month from 19", "quarter", "half_year", "year", "day from 12:00"}

func (d *draft) report(shape string) block {
	grain := pick(d, append(policy.ClosedSet("grain"), "", "case"))
	ofCases := grain == "" || grain == "case"
	if d.oneIn(8) {
		shape = "setting " + d.setting(shape)
	}
	r := d.cited("title", "统计", "readers", someOf(d, d.roles), "period", shape, "grain", grain)
	if ofCases && d.flip() {
		r.put("event", pick(d, d.placesOfCase()))
	}
	if d.flip() {
		r.put("where", d.reportCondition())
	}
	stock := ofCases && d.oneIn(4)
	rows := []string{"unit", "category", "category_group"}
	if !stock {
		rows = append(rows, "severity", "source", "kind", "version")
	}
	switch grain {
	case "step":
		rows = append(rows, "step", "role", "role")
		if d.flip() {
			r.put("of", []string{d.stages[0].id})
		}
	case "slip", "deadline":
		rows = append(rows, "name", "name")
	}
	if d.oneIn(4) {
		rows = someOf(d, slices.Compact(rows))
		r.put("rows", rows[:min(len(rows), 2)])
	} else {
		r.put("rows", []string{pick(d, rows)})
	}
	if role := d.rolePerUnit(); role != "" && d.flip() {
		r.put("units", []string{role})
	}
	r.put("stock", stock)
	if d.oneIn(4) {
		r.put("pending", d.reportCondition())
	}
	if d.oneIn(4) {
		r.put("hide_below", d.between(2, 5))
	}
	if d.oneIn(4) {
		r.put("excluded", newBlock("ground", d.cited("title", "不计", "when", d.reportCondition())))
	}
	r.put("columns", d.reportColumns(ofCases, policy.HasSpan(grain)))
	return r
}

// rolePerUnit is set where roles are made up.
func (d *draft) rolePerUnit() string {
	if len(d.perUnit) == 0 {
		return ""
	}
	return pick(d, d.perUnit)
}

func (d *draft) placesOfCase() []string {
	return append([]string{"received", "registered", "closed", "archived"}, d.milestones(nil)...)
}

// reportColumns are one of each kind, in some cases.
func (d *draft) reportColumns(ofCases, haveSpan bool) block {
	all := newBlock("all", d.cited("title", "件数", "count", d.reportCondition()))
	share := d.cited("title", "比率", "share", d.reportCondition())
	if d.flip() {
		share.put("among", d.reportCondition())
	}
	if d.flip() {
		share.put("open", pick(d, policy.ClosedSet("open_matters")))
	}
	if d.flip() {
		share.put("partly", []any{newBlock("when", d.reportCondition(), "counts", pick(d, []string{"90%", "12.5%"}))})
	}
	if d.flip() {
		share.put("decimals", d.between(0, 3))
		share.put("rounding", pick(d, policy.ClosedSet("rounding")))
	}
	all.put("share", share)
	if d.flip() {
		all.put("score", d.cited("title", "得分", "weighted", newBlock("share", "50%")))
	}
	if d.flip() {
		all.put("product", d.cited("title", "乘积", "product", []string{"share"}))
	}
	if d.flip() && (ofCases || haveSpan) {
		c := d.cited("title", "天数", "take", pick(d, policy.ClosedSet("average")))
		if ofCases && d.flip() {
			c.put("from", pick(d, d.placesOfCase()))
			c.put("until", pick(d, d.placesOfCase()))
		}
		all.put("days", c)
	}
	for _, f := range d.intake {
		if f.kind == "money" || f.kind == "int" {
			all.put("sum", d.cited("title", "合计", "sum", f.name))
			break
		}
	}
	return all
}

// reportCondition is one over the facts of matters.
func (d *draft) reportCondition() string {
	all := []string{
		"true", "matter.open", "!matter.late", `matter.disposition == "upheld"`, `matter.disposition != ""`,
		`matter.group in ["` + policy.GroupOfCategory(pick(d, d.categories)) + `"]`,
		`kind == "` + pick(d, d.filed) + `"`,
		`times.` + d.stages[0].id + ` > 1`,
		`matter.name != "" && matter.state != ""`,
		`deadline.` + d.stages[0].id + ` == "met" || deadline.` + d.stages[0].id + ` == "missed"`,
	}
	for _, name := range d.slips {
		all = append(all, "slips."+name+" >= 1")
	}
	for _, name := range d.milestones(nil) {
		all = append(all, "reached."+name)
	}
	for _, f := range d.intake {
		switch f.kind {
		case "money", "int":
			all = append(all, f.name+" < 500")
		case "bool":
			all = append(all, f.name)
		case "choice":
			all = append(all, f.name+` == "`+f.options[0]+`"`)
		}
	}
	return pick(d, all)
}

package policy

import (
	"fmt"
	"strings"
	"time"

	"duban/complaint"
)

// Orders says what the durable shell must do for the case as it stands at now.
func (p *Policy) Orders(c *complaint.Case, now time.Time, loc *time.Location) complaint.Orders {
	o := complaint.Orders{
		Attributes: complaint.Attributes{
			Policy:   p.Doc.Policy,
			Number:   c.Number,
			Step:     string(c.Step),
			Unit:     string(c.ResponsibleUnit()),
			Severity: c.Severity,
			Overdue:  c.IsOverdue(now),
		},
		Archived: c.Status == complaint.StatusArchived,
	}
	if due := c.NextDueDeadline(); due != nil {
		o.Attributes.Due = &due.Due
	}
	if d, r := c.NextRung(); r != nil && !o.Archived {
		o.Wake = &complaint.Wake{
			At:       r.At,
			Deadline: d.ID,
			Rung:     r.ID,
			Summary:  wakeSummary(d, r, loc),
		}
	}
	o.Details = p.statusDetails(c, now, loc)
	return o
}

// wakeSummary names a timer in the Temporal UI: what will happen, when, by which rule.
func wakeSummary(d *complaint.Deadline, r *complaint.Rung, loc *time.Location) string {
	words := map[complaint.RungAction]string{
		complaint.RungRemind:   "提醒",
		complaint.RungExpire:   "期满",
		complaint.RungSlip:     "催办单",
		complaint.RungEscalate: "升级",
		complaint.RungLapse:    "期满了结",
		complaint.RungNotify:   "告知",
	}
	rule := d.Clause
	if rule == "" {
		rule = d.Setting
	}
	return fmt.Sprintf("%s·%s %s (%s)", d.Title, words[r.Action], r.At.In(loc).Format("2006-01-02 15:04"), rule)
}

var statusTitles = map[complaint.Status]string{
	complaint.StatusReceived: "已收到",
	complaint.StatusOpen:     "办理中",
	complaint.StatusClosed:   "已结案",
	complaint.StatusArchived: "已归档",
}

// statusDetails is the readable summary shown in the Temporal UI. It names roles and units, never persons.
func (p *Policy) statusDetails(c *complaint.Case, now time.Time, loc *time.Location) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s %s\n\n", p.Doc.Title, c.Number)
	fmt.Fprintf(&b, "- 状态：%s", statusTitles[c.Status])
	if c.StepTitle != "" {
		fmt.Fprintf(&b, "，%s", c.StepTitle)
	}
	fmt.Fprintf(&b, "\n- 类型：%s　等级：%s\n- 接到：%s\n",
		p.CategoryTitle(c.Category), p.SeverityTitle(c.Severity), c.ReceivedAt.In(loc).Format("2006-01-02 15:04"))
	for _, t := range c.LiveTasks() {
		holder := "待领取"
		if t.Assignee != "" {
			holder = "已领取"
		}
		fmt.Fprintf(&b, "- 待办：%s（%s，%s）\n", t.Title, p.SeatTitles(t.Seats), holder)
	}
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.IsEnded() {
			continue
		}
		late := ""
		if d.IsOverdue(now) {
			late = " **已逾期**"
		}
		rule := d.Clause
		if rule == "" {
			rule = d.Setting
		}
		fmt.Fprintf(&b, "- 期限：%s 最后一天 %s（%s，%s）%s\n", d.Title, d.LastDay, d.Limit, rule, late)
	}
	for _, s := range c.Slips {
		fmt.Fprintf(&b, "- 督办单：%s（%s）\n", s.Number, s.State)
	}
	return b.String()
}

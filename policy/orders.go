package policy

import (
	"cmp"
	"strings"
	"time"

	"duban/complaint"
	"duban/web/words"
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

// shellInstant is how the Temporal UI shows an instant.
const shellInstant = "2006-01-02 15:04"

// sayToShell says something to whoever looks at a case in the Temporal UI, in the default language.
func sayToShell(key string, fill blanks) string {
	return words.DefaultLanguage().Text("temporal."+key, fill)
}

// ruleOf is what a deadline rests on.
func ruleOf(d *complaint.Deadline) string { return cmp.Or(d.Clause, d.Setting) }

// wakeSummary names a timer: what will happen, when, by which rule.
func wakeSummary(d *complaint.Deadline, r *complaint.Rung, loc *time.Location) string {
	return sayToShell("timer", blanks{
		"deadline": d.Title,
		"rung":     complaint.Term("temporal.rung." + string(r.Action)),
		"at":       r.At.In(loc).Format(shellInstant),
		"rule":     ruleOf(d),
	})
}

// statusDetails is the readable summary of a case. It names roles and units, never persons.
func (p *Policy) statusDetails(c *complaint.Case, now time.Time, loc *time.Location) string {
	var b strings.Builder
	add := func(key string, fill blanks) { b.WriteString(sayToShell(key, fill)) }
	line := func(key string, fill blanks) { add(key, fill); b.WriteString("\n") }
	line("case", blanks{"policy": p.Doc.Title.Text, "number": c.Number})
	b.WriteString("\n")
	add("stands", blanks{"status": complaint.Term("status." + string(c.Status))})
	if c.StepTitle != "" {
		add("step", blanks{"step": c.StepTitle})
	}
	b.WriteString("\n")
	line("kind", blanks{"category": p.CategoryTitle(c.Category), "severity": p.SeverityTitle(c.Severity)})
	line("received", blanks{"at": c.ReceivedAt.In(loc).Format(shellInstant)})
	for _, t := range c.LiveTasks() {
		holder := complaint.Term("temporal.unclaimed")
		if t.Assignee != "" {
			holder = "temporal.claimed"
		}
		line("task", blanks{"task": t.Title, "seats": p.titlesOfSeats(t.Seats), "holder": holder})
	}
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.IsEnded() {
			continue
		}
		add("deadline", blanks{
			"deadline": d.Title,
			"day":      d.LastDay,
			"limit":    d.Limit,
			"rule":     ruleOf(d),
		})
		if d.IsOverdue(now) {
			add("late", nil)
		}
		b.WriteString("\n")
	}
	for _, s := range c.Slips {
		line("slip", blanks{"number": s.Number, "state": complaint.Term("slip_state." + string(s.State))})
	}
	return b.String()
}

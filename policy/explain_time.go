package policy

import (
	"fmt"
	"strings"

	"duban/policy/calendar"
)

func (r reading) describeDeadlineOrPart(name, part string) string {
	d, ok := r.p.Doc.Deadlines.Get(name)
	if !ok {
		return name
	}
	switch {
	case part == "" || part == "limit":
		text := r.say("deadline.runs", blanks{
			"deadline": d.Title.Text,
			"from":     r.describeOrigin(d.From.Text),
			"until":    r.milestoneInWords(d.Until.Text),
			"limits":   r.describeLimitChoices(d.Limit),
		})
		if d.Restart {
			text += r.say("deadline.restarts", nil)
		}
		if len(d.For) > 0 {
			kinds := make([]string, len(d.For))
			for i, kind := range d.For {
				kinds[i] = r.p.KindTitle(kind.Text)
			}
			text = r.say("deadline.for_kinds", blanks{"kinds": r.joinTitles(kinds), "deadline": text})
		}
		return text
	case strings.HasPrefix(part, "ladder"):
		return r.describeRung(d.Ladder, part, d.Title.Text)
	}
	return r.describeMoves(d.Title.Text, d.Moves, part)
}

func (r reading) describeOrigin(word string) string {
	if field, ok := strings.CutPrefix(word, fieldPrefix); ok {
		return r.fieldTitle(field)
	}
	return r.milestoneInWords(word)
}

func (r reading) describeMoves(title string, m Moves, part string) string {
	if text, ok := r.describePartOfAct(m.acts("", ""), title, part); ok {
		return text
	}
	switch {
	case part == "extension" && m.Extension != nil:
		e := m.Extension
		return r.describeConditionBefore(e.When) + r.say("deadline.extension", blanks{
			"deadline": title,
			"times":    e.timesAllowed(),
			"most":     r.limitInWords(e.Most.Length),
			"by":       r.describeSeats(e.By),
			"approve":  r.describeSeats(e.Approve),
		}) + r.describeBody(e.OnBehalf) + r.describeTelling(e.Tells, e.Ahead) + r.describeAsked(&e.ActForm)
	case part == "extension.on_behalf_of" && m.Extension != nil && m.Extension.OnBehalf != nil:
		return r.say("step.is_on_behalf", blanks{"step": title, "body": m.Extension.OnBehalf.Body.Text})
	case part == "suspension" && m.Suspension != nil:
		grounds := make([]string, len(m.Suspension.Grounds.Entries))
		for i, g := range m.Suspension.Grounds.Entries {
			grounds[i] = g.Value.Text
		}
		return r.describeConditionBefore(m.Suspension.When) + r.say("deadline.suspension", blanks{
			"deadline": title,
			"grounds":  r.joinTitles(grounds),
			"by":       r.describeSeats(m.Suspension.By),
		}) + r.describeTelling(m.Suspension.Tells, m.Suspension.Ahead) + r.describeAsked(&m.Suspension.ActForm)
	}
	return title
}

// describeTelling says how long before the limit it may move, and by what the party is told.
func (r reading) describeTelling(tells Word, ahead LimitRef) string {
	text := ""
	if ahead.IsSet() {
		text += r.say("deadline.ahead", blanks{"length": r.limitInWords(ahead.Length)})
	}
	if tells.Text != "" {
		text += r.say("deadline.tells", blanks{"step": r.stepTitle(tells.Text)})
	}
	return text
}

// describeLimitChoices are the limits that there can be, each with its condition.
func (r reading) describeLimitChoices(choices []LimitChoice) string {
	limits := make([]string, len(choices))
	for i, l := range choices {
		limits[i] = r.describeLimitWithTarget(l.Is, l.Target)
		if l.When.Text != "" {
			limits[i] = r.say("deadline.when", blanks{"condition": r.describeCondition(l.When), "limit": limits[i]})
		}
	}
	return strings.Join(limits, r.say("mark.each", nil))
}

// describeLimitWithTarget is a limit with its target.
func (r reading) describeLimitWithTarget(limit LimitRef, target *LimitRef) string {
	length := r.limitInWords(limit.Length)
	switch {
	case limit.IsNone():
		length = r.say("deadline.none", nil)
	case limit.isFixedDay():
		length = r.say("deadline.fixed_day", blanks{"day": strings.TrimPrefix(limit.Text, fixedDay)})
	case limit.FieldName != "":
		length = r.say("deadline.filled_in", blanks{"field": r.fieldTitle(limit.FieldName), "most": length})
	}
	if target == nil {
		return length
	}
	return r.say("deadline.target", blanks{
		"limit":  length,
		"target": r.limitInWords(target.Length),
	})
}

// describeConditionBefore is the condition a rule begins with, if it has one.
func (r reading) describeConditionBefore(when Expr) string {
	if when.Text == "" {
		return ""
	}
	return r.say("under", blanks{"condition": r.describeCondition(when)})
}

// describeRung reads the rung that a path such as ladder[2] names.
func (r reading) describeRung(ladder []RungRule, path, of string) string {
	var i int
	if _, err := fmt.Sscanf(path, "ladder[%d]", &i); err != nil || i < 1 || i > len(ladder) {
		return of
	}
	rule := ladder[i-1]
	when := r.say("rung.at", nil)
	if rule.After.IsSet() {
		when = r.say("rung.after", blanks{"length": r.limitInWords(rule.After.Length)})
	} else if before := rule.LengthBeforeLimit(); before != "" {
		length, _ := calendar.ParseLimit(before) // it compiled
		when = r.say("rung.before", blanks{"length": r.limitInWords(length)})
	}
	what := ""
	switch {
	case rule.Remind.Text != "":
		what = r.say("rung.reminds", nil)
		if rule.LengthBeforeLimit() != "" {
			what = r.say("rung.reminds_in_office", blanks{"hours": r.officeInWords(r.p.officeForReminders())})
		}
	case rule.Slip.Text != "":
		slip, _ := r.p.Doc.Slips.Get(rule.Slip.Text)
		what = r.say("rung.slip", blanks{"slip": slip.Title.Text})
		if rule.Reply.IsSet() {
			what += r.say("rung.reply", blanks{"length": r.limitInWords(rule.Reply.Length)})
		}
	case rule.Escalate.Text != "":
		what = r.say("rung.escalates", blanks{"role": r.roleTitles([]Word{rule.Escalate})})
	}
	return r.say("rung.fires", blanks{"of": of, "when": when, "what": what})
}

func (r reading) describeIntakePart(name, part string) string {
	in := r.p.Doc.Intake
	switch name {
	case "sources":
		s, _ := in.Sources.Get(part)
		by := s.By
		if len(by) == 0 {
			by = in.By
		}
		channels := make([]string, len(s.Channels.Entries))
		for i, c := range s.Channels.Entries {
			channels[i] = c.Value.Text
		}
		return r.say("intake.source", blanks{
			"source":   s.Title.Text,
			"channels": r.joinTitles(channels),
			"roles":    r.roleTitles(by),
		})
	case "categories":
		c, _ := in.Categories.Get(part)
		return r.say("intake.category", blanks{"category": c.Title.Text})
	case "form":
		return r.describeFormField(r.say("intake.name", nil), in.Form, part)
	case "public":
		return r.say("intake.public", nil)
	case "guidance":
		return r.say("intake.guidance", nil)
	case "backdate":
		return r.say("intake.backdate", blanks{"length": r.limitInWords(in.Backdate.Length)})
	}
	return r.say("intake.by", blanks{"roles": r.roleTitles(in.By)})
}

func (r reading) describePermissionPart(name, part string) string {
	m, _ := r.p.Doc.May.Get(name)
	title := r.commandTitle(name)
	if text, ok := r.describePartOfAct([]*act{{command: name, asks: &m.ActForm}}, "", "."+part); ok {
		return text
	}
	if strings.HasPrefix(part, "begins") {
		return r.describeLinkedCases(title, m.Begins)
	}
	if part == "once" {
		return r.say("may.once", blanks{"command": title})
	}
	text := title
	if len(m.By) > 0 {
		text = r.say("may.by", blanks{"command": title, "roles": r.roleTitles(m.By)})
	}
	if m.Within.IsSet() {
		text += r.say("may.within", blanks{"length": r.limitInWords(m.Within.Length)})
	}
	if m.Every.IsSet() {
		text += r.say("may.every", blanks{"length": r.limitInWords(m.Every.Length)})
	}
	if m.After.Text != "" {
		text += r.say("may.after", blanks{"milestone": r.milestoneInWords(m.After.Text)})
	}
	if m.DecidedBy.Text != "" {
		text += r.say("may.decided_at", blanks{"step": r.stepTitle(m.DecidedBy.Text)})
	}
	for i := range m.LeadsTo {
		text += r.describeOnward(&m.LeadsTo[i])
	}
	if name == redirectCommand && len(m.LeadsTo) == 0 {
		text += r.say("may.begins_anew", nil)
	}
	if m.AtMost != nil {
		text += r.say("mark.also", nil) + r.describeRepeatRule(m.AtMost)
	}
	return text + r.describeAsked(&m.ActForm)
}

// describeOnward says where the case goes on after a command.
func (r reading) describeOnward(o *Onward) string {
	return r.say("may.leads_to", blanks{
		"condition": r.describeConditionBefore(o.When),
		"step":      r.stepTitle(o.Step.Text),
	})
}

// describeLinkedCases says what a request begins, and who takes no part in it.
func (r reading) describeLinkedCases(title string, all []Beginning) string {
	kinds := make([]string, len(all))
	var says []string
	for i, b := range all {
		kinds[i] = r.p.KindTitle(b.Kind.Text)
		if b.Except == nil {
			continue
		}
		steps := make([]string, len(b.Except.Doers))
		for j, w := range b.Except.Doers {
			steps[j] = r.quoteTitle(r.stepTitle(w.Text))
		}
		says = append(says, r.say("may.except", blanks{"steps": r.joinTitles(steps), "kind": kinds[i]}))
	}
	says = append([]string{r.say("may.begins", blanks{"command": title, "kinds": r.joinTitles(kinds)})}, says...)
	return strings.Join(says, r.say("mark.then", nil))
}

// describePeriodicRule says for which periods matters of a kind are opened, "" where people file them.
func (r reading) describePeriodicRule(kind string) string {
	rule := r.p.periodicRule(kind)
	if rule == nil {
		return ""
	}
	number := ""
	if rule.Number != nil {
		number = r.say("kind.each_numbered", blanks{"format": rule.Number.Format})
	}
	text := r.say("kind.each", blanks{"period": r.describePeriodShape(rule.Period), "number": number})
	if len(rule.Reports) == 0 {
		return text
	}
	reports := make([]string, len(rule.Reports))
	for i, w := range rule.Reports {
		report, _ := r.p.Doc.Reports.Get(w.Text)
		reports[i] = r.quoteTitle(report.Title.Text)
	}
	return text + r.say("kind.publishes", blanks{
		"reports":   r.joinTitles(reports),
		"milestone": r.milestoneInWords(rule.publishedAt()),
	})
}

// describePeriodShape is what the periods are: month, or month from day 19 on.
func (r reading) describePeriodShape(s PeriodShape) string {
	unit := r.say("each."+string(s.Unit), nil)
	switch {
	case s.FromTime > 0:
		hours, minutes := int(s.FromTime.Hours()), int(s.FromTime.Minutes())%60
		return r.say("each.shifted", blanks{"unit": unit, "from": fmt.Sprintf("%02d:%02d", hours, minutes)})
	case s.FromDay > 1:
		return r.say("each.shifted", blanks{"unit": unit, "from": r.say("each.from_day", blanks{"day": s.FromDay})})
	}
	return unit
}

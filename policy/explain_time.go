package policy

import (
	"fmt"
	"strings"

	"duban/policy/calendar"
)

func (r reading) deadlinePart(name, part string) string {
	d, ok := r.p.Doc.Deadlines.Get(name)
	if !ok {
		return name
	}
	switch {
	case part == "" || part == "limit":
		limits := make([]string, len(d.Limit))
		for i, l := range d.Limit {
			limits[i] = r.within(l.Is, l.Target)
			if l.When.Text != "" {
				limits[i] = r.say("%s 时 %s", "if %s: %s", r.condition(l.When.Text), limits[i])
			}
		}
		return r.say("%s：自“%s”到“%s”，%s", "%s: from “%s” to “%s”, %s", d.Title, r.origin(d.From.Text), r.milestone(d.Until.Text), strings.Join(limits, "；"))
	case strings.HasPrefix(part, "ladder"):
		return r.rung(d.Ladder, part, d.Title)
	}
	return r.moves(d.Title, d.Moves, part)
}

func (r reading) origin(word string) string {
	if field, ok := strings.CutPrefix(word, fieldPrefix); ok {
		return r.p.FieldTitle(field)
	}
	return r.milestone(word)
}

func (r reading) moves(title string, m Moves, part string) string {
	switch {
	case part == "extension" && m.Extension != nil:
		e := m.Extension
		return r.under(e.When) + r.say("%s可延期 %d 次，最多 %s：%s申请，%s批准，届满前提出", "%s can be extended %d times by at most %s: asked for by %s, decided by %s, before it is over",
			title, e.times(), r.length(e.Most.Length), r.seats(e.By), r.seats(e.Approve))
	case part == "suspension" && m.Suspension != nil:
		grounds := make([]string, len(m.Suspension.Grounds.Entries))
		for i, g := range m.Suspension.Grounds.Entries {
			grounds[i] = g.Value
		}
		return r.under(m.Suspension.When) + r.say("%s可以中止：%s，由%s决定", "%s can be suspended: %s, by %s", title, strings.Join(grounds, "、"), r.seats(m.Suspension.By))
	}
	return title
}

// within is a limit with its target.
func (r reading) within(limit LimitRef, target *LimitRef) string {
	if target == nil {
		return r.length(limit.Length)
	}
	return r.say("%s（%s 应当办结）", "%s (target %s)", r.length(limit.Length), r.length(target.Length))
}

// under is the condition a rule begins with, if it has one.
func (r reading) under(when Expr) string {
	if when.Text == "" {
		return ""
	}
	return r.say("（%s 时）", "(if %s) ", r.condition(when.Text))
}

// rung reads the rung that a path such as ladder[2] names.
func (r reading) rung(ladder []RungRule, path, of string) string {
	var i int
	if _, err := fmt.Sscanf(path, "ladder[%d]", &i); err != nil || i < 1 || i > len(ladder) {
		return of
	}
	rule := ladder[i-1]
	when := r.say("期满时", "at the limit")
	if rule.After.Set() {
		when = r.say("期满后 %s", "%s after the limit", r.length(rule.After.Length))
	} else if before, ok := strings.CutSuffix(rule.At.Text, " before"); ok {
		length, _ := calendar.ParseLimit(before) // it compiled
		when = r.say("期满前 %s", "%s before the limit", r.length(length))
	}
	what := ""
	switch {
	case rule.Remind.Text != "":
		what = r.say("提醒承办人", "whoever holds it is reminded")
	case rule.Slip.Text != "":
		slip, _ := r.p.Doc.Slips.Get(rule.Slip.Text)
		what = r.say("向承办人发%s", "a %s goes to whoever holds it", slip.Title)
		if rule.Reply.Set() {
			what += r.say("，%s 内答复", ", to be answered within %s", r.length(rule.Reply.Length))
		}
	case rule.Escalate.Text != "":
		what = r.say("升级到%s", "it goes up to %s", r.p.RoleTitles([]Word{rule.Escalate}))
	}
	return r.say("%s，%s%s", "%s: %s %s", of, when, what)
}

func (r reading) intakePart(name, part string) string {
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
			channels[i] = c.Value
		}
		return r.say("来源“%s”：%s，由%s登记", "source “%s”: %s, registered by %s", s.Title, strings.Join(channels, "、"), r.p.RoleTitles(by))
	case "categories":
		c, _ := in.Categories.Get(part)
		return r.say("投诉类型：%s", "category: %s", c.Title)
	case "form":
		return r.field(r.say("登记", "intake"), in.Form, part)
	case "public":
		return r.say("可以网上投诉", "open to the public")
	case "guidance":
		return r.say("登记时提示", "shown at intake")
	case "backdate":
		return r.say("最多补录 %s 以前收到的", "what was received at most %s ago can be registered late", r.length(in.Backdate.Length))
	}
	return r.say("由%s登记", "registered by %s", r.p.RoleTitles(in.By))
}

func (r reading) mayPart(name, part string) string {
	m, _ := r.p.Doc.May.Get(name)
	title := r.command(name)
	if strings.HasPrefix(part, "begins") {
		return r.begins(title, m.Begins)
	}
	if part == "once" {
		return r.say("%s只能一次", "%s: once only", title)
	}
	text := title
	if len(m.By) > 0 {
		text = r.say("%s：%s", "%s: %s", title, r.p.RoleTitles(m.By))
	}
	if m.Within.Set() {
		text += r.say("，自送达起 %s 内", ", within %s of service", r.length(m.Within.Length))
	}
	if m.After.Text != "" {
		text += r.say("，在“%s”之后", ", once “%s”", r.milestone(m.After.Text))
	}
	if m.DecidedBy.Text != "" {
		text += r.say("，由“%s”决定", ", decided at “%s”", r.p.StepTitle(m.DecidedBy.Text))
	}
	return text
}

// begins says what a request begins, and who takes no part in it.
func (r reading) begins(title string, all []Beginning) string {
	kinds := make([]string, len(all))
	var says []string
	for i, b := range all {
		kinds[i] = r.p.KindTitle(b.Kind.Text)
		if b.Except == nil {
			continue
		}
		steps := make([]string, len(b.Except.Doers))
		for j, w := range b.Except.Doers {
			steps[j] = "“" + r.p.StepTitle(w.Text) + "”"
		}
		says = append(says, r.say("办过%s的人不参与%s", "whoever did %s takes no part in %s", strings.Join(steps, "、"), kinds[i]))
	}
	says = append([]string{r.say("%s后另立%s", "%s begins %s", title, strings.Join(kinds, "、"))}, says...)
	return strings.Join(says, r.say("；", "; "))
}

package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/web/words"
)

// reading puts a policy into sentences, Chinese or English. Titles stay as the file has them.
type reading struct {
	p       *Policy
	english bool
}

// say chooses the language; both texts take the same arguments in the same order.
func (r reading) say(zh, en string, args ...any) string {
	if r.english {
		return fmt.Sprintf(en, args...)
	}
	return fmt.Sprintf(zh, args...)
}

// comparison is the part of a condition that people can read without knowing the language of conditions.
var comparison = regexp.MustCompile(`(\w+) (==|!=) "([^"]*)"`)

// answer is a field by itself: whether somebody has answered yes; or one that is compared in another way.
var answer = regexp.MustCompile(`(!?)\b([a-z][a-z_]*)\b(\s*[<>=!]=?\s*)?`)

// condition puts what it can of a condition into words.
func (r reading) condition(text string) string {
	text = comparison.ReplaceAllStringFunc(text, func(part string) string {
		m := comparison.FindStringSubmatch(part)
		zh := map[string]string{"==": "%s为“%s”", "!=": "%s不为“%s”"}[m[2]]
		en := map[string]string{"==": "%s is “%s”", "!=": "%s is not “%s”"}[m[2]]
		if r.english {
			return fmt.Sprintf(en, r.p.FieldTitle(m[1]), r.p.codeTitle(m[1], m[3]))
		}
		return fmt.Sprintf(zh, r.p.FieldTitle(m[1]), r.p.codeTitle(m[1], m[3]))
	})
	text = strings.NewReplacer("&&", r.say("且", "and"), "||", r.say("或", "or")).Replace(text)
	return answer.ReplaceAllStringFunc(text, func(part string) string {
		m := answer.FindStringSubmatch(part)
		title := r.p.FieldTitle(m[2])
		switch {
		case title == m[2]:
			return part
		case m[3] != "":
			return m[1] + title + m[3]
		case m[1] != "":
			return r.say("“%s”为否", "not “%s”", title)
		}
		return r.say("“%s”为是", "“%s”", title)
	})
}

// Length says a limit in Chinese words: 3wd is 3 个工作日. What is no limit stays as it is.
func Length(limit string) string {
	l, err := calendar.ParseLimit(limit)
	if err != nil {
		return limit
	}
	return reading{}.length(l)
}

// milestone names what reaches a milestone.
func (r reading) milestone(name string) string { return r.language().Say(r.p.milestone(name)) }

// language is the one of the reading.
func (r reading) language() words.Language {
	if english, ok := words.All().ByID("en"); ok && r.english {
		return english
	}
	return words.Default()
}

// length is how long, in words.
func (r reading) length(l calendar.Limit) string {
	unit := map[calendar.Unit][2]string{
		calendar.WorkingDays: {"个工作日", "working days"}, calendar.CalendarDays: {"日", "days"}, calendar.Hours: {"小时", "hours"},
		calendar.Months: {"个月", "months"},
	}[l.Unit]
	return fmt.Sprintf("%d %s", l.N, r.word(unit))
}

// word is one word in the language of the reading.
func (r reading) word(both [2]string) string {
	if r.english {
		return both[1]
	}
	return both[0]
}

// Explain reads the policy out the way the regulation reads: clause by clause, under each what the program does for
// it and the scenarios that show it, by clause, then what the organisation chose where the text is silent.
func (p *Policy) Explain(english bool, shown map[string][]string) string {
	r := reading{p, english}
	var b strings.Builder
	d := p.Doc
	fmt.Fprintln(&b, r.say("《%s》 第 %d 版，%s 起施行", "%s, version %d, in force from %s", d.Title, d.Version, d.Effective))
	for _, c := range d.Clauses.Entries {
		fmt.Fprintf(&b, "\n%s　%s　[%s]\n", p.clauseID(c.Key), c.Value.Gist, r.clauseKind(c.Value.Kind.Text))
		r.list(&b, p.served[c.Key])
		for _, scenario := range shown[c.Key] {
			fmt.Fprintf(&b, "  ▸ %s\n", r.say("情形：%s", "shown by: %s", scenario))
		}
		if c.Value.Later != "" {
			fmt.Fprintf(&b, "  · %s\n", r.say("留待后续：%s", "left for later: %s", c.Value.Later))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.say("原文没有规定、由本单位选定的", "What the organisation chose where the text is silent"))
	for _, s := range d.Settings.Entries {
		fmt.Fprintf(&b, "\n%s　%s　%s（%s）\n", p.settingID(s.Key), s.Value.Title, s.Value.Value, s.Value.Why)
		r.list(&b, p.rests[s.Key])
	}
	if len(d.Accepted.Entries) > 0 {
		fmt.Fprintf(&b, "\n%s\n", r.say("证明不了而接受的", "Accepted without proof"))
		for _, a := range d.Accepted.Entries {
			fmt.Fprintf(&b, "  · %s：%s\n", a.Key, a.Value)
		}
	}
	return b.String()
}

func (r reading) list(b *strings.Builder, elements []string) {
	var said []string
	for _, element := range elements {
		if text := r.element(element); text != "" && !slices.Contains(said, text) {
			said = append(said, text)
			fmt.Fprintf(b, "  · %s\n", text)
		}
	}
}

func (r reading) clauseKind(kind string) string {
	words := map[string][2]string{"enforced": {"强制", "enforced"}, "recorded": {"留痕", "recorded"}, "guidance": {"指引", "guidance"}}
	return r.word(words[kind])
}

// Says is one element of the file in a sentence, by the path under which [Policy.Coverage] and [Policy.Rests] list it.
func (p *Policy) Says(element string, english bool) string {
	return reading{p, english}.element(element)
}

func (r reading) element(path string) string {
	if name, ok := strings.CutPrefix(path, "builtin: "); ok {
		text, _ := Builtins.Get(name)
		return r.say("程序本身保证：%s", "kept by the program itself: %s", *text)
	}
	head, rest, _ := strings.Cut(path, ".")
	name, part, _ := strings.Cut(rest, ".")
	switch head {
	case "steps":
		return r.stepPart(name, part)
	case "intake":
		return r.intakePart(name, part)
	case "deadlines":
		return r.deadlinePart(name, part)
	case "may":
		return r.mayPart(name, part)
	}
	if strings.HasPrefix(head, "ladder") {
		return r.rung(r.p.Doc.Ladder, head, r.say("各步骤的期限", "limits of steps"))
	}
	return r.smallPart(head, name)
}

// smallPart reads the elements that are one line each.
func (r reading) smallPart(head, name string) string {
	d := r.p.Doc
	switch head {
	case "number":
		return r.say("案件编号 %s，%s重新编起", "cases are numbered %s, anew %s", d.Number.Format, r.period(d.Number.Restarts.Text))
	case "slips":
		s, _ := d.Slips.Get(name)
		return r.say("%s编号 %s", "%s is numbered %s", s.Title, s.Format)
	case "documents":
		s, _ := d.Documents.Get(name)
		return r.say("%s编号 %s，一式 %d 联：%s", "%s is numbered %s, in %d copies: %s", s.Title, s.Format, len(s.Copies), r.seats(s.Copies))
	case "kinds":
		return r.say("事项类型：%s", "kind of matter: %s", r.p.KindTitle(name))
	case "measures":
		m, _ := d.Measures.Get(name)
		return r.say("每件计量：%s", "measured in each case: %s", m.Title)
	case "messages":
		m, _ := d.Messages.Get(name)
		return r.message(m)
	case "authority":
		a, _ := d.Authority.Get(name)
		return r.authority(a)
	}
	return head + " " + name
}

func (r reading) period(word string) string {
	words := map[string][2]string{"daily": {"每日", "daily"}, "monthly": {"每月", "monthly"}, "yearly": {"每年", "yearly"}, "never": {"不", "never"}}
	return r.word(words[word])
}

func (r reading) message(m *MessageKind) string {
	from := r.say("本单位发出的消息“%s”", "message of the organisation “%s”", m.Title)
	if m.From.Text == "complainant" {
		from = r.say("投诉人的消息“%s”", "message of the complainant “%s”", m.Title)
	}
	if m.After.Text != "" {
		from += r.say("，在“%s”之后才能发", ", allowed only after “%s”", r.milestone(m.After.Text))
	}
	if m.Before.Text != "" {
		from += r.say("，在“%s”之后不能再发", ", not allowed once “%s”", r.milestone(m.Before.Text))
	}
	return from
}

func (r reading) authority(a *AuthorityTable) string {
	rows := make([]string, len(a.Levels))
	for i, l := range a.Levels {
		of := r.say("其余", "the rest")
		if l.UpTo.Text != "" {
			of = r.say("%s以内", "up to %s", l.UpTo.Text)
		}
		if len(l.Is) > 0 {
			of = strings.Join(wordsOf(l.Is), "、")
		}
		rows[i] = of + " " + r.p.RoleTitles(l.By)
	}
	return r.say("%s（按%s）：%s", "%s (by %s): %s", a.Title, r.p.FieldTitle(a.On.Text), strings.Join(rows, "；"))
}

func wordsOf(all []Word) []string {
	texts := make([]string, len(all))
	for i, w := range all {
		texts[i] = w.Text
	}
	return texts
}

// milestone names what reaches a milestone: the step that sets it.
func (p *Policy) milestone(name string) any {
	switch name {
	case milestoneReceived:
		return complaint.Term("milestone.received")
	case milestoneClosed:
		return complaint.Term("milestone.closed")
	}
	for _, e := range p.Doc.Steps.Entries {
		sets := e.Value.Sets.Text == name
		for _, o := range e.Value.Outcomes.Entries {
			sets = sets || o.Value.Sets.Text == name
		}
		if sets {
			return e.Value.Title
		}
	}
	return name
}

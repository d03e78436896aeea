package policy

import (
	"strings"

	"duban/complaint"
	"duban/web/words"
)

// variableTitles are what conditions can read besides the fields of forms.
var variableTitles = map[string]string{
	responsibleUnit:         "责任单位",
	"kind":                  "事项类型",
	"source":                "来源",
	"channel":               "渠道",
	complaint.CategoryField: "类别",
	complaint.SeverityField: "等级",
	outcomeVariable:         "结果",
	"respondents":           "被投诉人数",
	"how":                   "送达方式",
}

// FieldTitle is the title of a form field of the file, or the name itself.
func (p *Policy) FieldTitle(name string) string {
	if title, ok := variableTitles[name]; ok {
		return title
	}
	if f, ok := p.Doc.Intake.Form.Get(name); ok {
		return f.Title
	}
	for _, e := range p.Doc.Steps.Entries {
		if f, ok := e.Value.Form.Get(name); ok {
			return f.Title
		}
	}
	return name
}

// StepTitle is the title of a step, or what ends a case.
func (p *Policy) StepTitle(id string) string {
	if id == archiveStep {
		return "归档"
	}
	if s := p.step(complaint.StepID(id)); s != nil {
		return s.Title
	}
	return id
}

// codeTitle is the title of a code that a condition compares a field with, or the code itself.
func (p *Policy) codeTitle(field, code string) string {
	in := p.Doc.Intake
	switch field {
	case "kind":
		return p.KindTitle(code)
	case complaint.SeverityField:
		return p.SeverityTitle(code)
	case complaint.CategoryField:
		return p.CategoryTitle(code)
	case "source":
		if s, ok := in.Sources.Get(code); ok {
			return s.Title
		}
	case outcomeVariable:
		for _, e := range p.Doc.Steps.Entries {
			if o, ok := e.Value.Outcomes.Get(code); ok {
				return o.Title
			}
		}
	}
	for _, step := range p.Doc.Steps.Keys() {
		if f, ok := p.forms[step].Fields.Get(field); ok && f.Options.Has(code) {
			return titleOrCode(f.Options, code)
		}
	}
	return code
}

// describeSeats says whom seat rules mean, without looking at any case.
func (r reading) describeSeats(rules []SeatRule) string {
	titles := make([]string, len(rules))
	for i, rule := range rules {
		titles[i] = r.p.titleOfSeatWord(rule.Text)
		if rule.When.Text != "" {
			titles[i] += r.say("when", blanks{"condition": r.describeCondition(rule.When.Text)})
		}
	}
	return r.joinTitles(titles)
}

// SeatRuleTitles names in Chinese whom seat rules mean, without looking at any case.
func (p *Policy) SeatRuleTitles(rules []SeatRule) string { return reading{p: p}.describeSeats(rules) }

func (p *Policy) titleOfSeatWord(text string) string {
	if one, other, either := strings.Cut(text, eitherSeat); either {
		return p.titleOfSeatWord(one) + "或" + p.titleOfSeatWord(other)
	}
	if field, ok := strings.CutPrefix(text, personSeat); ok {
		return "“" + p.FieldTitle(field) + "”所填的人"
	}
	if step, ok := strings.CutPrefix(text, doerSeat); ok {
		return "办理“" + p.StepTitle(step) + "”的人"
	}
	if table, ok := strings.CutPrefix(text, authoritySeat); ok {
		if a, found := p.Doc.Authority.Get(table); found {
			return "《" + a.Title + "》规定的审批人"
		}
	}
	role, field, ofUnit := strings.Cut(text, " of ")
	title := words.Default().Say(p.titleOfPartyOrRole(role))
	if ofUnit {
		title = p.FieldTitle(field) + "的" + title
	}
	return title
}

package policy

import (
	"strings"
	"time"

	"duban/complaint"
)

// PermitFiling decides whether a person may register matters of this policy.
func (p *Policy) PermitFiling(person complaint.Person) *complaint.Error {
	in := p.Doc.Intake
	if p.holdsRole(person, in.By) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "登记投诉限于%s (not your role)", p.RoleTitles(in.By)).Because(*p.reason(in.Cites, ""))
}

// PermitSource decides whether the person registers what comes from the settled filing's source.
func (p *Policy) PermitSource(person complaint.Person, source string) *complaint.Error {
	s, ok := p.Doc.Intake.Sources.Get(source)
	if !ok || len(s.By) == 0 || p.holdsRole(person, s.By) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "“%s”由%s登记 (not your role)", s.Title, p.RoleTitles(s.By)).Because(*p.reason(s.Cites, ""))
}

// SettleFiling fills in what a filing may leave out: the kind where the policy has one, the source a channel
// belongs to, the default severity.
func (p *Policy) SettleFiling(f *complaint.Filed) {
	in := p.Doc.Intake
	if kinds := p.FiledKinds(); f.Kind == "" && len(kinds) == 1 {
		f.Kind = kinds[0]
	}
	if f.Severity == "" {
		f.Severity = in.DefaultSeverity.Text
	}
	if f.Source != "" {
		return
	}
	for _, s := range in.Sources.Entries {
		if s.Value.Channels.Has(f.Channel) {
			f.Source = s.Key
		}
	}
}

// FiledKinds are the kinds of matter that people file; the others begin from a case.
func (p *Policy) FiledKinds() []string {
	var kinds []string
	for _, k := range p.Doc.Kinds.Entries {
		if !k.Value.Linked {
			kinds = append(kinds, k.Key)
		}
	}
	return kinds
}

// SettlePublic fixes what the public form does not ask.
func (p *Policy) SettlePublic(f *complaint.Filed) {
	if pub := p.Doc.Intake.Public; pub != nil {
		f.Source, f.Channel, f.Severity = pub.Source.Text, pub.Channel.Text, pub.Severity.Text
	}
	p.SettleFiling(f)
}

// CheckFiling judges a settled filing; data is the form as sent, before its texts are sealed. now is case time.
func (p *Policy) CheckFiling(f complaint.Filed, data map[string]any, now time.Time, dir complaint.Directory) *complaint.Error {
	in := p.Doc.Intake
	if kind, ok := p.Doc.Kinds.Get(f.Kind); ok && kind.Linked {
		return p.wrong("kind", "“"+kind.Title+"”要凭原件申请，不能直接登记", p.FiledKinds(), kind.Cites)
	} else if !ok {
		return p.wrong("kind", "没有这种事项类型", p.FiledKinds(), Cites{})
	}
	source, ok := in.Sources.Get(f.Source)
	if !ok {
		return p.wrong("source", "没有这种来源", in.Sources.Keys(), p.sourceCites())
	}
	if !source.Channels.Has(f.Channel) {
		return p.wrong("channel", "“"+source.Title+"”来源没有这种渠道", source.Channels.Keys(), source.Cites)
	}
	if refusal := p.checkCategory(f.Category); refusal != nil {
		return refusal
	}
	if len(in.Severities.Entries) > 0 && !in.Severities.Has(f.Severity) {
		return p.wrong("severity", "没有这个等级", in.Severities.Keys(), Cites{})
	}
	if refusal := p.Form(IntakeForm).Check("data", data); refusal != nil {
		if f, ok := in.Form.Get(strings.TrimPrefix(refusal.Field, "data.")); ok {
			refusal = refusal.Because(*p.reason(f.Cites, ""))
		}
		return refusal
	}
	if refusal := p.checkReceived(f.ReceivedAt.Time, now); refusal != nil {
		return refusal
	}
	return checkRespondents(f.Parties, dir)
}

func (p *Policy) wrong(field, what string, known []string, cites Cites) *complaint.Error {
	return complaint.Refuse(complaint.Invalid, "%s；可选：%s", what, strings.Join(known, "、")).At(field).Because(*p.reason(cites, ""))
}

func (p *Policy) sourceCites() Cites {
	if s := p.Doc.Intake.Sources.Entries; len(s) > 0 {
		return s[0].Value.Cites
	}
	return Cites{}
}

// CategoryCodes are the codes a filing may use, levels joined by dots.
func (p *Policy) CategoryCodes() []string {
	var codes []string
	for _, e := range p.Doc.Intake.Categories.Entries {
		if len(e.Value.Kinds.Entries) == 0 {
			codes = append(codes, e.Key)
		}
		for _, k := range e.Value.Kinds.Entries {
			codes = append(codes, e.Key+"."+k.Key)
		}
	}
	return codes
}

// CategoryTitle is the Chinese title of a category code.
func (p *Policy) CategoryTitle(code string) string {
	top, sub, _ := strings.Cut(code, ".")
	c, ok := p.Doc.Intake.Categories.Get(top)
	if !ok {
		return code
	}
	if sub == "" {
		return c.Title
	}
	return c.Title + "·" + titleOf(c.Kinds, sub)
}

func (p *Policy) checkCategory(code string) *complaint.Error {
	top, sub, deeper := strings.Cut(code, ".")
	c, ok := p.Doc.Intake.Categories.Get(top)
	if !ok {
		cites := Cites{}
		if all := p.Doc.Intake.Categories.Entries; len(all) > 0 {
			cites = all[0].Value.Cites
		}
		return p.wrong("category", "没有这种投诉类型", p.Doc.Intake.Categories.Keys(), cites)
	}
	if len(c.Kinds.Entries) == 0 && !deeper || c.Kinds.Has(sub) {
		return nil
	}
	known := make([]string, 0, len(c.Kinds.Entries))
	for _, k := range c.Kinds.Keys() {
		known = append(known, top+"."+k)
	}
	if len(known) == 0 {
		known = []string{top}
	}
	return p.wrong("category", "“"+c.Title+"”要选到下一级", known, c.Cites)
}

// checkReceived: a complaint cannot have been received in the future, nor longer ago than may be registered late.
func (p *Policy) checkReceived(received, now time.Time) *complaint.Error {
	if received.After(now) {
		return complaint.Refuse(complaint.Invalid, "接到投诉的时间不能晚于现在 (in the future)").At("received_at")
	}
	b := p.Doc.Intake.Backdate
	if !b.Set() {
		return nil
	}
	if received.Before(now.AddDate(0, 0, -b.Length.N)) {
		return complaint.Refuse(complaint.Invalid, "最多补录 %d 天以前接到的投诉 (too long ago)", b.Length.N).
			At("received_at").Because(complaint.Reason{Setting: p.settingID(b.SettingName)})
	}
	return nil
}

func checkRespondents(parties []complaint.Party, dir complaint.Directory) *complaint.Error {
	units := 0
	for _, party := range parties {
		if party.Role != complaint.Respondent {
			continue
		}
		switch party.Kind {
		case complaint.KindUnit:
			units++
			if _, ok := dir.Units[party.Unit]; !ok {
				return complaint.Refuse(complaint.Invalid, "被投诉单位不在组织名录里 (no such unit)").At("respondents")
			}
		case complaint.KindPerson:
			if _, ok := dir.People[party.User]; !ok {
				return complaint.Refuse(complaint.Invalid, "被投诉人不在组织名录里 (no such person)").At("respondents")
			}
		case complaint.KindText:
		default:
			return complaint.Refuse(complaint.Invalid, "被投诉方的种类应为 person、unit 或 text").At("respondents")
		}
	}
	if units > 1 {
		return complaint.Refuse(complaint.Invalid, "责任单位只能指明一个 (one unit)").At("respondents")
	}
	return nil
}

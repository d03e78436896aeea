package policy

import (
	"slices"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
	"duban/web/words"
)

// PermitFiling decides whether a person may register matters of this policy.
func (p *Policy) PermitFiling(person complaint.Person) *complaint.Error {
	in := p.Doc.Intake
	if p.holdsRole(person, in.By) {
		return nil
	}
	return complaint.Refuse(complaint.Forbidden, "filing.not_your_role",
		complaint.Args{"roles": p.titlesOfRoles(in.By)}).
		Because(*p.reasonCiting(in.Cites, ""))
}

// PermitFiled decides whether the person registers matters of the filled filing's kind, and what comes from its source.
func (p *Policy) PermitFiled(person complaint.Person, f complaint.Filed) *complaint.Error {
	if s, ok := p.Doc.Intake.Sources.Get(f.Source); ok && len(s.By) > 0 && !p.holdsRole(person, s.By) {
		return complaint.Refuse(complaint.Forbidden, "filing.source_not_your_role",
			complaint.Args{
				"source": s.Title.Text,
				"roles":  p.titlesOfRoles(s.By),
			}).Because(*p.reasonCiting(s.Cites, ""))
	}
	if k, ok := p.Doc.Kinds.Get(f.Kind); ok && len(k.By) > 0 && !p.holdsRole(person, k.By) {
		return complaint.Refuse(complaint.Forbidden, "filing.kind_not_your_role",
			complaint.Args{"kind": k.Title.Text, "roles": p.titlesOfRoles(k.By)}).Because(*p.reasonCiting(k.Cites, ""))
	}
	return nil
}

// PermitPublicFiling decides whether whoever has no account may file this: where the regulation has a public form. Of
// the organisation outsiders name no more than the units they complain about.
func (p *Policy) PermitPublicFiling(f complaint.Filed) *complaint.Error {
	if p.Doc.Intake.Public == nil {
		return complaint.Refuse(complaint.Invalid, "public.no_form", nil).At("policy")
	}
	for _, party := range f.Parties {
		switch {
		case party.Kind == complaint.KindText:
		case party.Role != complaint.Respondent:
			return complaint.Refuse(complaint.Invalid, "public.name_expected", nil).At("parties")
		case party.Kind == complaint.KindPerson:
			return complaint.Refuse(complaint.Invalid, "public.name_expected", nil).At("respondents")
		}
	}
	return nil
}

// FillFilingOmissions fills in what a filing may leave out: the kind where the policy has one, the source a channel
// belongs to, the default severity.
func (p *Policy) FillFilingOmissions(f *complaint.Filed) {
	in := p.Doc.Intake
	if kinds := p.KindsPeopleFile(); f.Kind == "" && len(kinds) == 1 {
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

// KindsThePublicFiles are the kinds of matter that may come by the public form.
func (p *Policy) KindsThePublicFiles() []string {
	pub := p.Doc.Intake.Public
	if pub == nil {
		return nil
	}
	return slices.DeleteFunc(p.KindsPeopleFile(), func(code string) bool {
		kind, _ := p.Doc.Kinds.Get(code)
		return !kind.comesFrom(pub.Source.Text, pub.Channel.Text)
	})
}

// KindsPeopleFile are the kinds of matter that people file; the others begin from a case or for a period.
func (p *Policy) KindsPeopleFile() []string {
	var kinds []string
	for _, k := range p.Doc.Kinds.Entries {
		if !k.Value.Linked && k.Value.Each == nil {
			kinds = append(kinds, k.Key)
		}
	}
	return kinds
}

// FillPublicFilingOmissions fixes what the public form does not ask.
func (p *Policy) FillPublicFilingOmissions(f *complaint.Filed) {
	if pub := p.Doc.Intake.Public; pub != nil {
		f.Source, f.Channel, f.Severity = pub.Source.Text, pub.Channel.Text, pub.Severity.Text
	}
	p.FillFilingOmissions(f)
}

// CheckFiling judges a filled filing; data is the form as sent, before its texts are sealed. now is case time.
func (p *Policy) CheckFiling(
	f complaint.Filed, data map[string]any, now time.Time, cal *calendar.Calendar, dir complaint.Directory,
) *complaint.Error {
	in := p.Doc.Intake
	if kind, ok := p.Doc.Kinds.Get(f.Kind); ok && kind.Linked {
		return complaint.Refuse(complaint.Invalid, "filing.linked_kind",
			complaint.Args{"kind": kind.Title.Text, "known": p.KindsPeopleFile()}).
			At("kind").Because(*p.reasonCiting(kind.Cites, ""))
	} else if ok && kind.Each != nil {
		return complaint.Refuse(complaint.Invalid, "filing.periodic_kind",
			complaint.Args{"kind": kind.Title.Text, "known": p.KindsPeopleFile()}).
			At("kind").Because(*p.reasonCiting(kind.Cites, ""))
	} else if !ok {
		return complaint.Refuse(complaint.Invalid, "filing.unknown_kind", complaint.Args{"known": p.KindsPeopleFile()}).
			At("kind")
	}
	source, ok := in.Sources.Get(f.Source)
	if !ok {
		return complaint.Refuse(complaint.Invalid, "filing.unknown_source",
			complaint.Args{"known": in.Sources.Keys()}).
			At("source").Because(*p.reasonCiting(p.citesOfSourceRules(), ""))
	}
	if !source.Channels.Has(f.Channel) {
		known := source.Channels.Keys()
		return complaint.Refuse(complaint.Invalid, "filing.unknown_channel",
			complaint.Args{"source": source.Title.Text, "known": known}).
			At("channel").Because(*p.reasonCiting(source.Cites, ""))
	}
	if refusal := p.checkOrigin(f); refusal != nil {
		return refusal
	}
	if refusal := p.checkCategory(f.Category); refusal != nil {
		return refusal
	}
	if len(in.Severities.Entries) > 0 && !in.Severities.Has(f.Severity) {
		return complaint.Refuse(complaint.Invalid, "filing.unknown_severity",
			complaint.Args{"known": in.Severities.Keys()}).
			At("severity")
	}
	if refusal := p.Form(IntakeForm).Check("data", data); refusal != nil {
		if f, ok := in.Form.Get(strings.TrimPrefix(refusal.Field, "data.")); ok {
			refusal = refusal.Because(*p.reasonCiting(f.Cites, ""))
		}
		return refusal
	}
	if refusal := p.checkReceived(f.ReceivedAt.Time, now); refusal != nil {
		return refusal
	}
	if refusal := p.checkParties(f.Parties, dir); refusal != nil {
		return refusal
	}
	return p.checkOpening(f, data, Facts{Now: now, Calendar: cal, Directory: dir})
}

// checkOrigin: some kinds of matter come from some sources only, or by some channels.
func (p *Policy) checkOrigin(f complaint.Filed) *complaint.Error {
	kind, _ := p.Doc.Kinds.Get(f.Kind)
	if kind.comesFrom(f.Source, f.Channel) {
		return nil
	}
	var known []any
	for _, s := range p.Doc.Intake.Sources.Entries {
		for _, c := range s.Value.Channels.Entries {
			if kind.comesFrom(s.Key, c.Key) {
				known = append(known, titleOfPart(s.Value.Title.Text, c.Value.Text))
			}
		}
	}
	return complaint.Refuse(complaint.Invalid, "filing.kind_not_from_here",
		complaint.Args{"kind": kind.Title.Text, "known": known}).At("channel").Because(*p.reasonCiting(kind.Cites, ""))
}

// comesFrom reports whether matters of the kind may come from a source by a channel.
func (k *Kind) comesFrom(source, channel string) bool {
	permits := func(only []Word, code string) bool {
		return len(only) == 0 || slices.Contains(textsOfWords(only), code)
	}
	return permits(k.Sources, source) && permits(k.Channels, channel)
}

// checkOpening judges a filing by the case that it would open: what its form asks for in such a case, whom it names,
// and that each limit which starts with the case has a length.
func (p *Policy) checkOpening(f complaint.Filed, data map[string]any, facts Facts) *complaint.Error {
	c := complaint.NewCase("")
	c.Kind, c.Source, c.Channel, c.Category, c.Severity = f.Kind, f.Source, f.Channel, f.Category, f.Severity
	c.Parties, c.Data = f.Parties, data
	c.ReceivedAt = f.ReceivedAt
	t := p.newTurn(c, complaint.Actor{}, facts)
	if refusal := t.checkForm(&Step{}, p.Form(IntakeForm), "", data); refusal != nil {
		return refusal
	}
	for i := range p.Doc.Deadlines.Entries {
		d := &p.Doc.Deadlines.Entries[i].Value
		if d.From.Text != milestoneReceived || !p.isFor(d, f.Kind) {
			continue
		}
		if choice, err := t.limitThatHolds(d.Limit); err != nil || choice == nil {
			return complaint.Refuse(complaint.Invalid, "filing.no_limit", complaint.Args{"deadline": d.Title.Text}).
				Because(*p.reasonCiting(d.Cites, ""))
		}
	}
	return nil
}

func (p *Policy) citesOfSourceRules() Cites {
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
		return c.Title.Text
	}
	return words.DefaultLanguage().SayValue(titleOfPart(c.Title.Text, titleOrCode(c.Kinds, sub)))
}

// titleOfPart is what a part of something is called, such as a finer kind of a category.
func titleOfPart(whole, part string) complaint.Phrase {
	return broughtPhrase("part", blanks{"whole": whole, "part": part})
}

func (p *Policy) checkCategory(code string) *complaint.Error {
	top, sub, deeper := strings.Cut(code, ".")
	c, ok := p.Doc.Intake.Categories.Get(top)
	if !ok {
		cites := Cites{}
		if all := p.Doc.Intake.Categories.Entries; len(all) > 0 {
			cites = all[0].Value.Cites
		}
		known := p.Doc.Intake.Categories.Keys()
		return complaint.Refuse(complaint.Invalid, "filing.unknown_category", complaint.Args{"known": known}).
			At("category").Because(*p.reasonCiting(cites, ""))
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
	return complaint.Refuse(complaint.Invalid, "filing.category_too_coarse",
		complaint.Args{"category": c.Title.Text, "known": known}).
		At("category").Because(*p.reasonCiting(c.Cites, ""))
}

// checkReceived: a complaint cannot have been received in the future, nor longer ago than may be registered late.
func (p *Policy) checkReceived(received, now time.Time) *complaint.Error {
	if received.After(now) {
		return complaint.Refuse(complaint.Invalid, "filing.received_in_future", nil).At("received_at")
	}
	b := p.Doc.Intake.Backdate
	if !b.IsSet() {
		return nil
	}
	if received.Before(now.AddDate(0, 0, -b.Length.N)) {
		return complaint.Refuse(complaint.Invalid, "filing.received_too_long_ago",
			complaint.Args{"count": b.Length.N}).
			At("received_at").Because(complaint.Reason{Setting: p.settingID(b.SettingName)})
	}
	return nil
}

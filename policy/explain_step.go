package policy

import (
	"cmp"
	"strconv"
	"strings"

	"duban/complaint"
)

// describeStepOrPart reads a step, or a part of it.
func (r reading) describeStepOrPart(name, part string) string {
	s, ok := r.p.Doc.Steps.Get(name)
	if !ok {
		return name
	}
	kind, rest, _ := strings.Cut(part, ".")
	switch {
	case kind == "":
		return r.describeStep(s)
	case kind == "form":
		return r.describeFormField(s.Title.Text, s.Form, rest)
	case kind == "outcomes":
		code, _, _ := strings.Cut(rest, ".")
		o, _ := s.Outcomes.Get(code)
		return r.say("step.outcome", blanks{"step": s.Title.Text, "outcome": r.describeOutcome(o)})
	case kind == "votes":
		return r.quoteTitle(s.Title.Text) + r.describeVotes(s)
	case kind == "must":
		return r.describeMustConditions(s.Title.Text, s.Must)
	case kind == "otherwise":
		return r.say("step.otherwise", blanks{"step": s.Title.Text, "seats": r.describeSeats(s.Otherwise.By)})
	case kind == "on_behalf_of":
		return r.say("step.is_on_behalf", blanks{"step": s.Title.Text, "body": s.OnBehalf.Body.Text})
	case kind == "limit":
		return r.say("step.limit", blanks{"step": s.Title.Text, "limit": r.describeStepLimit(s)})
	case kind == "says":
		return r.describeSays(s)
	case kind == "limits":
		return r.say("step.limit", blanks{"step": s.Title.Text, "limit": r.describeStepLimit(s)})
	case kind == "guidance":
		return r.say("step.guidance", blanks{"step": s.Title.Text})
	case strings.HasPrefix(kind, "ladder"):
		return r.describeRung(s.Ladder, kind, r.quoteTitle(s.Title.Text))
	}
	return r.describeMoves(s.Title.Text, s.Moves, part)
}

// describeStepLimit is what a step's limit is, from when, and what comes of it by itself.
func (r reading) describeStepLimit(s *Step) string {
	text := r.describeLimitChoices(s.LimitChoices())
	if s.From.Text != "" {
		text = r.say("step.counted_from", blanks{"limit": text, "from": r.describeOrigin(s.From.Text)})
	}
	if o, ok := s.Outcomes.Get(s.Lapses.Text); ok {
		text += r.say("step.then_lapses", blanks{"outcome": o.Title.Text})
	}
	return text
}

// describeStep is who does what, by when, and where it leads.
func (r reading) describeStep(s *Step) string {
	var b strings.Builder
	b.WriteString(r.quoteTitle(s.Title.Text))
	if s.When.Text != "" {
		b.WriteString(r.say("when", blanks{"condition": r.describeCondition(s.When)}))
	}
	if len(s.ForEach) > 0 {
		b.WriteString(r.say("step.for_each", blanks{"roles": r.partyRoles(s.ForEach)}))
	}
	switch {
	case s.LapsesByItself():
		b.WriteString(r.say("step.lapses", nil))
	case len(s.All) > 0 && s.Need > 0:
		b.WriteString(r.say("step.enough", blanks{"seats": r.describeSeats(s.All), "need": s.Need}))
	case len(s.All) > 0:
		b.WriteString(r.say("step.each", blanks{"seats": r.describeSeats(s.All)}))
	default:
		b.WriteString(r.say("step.by", blanks{"seats": r.describeSeats(s.By)}))
		b.WriteString(r.describeStepKind(s))
	}
	b.WriteString(r.describeVotes(s))
	b.WriteString(r.describeBody(s.OnBehalf))
	if s.hasLimit() {
		b.WriteString(r.say("step.within", blanks{"limit": r.describeStepLimit(s)}))
	}
	for _, o := range s.Outcomes.Entries {
		b.WriteString(r.say("mark.then", nil))
		b.WriteString(r.describeOutcome(&o.Value))
	}
	return b.String()
}

// describeBody says for which body outside something is done, nothing where for none.
func (r reading) describeBody(b *OnBehalf) string {
	if b == nil {
		return ""
	}
	return r.say("step.on_behalf", blanks{"body": b.Body.Text})
}

func (r reading) describeStepKind(s *Step) string {
	switch s.Kind.Text {
	case approvalKind:
		return r.say("step.approves", blanks{"step": r.stepTitle(s.Of[0].Text)})
	case meetingKind:
		return r.say("step.convenes", blanks{"seats": r.describeSeats(s.Attend)})
	case noticeKind:
		return r.describeWhomNoticeTells(s)
	case surveyKind:
		return r.say("step.asks", blanks{"roles": r.partyRoles(s.Of)})
	}
	return r.say("step.does", nil)
}

// describeWhomNoticeTells says to whom a notice goes.
func (r reading) describeWhomNoticeTells(s *Step) string {
	switch {
	case len(s.ForEach) > 0:
		return r.say("step.tells_each", nil)
	case s.To.Text == complaint.Complainant:
		return r.say("step.tells_complainant", nil)
	case s.To.Text == complaint.Respondent:
		return r.say("step.tells_respondent", nil)
	}
	return r.say("step.tells", blanks{"role": r.language().SayValue(r.p.PartyRoleTitle(s.To.Text))})
}

// partyRoles names roles of parties.
func (r reading) partyRoles(roles []Word) string {
	titles := make([]string, len(roles))
	for i, w := range roles {
		titles[i] = r.language().SayValue(r.p.PartyRoleTitle(w.Text))
	}
	return r.joinTitles(titles)
}

// describePartyRule reads how many parties of a role there can be, or a way in which somebody speaks for them.
func (r reading) describePartyRule(role, part string) string {
	rule, _ := r.p.Doc.Parties.Get(role)
	if way, ok := strings.CutPrefix(part, "represented."); ok {
		return r.describeRepresentation(role, way)
	}
	key := "party.one"
	if rule.Many {
		key = "party.many"
	}
	text := r.say(key, blanks{"title": r.language().SayValue(r.p.PartyRoleTitle(role))})
	if rule.Required {
		text += r.say("party.required", nil)
	}
	return text
}

// describeRepresentation reads a way in which somebody speaks for parties of a role.
func (r reading) describeRepresentation(role, way string) string {
	ways := r.p.waysToRepresent(role)
	rule, ok := ways.Get(way)
	if !ok {
		return way
	}
	text := r.say("party.represented", blanks{
		"party": r.language().SayValue(r.p.PartyRoleTitle(role)), "title": rule.Title.Text,
	})
	if rule.Proof {
		text += r.say("party.represented_proof", nil)
	}
	if rule.Dated {
		text += r.say("party.represented_dated", nil)
	}
	if rule.Needed.Text != "" {
		text += r.say("party.represented_needed", blanks{"condition": r.describeCondition(rule.Needed)})
	}
	return text
}

// describeVotes says what the step's body needs to decide.
func (r reading) describeVotes(s *Step) string {
	v := s.Votes
	if v == nil {
		return ""
	}
	title := func(w Word) string { o, _ := s.Outcomes.Get(w.Text); return r.quoteTitle(o.Title.Text) }
	all := blanks{"majority": r.describeShare("majority", v.Majority, v.electorate(s))}
	text := r.say("votes.any", all)
	if v.For.Text != "" {
		all["outcome"] = title(v.For)
		text = r.say("votes.for", all)
	}
	if v.Quorum.Text != "" {
		text += r.say("votes.quorum", blanks{"quorum": r.describeShare("quorum", v.Quorum, ofMembers)})
	}
	if v.Tie.Text != "" {
		text += r.say("votes.tie", blanks{"outcome": title(v.Tie)})
	}
	return text
}

// describeShare reads half, two_thirds or a number, of those present or of the members.
func (r reading) describeShare(what string, w Word, of string) string {
	if n, err := strconv.Atoi(w.Text); err == nil {
		return r.say(what+".number", blanks{"n": n})
	}
	return r.say("share."+cmp.Or(w.Text, halfShare)+"_"+of, nil)
}

func (r reading) describeOutcome(o *Outcome) string {
	var next []string
	for _, w := range o.Next {
		next = append(next, r.stepTitle(w.Text))
	}
	says := []string{r.say("outcome.leads_to", blanks{"outcome": o.Title.Text, "next": r.joinTitles(next)})}
	for _, w := range o.Issues {
		d, _ := r.p.Doc.Documents.Get(w.Text)
		says = append(says, r.say("outcome.issues", blanks{"document": d.Title.Text}))
	}
	for _, w := range o.Publishes {
		d, _ := r.p.Doc.Circulars.Get(w.Text)
		says = append(says, r.say("outcome.publishes", blanks{"circular": d.Title.Text}))
	}
	if o.NotBefore.IsSet() {
		says = append(says, r.say("outcome.not_before", blanks{"length": r.limitInWords(o.NotBefore.Length)}))
	}
	if o.NotAfter.IsSet() {
		says = append(says, r.say("outcome.not_after", blanks{"length": r.limitInWords(o.NotAfter.Length)}))
	}
	if o.Reason {
		says = append(says, r.say("outcome.reason", nil))
	}
	if o.AtMost != nil {
		says = append(says, r.describeRepeatRule(o.AtMost))
	}
	if o.Unserved {
		says = append(says, r.say("outcome.unserved", nil))
	}
	if o.OpensWindow {
		says = append(says, r.say("outcome.opens_window", nil))
	}
	if o.Begins != nil {
		says = append(says, r.describeConditionBefore(o.Begins.When)+r.say("outcome.begins",
			blanks{"kind": r.p.KindTitle(o.Begins.Kind.Text)}))
	}
	return strings.Join(says, r.say("mark.also", nil))
}

func (r reading) describeMustConditions(of string, must []Requirement) string {
	says := make([]string, len(must))
	for i, m := range must {
		says[i] = r.sayTitle(m.Say.Text)
	}
	return r.say("step.musts", blanks{"step": of, "musts": strings.Join(says, r.say("mark.each", nil))})
}

func (r reading) describeFormField(step string, form Map[Field], name string) string {
	f, ok := form.Get(name)
	if !ok {
		return name
	}
	must := r.say("field.asks", nil)
	switch {
	case f.Required:
		must = r.say("field.requires", nil)
	case f.RequiredWhen.Text != "":
		must = r.say("field.requires_when", blanks{"condition": r.describeCondition(f.RequiredWhen)})
	}
	text := r.say("field.of_step", blanks{"step": step, "must": must, "field": f.Title.Text})
	if f.Min != nil && f.Max != nil {
		text += r.say("field.range", blanks{"min": *f.Min, "max": *f.Max})
	}
	if len(f.Options.Entries) > 0 {
		titles := make([]string, len(f.Options.Entries))
		for i, o := range f.Options.Entries {
			titles[i] = o.Value.Text
		}
		text += r.say("field.options", blanks{"options": r.joinTitles(titles)})
	}
	if len(f.Sealed) > 0 {
		text += r.say("field.sealed", blanks{"roles": r.roleTitles(f.Sealed)})
	}
	if len(f.Holds) > 0 {
		text += r.say("field.holds", blanks{"seats": r.describeSeats(f.Holds)})
	}
	if len(f.Except) > 0 {
		text += r.say("field.except", blanks{"seats": r.describeSeats(f.Except)})
	}
	return text
}

// describeRepeatRule says how often something can be given, and where it leads after that.
func (r reading) describeRepeatRule(most *RepeatRule) string {
	if most.Then.Text == "" {
		return r.say("outcome.at_most", blanks{"times": most.Times})
	}
	return r.say("outcome.at_most_then", blanks{"times": most.Times, "step": r.stepTitle(most.Then.Text)})
}

package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
	"duban/web/words"
)

// Explain reads the policy out the way the regulation reads: clause by clause, under each what the program does for
// it and the scenarios that show it, by clause, then what the organisation chose where the text is silent.
func (p *Policy) Explain(language words.Language, shown map[string][]string) string {
	r := p.readIn(language)
	var b strings.Builder
	d := p.Doc
	title := blanks{"title": d.Title.Text, "version": d.Version, "date": d.Effective}
	if d.Effective == "" {
		fmt.Fprintln(&b, r.say("title_undated", title))
	} else {
		fmt.Fprintln(&b, r.say("title", title))
	}
	for _, c := range d.Clauses.Entries {
		fmt.Fprintf(&b, "\n%s　%s　[%s]\n",
			p.clauseID(c.Key), r.sayTitle(c.Value.Gist.Text), r.clauseKindTitle(c.Value.Kind.Text))
		r.writeElements(&b, p.servedBy[c.Key])
		for _, scenario := range shown[c.Key] {
			fmt.Fprintf(&b, "  ▸ %s\n", r.say("shown_by", blanks{"scenario": scenario}))
		}
		if c.Value.Later.Text != "" {
			fmt.Fprintf(&b, "  · %s\n", r.say("later", blanks{"what": c.Value.Later.Text}))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", r.say("settings", nil))
	for _, s := range d.Settings.Entries {
		fmt.Fprintf(&b, "\n%s　%s　%s（%s）\n", p.settingID(s.Key), r.sayTitle(s.Value.Title.Text),
			r.sayTitle(s.Value.Value.Text), r.sayTitle(s.Value.Why.Text))
		r.writeElements(&b, p.restingOn[s.Key])
	}
	if len(d.Accepted.Entries) > 0 {
		fmt.Fprintf(&b, "\n%s\n", r.say("accepted", nil))
		for _, a := range d.Accepted.Entries {
			fmt.Fprintf(&b, "  · %s：%s\n", a.Key, r.sayTitle(a.Value.Text))
		}
	}
	return b.String()
}

func (r reading) writeElements(b *strings.Builder, elements []string) {
	var said []string
	for _, element := range elements {
		if text := r.describeElement(element); text != "" && !slices.Contains(said, text) {
			said = append(said, text)
			fmt.Fprintf(b, "  · %s\n", text)
		}
	}
}

func (r reading) clauseKindTitle(kind string) string {
	return r.say("clause."+kind, nil)
}

// SentenceForElement is one element of the file in a sentence, by the path under which [Policy.ElementsServingClause]
// and [Policy.ElementsRestingOnSetting] list it.
func (p *Policy) SentenceForElement(element string, language words.Language) string {
	return p.readIn(language).describeElement(element)
}

func (r reading) describeElement(path string) string {
	if name, ok := strings.CutPrefix(path, "builtin: "); ok {
		return r.say("builtin", blanks{"what": complaint.Term("builtin." + name)})
	}
	head, rest, _ := strings.Cut(path, ".")
	name, part, _ := strings.Cut(rest, ".")
	switch head {
	case "steps":
		return r.describeStepOrPart(name, part)
	case "intake":
		return r.describeIntakePart(name, part)
	case "deadlines":
		return r.describeDeadlineOrPart(name, part)
	case "may":
		return r.describePermissionPart(name, part)
	case "parties":
		return r.describePartyRule(name, part)
	case "reports":
		return r.describeReportOrPart(name, part)
	}
	if strings.HasPrefix(head, "ladder") {
		return r.describeRung(r.p.Doc.Ladder, rest, r.say("every_limit", nil))
	}
	if head == "slips" {
		return r.describeSlip(name, part)
	}
	if head == "ledger" {
		return r.describeLedger(rest)
	}
	return r.describeOneLineElement(head, name)
}

// describeSlip reads a kind of slip, one of its grounds or a rung of its ladder.
func (r reading) describeSlip(name, part string) string {
	s, _ := r.p.Doc.Slips.Get(name)
	if code, ok := strings.CutPrefix(part, "grounds."); ok {
		g, _ := s.Grounds.Get(code)
		about := blanks{"slip": s.Title.Text, "ground": g.Title.Text, "roles": r.roleTitles(g.By)}
		if len(g.By) > 0 {
			return r.say("slip.ground_by", about)
		}
		return r.say("slip.ground", about)
	}
	if strings.HasPrefix(part, "ladder") {
		return r.describeRung(s.Ladder, part, s.Title.Text)
	}
	text := r.say("slip", blanks{"title": s.Title.Text, "format": s.Format})
	if s.Series.Text == seriesOfOrganisation {
		text += r.say("slip.shared", nil)
	}
	if s.UsesRung {
		text += r.say("slip.uses_rung", nil)
	}
	if r.p.Doc.isByHand(name, s) {
		text += r.say("slip.by_hand", blanks{
			"reply": r.limitInWords(s.Reply.Length), "most": r.limitInWords(s.longest()),
		})
	}
	return text
}

// describeOneLineElement reads the elements that are one line each.
func (r reading) describeOneLineElement(head, name string) string {
	d := r.p.Doc
	switch head {
	case "number":
		return r.say("number", blanks{"format": d.Number.Format, "period": r.periodTitle(d.Number.Restarts.Text)})
	case "documents":
		s, _ := d.Documents.Get(name)
		if len(s.Copies) == 0 {
			return r.say("document.plain", blanks{"title": s.Title.Text, "format": s.Format})
		}
		return r.say("document", blanks{
			"title":   s.Title.Text,
			"format":  s.Format,
			"copies":  len(s.Copies),
			"holders": r.describeCopies(s.Copies),
		})
	case "circulars":
		return r.describeCircular(name)
	case "registers":
		return r.describeRegister(name)
	case "kinds":
		text := r.say("kind", blanks{"title": r.p.KindTitle(name)})
		if r.p.BarsUnits(name) {
			text += r.say("kind.bars_units", nil)
		}
		return text + r.describePeriodicRule(name)
	case "counts":
		return r.describeCount(name)
	case "measures":
		m, _ := d.Measures.Get(name)
		return r.say("measure", blanks{"title": m.Title.Text})
	case "demands":
		return r.say("demands", blanks{"answers": r.demandAnswers()})
	case "messages":
		m, _ := d.Messages.Get(name)
		return r.describeMessageKind(m)
	case "authority":
		a, _ := d.Authority.Get(name)
		return r.describeAuthorityTable(a)
	}
	return head + " " + name
}

func (r reading) periodTitle(word string) string {
	return r.say("period."+word, nil)
}

// demandAnswers are the titles of what can be answered to demands.
func (r reading) demandAnswers() string {
	var titles []any
	for _, e := range r.p.Doc.Demands.Answers.Entries {
		titles = append(titles, e.Value.Text)
	}
	return r.language().SayValue(titles)
}

func (r reading) describeMessageKind(m *MessageKind) string {
	from := r.say("message.ours", blanks{"title": m.Title.Text})
	if m.From.Text == "complainant" {
		from = r.say("message.theirs", blanks{"title": m.Title.Text})
	}
	if m.After.Text != "" {
		from += r.say("message.after", blanks{"milestone": r.milestoneInWords(m.After.Text)})
	}
	if m.Before.Text != "" {
		from += r.say("message.before", blanks{"milestone": r.milestoneInWords(m.Before.Text)})
	}
	if m.Answer.IsSet() {
		from += r.say("message.answer", blanks{"length": r.limitInWords(m.Answer.Length)})
	}
	return from
}

func (r reading) describeAuthorityTable(a *AuthorityTable) string {
	rows := make([]string, len(a.Levels))
	for i, l := range a.Levels {
		of := r.say("authority.rest", nil)
		if l.UpTo.Text != "" {
			of = r.say("authority.up_to", blanks{"amount": l.UpTo.Text})
		}
		if len(l.Is) > 0 {
			of = r.joinTitles(textsOfWords(l.Is))
		}
		rows[i] = of + " " + r.roleTitles(l.By)
	}
	return r.say("authority.table", blanks{
		"title":  a.Title.Text,
		"field":  r.fieldTitle(a.On.Text),
		"levels": strings.Join(rows, r.say("mark.each", nil)),
	})
}

func textsOfWords(all []Word) []string {
	texts := make([]string, len(all))
	for i, w := range all {
		texts[i] = w.Text
	}
	return texts
}

// milestoneTitle names what reaches a milestone: the steps that set it, in the order of the file.
func (p *Policy) milestoneTitle(name string) any {
	switch name {
	case milestoneReceived:
		return complaint.Term("milestone.received")
	case milestoneClosed:
		return complaint.Term("milestone.closed")
	}
	var titles []any
	for _, e := range p.Doc.Steps.Entries {
		sets := reaches(e.Value.Sets, name)
		for _, o := range e.Value.Outcomes.Entries {
			sets = sets || reaches(o.Value.Sets, name)
		}
		if sets && !slices.Contains(titles, any(e.Value.Title.Text)) {
			titles = append(titles, e.Value.Title.Text)
		}
	}
	switch len(titles) {
	case 0:
		return name
	case 1:
		return titles[0]
	}
	return titles
}

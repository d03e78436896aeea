package policy

import (
	"strings"
)

// describeLedger reads the ledger, what holds for all its entries, or one of its rules; rest is the path below
// `ledger`.
func (r reading) describeLedger(rest string) string {
	l := r.p.Doc.Ledger
	head, below, _ := strings.Cut(rest, ".")
	switch head {
	case "rules":
		name, part, _ := strings.Cut(below, ".")
		rule, _ := l.Rules.Get(name)
		return r.describeLedgerRulePart(rule, part)
	case "hearing":
		return r.describeHearing(l.Hearing)
	case "decision":
		return r.describeEntryDecision(l.Decision, below)
	case "objection":
		return r.describeEntryObjection(l.Objection, below)
	}
	return r.say("entry.ledger", blanks{"format": l.Number.Format, "readers": r.roleTitles(l.Readers)})
}

func (r reading) describeHearing(h *HearingRule) string {
	return r.say("entry.hearing", blanks{"within": r.limitInWords(h.Within.Length)})
}

func (r reading) describeEntryDecision(d *EntryDecisionRule, part string) string {
	title := r.say("entry.decision", blanks{
		"seats": r.describeSeats(d.By), "limit": r.limitInWords(d.Limit.Length),
	})
	if strings.HasPrefix(part, "ladder") {
		return r.describeRung(d.Ladder, part, title)
	}
	return title
}

func (r reading) describeEntryObjection(o *EntryObjectionRule, part string) string {
	title := r.say("entry.objection", blanks{
		"within": r.limitInWords(o.Within.Length),
		"seats":  r.describeSeats(o.By),
		"limit":  r.limitInWords(o.Limit.Length),
	})
	if strings.HasPrefix(part, "ladder") {
		return r.describeRung(o.Ladder, part, title)
	}
	return title
}

// describeLedgerRulePart reads a rule, or what it says of its own about who hears and decides.
func (r reading) describeLedgerRulePart(rule *LedgerRule, part string) string {
	head, below, _ := strings.Cut(part, ".")
	switch head {
	case "hearing":
		return r.describeHearing(rule.Hearing)
	case "decision":
		return r.describeEntryDecision(rule.Decision, below)
	case "objection":
		return r.describeEntryObjection(rule.Objection, below)
	case "scale":
		return r.describeEntryScale(rule.Scale)
	}
	return r.describeLedgerRule(rule)
}

// describeLedgerRule reads a rule: when what is proposed, about whom, and what becomes of it.
func (r reading) describeLedgerRule(rule *LedgerRule) string {
	when := strings.Join(r.occasionsInWords(rule), r.say("mark.each", nil))
	if rule.When.Text != "" {
		when += r.say("entry.only", blanks{"condition": r.describeCondition(rule.When)})
	}
	against := make([]string, len(rule.Against))
	for i, w := range rule.Against {
		against[i] = r.againstInWords(w.Text)
	}
	return r.say("entry.rule", blanks{
		"kind":    r.say("entry."+rule.Kind.Text, nil),
		"title":   rule.Title.Text,
		"when":    when,
		"against": r.joinTitles(against),
		"rest":    strings.Join(r.sequelInWords(rule), r.say("mark.each", nil)),
	})
}

// occasionsInWords are when a rule proposes.
func (r reading) occasionsInWords(rule *LedgerRule) []string {
	var all []string
	if len(rule.Missed) > 0 {
		titles := make([]string, len(rule.Missed))
		for i, w := range rule.Missed {
			titles[i] = r.stepTitle(w.Text)
			if d, ok := r.p.Doc.Deadlines.Get(w.Text); ok {
				titles[i] = r.sayTitle(d.Title.Text)
			}
		}
		id := "entry.missed"
		if rule.Unanswered {
			id = "entry.missed_unanswered"
		}
		all = append(all, r.say(id, blanks{"what": r.joinTitles(titles)}))
	}
	if len(rule.Outcomes) > 0 {
		titles := make([]string, len(rule.Outcomes))
		for i, w := range rule.Outcomes {
			titles[i] = r.outcomeInWords(w.Text)
		}
		all = append(all, r.say("entry.outcomes", blanks{"what": r.joinTitles(titles)}))
	}
	if rule.Closing {
		all = append(all, r.say("entry.closing", nil))
	}
	if len(rule.By) > 0 {
		all = append(all, r.say("entry.by", blanks{"roles": r.roleTitles(rule.By)}))
	}
	return all
}

// outcomeInWords is an outcome of a step, given as step.outcome.
func (r reading) outcomeInWords(code string) string {
	step, outcome, _ := strings.Cut(code, ".")
	s, ok := r.p.Doc.Steps.Get(step)
	if !ok {
		return code
	}
	o, _ := s.Outcomes.Get(outcome)
	return r.quoteTitle(r.sayTitle(s.Title.Text) + "·" + r.sayTitle(o.Title.Text))
}

// againstInWords is whom a rule is against.
func (r reading) againstInWords(against string) string {
	switch against {
	case againstHolder, againstRespondent, againstNamed, againstUnitOfHolder, againstHeadOfHolder:
		return r.say("entry."+strings.ReplaceAll(against, " ", "_"), nil)
	}
	for _, kind := range []struct{ begins, id string }{
		{personSeat, "entry.person"}, {againstHead, "entry.head"}, {againstUnit, "entry.unit"},
	} {
		if field, ok := strings.CutPrefix(against, kind.begins); ok {
			return r.say(kind.id, blanks{"field": r.fieldTitle(field)})
		}
	}
	if step, ok := strings.CutPrefix(against, doerSeat); ok {
		return r.say("entry.doer", blanks{"step": r.stepTitle(step)})
	}
	return r.roleTitles([]Word{{Text: strings.TrimPrefix(against, againstRole)}})
}

// sequelInWords is what a rule keeps with an entry, and what becomes of it.
func (r reading) sequelInWords(rule *LedgerRule) []string {
	var all []string
	if rule.Amount.Text != "" {
		all = append(all, r.say("entry.amount", blanks{"field": r.fieldTitle(rule.Amount.Text)}))
	}
	if len(rule.Facts) > 0 {
		titles := make([]string, len(rule.Facts))
		for i, w := range rule.Facts {
			titles[i] = r.fieldTitle(w.Text)
		}
		all = append(all, r.say("entry.facts", blanks{"fields": r.joinTitles(titles)}))
	}
	if h := r.p.Doc.hearingOf(rule); h != nil {
		all = append(all, r.say("entry.heard", blanks{"within": r.limitInWords(h.Within.Length)}))
	}
	if d := r.p.Doc.decisionOf(rule); d != nil {
		all = append(all, r.say("entry.decided", blanks{
			"seats": r.describeSeats(d.By), "limit": r.limitInWords(d.Limit.Length),
		}))
	} else {
		all = append(all, r.say("entry.decided_in", blanks{"step": r.stepTitle(rule.DecidedIn.Text)}))
	}
	if o := r.p.Doc.objectionOf(rule); o != nil {
		all = append(all, r.say("entry.objected", blanks{
			"within": r.limitInWords(o.Within.Length),
			"seats":  r.describeSeats(o.By),
			"limit":  r.limitInWords(o.Limit.Length),
		}))
	}
	return all
}

// describeEntryScale reads the grades of a rule.
func (r reading) describeEntryScale(s *EntryScale) string {
	rows := make([]string, len(s.Rows))
	for i := range s.Rows {
		row := &s.Rows[i]
		var when, what []string
		if row.When.Text != "" {
			when = append(when, r.describeCondition(row.When))
		}
		if row.UpTo.Text != "" {
			when = append(when, r.say("entry.row_up_to", blanks{"amount": row.UpTo.Text}))
		}
		if len(when) == 0 {
			when = append(when, r.say("entry.row_rest", nil))
		}
		if m, ok := r.p.Doc.Ledger.Measures.Get(row.Measure.Text); ok {
			what = append(what, r.sayTitle(m.Text))
		}
		if row.Amount.Text != "" {
			what = append(what, row.Amount.Text)
		}
		rows[i] = r.say("entry.row", blanks{
			"when": strings.Join(when, r.say("mark.also", nil)), "what": strings.Join(what, " "),
		})
	}
	return r.say("entry.scale", blanks{"rows": strings.Join(rows, r.say("mark.each", nil))})
}

package policy

import (
	"slices"
	"strings"

	"duban/complaint"
	"duban/web/words"
)

// variables are what conditions can read besides the fields of forms; the words variable.<name> are their titles.
var variables = []string{
	responsibleUnit,
	"kind",
	"source",
	"channel",
	complaint.CategoryField,
	complaint.SeverityField,
	outcomeVariable,
	"respondents",
	"received",
	"today",
	"overdue",
	periodVariable,
	"how",
}

// FieldTitle is the title of a form field of the file, or of a variable of conditions; the name itself, if there is
// none.
func (p *Policy) FieldTitle(l words.Language, name string) string {
	return p.readIn(l).fieldTitle(name)
}

func (r reading) fieldTitle(name string) string { return r.language().SayValue(r.p.titleOfField(name)) }

// titleOfField is the title of a field as part of a sentence.
func (p *Policy) titleOfField(name string) any {
	if slices.Contains(variables, name) && !p.isHidden(name) {
		return complaint.Term("variable." + name)
	}
	for _, form := range p.allForms() {
		if f, ok := form.Get(name); ok {
			return f.Title.Text
		}
	}
	return name
}

// StepTitle is the title of a step, or what ends a case.
func (p *Policy) StepTitle(id string) string { return reading{p: p}.stepTitle(id) }

func (r reading) stepTitle(id string) string {
	if id == archiveStep {
		return r.language().Text("step.archive", nil)
	}
	if s := r.p.step(complaint.StepID(id)); s != nil {
		return r.sayTitle(s.Title.Text)
	}
	return id
}

// ChannelTitle is the title of a channel of the intake.
func (p *Policy) ChannelTitle(code string) string {
	for _, e := range p.Doc.Intake.Sources.Entries {
		if e.Value.Channels.Has(code) {
			return titleOrCode(e.Value.Channels, code)
		}
	}
	return code
}

// OutcomeTitle is the title of a way in which a step ends.
func (p *Policy) OutcomeTitle(step complaint.StepID, code string) string {
	if s := p.step(step); s != nil && s.Outcomes.Has(code) {
		o, _ := s.Outcomes.Get(code)
		return o.Title.Text
	}
	return code
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
			return s.Title.Text
		}
	case outcomeVariable:
		for _, e := range p.Doc.Steps.Entries {
			if o, ok := e.Value.Outcomes.Get(code); ok {
				return o.Title.Text
			}
		}
	}
	for _, ofStep := range []string{lastVariable, eachVariable} {
		if step, ok := strings.CutPrefix(field, ofStep); ok {
			if s, found := p.Doc.Steps.Get(step); found && s.Outcomes.Has(code) {
				o, _ := s.Outcomes.Get(code)
				return o.Title.Text
			}
		}
	}
	for _, form := range p.compiledForms() {
		if f, ok := form.Get(field); ok && f.Options.Has(code) {
			return titleOrCode(f.Options, code)
		}
	}
	return code
}

// describeSeats says whom seat rules mean, without looking at any case.
func (r reading) describeSeats(rules []SeatRule) string {
	titles := make([]string, len(rules))
	for i, rule := range rules {
		titles[i] = r.titleOfSeatWord(rule.Text)
		if rule.When.Text != "" {
			titles[i] += r.say("when", blanks{"condition": r.describeCondition(rule.When)})
		}
	}
	return r.joinTitles(titles)
}

// SeatRuleTitles names in a language whom seat rules mean, without looking at any case.
func (p *Policy) SeatRuleTitles(l words.Language, rules []SeatRule) string {
	return p.readIn(l).describeSeats(rules)
}

func (r reading) titleOfSeatWord(text string) string {
	if one, other, either := strings.Cut(text, eitherSeat); either {
		return r.say("seat.either", blanks{"one": r.titleOfSeatWord(one), "other": r.titleOfSeatWord(other)})
	}
	if field, ok := strings.CutPrefix(text, personSeat); ok {
		return r.say("seat.person", blanks{"field": r.fieldTitle(field)})
	}
	if step, ok := strings.CutPrefix(text, doerSeat); ok {
		return r.say("seat.doer", blanks{"step": r.stepTitle(step)})
	}
	if table, ok := strings.CutPrefix(text, authoritySeat); ok {
		if a, found := r.p.Doc.Authority.Get(table); found {
			return r.say("seat.authority", blanks{"table": a.Title.Text})
		}
	}
	seat, ofUnit := cutUnitSeat(text)
	if !ofUnit {
		return r.language().SayValue(r.p.titleOfPartyOrRole(text))
	}
	if seat.field == partyOfStep && !r.p.hasField(partyOfStep) {
		return r.say("seat.of_party", blanks{"role": r.language().SayValue(r.p.titleOfPartyOrRole(seat.role))})
	}
	in := blanks{"role": r.language().SayValue(r.p.titleOfPartyOrRole(seat.role)), "unit": r.fieldTitle(seat.field)}
	if seat.above {
		return r.say("seat.above_unit", in)
	}
	return r.say("seat.of_unit", in)
}

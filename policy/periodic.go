package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"duban/complaint"
	"duban/policy/calendar"
)

// isPeriodic reports whether the program opens matters of a kind, for each period when it is over.
func (p *Policy) isPeriodic(kind string) bool { return p.periodicRule(kind) != nil }

// periodicRule says for which periods matters of a kind are opened, nil where people file them or they are linked.
func (p *Policy) periodicRule(kind string) *PeriodicRule {
	if k, ok := p.Doc.Kinds.Get(kind); ok {
		return k.Each
	}
	return nil
}

// PeriodicKinds are the kinds of matter that the program opens for each period.
func (p *Policy) PeriodicKinds() []string {
	return slices.DeleteFunc(p.Doc.Kinds.Keys(), func(kind string) bool { return !p.isPeriodic(kind) })
}

// PeriodShapeOf is for which periods matters of a kind are opened, such as month or "month from 19"; "" where they are
// not.
func (p *Policy) PeriodShapeOf(kind string) string {
	rule := p.periodicRule(kind)
	if rule == nil {
		return ""
	}
	return rule.Period.Shape()
}

// PeriodNamed is the period of that name for which a matter of a kind is opened; false if the kind has no such period.
func (p *Policy) PeriodNamed(kind, name string, loc *time.Location) (Period, bool) {
	rule := p.periodicRule(kind)
	if rule == nil {
		return Period{}, false
	}
	period, err := rule.Period.ParsePeriod(name, loc)
	return period, err == nil
}

// ClosedPeriods are the periods of a kind that have ended after one instant and not after another, the first first.
func (p *Policy) ClosedPeriods(kind string, after, now time.Time, loc *time.Location) []Period {
	rule := p.periodicRule(kind)
	if rule == nil {
		return nil
	}
	var closed []Period
	for period := rule.Period.PeriodAt(after, loc); period.IsClosedAt(now); period = period.Next() {
		closed = append(closed, period)
	}
	return closed
}

// FilingOfPeriod is what the matter of a kind for a period is made from. It has no parties, and comes from nowhere.
func (p *Policy) FilingOfPeriod(kind string, period Period) complaint.Filed {
	return complaint.Filed{
		Policy:     p.Ref(),
		Kind:       kind,
		Parties:    []complaint.Party{},
		ReceivedAt: complaint.Instant(period.Until),
		Data:       map[string]any{},
		Period: &complaint.Period{
			Name:  period.Name,
			From:  complaint.Instant(period.From),
			Until: complaint.Instant(period.Until),
		},
	}
}

// asksAtFiling reports whether whoever files a matter fills in a field; nobody files that of a period.
func (p *Policy) asksAtFiling(field string) bool {
	f, ok := p.Doc.Intake.Form.Get(field)
	return ok && f.Required
}

// isFor reports whether a limit is for matters of a kind. One of all kinds is for those that people file and what
// follows from them: a report on a period has its own.
func (p *Policy) isFor(d *DeadlineRule, kind string) bool {
	if len(d.For) == 0 {
		return !p.isPeriodic(kind)
	}
	return reaches(d.For, kind)
}

// numberFormatOf is how a matter of a kind is numbered, and the series in which it is.
func (p *Policy) numberFormatOf(kind string) (NumberFormat, string) {
	if rule := p.periodicRule(kind); rule != nil && rule.Number != nil {
		return *rule.Number, numberSeriesOfKind(kind)
	}
	return p.Doc.Number, "number"
}

// caseNumberingAt is how a matter of a kind is numbered at an instant.
func (p *Policy) caseNumberingAt(kind string, at time.Time) *Numbering {
	format, series := p.numberFormatOf(kind)
	return p.numberingAt(series, format, at)
}

// ReadingNumbersOf is the policy for reading back the numbers of a matter of a kind ([Policy.SerialOfEvent]).
func (p *Policy) ReadingNumbersOf(kind string) *Policy {
	of := *p
	of.readsKind = kind
	return &of
}

func numberSeriesOfKind(kind string) string { return "kinds." + kind }

// numbersAtOpening reports whether a matter of a kind is numbered when it is opened, and not at a step.
func (p *Policy) numbersAtOpening(kind string) bool {
	format, _ := p.numberFormatOf(kind)
	return len(format.At) == 0
}

// fixedDay begins a limit that is a day of the month: day 10.
const fixedDay = "day "

// checkFixedDays reads the limits that are a day of the month. Such a limit is that many days from the day on which the
// period has ended, that day included, and it does not roll.
func (c *checker) checkFixedDays(e *Entry[DeadlineRule]) {
	d := &e.Value
	fixed := 0
	for i := range d.Limit {
		is := &d.Limit[i].Is
		day, ok := strings.CutPrefix(is.Text, fixedDay)
		if !ok {
			continue
		}
		fixed++
		n, err := strconv.Atoi(day)
		if err != nil || n < 1 || n > lastFirstDay {
			c.f.add(is.Pos, "period.day", args{"value": is.Text, "last": lastFirstDay})
			continue
		}
		first := c.firstDayOfPeriods(d)
		if d.From.Text != milestoneReceived || first == 0 || n < first {
			c.f.add(is.Pos, "period.day_alone", args{"deadline": e.Key})
			continue
		}
		is.Length = calendar.Limit{N: n - first + 1, Unit: calendar.CalendarDays}
	}
	if fixed == 0 {
		return
	}
	if fixed < len(d.Limit) || d.Counting != (Counting{}) {
		c.f.add(e.Pos, "period.day_counted", args{"deadline": e.Key})
	}
	d.Counting = Counting{Start: Word{Text: "same_day"}, End: Word{Text: "end_of_day"}, Roll: Word{Text: "none"}}
}

// firstDayOfPeriods is the day of the month on which the periods of all kinds begin that a limit is for, 0 where one
// has none.
func (c *checker) firstDayOfPeriods(d *DeadlineRule) int {
	first := 0
	for _, kind := range d.For {
		rule := c.p.periodicRule(kind.Text)
		if rule == nil || rule.Period.Unit == DayPeriods || first != 0 && rule.Period.FromDay != first {
			return 0
		}
		first = rule.Period.FromDay
	}
	return first
}

// isFixedDay reports whether the limit is a day of the month.
func (l LimitRef) isFixedDay() bool { return strings.HasPrefix(l.Text, fixedDay) }

// checkPeriodicKinds: what the program opens says how it begins, is filed by nobody, and nobody in it is told anything.
func (c *checker) checkPeriodicKinds() {
	for i := range c.doc.Kinds.Entries {
		e := &c.doc.Kinds.Entries[i]
		k := &e.Value
		if k.Each == nil {
			continue
		}
		where := "kinds." + e.Key
		c.checkPeriod(where+".each", &k.Each.Period)
		if k.Each.Number != nil {
			c.checkNumberFormat(where+".each.number", *k.Each.Number)
		}
		filed := len(k.By) > 0 || len(k.Sources) > 0 || len(k.Channels) > 0 || k.Bars.Text != ""
		if k.Linked || k.Final || filed {
			c.f.add(e.Pos, "period.filed", args{"kind": e.Key})
		}
		if k.First.Text == "" {
			c.f.add(e.Pos, "period.first", args{"kind": e.Key})
			continue
		}
		c.checkStepsOfPeriod(e.Key, k.First, map[string]bool{})
	}
}

// checkStepsOfPeriod: no step to which such a matter can come is about a party.
func (c *checker) checkStepsOfPeriod(kind string, w Word, seen map[string]bool) {
	s, ok := c.doc.Steps.Get(w.Text)
	if !ok || seen[w.Text] {
		return
	}
	seen[w.Text] = true
	ofParty := []string{noticeKind, surveyKind, windowKind}
	if slices.Contains(ofParty, s.Kind.Text) || len(s.ForEach) > 0 {
		c.f.add(w.Pos, "period.party", args{"kind": kind, "step": w.Text})
	}
	for _, r := range s.seatRules() {
		if table, ok := strings.CutPrefix(r.Text, authoritySeat); ok && c.gradesByFiling(table) {
			c.f.add(w.Pos, "period.authority", args{"kind": kind, "step": w.Text, "table": table})
		}
	}
	for _, next := range s.nextSteps() {
		c.checkStepsOfPeriod(kind, next, seen)
	}
}

// gradesByFiling reports whether a table of authority grades by what only whoever files a matter says.
func (c *checker) gradesByFiling(table string) bool {
	t, ok := c.doc.Authority.Get(table)
	if !ok {
		return false
	}
	_, asked := c.doc.Intake.Form.Get(t.On.Text)
	return asked || t.On.Text == complaint.SeverityField
}

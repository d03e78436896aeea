package policy

import (
	"strconv"
	"strings"

	"duban/policy/calendar"
)

func (c *checker) checkDeadline(e *Entry[DeadlineRule]) {
	d := &e.Value
	where := "deadlines." + e.Key
	c.noteCites(where, d.Cites)
	for _, kind := range d.For {
		c.mustBeOneOf(kind, c.doc.Kinds.Keys())
	}
	c.checkOrigin(d.From)
	c.mustBeOneOf(d.Until, append([]string{milestoneClosed}, c.milestoneNames()...))
	c.checkFixedDays(e)
	c.checkLimitChoices(where+".limit", d.Limit)
	for _, l := range d.Limit {
		if !citesAny(l.Cites) && !citesAny(d.Cites) && l.Is.SettingName == "" && !l.Is.IsNone() {
			c.f.add(l.Is.Pos, "cites.deadline", args{"deadline": e.Key})
		}
	}
	c.checkMoves(where, &d.Moves)
	c.checkLadder(where, d.Ladder)
}

// checkOrigin checks what a limit counts from.
func (c *checker) checkOrigin(from Word) {
	if name, ok := strings.CutPrefix(from.Text, fieldPrefix); ok {
		c.findFieldOfKinds(Word{name, from.Pos}, DateField, InstantField)
		return
	}
	c.mustBeOneOf(from, append([]string{milestoneReceived}, c.milestoneNames()...))
}

func (c *checker) checkLimitChoices(where string, choices []LimitChoice) {
	for i := range choices {
		l := &choices[i]
		c.noteCites(where, l.Cites)
		if l.Is.IsNone() || l.Is.isFixedDay() && l.Is.Length.N > 0 {
			continue
		}
		c.checkLimitOrField(where, &l.Is)
		if l.Target != nil {
			c.checkFixedLimit(where+".target", l.Target)
		}
	}
}

// fieldPrefix introduces a form field where a date or a length stands.
const fieldPrefix = "field "

// checkMoves checks how a deadline may be suspended, extended and counted.
func (c *checker) checkMoves(where string, m *Moves) {
	c.checkCounting(m.Counting)
	if s := m.Suspension; s != nil {
		c.noteCites(where+".suspension", s.Cites)
		c.checkSeats(s.By)
		if len(s.By) > 0 { // that it is missing is found already
			c.mustCite(s.By[0].Pos, s.Cites, where+".suspension")
		}
		c.checkTelling(where+".suspension", s.Tells, &s.Ahead, m.Counting)
		if s.Ends != nil {
			c.noteCites(where+".suspension.ends", s.Ends.Cites)
		}
	}
	if e := m.Extension; e != nil {
		c.noteCites(where+".extension", e.Cites)
		if e.OnBehalf != nil {
			c.noteCites(where+".extension.on_behalf_of", e.OnBehalf.Cites)
			c.checkFields(where+".extension.on_behalf_of.proof", c.p.proofOfDecision(e))
		}
		c.checkSeats(e.By)
		c.checkSeats(e.Approve)
		c.checkFixedLimit(where+".extension.most", &e.Most)
		c.mustCite(e.Most.Pos, e.Cites, where+".extension")
		c.checkTelling(where+".extension", e.Tells, &e.Ahead, m.Counting)
		if e.Times < 0 {
			c.f.add(e.Most.Pos, "deadline.times", nil)
		}
	}
}

func (c *checker) mustCite(at Pos, cites Cites, element string) {
	if !citesAny(cites) {
		c.f.add(at, "cites.element", args{"element": element})
	}
}

func (c *checker) checkCounting(k Counting) {
	c.mustBeOfClosedSet(k.Start, setCountingStarts)
	c.mustBeOfClosedSet(k.End, setCountingEnds)
	c.mustBeOfClosedSet(k.Roll, setCountingRolls)
}

// checkLimitOrField reads a limit that may also be a number a person fills in: field days wd.
func (c *checker) checkLimitOrField(where string, l *LimitRef) {
	text, ok := strings.CutPrefix(l.Text, fieldPrefix)
	if !ok {
		c.checkFixedLimit(where, l)
		return
	}
	name, unit, _ := strings.Cut(text, " ")
	f := c.findFieldOfKinds(Word{name, l.Pos}, IntField)
	if f == nil {
		return
	}
	if f.Max == nil || f.Min == nil || *f.Min < 1 {
		c.f.add(l.Pos, "limit.field_bounds", args{"field": name})
		return
	}
	length, err := calendar.ParseLimit(strconv.FormatInt(*f.Max, 10) + unit)
	if err != nil {
		c.f.add(l.Pos, "limit.field_unit", args{"value": l.Text})
		return
	}
	c.checkOfficeGiven(length, l.Pos)
	l.FieldName, l.Length = name, length
}

// findFieldOfKinds finds a form field of the file that has one of the types.
func (c *checker) findFieldOfKinds(w Word, kinds ...FieldKind) *Field {
	var names []string
	for _, form := range c.doc.forms() {
		for i := range form.Entries {
			e := &form.Entries[i]
			for _, k := range kinds {
				if e.Value.Type.Text == string(k) && e.Key == w.Text {
					return &e.Value
				}
				if e.Value.Type.Text == string(k) {
					names = append(names, e.Key)
				}
			}
		}
	}
	c.f.add(w.Pos, "name.no_field", args{"name": w.Text, "instead": suggestClosest(w.Text, names)})
	return nil
}

package policy

import (
	"slices"
	"strings"

	"duban/policy/calendar"
)

func citesAny(c Cites) bool { return c.Clause.Text != "" || c.Setting.Text != "" || len(c.Clauses) > 0 }

func (c *checker) noteCites(where string, cites Cites) {
	all := cites.Clauses
	if cites.Clause.Text != "" {
		all = append(slices.Clone(all), cites.Clause)
	}
	for _, w := range all {
		if !c.doc.Clauses.Has(w.Text) {
			c.f.add(w.Pos, "没有条款 %q%s", w.Text, suggestClosest(w.Text, c.doc.Clauses.Keys()))
			continue
		}
		c.p.servedBy[w.Text] = append(c.p.servedBy[w.Text], where)
	}
	if w := cites.Setting; w.Text != "" && !c.doc.Settings.Has(w.Text) {
		c.f.add(w.Pos, "没有设定 %q%s", w.Text, suggestClosest(w.Text, c.doc.Settings.Keys()))
	} else if w.Text != "" {
		c.p.restingOn[w.Text] = append(c.p.restingOn[w.Text], where)
	}
}

func (c *checker) checkGuidance(where string, names []Word) {
	for _, w := range names {
		if !c.doc.Guidance.Has(w.Text) {
			c.f.add(w.Pos, "没有指引 %q%s", w.Text, suggestClosest(w.Text, c.doc.Guidance.Keys()))
			continue
		}
		c.p.servedBy[w.Text] = append(c.p.servedBy[w.Text], where+".guidance")
	}
}

func (c *checker) mustBeOneOf(w Word, known []string) {
	if w.Text != "" && !slices.Contains(known, w.Text) {
		c.f.add(w.Pos, "不认识 %q%s", w.Text, suggestClosest(w.Text, known))
	}
}

func (c *checker) checkRoles(words []Word) {
	for _, w := range words {
		c.mustBeOneOf(w, c.doc.Roles.Keys())
	}
}

func (c *checker) checkSeats(rules []SeatRule) {
	for _, r := range rules {
		if one, other, either := strings.Cut(r.Text, eitherSeat); either {
			c.checkSeats([]SeatRule{{Word: Word{one, r.Pos}}, {Word: Word{other, r.Pos}}})
			continue
		}
		if field, ok := strings.CutPrefix(r.Text, personSeat); ok {
			if c.typeOfFieldNamed(field).WhatValuesName() != PeopleNamed {
				c.f.add(r.Pos, "%q：没有类型为 person 或 people 的栏目 %s", r.Text, field)
			}
			continue
		}
		if step, ok := strings.CutPrefix(r.Text, doerSeat); ok {
			c.mustBeOneOf(Word{step, r.Pos}, c.doc.Steps.Keys())
			continue
		}
		if table, ok := strings.CutPrefix(r.Text, authoritySeat); ok {
			c.mustBeOneOf(Word{table, r.Pos}, c.doc.Authority.Keys())
			continue
		}
		role, field, found := strings.Cut(r.Text, " of ")
		c.mustBeOneOf(Word{role, r.Pos}, c.doc.Roles.Keys())
		if found && field != responsibleUnit && c.typeOfFieldNamed(field).WhatValuesName() != UnitsNamed {
			c.f.add(r.Pos, "%q：没有类型为 unit 的栏目 %s", r.Text, field)
		}
	}
}

func (c *checker) checkStepName(w Word) {
	c.mustBeOneOf(w, append(c.doc.Steps.Keys(), archiveStep))
}

func (c *checker) checkFixedLimit(l *LimitRef) {
	if l.Text == "" {
		return
	}
	text := l.Text
	if name, ok := strings.CutPrefix(l.Text, "setting "); ok {
		s, found := c.doc.Settings.Get(name)
		if !found {
			c.f.add(l.Pos, "没有设定 %q%s", name, suggestClosest(name, c.doc.Settings.Keys()))
			return
		}
		l.SettingName, text = name, s.Value.Text
	}
	length, err := calendar.ParseLimit(text)
	if err != nil {
		c.f.add(l.Pos, "%q 不是期限长度；应为 3wd（工作日）、14d（自然日）、1m（月）或 4h（小时）", text)
		return
	}
	l.Length = length
}

func (c *checker) checkNumberFormat(where string, n NumberFormat) {
	c.noteCites(where, n.Cites)
	c.mustBeOfClosedSet(n.Restarts, setPeriods)
	for _, w := range n.At {
		c.mustBeOneOf(w, c.doc.Steps.Keys())
	}
	if _, err := parseNumber(n.Format.Text); err != nil {
		c.f.add(n.Format.Pos, "编号格式 %q：%s", n.Format.Text, err)
	}
}

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
			c.f.add(w.Pos, "name.no_clause",
				args{"name": w.Text, "instead": suggestClosest(w.Text, c.doc.Clauses.Keys())})
			continue
		}
		c.p.servedBy[w.Text] = append(c.p.servedBy[w.Text], where)
	}
	if w := cites.Setting; w.Text != "" && !c.doc.Settings.Has(w.Text) {
		c.noSuchSetting(w)
	} else if w.Text != "" {
		c.p.restingOn[w.Text] = append(c.p.restingOn[w.Text], where)
	}
}

func (c *checker) noSuchSetting(w Word) {
	c.f.add(w.Pos, "name.no_setting", args{"name": w.Text, "instead": suggestClosest(w.Text, c.doc.Settings.Keys())})
}

func (c *checker) checkGuidance(where string, names []Word) {
	for _, w := range names {
		if !c.doc.Guidance.Has(w.Text) {
			c.f.add(w.Pos, "name.no_guidance",
				args{"name": w.Text, "instead": suggestClosest(w.Text, c.doc.Guidance.Keys())})
			continue
		}
		c.p.servedBy[w.Text] = append(c.p.servedBy[w.Text], where+".guidance")
	}
}

func (c *checker) mustBeOneOf(w Word, known []string) {
	if w.Text != "" && !slices.Contains(known, w.Text) {
		c.f.add(w.Pos, "name.unknown", args{"name": w.Text, "instead": suggestClosest(w.Text, known)})
	}
}

func (c *checker) checkRoles(words []Word) {
	for _, w := range words {
		c.mustBeOneOf(w, c.doc.Roles.Keys())
	}
}

// checkSeatsOfStep checks those who do a step: where it is done for each party, those of the party's unit too.
func (c *checker) checkSeatsOfStep(s *Step, rules []SeatRule) {
	for _, r := range rules {
		if s.meansPartyBy(r) {
			seat, _ := cutUnitSeat(r.Text)
			c.mustBeOneOf(Word{seat.role, r.Pos}, c.doc.Roles.Keys())
			continue
		}
		c.checkSeats([]SeatRule{r})
	}
}

func (c *checker) checkSeats(rules []SeatRule) {
	for _, r := range rules {
		if one, other, either := strings.Cut(r.Text, eitherSeat); either {
			c.checkSeats([]SeatRule{{Word: Word{one, r.Pos}}, {Word: Word{other, r.Pos}}})
			continue
		}
		if field, ok := strings.CutPrefix(r.Text, personSeat); ok {
			if c.p.kindOfFieldNamed(field).WhatValuesName() != PeopleNamed {
				c.f.add(r.Pos, "seat.person", args{"seat": r.Text, "field": field})
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
		seat, ofUnit := cutUnitSeat(r.Text)
		if !ofUnit {
			seat.role = r.Text
		}
		c.mustBeOneOf(Word{seat.role, r.Pos}, c.doc.Roles.Keys())
		if ofUnit && seat.field != responsibleUnit && c.p.kindOfFieldNamed(seat.field).WhatValuesName() != UnitsNamed {
			c.f.add(r.Pos, "seat.unit", args{"seat": r.Text, "field": seat.field})
		}
	}
}

func (c *checker) checkStepName(w Word) {
	c.mustBeOneOf(w, append(c.doc.Steps.Keys(), archiveStep))
}

// checkFixedLimit reads a length, and notes which setting it comes from.
func (c *checker) checkFixedLimit(where string, l *LimitRef) {
	if l.Text == "" {
		return
	}
	text := l.Text
	if name, ok := strings.CutPrefix(l.Text, "setting "); ok {
		s, found := c.doc.Settings.Get(name)
		if !found {
			c.noSuchSetting(Word{name, l.Pos})
			return
		}
		l.SettingName, text = name, s.Value.Text
		c.p.restingOn[name] = append(c.p.restingOn[name], where)
		if text == "" {
			return // the setting says nothing, which is found there
		}
	}
	length, err := calendar.ParseLimit(text)
	if err != nil {
		c.f.add(l.Pos, "limit.malformed", args{"value": text})
		return
	}
	c.checkOfficeGiven(length, l.Pos)
	l.Length = length
}

func (c *checker) checkNumberFormat(where string, n NumberFormat) {
	c.noteCites(where, n.Cites)
	c.mustBeOfClosedSet(n.Restarts, setPeriods)
	for _, w := range n.At {
		c.mustBeOneOf(w, c.doc.Steps.Keys())
	}
	if _, ok := parseNumber(n.Format.Text); !ok {
		c.f.add(n.Format.Pos, "number.format",
			args{"format": n.Format.Text, "example": numberExample, "places": numberPlaces})
	}
}

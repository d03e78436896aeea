package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// checkLedger checks what is proposed for the ledger, and who hears, decides and decides on objections.
func (c *checker) checkLedger() {
	l := c.doc.Ledger
	if l == nil {
		return
	}
	c.noteCites("ledger", l.Cites)
	c.checkNumberFormat("ledger.number", l.Number)
	c.checkRoles(l.Readers)
	c.checkHearing("ledger.hearing", l.Hearing)
	c.checkEntryDecider("ledger.decision", l.Decision)
	c.checkEntryObjection("ledger.objection", l.Objection)
	for i := range l.Rules.Entries {
		c.checkLedgerRule(&l.Rules.Entries[i])
	}
}

func (c *checker) checkHearing(where string, h *HearingRule) {
	if h != nil {
		c.noteCites(where, h.Cites)
		c.checkFixedLimit(where+".within", &h.Within)
		c.mustLast(&h.Within)
	}
}

func (c *checker) checkEntryDecider(where string, d *EntryDecisionRule) {
	if d != nil {
		c.noteCites(where, d.Cites)
		c.checkSeats(d.By)
		c.checkFallback(where, d.Otherwise)
		c.checkFixedLimit(where+".limit", &d.Limit)
		c.checkLadder(where, d.Ladder)
	}
}

func (c *checker) checkEntryObjection(where string, o *EntryObjectionRule) {
	if o != nil {
		c.noteCites(where, o.Cites)
		c.checkFixedLimit(where+".within", &o.Within)
		c.mustLast(&o.Within)
		c.checkSeats(o.By)
		c.checkFallback(where, o.Otherwise)
		c.checkFixedLimit(where+".limit", &o.Limit)
		c.checkLadder(where, o.Ladder)
	}
}

func (c *checker) checkFallback(where string, f *Fallback) {
	if f != nil {
		c.noteCites(where+".otherwise", f.Cites)
		c.checkSeats(f.By)
	}
}

// checkLedgerRule: a rule cites, has an occasion, somebody whom it is against, somebody who decides; and whom a
// sanction concerns is heard and may object.
func (c *checker) checkLedgerRule(e *Entry[LedgerRule]) {
	r, where := &e.Value, "ledger.rules."+e.Key
	c.noteCites(where, r.Cites)
	c.mustCite(e.Pos, r.Cites, where)
	c.mustBeOfClosedSet(r.Kind, setEntryKinds)
	for _, w := range r.Missed {
		c.mustBeOneOf(w, slices.Concat(c.limitedSteps(), c.doc.Deadlines.Keys()))
	}
	for _, w := range r.Outcomes {
		c.mustBeOneOf(w, c.allOutcomes())
	}
	c.checkRoles(r.By)
	for _, w := range r.Against {
		c.checkAgainst(r, w)
	}
	for _, w := range r.Facts {
		c.findFieldOfKinds(w, BoolField, IntField, MoneyField, DateField, InstantField, ChoiceField)
	}
	if r.Amount.Text != "" {
		c.findFieldOfKinds(r.Amount, MoneyField)
	}
	c.checkScale(where+".scale", r.Scale)
	if w := r.DecidedIn; w.Text != "" {
		if s, ok := c.doc.Steps.Get(w.Text); ok && s.Kind.Text != approvalKind {
			c.f.add(w.Pos, "entry.decided_in", args{"step": w.Text})
		}
		c.mustBeOneOf(w, c.doc.Steps.Keys())
	}
	c.checkHearing(where+".hearing", r.Hearing)
	c.checkEntryDecider(where+".decision", r.Decision)
	c.checkEntryObjection(where+".objection", r.Objection)
	switch sanction := r.Kind.Text == complaint.SanctionEntry; {
	case len(r.Missed)+len(r.Outcomes)+len(r.By) == 0 && !r.Closing:
		c.f.add(e.Pos, "entry.no_occasion", args{"rule": e.Key})
	case r.DecidedIn.Text == "" && c.doc.decisionOf(r) == nil:
		c.f.add(e.Pos, "entry.nobody_decides", args{"rule": e.Key})
	case sanction && c.doc.hearingOf(r) == nil:
		c.f.add(e.Pos, "entry.not_heard", args{"rule": e.Key})
	case sanction && c.doc.objectionOf(r) == nil:
		c.f.add(e.Pos, "entry.no_objection", args{"rule": e.Key})
	}
}

// limitedSteps are the steps that can be late.
func (c *checker) limitedSteps() []string {
	var steps []string
	for _, e := range c.doc.Steps.Entries {
		if e.Value.hasLimit() && e.Value.Lapses.Text == "" {
			steps = append(steps, e.Key)
		}
	}
	return steps
}

// allOutcomes are the outcomes of all steps, as step.outcome.
func (c *checker) allOutcomes() []string {
	var all []string
	for _, s := range c.doc.Steps.Entries {
		for _, o := range s.Value.Outcomes.Keys() {
			all = append(all, s.Key+"."+o)
		}
	}
	return all
}

// checkAgainst checks whom a rule is against.
func (c *checker) checkAgainst(r *LedgerRule, w Word) {
	switch w.Text {
	case againstHolder, againstUnitOfHolder, againstHeadOfHolder:
		if len(r.Missed) == 0 {
			c.f.add(w.Pos, "entry.holder", args{"against": w.Text})
		}
		return
	case againstNamed:
		if len(r.By) == 0 {
			c.f.add(w.Pos, "entry.named", nil)
		}
		return
	case againstRespondent:
		return
	}
	if strings.HasPrefix(w.Text, personSeat) || strings.HasPrefix(w.Text, doerSeat) {
		c.checkSeats([]SeatRule{{Word: w}})
		return
	}
	if role, ok := strings.CutPrefix(w.Text, againstRole); ok {
		c.checkRoles([]Word{{role, w.Pos}})
		return
	}
	for _, begins := range []string{againstHead, againstUnit} {
		if field, ok := strings.CutPrefix(w.Text, begins); ok {
			if field != responsibleUnit && c.p.kindOfFieldNamed(field).WhatValuesName() != UnitsNamed {
				c.f.add(w.Pos, "seat.unit", args{"seat": w.Text, "field": field})
			}
			return
		}
	}
	c.f.add(w.Pos, "entry.against", args{"against": w.Text})
}

// checkScale: rows grow, and compare with an amount that there is.
func (c *checker) checkScale(where string, s *EntryScale) {
	if s == nil {
		return
	}
	c.noteCites(where, s.Cites)
	if s.On.Text != "" {
		c.findFieldOfKinds(s.On, MoneyField)
	}
	last := int64(-1)
	for i := range s.Rows {
		row := &s.Rows[i]
		c.noteCites(where, row.Cites)
		c.mustBeOneOf(row.Measure, c.doc.Ledger.Measures.Keys())
		c.readYuan(&row.Amount)
		if row.UpTo.Text == "" {
			continue
		}
		c.readYuan(&row.UpTo)
		if s.On.Text == "" {
			c.f.add(row.UpTo.Pos, "entry.scale_on", nil)
		}
		if row.When.Text == "" && row.UpTo.Fen <= last {
			c.f.add(row.UpTo.Pos, "entry.scale_order", nil)
		}
		last = row.UpTo.Fen
	}
}

func (c *checker) readYuan(m *Money) {
	if m.Text == "" {
		return
	}
	fen, ok := parseYuan(m.Text)
	if !ok {
		c.f.add(m.Pos, "value.not_money", args{"value": m.Text})
	}
	m.Fen = fen
}

// proveLedgerDecided: whoever decides on an entry is not surely the one whom it is against.
func (v *prover) proveLedgerDecided() {
	if v.p.Doc.Ledger == nil {
		return
	}
	for i := range v.p.Doc.Ledger.Rules.Entries {
		e := &v.p.Doc.Ledger.Rules.Entries[i]
		by := v.p.Doc.decisionOf(&e.Value)
		if by == nil || by.Otherwise != nil {
			continue
		}
		own := func(s SeatRule) bool {
			return slices.ContainsFunc(e.Value.Against, func(w Word) bool {
				return w.Text == s.Text || w.Text == againstRole+s.Text
			})
		}
		if !slices.ContainsFunc(by.By, func(s SeatRule) bool { return !own(s) }) {
			v.cannotProve(e.Pos, "ledger.rules."+e.Key, "proof.own_entry", args{"rule": e.Key})
		}
	}
}

// proveKeysOfLedger: what stands in the ledger does something there.
func (v *prover) proveKeysOfLedger() {
	l := v.p.Doc.Ledger
	if l == nil || len(l.Rules.Entries) == 0 {
		return
	}
	uses := func(used func(*LedgerRule) bool) bool {
		return slices.ContainsFunc(l.Rules.Entries, func(e Entry[LedgerRule]) bool { return used(&e.Value) })
	}
	pos := l.Rules.Entries[0].Pos
	sanction := func(r *LedgerRule) bool { return r.Kind.Text == complaint.SanctionEntry }
	v.idleKeys(pos, "ledger",
		idle{"hearing", l.Hearing != nil && !uses(func(r *LedgerRule) bool { return sanction(r) && r.Hearing == nil })},
		idle{"objection", l.Objection != nil &&
			!uses(func(r *LedgerRule) bool { return sanction(r) && r.Objection == nil })},
		idle{"decision", l.Decision != nil &&
			!uses(func(r *LedgerRule) bool { return r.Decision == nil && r.DecidedIn.Text == "" })})
	for i := range l.Rules.Entries {
		e := &l.Rules.Entries[i]
		r := &e.Value
		v.idleKeys(e.Pos, "ledger.rules."+e.Key,
			idle{"unanswered", r.Unanswered && len(r.Missed) == 0},
			idle{"decision", r.Decision != nil && r.DecidedIn.Text != ""},
			idle{"by", len(r.By) > 0 && !v.p.Doc.May.Has(proposeEntryCommand)})
	}
}

package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
	"duban/policy/calendar"
)

func (c *checker) checkLadder(where string, rungs []RungRule) {
	for i := range rungs {
		r := &rungs[i]
		rung := fmt.Sprintf("%s.ladder[%d]", where, i+1)
		c.noteCites(rung, r.Cites)
		c.checkFixedLimit(rung, &r.After)
		c.checkFixedLimit(rung, &r.Reply)
		c.checkRungTime(r)
		actions := 0
		if r.Remind.Text != "" {
			actions++
			c.mustBeOfClosedSet(r.Remind, setHolders)
		}
		if r.Slip.Text != "" {
			actions++
			c.mustBeOneOf(r.Slip, c.doc.Slips.Keys())
			c.mustBeOfClosedSet(r.To, setHolders)
		}
		if r.Escalate.Text != "" {
			actions++
			c.checkRoles([]Word{r.Escalate})
		}
		c.checkRoles(r.Copies)
		if actions != 1 {
			c.f.add(r.pos(), "rung.action", nil)
		}
	}
}

func (r *RungRule) pos() Pos {
	for _, w := range []Word{r.At, r.After.Word, r.Remind, r.Slip, r.Escalate} {
		if w.Pos.Line > 0 {
			return w.Pos
		}
	}
	return Pos{1, 1}
}

func (c *checker) checkRungTime(r *RungRule) {
	if (r.At.Text == "") == (!r.After.IsSet()) {
		c.f.add(r.pos(), "rung.time", nil)
		return
	}
	if r.At.Text == "" || r.At.Text == "limit" {
		return
	}
	length, ok := strings.CutSuffix(r.At.Text, " before")
	before, err := calendar.ParseLimit(length)
	if !ok || err != nil {
		c.f.add(r.At.Pos, "rung.at", args{"value": r.At.Text})
	}
	c.checkOfficeGiven(before, r.At.Pos)
}

func (c *checker) checkStep(e *Entry[Step]) {
	s := &e.Value
	where := "steps." + e.Key
	c.noteCites(where, s.Cites)
	c.mustBeOfClosedSet(s.Kind, setStepKinds)
	c.checkSeatsOfStep(s, s.By)
	c.checkSeats(s.All)
	if (len(s.By) == 0) == (len(s.All) == 0) && !s.LapsesByItself() {
		c.f.add(e.Pos, "step.by_or_all", args{"step": e.Key})
	}
	if len(s.All) > 0 && s.Kind.Text != "" && s.Kind.Text != taskKind && s.Kind.Text != approvalKind {
		c.f.add(e.Pos, "step.not_all", args{"step": e.Key})
	}
	if s.Need < 0 || s.Need > 0 && s.Need >= len(s.All) {
		c.f.add(e.Pos, "step.need", args{"step": e.Key})
	}
	if s.Otherwise != nil {
		c.noteCites(where+".otherwise", s.Otherwise.Cites)
		c.checkSeatsOfStep(s, s.Otherwise.By)
	}
	if b := s.OnBehalf; b != nil {
		c.noteCites(where+".on_behalf_of", b.Cites)
		if f, _ := s.Form.Get(b.Proof.Text); f == nil || f.kind().WhatValuesName() != AttachmentsNamed || !f.Required {
			c.f.add(b.Proof.Pos, "step.on_behalf_proof", args{"step": e.Key, "body": b.Body.Text})
		}
	}
	if (s.When.Text == "") != (s.Else.Text == "") {
		c.f.add(e.Pos, "step.when_else", args{"step": e.Key})
	}
	if s.Else.Text != "" {
		c.checkStepName(s.Else)
	}
	c.checkFields(where+".form", s.Form)
	for _, m := range s.Must {
		c.noteCites(where+".must", m.Cites)
	}
	for _, said := range s.Says {
		c.noteCites(where+".says", said.Cites)
	}
	for _, o := range s.Outcomes.Entries {
		c.noteCites(where+".outcomes."+o.Key, o.Value.Cites)
		for _, w := range o.Value.Next {
			c.checkStepName(w)
		}
		for _, w := range o.Value.Issues {
			c.mustBeOneOf(w, c.doc.Documents.Keys())
		}
		for _, w := range o.Value.Publishes {
			c.mustBeOneOf(w, c.doc.Circulars.Keys())
		}
		c.checkLinkedCaseBeginning(where+".outcomes."+o.Key+".begins", o.Value.Begins)
	}
	c.checkApprovalStep(e)
	c.checkMeetingStep(e)
	c.checkVotesRule(e)
	c.checkReviewWindow(e)
	if s.Kind.Text == noticeKind && (len(s.Served.Entries) == 0 || s.To.Text == "" && len(s.ForEach) == 0) {
		c.f.add(e.Pos, "step.notice", args{"step": e.Key})
	}
	if s.Layout != nil && s.Kind.Text != noticeKind {
		c.f.add(e.Pos, "layout.notice", args{"step": e.Key})
	}
	c.mustBeOneOf(s.To, c.doc.partyRoles())
	c.checkForEach(e)
	for _, w := range s.Of {
		if s.Kind.Text != approvalKind {
			c.mustBeOneOf(w, c.doc.partyRoles())
		}
	}
	c.checkStepLimit(where, e)
	c.checkLapse(e)
	c.checkRepeat(e)
	c.checkMoves(where, &s.Moves)
	c.checkLadder(where, s.Ladder)
	limited := s.hasLimit() || slices.Contains(c.p.stepsThatTell(), complaint.StepID(e.Key))
	if limited && s.Lapses.Text == "" && len(s.Ladder) == 0 {
		s.Ladder = c.doc.Ladder // checked once, where it stands
	}
	c.checkGuidance(where, s.Guidance)
}

// checkStepLimit checks a step's own limit: one for all cases or one by case, and what it counts from.
func (c *checker) checkStepLimit(where string, e *Entry[Step]) {
	s := &e.Value
	c.checkLimitOrField(where+".limit", &s.Limit)
	if s.Target != nil {
		c.checkFixedLimit(where+".target", s.Target)
		if !s.Limit.IsSet() {
			c.f.add(s.Target.Pos, "step.target", args{"step": e.Key})
		}
	}
	if s.Limit.IsSet() && len(s.Limits) > 0 {
		c.f.add(s.Limit.Pos, "step.limit_twice", args{"step": e.Key})
	}
	c.checkLimitChoices(where+".limits", s.Limits)
	if s.From.Text != "" {
		c.checkOrigin(s.From)
		if !s.hasLimit() {
			c.f.add(s.From.Pos, "step.from_without_limit", args{"step": e.Key})
		}
	}
}

func (c *checker) checkPermissions() {
	for i := range c.doc.May.Entries {
		e := &c.doc.May.Entries[i]
		c.mustBeOfClosedSet(Word{e.Key, e.Pos}, setPermissions)
		c.noteCites("may."+e.Key, e.Value.Cites)
		for _, w := range e.Value.By {
			if w.Text != "complainant" {
				c.checkRoles([]Word{w})
			}
		}
		c.checkFixedLimit("may."+e.Key+".reply", &e.Value.Reply)
		c.checkFixedLimit("may."+e.Key+".within", &e.Value.Within)
		c.checkFixedLimit("may."+e.Key+".every", &e.Value.Every)
		c.mustBeOneOf(e.Value.After, append([]string{milestoneClosed}, c.milestoneNames()...))
		c.noteCites("may."+e.Key+".once", Cites{Setting: e.Value.Once})
		c.checkDecidedBy(e)
		c.checkOnward(e)
		c.checkPassing(e)
		for j := range e.Value.Begins {
			c.checkLinkedCaseBeginning("may."+e.Key+".begins", &e.Value.Begins[j])
		}
		if (e.Key == "request_review") != (len(e.Value.Begins) > 0) {
			c.f.add(e.Pos, "may.begins", nil)
		}
		if !citesAny(e.Value.Cites) {
			c.f.add(e.Pos, "cites.command", args{"command": e.Key})
		}
	}
}

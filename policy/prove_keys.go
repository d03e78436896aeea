package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// proveEveryKeyWorks: whatever stands in a permission, a step, an outcome or a ladder does something there.
func (v *prover) proveEveryKeyWorks() {
	v.proveFiling()
	for i := range v.p.Doc.May.Entries {
		v.proveKeysOfPermission(&v.p.Doc.May.Entries[i])
	}
	for i := range v.p.Doc.Deadlines.Entries {
		e := &v.p.Doc.Deadlines.Entries[i]
		never := v.p.outcomesThatReach(e.Value.From.Text)
		restarts := strings.HasPrefix(e.Value.From.Text, fieldPrefix) || len(never) > 0
		v.idleKeys(e.Pos, "deadlines."+e.Key,
			idle{"restart", e.Value.Restart && !restarts}, idle{"target", hasTargetWithoutLimit(e.Value.Limit)},
			idle{"suspension.ends", e.Value.endsAskNothing()})
		v.proveKeysOfLadder("deadlines."+e.Key, e.Value.Ladder)
	}
	for i := range v.p.Doc.Parties.Entries {
		v.proveKeysOfParty(&v.p.Doc.Parties.Entries[i])
	}
	v.proveKeysOfLadder("ladder", v.p.Doc.Ladder)
	v.proveKeysOfLedger()
	for i := range v.p.Doc.Steps.Entries {
		e := &v.p.Doc.Steps.Entries[i]
		v.proveKeysOfStep(e)
		v.proveEveryOutcomeHasItsTime(e)
		v.proveMustDecides(e)
		for j := range e.Value.Outcomes.Entries {
			v.proveKeysOfOutcome(e, &e.Value.Outcomes.Entries[j])
		}
	}
}

// idle is a key that stands where it does nothing, if it does.
type idle struct {
	key string
	is  bool
}

func (v *prover) idleKeys(at Pos, element string, keys ...idle) {
	for _, k := range keys {
		if k.is {
			v.cannotProve(at, element+"."+k.key, "proof.effect", args{"element": element, "key": k.key})
		}
	}
}

func (v *prover) proveKeysOfPermission(e *Entry[Permission]) {
	m, row := &e.Value, allCommands().byName[e.Key]
	is := func(name string) bool { return e.Key == name }
	byNobody := row != nil && row.by == byAddressee
	complainant := slices.ContainsFunc(m.By, func(w Word) bool { return w.Text == complaint.Complainant })
	v.idleKeys(e.Pos, "may."+e.Key,
		idle{"by", is(openAttachments) && !v.p.SealsAttachments()},
		idle{"by", is(acknowledgeCopy) && !v.p.Doc.givesPartiesCopies()},
		idle{"by", (is(recordRepresentation) || is(endRepresentation)) && len(v.p.Doc.waysOfAllRoles().Entries) == 0},
		idle{"by", byNobody && len(m.By) > 0 || complainant && row != nil && row.by != byComplainant},
		idle{"after", byNobody && m.After.Text != ""},
		idle{"reply", !is("urge") && m.Reply.IsSet()},
		idle{"every", m.Every.IsSet() && (!is("urge") || !complainant)},
		idle{"at_most", m.AtMost != nil && !passesOn(e.Key)},
		idle{"within", !is("request_review") && m.Within.IsSet()},
		idle{"once", !is("request_review") && m.Once.Text != ""})
}

func (v *prover) proveKeysOfStep(e *Entry[Step]) {
	s := &e.Value
	is := func(kinds ...string) bool { return slices.Contains(kinds, s.Kind.Text) }
	lapses, limited := s.LapsesByItself(), s.hasLimit() || s.LapsesByItself()
	limited = limited || slices.Contains(v.p.stepsThatTell(), complaint.StepID(e.Key))
	window := lapses && is(windowKind) // its time is that of the review
	own := len(s.Ladder) > 0 && !v.p.sharesLadder(s)
	v.idleKeys(e.Pos, "steps."+e.Key,
		idle{"attend", len(s.Attend) > 0 && !is(meetingKind)},
		idle{"to", s.To.Text != "" && !is(noticeKind)},
		idle{"served", len(s.Served.Entries) > 0 && !is(noticeKind)},
		idle{"says", len(s.Says) > 0 && !is(noticeKind)},
		idle{"of", len(s.Of) > 0 && !is(approvalKind, surveyKind)},
		idle{"limit", s.hasLimit() && window},
		idle{"target", s.Target != nil && lapses || hasTargetWithoutLimit(s.Limits)},
		idle{"ladder", own && (lapses || !limited)},
		idle{"suspension", s.Suspension != nil && !limited},
		idle{"suspension.ends", s.endsAskNothing()},
		idle{"extension", s.Extension != nil && !limited},
		idle{"counting", s.Counting != Counting{} && !limited},
		idle{"form", len(s.Form.Entries) > 0 && lapses},
		idle{"must", len(s.Must) > 0 && lapses},
		idle{"otherwise", s.Otherwise != nil && lapses},
		idle{"on_behalf_of", s.OnBehalf != nil && lapses},
		idle{"guidance", len(s.Guidance) > 0 && lapses},
		idle{"join", s.Join && !v.p.joinsBranches(complaint.StepID(e.Key))})
	v.refuseClosingAtWindow(e.Pos, "steps."+e.Key, s, s.Closes)
}

// refuseClosingAtWindow: what is reviewed is closed when the time for that begins, so closing stands before it.
func (v *prover) refuseClosingAtWindow(at Pos, element string, s *Step, closes *Closing) {
	if closes != nil && s.Kind.Text == windowKind {
		v.cannotProve(at, element+".closes", "proof.closes_at_window", args{"element": element})
	}
}

// proveMustDecides: what the form of a step must meet asks something, and can fail.
func (v *prover) proveMustDecides(e *Entry[Step]) {
	for _, m := range e.Value.Must {
		if v.p.asts[m.That.Pos] != nil && len(v.p.variablesRead[m.That.Pos]) == 0 {
			v.cannotProve(m.That.Pos, "steps."+e.Key+".must", "proof.asks_nothing", args{"condition": m.That.Text})
		}
	}
}

// hasTargetWithoutLimit reports whether one of the choices has a target beside `none`.
func hasTargetWithoutLimit(choices []LimitChoice) bool {
	return slices.ContainsFunc(choices, func(c LimitChoice) bool { return c.Is.IsNone() && c.Target != nil })
}

// sharesLadder reports whether a step's ladder is that of the file.
func (p *Policy) sharesLadder(s *Step) bool {
	return len(p.Doc.Ladder) > 0 && len(s.Ladder) > 0 && &s.Ladder[0] == &p.Doc.Ladder[0]
}

// joinsBranches reports whether two branches that run side by side can come to a step: those of one outcome, or what a
// command opens beside the procedure.
func (p *Policy) joinsBranches(id complaint.StepID) bool {
	comes := func(w Word) bool {
		from := complaint.StepID(w.Text)
		return from == id || p.leadsTo(from, id)
	}
	for _, e := range p.Doc.Steps.Entries {
		for _, o := range e.Value.Outcomes.Entries {
			branches := slices.DeleteFunc(slices.Clone(o.Value.Next), func(w Word) bool { return !comes(w) })
			if len(branches) > 1 {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.sideSteps(), func(side complaint.StepID) bool {
		return side == id || p.leadsTo(side, id)
	})
}

func (v *prover) proveKeysOfOutcome(step *Entry[Step], e *Entry[Outcome]) {
	s := &step.Value
	asksComplainant := s.Kind.Text == surveyKind && slices.ContainsFunc(s.Of, func(w Word) bool {
		return w.Text == complaint.Complainant
	})
	v.idleKeys(e.Pos, "steps."+step.Key+".outcomes."+e.Key,
		idle{"unserved", e.Value.Unserved && s.Kind.Text != noticeKind},
		idle{"opens_window", e.Value.OpensWindow && (!e.Value.Unserved || s.Kind.Text != noticeKind)},
		idle{"staff", e.Value.Staff && !asksComplainant},
		idle{"reason", e.Value.Reason &&
			(s.lapseOutcome() == e.Key && len(s.By)+len(s.All) == 0 || asksComplainant && !e.Value.Staff ||
				s.Kind.Text == approvalKind && e.Key != approvedOutcome)})
	v.refuseClosingAtWindow(e.Pos, "steps."+step.Key+".outcomes."+e.Key, s, e.Value.Closes)
}

func (v *prover) proveKeysOfLadder(where string, rungs []RungRule) {
	for i := range rungs {
		r := &rungs[i]
		if slip := r.Slip.Text != ""; !slip {
			v.idleKeys(r.pos(), where+"."+string(rungID(i)),
				idle{"to", r.To.Text != ""}, idle{"reply", r.Reply.IsSet()}, idle{"copies", len(r.Copies) > 0})
		}
	}
}

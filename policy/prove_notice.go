package policy

import (
	"slices"

	"duban/complaint"
)

// proveNoNoticeBeforeApproval: where a proposal needs approval, no way from the proposal to a notice that can follow
// the approval goes round it; where the approval's own condition does not hold, none is needed. What an approval is of
// are the outcomes of the step that lead to it; the others propose nothing.
func (v *prover) proveNoNoticeBeforeApproval() {
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Kind.Text != approvalKind {
			continue
		}
		for _, of := range e.Value.Of {
			proposed := v.procedure.placesAfterProposal(complaint.StepID(of.Text), complaint.StepID(e.Key))
			round := route{
				x:       v.procedure,
				avoid:   map[string]bool{e.Key: true},
				alone:   true,
				passing: true,
			}
			for _, n := range v.p.Doc.Steps.Entries {
				notice := complaint.StepID(n.Key)
				if n.Value.Kind.Text == noticeKind && v.p.leadsTo(complaint.StepID(e.Key), notice) &&
					round.canReach(proposed, isAtStep(notice)) {
					c := v.procedure.courseRound(complaint.StepID(of.Text), proposed, round, notice)
					v.along(c).cannotProve(n.Pos, n.Key, "proof.notice",
						args{"step": n.Key, "of": of.Text, "approval": e.Key})
				}
			}
		}
	}
}

// courseRound is a course on which a proposal leads to a notice by a route round the approval.
func (x *procedure) courseRound(
	proposal complaint.StepID, after []place, round route, notice complaint.StepID,
) *Course {
	var by way
	var rest []heading
	c := x.courseTo(route{x: x}, func(at place) bool {
		for _, w := range x.waysOnFrom(at) {
			if at.step == proposal && w.outcome != "" && allHold(w.next, func(next place) bool {
				return slices.Contains(after, next)
			}) {
				by, rest = w, x.trail(w.next, round, isAtStep(notice))
			}
			if rest != nil {
				return true
			}
		}
		return false
	})
	return c.finishedWith(by.outcome).then(rest)
}

// placesAfterProposal are the places that a step leads to by the outcomes from which a case comes to the approval
// without doing the step again.
func (x *procedure) placesAfterProposal(proposal, approval complaint.StepID) []place {
	again := route{x: x, avoid: map[string]bool{string(proposal): true}, alone: true}
	var next [][]place
	for _, at := range x.placesAt(proposal) {
		for _, w := range x.waysOnFrom(at) {
			if w.outcome != "" {
				next = append(next, w.next)
			}
		}
	}
	comes := isMemberOf(again.placesComing(slices.Concat(next...), isAtStep(approval)))
	var places []place
	for _, led := range next {
		if slices.ContainsFunc(led, comes) {
			places = append(places, led...)
		}
	}
	return places
}

// outcomesThatOpenReview are the ways of finishing notices, to parties of a role or of any, from which the time for a
// review counts. Where one lapses nobody has served it.
func (p *Policy) outcomesThatOpenReview(role string) map[string]bool {
	marks := map[string]bool{}
	for _, e := range p.Doc.Steps.Entries {
		if role != "" && e.Value.To.Text != role && !reaches(e.Value.ForEach, role) {
			continue
		}
		for _, o := range e.Value.Outcomes.Entries {
			served := !o.Value.Unserved && e.Value.lapseOutcome() != o.Key
			if e.Value.Kind.Text == noticeKind && (served || o.Value.OpensWindow) {
				marks[e.Key+"/"+o.Key] = true
			}
		}
	}
	return marks
}

// canEnter tells the places at which a case enters a step, and does not pass it by.
func (x *procedure) canEnter(id complaint.StepID) func(place) bool {
	s := x.p.step(id)
	return func(at place) bool { return at.step == id && x.judgeCondition(s.When, at.known).canHold }
}

// proveNoWindowBeforeService: the time for requesting a review counts from a service, and only what has been closed is
// reviewed, so no way leads there without both.
func (v *prover) proveNoWindowBeforeService() {
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Kind.Text != windowKind {
			continue
		}
		comesWithout := func(round route) bool {
			round.x = v.procedure
			return slices.ContainsFunc(v.p.Doc.Kinds.Keys(), func(kind string) bool {
				from := slices.Concat(v.procedure.placesAtOpening(kind), v.procedure.placesCommandsLeadTo(kind))
				return round.canReach(from, v.procedure.canEnter(complaint.StepID(e.Key)))
			})
		}
		roles := textsOfWords(e.Value.ForEach)
		if len(roles) == 0 {
			roles = []string{""}
		}
		unserved := func(role string) bool {
			return comesWithout(route{avoid: v.p.outcomesThatOpenReview(role), alone: !e.Value.Join})
		}
		if slices.ContainsFunc(roles, unserved) {
			v.along(v.courseToWindow(e.Key, v.p.outcomesThatOpenReview(""))).cannotProve(
				e.Pos, e.Key, "proof.window", args{"step": e.Key})
		}
		if comesWithout(route{avoid: v.p.outcomesThatCloseCase()}) {
			v.along(v.courseToWindow(e.Key, v.p.outcomesThatCloseCase())).cannotProve(
				e.Pos, e.Key, "proof.window_open_case", args{"step": e.Key})
		}
	}
}

// courseToWindow is a course to the time for a review that avoids some outcomes.
func (v *prover) courseToWindow(step string, avoid map[string]bool) *Course {
	x := v.procedure
	return x.courseTo(route{x: x, avoid: avoid, alone: true}, x.canEnter(complaint.StepID(step)))
}

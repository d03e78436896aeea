package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// entrySteps are the steps a case can begin at, and those a command opens beside the procedure.
func (v *prover) entrySteps() (first, opened []complaint.StepID) {
	for _, k := range v.p.Doc.Kinds.Entries {
		first = append(first, complaint.StepID(v.p.FirstStep(k.Key)))
	}
	for _, m := range v.p.Doc.May.Entries {
		if m.Value.DecidedBy.Text != "" {
			opened = append(opened, complaint.StepID(m.Value.DecidedBy.Text))
		}
	}
	return first, opened
}

func (v *prover) proveEveryStepReachable() {
	first, opened := v.entrySteps()
	seen := map[complaint.StepID]bool{}
	for _, id := range slices.Concat(first, opened) {
		seen[id] = true
		maps.Copy(seen, v.p.followers[id])
	}
	for _, e := range v.p.Doc.Steps.Entries {
		if !seen[complaint.StepID(e.Key)] {
			v.cannotProve(e.Pos, e.Key, "proof.reachable", args{"step": e.Key})
		}
	}
}

// proveEveryPathEnds: from every step the case can still be archived, and no condition sends it round for ever.
func (v *prover) proveEveryPathEnds() {
	for _, e := range v.p.Doc.Steps.Entries {
		if !v.p.followers[complaint.StepID(e.Key)][archiveStep] {
			v.cannotProve(e.Pos, e.Key, "proof.ends", args{"step": e.Key})
		}
		seen := map[string]bool{}
		for s := &e.Value; s != nil && s.Else.Text != ""; s, _ = v.p.Doc.Steps.Get(s.Else.Text) {
			if seen[s.Else.Text] {
				v.cannotProve(e.Pos, e.Key, "proof.goes_round", args{"step": e.Key})
				break
			}
			seen[s.Else.Text] = true
		}
	}
}

// proveEveryStepCites: every step says which clause or setting it rests on.
func (v *prover) proveEveryStepCites() {
	for _, e := range v.p.Doc.Steps.Entries {
		if !citesAny(e.Value.Cites) {
			v.cannotProve(e.Pos, e.Key, "proof.cited", args{"step": e.Key})
		}
	}
}

// proveNobodyMustApproveOwn: of those who may decide on a proposal, one at least is no proposer by the same seat.
func (v *prover) proveNobodyMustApproveOwn() {
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Kind.Text != approvalKind {
			continue
		}
		for _, of := range e.Value.Of {
			proposal := v.p.step(complaint.StepID(of.Text))
			proposers := []string{doerSeat + of.Text}
			for _, r := range slices.Concat(proposal.By, proposal.All) {
				proposers = append(proposers, r.Text)
			}
			forced := func(r SeatRule) bool { return slices.Contains(proposers, r.Text) }
			alone := len(e.Value.By) > 0 &&
				!slices.ContainsFunc(e.Value.By, func(r SeatRule) bool { return !forced(r) })
			if alone || slices.ContainsFunc(e.Value.All, forced) {
				v.cannotProve(e.Pos, e.Key, "proof.approver", args{"step": e.Key, "of": of.Text})
			}
		}
	}
}

// proveEveryLimitEnds: a case limit ends on every path.
func (v *prover) proveEveryLimitEnds() {
	first, _ := v.entrySteps()
	for _, e := range v.p.Doc.Deadlines.Entries {
		until := e.Value.Until.Text
		if until == milestoneClosed {
			continue
		}
		marks := v.p.outcomesThatReach(until)
		for _, id := range first {
			if (route{p: v.p, avoid: marks}).canReach(id, archiveStep) {
				v.cannotProve(e.Pos, e.Key, "proof.until", args{"deadline": e.Key, "until": until})
				break
			}
		}
	}
}

// proveEveryLimitStarts: no way comes to what ends a case limit without having started it.
func (v *prover) proveEveryLimitStarts() {
	first, _ := v.entrySteps()
	for _, e := range v.p.Doc.Deadlines.Entries {
		d := &e.Value
		if d.From.Text == milestoneReceived {
			continue
		}
		marks := v.p.outcomesThatReach(d.From.Text)
		if field, ok := strings.CutPrefix(d.From.Text, fieldPrefix); ok {
			marks = v.p.stepsThatSet(field, "")
		}
		ends := v.p.outcomesThatReach(d.Until.Text)
		if d.Until.Text == milestoneClosed {
			ends = v.p.outcomesThatCloseCase()
		}
		for end := range ends {
			step, _, _ := strings.Cut(end, "/")
			goesRound := func(id complaint.StepID) bool {
				return id == complaint.StepID(step) ||
					(route{p: v.p, avoid: marks, alone: true}).canReach(id, complaint.StepID(step))
			}
			if slices.ContainsFunc(first, goesRound) {
				v.cannotProve(e.Pos, e.Key, "proof.start", args{"deadline": e.Key, "step": step})
			}
		}
	}
}

// proveEveryLimitHasSequel: every limit has something that happens after it has passed.
func (v *prover) proveEveryLimitHasSequel() {
	for _, e := range v.p.Doc.Deadlines.Entries {
		v.requireRungAfterLimit(e.Pos, "deadlines."+e.Key, e.Value.Ladder)
	}
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Limit.IsSet() {
			v.requireRungAfterLimit(e.Pos, "steps."+e.Key, e.Value.Ladder)
		}
	}
}

func (v *prover) requireRungAfterLimit(at Pos, element string, ladder []RungRule) {
	late := func(r RungRule) bool { return r.After.IsSet() || r.At.Text == "limit" }
	if !slices.ContainsFunc(ladder, late) {
		v.cannotProve(at, element, "proof.overdue", args{"element": element})
	}
}

// outcomesThatReach are the ways of finishing steps that reach a milestone: "step" for any outcome, "step/outcome" for
// one.
func (p *Policy) outcomesThatReach(milestone string) map[string]bool {
	marks := map[string]bool{}
	for _, e := range p.Doc.Steps.Entries {
		if reaches(e.Value.Sets, milestone) {
			marks[e.Key] = true
		}
		for _, o := range e.Value.Outcomes.Entries {
			if reaches(o.Value.Sets, milestone) {
				marks[e.Key+"/"+o.Key] = true
			}
		}
	}
	return marks
}

// proveNoNoticeBeforeApproval: where a proposal needs approval, no way from the proposal to a notice that can follow
// the approval goes round it.
func (v *prover) proveNoNoticeBeforeApproval() {
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.Kind.Text != approvalKind {
			continue
		}
		for _, n := range v.p.Doc.Steps.Entries {
			notice := complaint.StepID(n.Key)
			if n.Value.Kind.Text != "notice" || !v.p.leadsTo(complaint.StepID(e.Key), notice) {
				continue
			}
			for _, of := range e.Value.Of {
				if (route{
					p:     v.p,
					avoid: map[string]bool{e.Key: true},
					alone: true,
				}).canReach(complaint.StepID(of.Text), notice) {
					v.cannotProve(n.Pos, n.Key, "proof.notice",
						args{"step": n.Key, "of": of.Text, "approval": e.Key})
				}
			}
		}
	}
}

// proveEverySettingUsed: what the organisation chose, something rests on.
func (v *prover) proveEverySettingUsed() {
	for _, e := range v.p.Doc.Settings.Entries {
		if len(v.p.restingOn[e.Key]) == 0 {
			v.cannotProve(e.Pos, e.Key, "proof.unused", args{"setting": e.Key})
		}
	}
}

// proveNoWindowBeforeService: the time for requesting a review counts from a service, so no way leads there without
// one.
func (v *prover) proveNoWindowBeforeService() {
	served := map[string]bool{}
	for _, e := range v.p.Doc.Steps.Entries {
		served[e.Key] = e.Value.Kind.Text == "notice"
	}
	first, _ := v.entrySteps()
	for _, e := range v.p.Doc.Steps.Entries {
		goesRound := func(id complaint.StepID) bool {
			return (route{p: v.p, avoid: served, alone: true}).canReach(id, complaint.StepID(e.Key))
		}
		if e.Value.Kind.Text == windowKind && slices.ContainsFunc(first, goesRound) {
			v.cannotProve(e.Pos, e.Key, "proof.window", args{"step": e.Key})
		}
	}
}

// proveEverythingReadIsSet: what a step's conditions and seats read has been set on every way there.
func (v *prover) proveEverythingReadIsSet() {
	first, _ := v.entrySteps()
	for _, e := range v.p.Doc.Steps.Entries {
		for name, at := range v.p.fieldsReadBy(&e.Value) {
			marks := v.p.stepsThatSet(name, e.Key)
			if marks == nil {
				continue
			}
			for _, id := range first {
				if (route{p: v.p, avoid: marks}).canReach(id, complaint.StepID(e.Key)) {
					element := e.Key + "." + strings.ReplaceAll(name, " ", "_")
					v.cannotProve(at, element, "proof.assigned", args{"step": e.Key, "field": name})
					break
				}
			}
		}
	}
}

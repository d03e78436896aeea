package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// sideSteps are those that a command opens beside the procedure.
func (p *Policy) sideSteps() []complaint.StepID {
	var opened []complaint.StepID
	for _, m := range p.Doc.May.Entries {
		if m.Value.DecidedBy.Text != "" {
			opened = append(opened, complaint.StepID(m.Value.DecidedBy.Text))
		}
	}
	return append(opened, p.stepsThatTell()...)
}

// placesOfKind are all places that cases of a kind come to, by the procedure or by a command.
func (x *procedure) placesOfKind(kind string) []place {
	if places, ok := x.placesByKind[kind]; ok {
		return places
	}
	from := slices.Concat(x.placesAtOpening(kind), x.placesCommandsLeadTo(kind))
	for _, id := range x.p.sideSteps() {
		from = append(from, x.placeAt(id, known{}))
	}
	places := slices.Clip(x.reachable(from))
	x.placesByKind[kind] = places
	return places
}

func (v *prover) proveEveryStepReachable() {
	seen := map[complaint.StepID]bool{}
	for _, kind := range v.p.Doc.Kinds.Keys() {
		for _, at := range v.procedure.placesOfKind(kind) {
			seen[at.step] = seen[at.step] || v.procedure.canFinishWith(at, "")
		}
	}
	for _, e := range v.p.Doc.Steps.Entries {
		if !seen[complaint.StepID(e.Key)] {
			v.cannotProve(e.Pos, e.Key, "proof.reachable", args{"step": e.Key})
		}
	}
}

// proveEveryPathEnds: wherever a case comes it can still be archived, whatever it has brought along, and nothing sends
// it round for ever at one instant.
func (v *prover) proveEveryPathEnds() {
	stuck := map[complaint.StepID]bool{}
	round := map[complaint.StepID]bool{}
	blocked := map[complaint.StepID]bool{}
	runOut := map[complaint.StepID]bool{}
	lost := map[place]bool{}
	for _, kind := range v.p.Doc.Kinds.Keys() {
		places := v.procedure.placesOfKind(kind)
		ends := map[place]bool{}
		for _, at := range places {
			ends[at] = at.step == archiveStep
			round[at.step] = round[at.step] || v.procedure.returnsAtOnce(at)
		}
		v.procedure.growSet(places, ends, func(at place, w way) bool {
			return !v.p.step(at.step).isUsedUp(w.outcome) && slices.ContainsFunc(w.next, isMemberOf(ends))
		})
		for _, at := range places {
			lost[at] = !ends[at] || v.procedure.canWaitForEver(at)
			stuck[at.step] = stuck[at.step] || lost[at]
			runOut[at.step] = runOut[at.step] || v.procedure.timeRunsOut(at)
			blocked[at.step] = blocked[at.step] || v.procedure.canBeBlocked(at)
		}
	}
	for _, e := range v.p.Doc.Steps.Entries {
		if stuck[complaint.StepID(e.Key)] {
			v.along(v.courseTo(e.Key, isMemberOf(lost))).cannotProve(e.Pos, e.Key, "proof.ends", args{"step": e.Key})
		}
		if runOut[complaint.StepID(e.Key)] && !stuck[complaint.StepID(e.Key)] {
			v.along(v.courseTo(e.Key, v.procedure.timeRunsOut)).cannotProve(e.Pos, e.Key,
				"proof.time_runs_out", args{"step": e.Key})
		}
		if blocked[complaint.StepID(e.Key)] && !stuck[complaint.StepID(e.Key)] {
			v.along(v.courseTo(e.Key, v.procedure.canBeBlocked)).cannotProve(e.Pos, e.Key,
				"proof.blocked", args{"step": e.Key})
		}
		if round[complaint.StepID(e.Key)] {
			v.along(v.courseTo(e.Key, v.procedure.returnsAtOnce)).cannotProve(e.Pos, e.Key,
				"proof.goes_round", args{"step": e.Key})
		}
	}
}

// returnsAtOnce reports whether a case can come from a place back to it with nobody doing anything and no time passing:
// by conditions that fail, and by steps whose time is over when they are entered.
func (x *procedure) returnsAtOnce(from place) bool {
	seen := map[place]bool{}
	var comesBack func(place) bool
	comesBack = func(at place) bool {
		for _, w := range x.waysOnFrom(at) {
			if w.outcome != "" && (!w.unfilled || !x.p.step(at.step).canLapseOnEntry(w.outcome)) {
				continue
			}
			for _, next := range w.next {
				if next == from {
					return true
				}
				if !seen[next] {
					seen[next] = true
					if comesBack(next) {
						return true
					}
				}
			}
		}
		return false
	}
	return comesBack(from)
}

// canLapseOnEntry reports whether a step can be over by time as soon as it is entered: what its time counts from lies
// before, and the step itself does not bring it about again.
func (s *Step) canLapseOnEntry(outcome string) bool {
	o, _ := s.Outcomes.Get(outcome)
	return outcome == s.lapseOutcome() && (s.Kind.Text == windowKind ||
		s.From.Text != "" && !reaches(slices.Concat(s.Sets, o.Sets), s.From.Text))
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
	v.proveLedgerDecided()
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
				v.along(v.courseTo(e.Key, nil)).cannotProve(e.Pos, e.Key, "proof.approver", args{
					"step": e.Key,
					"of":   of.Text,
				})
			}
		}
	}
}

// proveEveryLimitEnds: a case limit that has started ends on every way to the archive.
func (v *prover) proveEveryLimitEnds() {
	for _, e := range v.p.Doc.Deadlines.Entries {
		d := &e.Value
		if d.Until.Text == milestoneClosed {
			continue // the archive closes
		}
		for _, kind := range v.p.kindsOfDeadline(d) {
			ends := v.p.outcomesThatReach(d.Until.Text)
			led := slices.DeleteFunc(v.procedure.placesCommandsLeadTo(kind), func(at place) bool {
				return !v.p.canStillEnd(d, at.step)
			})
			starts := v.p.outcomesThatStart(d)
			begins := begun{d, starts}
			if v.procedure.canArchiveWithoutEnding(v.procedure.placesAtOpening(kind), begins, ends) ||
				v.procedure.canArchiveWithoutEnding(led, begun{d, nil}, ends) {
				v.along(v.procedure.courseWithoutEnding(kind, begins, ends)).cannotProve(e.Pos, e.Key, "proof.until",
					args{"deadline": e.Key, "kind": v.p.KindTitle(kind), "until": d.Until.Text})
				break
			}
		}
	}
}

// begun is how a limit of the whole case begins: by one of some ways of finishing steps; nil stands for the beginning
// of the case. It does so in cases only for which it has a length.
type begun struct {
	limit  *DeadlineRule
	starts map[string]bool
}

// by reports whether a way begins it.
func (b begun) by(x *procedure, at place, w way) bool {
	return (route{x: x, avoid: b.starts}).avoids(at, w) &&
		slices.ContainsFunc(w.next, func(next place) bool { return x.canHaveLimit(b.limit, next.known) })
}

// canHaveLimit reports whether a limit of the whole case can have a length where that is known of the case. That no
// choice may hold is the matter of another proof.
func (x *procedure) canHaveLimit(d *DeadlineRule, k known) bool {
	possible, missed := x.possibleLimits(d.Limit, k)
	return missed || len(possible) > 0
}

// canArchiveWithoutEnding reports whether a case can come to the archive without any of the ends, after the limit has
// begun.
func (x *procedure) canArchiveWithoutEnding(from []place, limit begun, ends map[string]bool) bool {
	r := route{x: x, avoid: ends}
	if limit.starts == nil {
		limited := slices.DeleteFunc(slices.Clone(from), func(at place) bool {
			return !x.canHaveLimit(limit.limit, at.known)
		})
		return r.canReach(limited, isAtStep(archiveStep))
	}
	places := x.reachable(from)
	rests, runs := map[place]bool{}, map[place]bool{}
	for _, at := range places {
		rests[at] = at.step == archiveStep
	}
	x.growSet(places, rests, func(at place, w way) bool { return !r.avoids(at, w) && allIn(w.next, rests) })
	x.growSet(places, runs, func(at place, w way) bool {
		if limit.by(x, at, w) {
			return !r.avoids(at, w) && allIn(w.next, rests)
		}
		goesOn := func(next place) bool { return runs[next] || rests[next] }
		return slices.ContainsFunc(w.next, isMemberOf(runs)) && allHold(w.next, goesOn)
	})
	return slices.ContainsFunc(from, isMemberOf(runs))
}

// outcomesThatStart are the ways of finishing steps that start a limit of the whole case; nil where it starts with the
// case.
func (p *Policy) outcomesThatStart(d *DeadlineRule) map[string]bool {
	if d.From.Text == milestoneReceived {
		return nil
	}
	field, ok := strings.CutPrefix(d.From.Text, fieldPrefix)
	if !ok {
		return p.outcomesThatReach(d.From.Text)
	}
	starts := map[string]bool{}
	for _, step := range p.Doc.Steps.Keys() {
		if p.formOf(step).Has(field) {
			starts[step] = true
		}
	}
	return starts
}

// kindsOfDeadline are the kinds of matter that a limit is for.
func (p *Policy) kindsOfDeadline(d *DeadlineRule) []string {
	return slices.DeleteFunc(p.Doc.Kinds.Keys(), func(kind string) bool { return !p.isFor(d, kind) })
}

// proveEveryLimitStarts: a limit of the whole case can start, and no way comes to the milestone that ends it without
// having started it. A case may close without a limit having started.
func (v *prover) proveEveryLimitStarts() {
	for _, e := range v.p.Doc.Deadlines.Entries {
		d := &e.Value
		starts := v.p.outcomesThatStart(d)
		if starts == nil {
			continue
		}
		v.proveNoReturnRestarts(&e, starts)
		field, byField := strings.CutPrefix(d.From.Text, fieldPrefix)
		startable := byField && (v.p.Doc.Intake.Form.Has(field) || v.p.isAskedWithCommand(field))
		for _, kind := range v.p.kindsOfDeadline(d) {
			from := slices.Concat(v.procedure.placesAtOpening(kind), v.procedure.placesCommandsLeadTo(kind))
			canStart := startable || v.procedure.canPassAny(from, starts)
			if len(d.For) > 0 && !canStart {
				v.cannotProve(e.Pos, e.Key, "proof.never_starts_for",
					args{"deadline": e.Key, "kind": v.p.KindTitle(kind)})
			}
			if !canStart {
				continue
			}
			startable = true
			for _, end := range slices.Sorted(maps.Keys(v.p.outcomesThatReach(d.Until.Text))) {
				step, outcome, _ := strings.Cut(end, "/")
				ends := func(at place) bool {
					return at.step == complaint.StepID(step) && v.procedure.canHaveLimit(d, at.known) &&
						v.procedure.canFinishWith(at, outcome)
				}
				without := route{x: v.procedure, avoid: starts, alone: true}
				if !starts[step] && !starts[end] && without.canReach(v.procedure.placesAtOpening(kind), ends) {
					c := v.procedure.courseOfKind(kind, without, ends)
					v.along(c.finishedWith(outcome)).cannotProve(e.Pos, e.Key, "proof.start",
						args{
							"deadline": e.Key,
							"kind":     v.p.KindTitle(kind),
							"step":     step,
							"until":    d.Until.Text,
						})
				}
			}
		}
		if !startable {
			v.cannotProve(e.Pos, e.Key, "proof.never_starts", args{"deadline": e.Key})
		}
	}
}

// proveNoReturnRestarts: what is handed back inside the organisation does not come before the start of a limit that
// starts anew.
func (v *prover) proveNoReturnRestarts(e *Entry[DeadlineRule], starts map[string]bool) {
	back, ok := v.p.Doc.May.Get(returnCommand)
	if !ok || !e.Value.Restart {
		return
	}
	for _, o := range back.onwards() {
		to := complaint.StepID(o.Step.Text)
		for start := range starts {
			step, _, _ := strings.Cut(start, "/")
			if id := complaint.StepID(step); id == to || v.p.leadsTo(to, id) {
				v.cannotProve(e.Pos, e.Key, "proof.returns_restart",
					args{"deadline": e.Key, "step": o.Step.Text})
				return
			}
		}
	}
}

// canPassAny reports whether cases that begin at some places can finish a step in one of the ways.
func (x *procedure) canPassAny(from []place, finishes map[string]bool) bool {
	r := route{x: x, avoid: finishes}
	return slices.ContainsFunc(x.reachable(from), func(at place) bool {
		return slices.ContainsFunc(x.waysOnFrom(at), func(w way) bool { return r.avoids(at, w) })
	})
}

// canFinishWith reports whether a step can be finished at a place, with an outcome, or with any if that is "".
func (x *procedure) canFinishWith(at place, outcome string) bool {
	return slices.ContainsFunc(x.waysOnFrom(at), func(w way) bool {
		return w.outcome != "" && (outcome == "" || w.outcome == outcome)
	})
}

// proveEveryLimitHasSequel: every limit has something that happens after it has passed.
func (v *prover) proveEveryLimitHasSequel() {
	for _, e := range v.p.Doc.Deadlines.Entries {
		v.requireRungAfterLimit(e.Pos, "deadlines."+e.Key, e.Value.Ladder)
	}
	for _, e := range v.p.Doc.Steps.Entries {
		if e.Value.hasLimit() && e.Value.Lapses.Text == "" {
			v.requireRungAfterLimit(e.Pos, "steps."+e.Key, e.Value.Ladder)
		}
	}
}

func (v *prover) requireRungAfterLimit(at Pos, element string, ladder []RungRule) {
	late := func(r RungRule) bool { return r.After.IsSet() || r.At.Text == "limit" }
	switch {
	case slices.ContainsFunc(ladder, late):
	case len(ladder) == 0 && len(v.p.Doc.Ladder) > 0:
		v.cannotProve(at, element, "proof.no_ladder", args{"element": element})
	default:
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

// placesAt are all places at a step that cases of any kind come to.
func (x *procedure) placesAt(id complaint.StepID) []place {
	var places []place
	for _, kind := range x.p.Doc.Kinds.Keys() {
		for _, at := range x.placesOfKind(kind) {
			if at.step == id && !slices.Contains(places, at) {
				places = append(places, at)
			}
		}
	}
	return places
}

// proveEverySettingUsed: what the organisation chose, something rests on, and what is counted, a condition reads.
func (v *prover) proveEverySettingUsed() {
	v.proveEveryCountRead()
	v.proveEveryElementUsed()
	for _, e := range v.p.Doc.Settings.Entries {
		if len(v.p.restingOn[e.Key]) == 0 {
			v.cannotProve(e.Pos, e.Key, "proof.unused", args{"setting": e.Key})
		}
	}
}

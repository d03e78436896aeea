package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// proveSomebodyCanDoEachStep: wherever a case comes, a seat of the step is meant, and whom a form names somebody can
// be.
func (v *prover) proveSomebodyCanDoEachStep() {
	for _, e := range v.p.Doc.Steps.Entries {
		if v.procedure.canBeNobodys(complaint.StepID(e.Key), &e.Value) {
			nobodys := v.procedure.isNobodys(complaint.StepID(e.Key), &e.Value)
			v.along(v.courseTo(e.Key, nobodys)).cannotProve(e.Pos, e.Key, "proof.seats", args{"step": e.Key})
		}
		if v.procedure.canBeAccusedUnits(complaint.StepID(e.Key), &e.Value) {
			v.cannotProve(e.Pos, e.Key, "proof.barred_unit", args{"step": e.Key})
		}
		for _, f := range e.Value.Form.Entries {
			if v.procedure.canBeUnnameable(complaint.StepID(e.Key), &e.Value, &f.Value) {
				v.cannotProve(f.Pos, e.Key+"."+f.Key, "proof.nobody_fits", args{"field": f.Key})
			}
		}
	}
	v.proveSomebodyCanBeNamed()
}

// canBeNobodys reports whether a case can come to a step with all conditions of its seats failing. A seat without one
// is always meant; of several parts one is enough.
func (x *procedure) canBeNobodys(id complaint.StepID, s *Step) bool {
	return !s.LapsesByItself() && slices.ContainsFunc(x.placesAt(id), x.isNobodys(id, s))
}

// isNobodys tells the places at a step at which all conditions of its seats can fail.
func (x *procedure) isNobodys(id complaint.StepID, s *Step) func(place) bool {
	conditions := []Expr{s.When}
	for _, r := range slices.Concat(s.By, s.All) {
		conditions = append(conditions, r.When)
	}
	nobodys := func(holds []bool) bool { return holds[0] && allFail(holds[1:]) }
	return func(at place) bool { return at.step == id && x.can(at.known, conditions, nobodys) }
}

// canBeAccusedUnits reports whether, in a matter that keeps out the people of the unit complained about, only the
// responsible unit could do a step, which may be that one, and the file names nobody else.
func (x *procedure) canBeAccusedUnits(id complaint.StepID, s *Step) bool {
	rules := slices.Concat(s.By, s.All)
	if len(rules) == 0 || s.Otherwise != nil {
		return false
	}
	for _, r := range rules {
		if seat, _ := cutUnitSeat(r.Text); seat.field != responsibleUnit || seat.above {
			return false
		}
	}
	return slices.ContainsFunc(x.p.Doc.Kinds.Keys(), func(kind string) bool {
		return x.p.BarsUnits(kind) &&
			slices.ContainsFunc(x.placesOfKind(kind), func(at place) bool { return at.step == id })
	})
}

// proveSomebodyCanBeNamed: whom a command asks for somebody can be: in some case, and in each where the matter cannot
// do without the command.
func (v *prover) proveSomebodyCanBeNamed() {
	for _, a := range v.p.Doc.acts() {
		for _, f := range a.asks.Form.Entries {
			var asked Expr
			must := v.isNeeded(a.command) && (f.Value.Required || f.Value.RequiredWhen.Text != "")
			if must && !f.Value.Required {
				asked = f.Value.RequiredWhen
			}
			cannot, can := v.procedure.canNameNobody(asked, &f.Value)
			if at := v.procedure.placeAt(archiveStep, known{}); cannot(at) && (must || !can(at)) {
				v.cannotProve(f.Pos, a.where+"."+f.Key, "proof.nobody_fits", args{"field": f.Key})
			}
		}
	}
}

// canBeUnnameable reports whether nobody can be named in a field: those who may be are excluded, always, or where the
// field must be filled in, in some case.
func (x *procedure) canBeUnnameable(id complaint.StepID, s *Step, f *Field) bool {
	places := x.placesAt(id)
	nobody, somebody := x.canNameNobody(s.When, f)
	required := f.Required || f.RequiredWhen.Text != ""
	cannotName := func(at place) bool { return nobody(at) && (required || !somebody(at)) }
	if required {
		return slices.ContainsFunc(places, cannotName)
	}
	return len(places) > 0 && allHold(places, cannotName)
}

// canNameNobody tells the places at which it can be that nobody can be named in a field, and at which that somebody
// can, where a condition holds.
func (x *procedure) canNameNobody(when Expr, f *Field) (nobody, somebody func(place) bool) {
	conditions := []Expr{when}
	for _, r := range slices.Concat(f.Holds, f.Except) {
		conditions = append(conditions, r.When)
	}
	none := func(k known, holds []bool) bool {
		may, mayNot := holds[1:len(f.Holds)+1], holds[len(f.Holds)+1:]
		return len(f.Holds) > 0 && slices.ContainsFunc(x.p.exclusions(f.Except, mayNot, k),
			func(excluded []string) bool { return !anySeatLeft(f.Holds, may, excluded) })
	}
	turnsOut := func(named bool) func(place) bool {
		return func(at place) bool {
			return x.can(at.known, conditions, func(holds []bool) bool {
				return holds[0] && none(at.known, holds) != named
			})
		}
	}
	return turnsOut(false), turnsOut(true)
}

// exclusions are the seats that those of some rules which hold exclude: by a table one set for each level that can be
// the case's.
func (p *Policy) exclusions(rules []SeatRule, hold []bool, k known) [][]string {
	all := [][]string{nil}
	for i, r := range rules {
		if !hold[i] {
			continue
		}
		sets := [][]string{strings.Split(r.Text, eitherSeat)}
		if table, ok := p.Doc.Authority.Get(strings.TrimPrefix(r.Text, authoritySeat)); ok {
			sets = nil
			for _, level := range table.Levels {
				code, isKnown := k[table.On.Text]
				is := func(w Word) bool { return w.Text == code }
				if !isKnown || len(level.Is) == 0 || slices.ContainsFunc(level.Is, is) {
					sets = append(sets, textsOfWords(level.By))
				}
			}
		}
		var wider [][]string
		for _, excluded := range all {
			for _, set := range sets {
				wider = append(wider, slices.Concat(excluded, set))
			}
		}
		all = wider
	}
	return all
}

// anySeatLeft reports whether a seat of those rules that hold is not excluded.
func anySeatLeft(rules []SeatRule, hold []bool, excluded []string) bool {
	for i, r := range rules {
		isLeft := func(one string) bool {
			role, _, _ := strings.Cut(one, " of ")
			return !slices.Contains(excluded, one) && !slices.Contains(excluded, role)
		}
		if hold[i] && slices.ContainsFunc(strings.Split(r.Text, eitherSeat), isLeft) {
			return true
		}
	}
	return false
}

// finish is a way in which a step's form can be filled in, with what of its conditions is not decided: free are those
// that whoever fills in the form decides, given those that the case has brought along. Of these some can be brought
// about there.
type finish struct {
	must        []*statement
	fixed       map[string]bool
	free, given []string
}

// finishes are the ways in which a step can be finished at a place, however late and however often it has been.
func (x *procedure) finishes(from place) []finish {
	s := x.p.step(from.step)
	var all []finish
	for _, o := range s.choices() {
		if o.Value.mayBeOver() {
			continue
		}
		for _, k := range x.waysToFillIn(string(from.step), from.known.withValue(outcomeVariable, o.Key)) {
			f := finish{}
			for _, m := range s.Must {
				statement := x.takeApart(m.That)
				if statement == nil {
					return nil
				}
				f.must = append(f.must, statement)
			}
			fixed, open := x.answersKnown(k, f.must...)
			f.fixed = fixed
			for _, question := range open {
				if x.isAnsweredByForm(string(from.step), f.must, question) {
					f.free = append(f.free, question)
				} else {
					f.given = append(f.given, question)
				}
			}
			all = append(all, f)
		}
	}
	return all
}

// isAnsweredByForm reports whether a question reads the outcome, or a field that the step's own form has.
func (x *procedure) isAnsweredByForm(step string, in []*statement, question string) bool {
	form, answered := x.p.formOf(step), false
	isOwn := func(name string) bool { return name == outcomeVariable || form.Has(name) }
	for _, s := range in {
		s.eachQuestion(func(q *statement) {
			answered = answered || q.asks == question && slices.ContainsFunc(q.reads, isOwn)
		})
	}
	return answered
}

// canBeBlocked reports whether a case can stand at a place in which the conditions of the form permit no outcome, for
// all that whoever fills it in can write.
func (x *procedure) canBeBlocked(from place) bool {
	s := x.p.step(from.step)
	if s == nil || len(s.Must) == 0 || x.surelyLapses(from) || !x.judgeCondition(s.When, from.known).canHold {
		return false
	}
	finishes := x.finishes(from)
	var given []string
	for _, f := range finishes {
		for _, question := range f.given {
			if !slices.Contains(given, question) {
				given = append(given, question)
			}
		}
		if len(f.free) > mostFree {
			return false
		}
	}
	if len(given) > mostFree {
		return false
	}
	return eachAnswering(map[string]bool{}, given, func(brought map[string]bool) bool {
		return !slices.ContainsFunc(x.reachableAnswers(brought), func(answers map[string]bool) bool {
			return slices.ContainsFunc(finishes, func(f finish) bool { return f.isPossible(answers) })
		})
	})
}

// isPossible reports whether the form can be filled in so where the case has brought that along.
func (f finish) isPossible(brought map[string]bool) bool {
	answers := maps.Clone(brought)
	maps.Copy(answers, f.fixed)
	return eachAnswering(answers, f.free, func(answers map[string]bool) bool {
		return !slices.ContainsFunc(f.must, func(s *statement) bool { return !s.holds(answers) })
	})
}

// proveCommandsHaveWhatTheyNeed: what a command issues is there.
func (v *prover) proveCommandsHaveWhatTheyNeed() {
	needs := map[string]string{"urge": complaint.UrgeSlip, instructCommand: complaint.InstructionSlip}
	for _, e := range v.p.Doc.May.Entries {
		if slip, ok := needs[e.Key]; ok && !v.p.Doc.Slips.Has(slip) {
			v.cannotProve(e.Pos, "may."+e.Key, "proof.no_slip", args{"command": e.Key, "slip": slip})
		}
		if e.Key == issueSlipCommand && len(v.p.Doc.kindsOnGrounds().Entries) == 0 {
			v.cannotProve(e.Pos, "may."+e.Key, "proof.no_grounds", nil)
		}
	}
	v.proveSlips()
	v.proveConversations()
	v.proveDemands()
	v.proveNeededCommands()
}

package policy

import (
	"maps"
	"slices"
	"strings"

	"duban/complaint"
)

// place is a step that a case has come to, with what is known of the case there. There is one of each, so that two
// are the same where their addresses are.
type place = *standing

type standing struct {
	step complaint.StepID
	// known is what is known of the case.
	known known
	// ways are the ways on, once they have been looked for.
	ways     []way
	followed bool
	// takes is what the step takes at most there, once that has been asked for.
	takes *longestTime
}

// way is one way on from a place: past a step whose condition fails (no outcome), or by an outcome of it.
type way struct {
	outcome string
	// unfilled: time gave the outcome, or the complainant by rating, and nobody filled in the form.
	unfilled bool
	// next are the places it leads to, side by side.
	next []place
}

// procedure is all the ways that cases of a policy can take. A condition decides where what is known decides it; what
// a form answers within a closed set is known from then on, as long as something can still read it.
type procedure struct {
	p *Policy
	// readBy are the fields and variables that a step's conditions and seats read.
	readBy map[complaint.StepID][]string
	// followed are the variables that places know of, readAfter those that a step or a follower of it reads.
	followed  map[string]bool
	readAfter map[complaint.StepID]map[string]bool
	places    map[string]place
	// placesByKind are those that cases of a kind come to, openings those at which they begin.
	openings, placesByKind map[string][]place
	// statements are conditions taken apart, and questions what they ask, by their text.
	statements map[Pos]*statement
	questions  map[string]*question
	// values are those that proofs tell apart of a variable, where they have been asked for.
	values map[string][]any
}

func newProcedure(p *Policy) *procedure {
	x := &procedure{
		p:            p,
		followed:     map[string]bool{},
		readBy:       map[complaint.StepID][]string{},
		readAfter:    map[complaint.StepID]map[string]bool{},
		places:       map[string]place{},
		openings:     map[string][]place{},
		placesByKind: map[string][]place{},
		statements:   map[Pos]*statement{},
		questions:    map[string]*question{},
		values:       map[string][]any{},
	}
	for i := range p.Doc.Steps.Entries {
		e := &p.Doc.Steps.Entries[i]
		x.readBy[complaint.StepID(e.Key)] = p.namesReadByStep(&e.Value)
	}
	for _, name := range x.everythingRead() {
		x.followed[name] = x.valuesOf(name) != nil && name != outcomeVariable && !x.canChangeUnseen(name)
	}
	for _, e := range p.Doc.Steps.Entries {
		id := complaint.StepID(e.Key)
		reads := map[string]bool{}
		for _, d := range p.Doc.Deadlines.Entries {
			for _, choice := range d.Value.Limit {
				x.markRead(reads, p.variablesRead[choice.When.Pos])
			}
		}
		x.markRead(reads, x.readBy[id])
		for follower := range p.followers[id] {
			x.markRead(reads, x.readBy[follower])
		}
		x.readAfter[id] = reads
	}
	return x
}

// valuesOf are the values that proofs tell apart of a variable, see [Policy.valuesToldApart].
func (x *procedure) valuesOf(name string) []any {
	values, asked := x.values[name]
	if !asked {
		values = x.p.valuesToldApart(name)
		x.values[name] = values
	}
	return values
}

// everythingRead are the fields and variables that anything in the procedure reads.
func (x *procedure) everythingRead() []string {
	names := slices.Concat(slices.Collect(maps.Values(x.readBy))...)
	for _, read := range x.p.variablesRead {
		names = append(names, read...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (x *procedure) markRead(to map[string]bool, names []string) {
	for _, name := range names {
		to[name] = to[name] || x.followed[name]
	}
}

// namesReadByStep are the fields and variables that a step's conditions and seats read.
func (p *Policy) namesReadByStep(s *Step) []string {
	var names []string
	at := Document{Steps: Map[Step]{Entries: []Entry[Step]{{Value: *s}}}}
	at.eachCondition(func(_ conditionPlace, e *Expr) { names = append(names, p.variablesRead[e.Pos]...) })
	for _, r := range s.seatRules() {
		if name := r.fieldOrStepRead(p); name != "" && !s.meansPartyBy(r) {
			names = append(names, name)
		}
	}
	return names
}

// seatRules are all that a step has.
func (s *Step) seatRules() []SeatRule {
	rules := slices.Concat(s.By, s.All, s.Attend, s.allSeatRules())
	if s.Otherwise != nil {
		rules = append(rules, s.Otherwise.By...)
	}
	for _, f := range s.Form.Entries {
		rules = slices.Concat(rules, f.Value.Holds, f.Value.Except)
	}
	return rules
}

// canChangeUnseen reports whether a variable can change while the case is anywhere: a command regrades, a side step
// answers, or a branch that runs beside the reader's.
func (x *procedure) canChangeUnseen(name string) bool {
	if name == complaint.SeverityField && x.p.Doc.May.Has("regrade") {
		return true
	}
	if x.p.isAskedWithCommand(name) || strings.HasPrefix(name, representedVariable) {
		return true
	}
	for _, e := range x.p.Doc.Steps.Entries {
		if !e.Value.Form.Has(name) && name != lastVariable+e.Key && name != eachVariable+e.Key {
			continue
		}
		id := complaint.StepID(e.Key)
		if x.opensByCommand(id) {
			return true
		}
		for _, fork := range x.p.Doc.Steps.Entries {
			for _, o := range fork.Value.Outcomes.Entries {
				if x.isSetBesideItsReader(o.Value.Next, id, name) {
					return true
				}
			}
		}
	}
	return false
}

func (x *procedure) opensByCommand(id complaint.StepID) bool {
	return slices.ContainsFunc(x.p.sideSteps(), func(side complaint.StepID) bool {
		return side == id || x.p.leadsTo(side, id)
	})
}

// isSetBesideItsReader reports whether of steps that begin side by side one comes to the setter before the branches
// join, while another comes to something that reads the variable.
func (x *procedure) isSetBesideItsReader(next []Word, setter complaint.StepID, name string) bool {
	if len(next) < 2 {
		return false
	}
	for i, one := range next {
		if !x.comesToWithoutJoin(complaint.StepID(one.Text), setter) {
			continue
		}
		for j, other := range next {
			if i != j && x.comesToReader(complaint.StepID(other.Text), name, map[complaint.StepID]bool{}) {
				return true
			}
		}
	}
	return false
}

// comesToWithoutJoin reports whether a branch comes to a step without passing a join.
func (x *procedure) comesToWithoutJoin(from, to complaint.StepID) bool {
	seen := map[complaint.StepID]bool{}
	var walk func(complaint.StepID) bool
	walk = func(id complaint.StepID) bool {
		s := x.p.step(id)
		if s == nil || seen[id] || s.Join {
			return false
		}
		seen[id] = true
		return id == to ||
			slices.ContainsFunc(s.nextSteps(), func(w Word) bool { return walk(complaint.StepID(w.Text)) })
	}
	return walk(from)
}

func (x *procedure) comesToReader(id complaint.StepID, name string, seen map[complaint.StepID]bool) bool {
	s := x.p.step(id)
	if s == nil || seen[id] {
		return false
	}
	seen[id] = true
	return slices.Contains(x.readBy[id], name) || slices.ContainsFunc(s.nextSteps(), func(w Word) bool {
		return x.comesToReader(complaint.StepID(w.Text), name, seen)
	})
}

// placesAtOpening are the places at which cases of a kind begin: whatever the filing says, as far as it may.
func (x *procedure) placesAtOpening(kind string) []place {
	if places, ok := x.openings[kind]; ok {
		return places
	}
	first := complaint.StepID(x.p.FirstStep(kind))
	begun := known{}
	var said []string
	for name := range x.readAfter[first] {
		switch _, always := builtins[name]; {
		case name == "kind":
			begun[name] = kind
		case x.p.isPeriodic(kind) && name == periodVariable && !x.p.isHidden(name):
			begun[name] = something
		case x.p.isPeriodic(kind) && !slices.Contains(changeByTime, name) && name != "received":
			begun[name] = x.p.zeroValues[name] // nobody files it, and nothing is said in it
		case always || x.canComeFromLinkedCase(name, kind):
			said = append(said, name)
		default:
			begun[name] = x.p.zeroValues[name]
		}
	}
	slices.Sort(said)
	var places []place
	for _, k := range x.everyCombinationOfValues(begun, said, kind) {
		if !x.p.kindCanComeFrom(kind, k) {
			continue
		}
		filed := []known{k}
		if rule, ok := x.p.Doc.Kinds.Get(kind); ok && !rule.Linked && rule.Each == nil {
			filed = x.waysToFillIn(IntakeForm, k)
		}
		for _, k := range filed {
			places = append(places, x.placeAt(first, k))
		}
	}
	x.openings[kind] = slices.Clip(places)
	return places
}

// kindCanComeFrom reports whether a matter of a kind can come from where it is known to come from.
func (p *Policy) kindCanComeFrom(kind string, k known) bool {
	rule, ok := p.Doc.Kinds.Get(kind)
	if !ok || rule.Each != nil {
		return true
	}
	for _, s := range p.Doc.Intake.Sources.Entries {
		if source, known := k["source"]; known && source != s.Key {
			continue
		}
		for _, channel := range s.Value.Channels.Keys() {
			if by, known := k["channel"]; (!known || by == channel) && rule.comesFrom(s.Key, channel) {
				return true
			}
		}
	}
	return false
}

// canComeFromLinkedCase reports whether a case of a kind can have a field from the case that it began from.
func (x *procedure) canComeFromLinkedCase(field, caseKind string) bool {
	return slices.ContainsFunc(x.p.allLinkedCaseBeginnings(), func(b *Beginning) bool {
		return b.Kind.Text == caseKind &&
			(x.p.Doc.Intake.Form.Has(field) || slices.Contains(textsOfWords(b.Carry), field))
	})
}

// placeAt is the place at a step, with only what something can still read.
func (x *procedure) placeAt(id complaint.StepID, k known) place {
	kept := known{}
	for name, value := range k {
		if x.readAfter[id][name] {
			kept[name] = value
		}
	}
	key := string(id) + "\x00" + kept.asKey()
	at, ok := x.places[key]
	if !ok {
		at = &standing{step: id, known: kept}
		x.places[key] = at
	}
	return at
}

// waysOnFrom are the ways on from a place; the archive has none.
func (x *procedure) waysOnFrom(from place) []way {
	if from.followed {
		return from.ways
	}
	s := x.p.step(from.step)
	if s == nil {
		return nil
	}
	var ways []way
	k := from.known
	entered := x.judgeCondition(s.When, k)
	if entered.canFail && s.Else.Text != "" {
		ways = append(ways, way{next: []place{x.placeAt(complaint.StepID(s.Else.Text), k)}})
	}
	if entered.canHold {
		for _, o := range s.Outcomes.Entries {
			if s.LapsesByItself() {
				break // nobody does it
			}
			for _, after := range x.waysToFillIn(string(from.step), k.withValue(outcomeVariable, o.Key)) {
				delete(after, outcomeVariable)
				for _, w := range x.waysWithOutcome(after, from.step, o, false) {
					if !slices.ContainsFunc(ways, w.equals) {
						ways = append(ways, w)
					}
				}
			}
		}
	}
	for _, o := range s.Outcomes.Entries {
		lapses := o.Key == s.lapseOutcome() && x.canLapse(from)
		if !entered.canHold || !lapses && !x.p.canBeRated(s, o.Key) {
			continue
		}
		ways = append(ways, x.waysWithOutcome(k, from.step, o, true)...)
	}
	from.ways, from.followed = ways, true
	return ways
}

func (w way) equals(other way) bool {
	return w.outcome == other.outcome && w.unfilled == other.unfilled && slices.Equal(w.next, other.next)
}

// waysToFillIn are the ways in which a form can be filled in, as far as anything can read it, and `required`,
// `required_when` and `must` permit.
func (x *procedure) waysToFillIn(step string, before known) []known {
	type answer struct {
		known
		left []Field // not filled in
	}
	all := []answer{{known: before}}
	form := x.p.forms[step]
	if form == nil {
		return []known{before}
	}
	for _, f := range form.Fields.Entries {
		if !x.followed[f.Key] {
			continue
		}
		var wider []answer
		for _, a := range all {
			for _, value := range x.valuesOf(f.Key) {
				if value != "" {
					wider = append(wider, answer{a.withValue(f.Key, value), a.left})
				}
			}
			if !f.Value.Required {
				wider = append(wider, answer{a.known, append(slices.Clone(a.left), f.Value)})
			}
		}
		all = wider
	}
	var must []Requirement
	if s := x.p.step(complaint.StepID(step)); s != nil {
		must = s.Must
	}
	var permitted []known
	for _, a := range all {
		mustBeFilled := func(f Field) bool {
			return f.RequiredWhen.Text != "" && !x.judgeCondition(f.RequiredWhen, a.known).canFail
		}
		cannotBe := func(m Requirement) bool { return !x.judgeCondition(m.That, a.known).canHold }
		if !slices.ContainsFunc(a.left, mustBeFilled) && !slices.ContainsFunc(must, cannotBe) {
			permitted = append(permitted, a.known)
		}
	}
	return permitted
}

// reachable are all places that cases come to from some places on.
func (x *procedure) reachable(from []place) []place {
	seen := map[place]bool{}
	var order []place
	var walk func(place)
	walk = func(at place) {
		if seen[at] {
			return
		}
		seen[at] = true
		order = append(order, at)
		for _, w := range x.waysOnFrom(at) {
			for _, next := range w.next {
				walk(next)
			}
		}
	}
	for _, at := range from {
		walk(at)
	}
	return order
}

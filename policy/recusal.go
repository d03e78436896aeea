package policy

import (
	"maps"
	"slices"

	"duban/complaint"
)

const recusalKind = "recusal"

// The outcomes of a decision on recusal.
const (
	grantedOutcome = "granted"
	refusedOutcome = "refused"
)

// refuseRecusedActor refuses whoever takes no part: the person complained about, the recused, and for as long as it is
// undecided whoever somebody holds to be in conflict.
func (t *turn) refuseRecusedActor() *complaint.Error {
	if t.a.Party != "" {
		return nil
	}
	id := t.a.Person.ID
	if absent := t.a.Person.For; absent != "" && t.staysAway(absent) {
		id = absent // whose place nobody can take
	}
	switch {
	case !t.staysAway(id):
		return nil
	case t.c.IsAccused(id):
		return complaint.Refuse(complaint.Forbidden, "recusal.complained_about", nil)
	case t.c.MayBeAccused(id):
		return complaint.Refuse(complaint.Forbidden, "recusal.perhaps_complained_about", nil)
	case t.isOfBarredUnit(id):
		kind, _ := t.p.Doc.Kinds.Get(t.c.Kind)
		return complaint.Refuse(complaint.Forbidden, "recusal.unit_complained_about", nil).
			Because(*t.p.reasonCiting(kind.Cites, ""))
	case t.c.IsBarred(id):
		return complaint.Refuse(complaint.Forbidden,
			"recusal.recused", nil).Because(*t.reasonCitingMayRule("recuse", ""))
	case slices.Contains(t.c.Excluded, id):
		return complaint.Refuse(complaint.Forbidden, "recusal.handled_before", nil).
			Because(*t.p.reasonCiting(t.p.exclusionRule(t.c.Kind), ""))
	}
	return complaint.Refuse(complaint.Forbidden, "recusal.pending", nil).Because(*t.reasonCitingMayRule("recuse", ""))
}

// permitRecuse: whoever may read the case declares a conflict of their own, whatever the policy says; whether they may
// speak about others, their data decide. A party asks again when what they asked has been decided.
func (t *turn) permitRecuse(c complaint.Recuse) *complaint.Error {
	if t.a.Party == "" {
		return nil
	}
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	asked := func(q complaint.Question) bool { return q.Person == "" && q.Party == t.a.Party }
	if slices.ContainsFunc(t.c.Questions, asked) {
		return complaint.Refuse(complaint.Conflict, "recusal.already_asked", nil).
			Because(*t.reasonCitingMayRule("recuse", ""))
	}
	return nil
}

// fillRecusalOmissions: who comes by receipt asks for themselves.
func (t *turn) fillRecusalOmissions(c complaint.Recuse) (complaint.Recuse, *complaint.Error) {
	if t.a.Party != "" {
		c.Party = t.a.Party
	}
	return c, nil
}

func (t *turn) checkRecuse(c complaint.Recuse) *complaint.Error {
	if t.a.Party != "" {
		return checkRecusalInWords(c)
	}
	if c.Whom != "" {
		return complaint.Refuse(complaint.Invalid, "recusal.in_words_by_receipt", nil).At("data.whom")
	}
	if c.Party != "" && t.c.Party(c.Party) == nil {
		return complaint.Refuse(complaint.Invalid, "recusal.unknown_party", nil).At("data.party")
	}
	if c.Person == "" && c.Party != "" {
		return complaint.Refuse(complaint.Invalid, "recusal.name_person", nil).At("data.person")
	}
	if _, ok := t.f.Directory.People[c.Person]; c.Person != "" && !ok {
		return complaint.Refuse(complaint.Invalid, "recusal.unknown_person", nil).At("data.person")
	}
	// whom the policy does not name withdraws from the case, and nobody else does at their word
	if !t.isOwnRecusal(c) && t.permitByMayRules(c) != nil {
		return complaint.Refuse(complaint.Invalid, "recusal.only_yourself", nil).At("data.person").
			Because(*t.reasonCitingMayRule("recuse", ""))
	}
	if t.staysAway(c.Person) {
		return complaint.Refuse(complaint.Conflict,
			"recusal.already_away", nil).Because(*t.reasonCitingMayRule("recuse", ""))
	}
	return requireText(c.Ground, "ground")
}

// checkRecusalInWords: a party knows nobody's id, and says who is meant and why.
func checkRecusalInWords(c complaint.Recuse) *complaint.Error {
	if c.Person != "" {
		return complaint.Refuse(complaint.Invalid, "recusal.say_whom", nil).At("data.person")
	}
	if refusal := requireText(c.Whom, "whom"); refusal != nil {
		return refusal
	}
	return requireText(c.Ground, "ground")
}

// isOwnRecusal reports whether somebody declares a conflict of their own, and not at the wish of a party.
func (t *turn) isOwnRecusal(c complaint.Recuse) bool {
	return c.Party == "" && (c.Person == "" || c.Person == t.a.Person.ID)
}

// recordRecusal: one's own declaration takes effect at once; one about somebody else is decided by the step the policy
// names, and until then stops that person.
func (t *turn) recordRecusal(c complaint.Recuse) error {
	if t.isOwnRecusal(c) {
		return t.removePersonFromCase(complaint.Recused{
			Person: t.a.Person.ID,
			Ground: c.Ground,
		}, t.reasonCitingMayRule("recuse", "recused_self"))
	}
	reason := t.reasonCitingMayRule("recuse", "recusal_asked")
	if c.Person == "" {
		reason = t.reasonCitingMayRule("recuse", "recusal_asked_in_words")
	}
	if err := t.emit(complaint.RecusalAsked(c), reason); err != nil {
		return err
	}
	rule, _ := t.p.Doc.May.Get("recuse")
	step := complaint.StepID(rule.DecidedBy.Text)
	if err := t.beginStep(step, t.p.step(step)); err != nil {
		return err
	}
	if c.Person == "" {
		return nil // who is stopped is known when it has been decided
	}
	return t.releaseTasksOf(c.Person, reason)
}

// checkObject: an objection is a department's, or that of a party of the case.
func (t *turn) checkObject(c complaint.Object) *complaint.Error {
	if c.Party != "" && t.c.Party(c.Party) == nil {
		return complaint.Refuse(complaint.Invalid, "representation.unknown_party", nil).At("data.party")
	}
	if refusal := t.checkActsThrough(c.Party, c.Through); refusal != nil {
		return refusal
	}
	return requireText(c.Reason, "reason")
}

func (t *turn) openObjection(c complaint.Object) error {
	if err := t.emit(complaint.Objected(c), t.reasonCitingMayRule("object", "objected")); err != nil {
		return err
	}
	rule, _ := t.p.Doc.May.Get("object")
	step := complaint.StepID(rule.DecidedBy.Text)
	return t.beginStep(step, t.p.step(step))
}

// recusedField is the field in which whoever grants what a party asked for in words says who is meant.
const recusedField = "recused_person"

// questionOfTask is the question that a task was opened to decide, or nil.
func (t *turn) questionOfTask(task *complaint.Task) *complaint.Question {
	i := slices.IndexFunc(t.c.Questions, func(q complaint.Question) bool { return q.Seq+1 == task.Round })
	if i < 0 {
		return nil
	}
	return &t.c.Questions[i]
}

// checkRecusalDecision: whoever grants what a party asked for in words names the person, of those who can act in the
// case; otherwise nobody is named. Whoever is meant themselves declares that, and somebody else decides.
func (t *turn) checkRecusalDecision(task *complaint.Task, c complaint.Complete) *complaint.Error {
	if !t.p.Doc.complainantMayRecuse() {
		return nil
	}
	named, _ := c.Data[recusedField].(string)
	q := t.questionOfTask(task)
	grants := q != nil && q.Person == "" && c.Outcome == grantedOutcome
	if refusal := t.refuseRecusedNamed(complaint.UserID(named), grants); refusal != nil {
		return refusal.At("data." + recusedField).Because(*t.reasonCitingStepOf(task.ID, ""))
	}
	return nil
}

// refuseRecusedNamed refuses a person who is named, or is not, where a recusal asked for in words is granted or not.
func (t *turn) refuseRecusedNamed(person complaint.UserID, grants bool) *complaint.Error {
	switch {
	case !grants && person != "":
		return complaint.Refuse(complaint.Invalid, "recusal.nobody_to_name", nil)
	case !grants:
		return nil
	case person == "":
		return complaint.Refuse(complaint.Invalid, "recusal.name_person", nil)
	case t.a.Person.ID == person || t.a.Person.For == person:
		return complaint.Refuse(complaint.Invalid, "recusal.not_by_yourself", nil)
	case t.staysAway(person):
		return complaint.Refuse(complaint.Invalid, "recusal.already_away", nil)
	case !t.holdsAnyRole(person):
		return complaint.Refuse(complaint.Invalid, "recusal.takes_no_part", nil)
	}
	return nil
}

// decideRecusal carries out what the step decided about the question it was opened for.
func (t *turn) decideRecusal(task *complaint.Task, s *Step, c complaint.Complete) error {
	q := t.questionOfTask(task)
	if s.Kind.Text != recusalKind || q == nil {
		return nil
	}
	person, asked := q.Person, 0
	if person == "" {
		named, _ := c.Data[recusedField].(string)
		person, asked = complaint.UserID(named), q.Seq
	}
	if c.Outcome == grantedOutcome {
		return t.removePersonFromCase(complaint.Recused{Person: person, Ground: q.Ground, Question: asked},
			t.p.reasonCiting(s.Cites, "recusal_granted"))
	}
	return t.emit(complaint.RecusalRefused{Person: q.Person, Question: asked},
		t.p.reasonCiting(s.Cites, "recusal_refused"))
}

// removePersonFromCase takes a person out of the case, with the tasks that they had done. What they held goes back to
// the other candidates, or up.
func (t *turn) removePersonFromCase(f complaint.Recused, r *complaint.Reason) error {
	done := []complaint.TaskID{}
	for _, task := range t.c.Tasks {
		if task.State == complaint.TaskDone && (task.Assignee == f.Person || task.For == f.Person) {
			done = append(done, task.ID)
		}
	}
	f.Tasks = done
	if err := t.emit(f, r); err != nil {
		return err
	}
	if err := t.releaseTasksOf(f.Person, r); err != nil {
		return err
	}
	for _, task := range t.c.LiveTasks() {
		if len(task.Seats) == 0 || IsOfConcerned(task.Step) {
			continue // a window: nobody's to do; and nobody else speaks for whom an entry of the ledger concerns
		}
		if err := t.passUpUnlessHeld(task, []complaint.Seat{{User: f.Person}}, r); err != nil {
			return err
		}
	}
	return nil
}

// passUpUnlessHeld passes a task on to the level above some seats where nobody is left who may take it.
func (t *turn) passUpUnlessHeld(task *complaint.Task, below []complaint.Seat, r *complaint.Reason) error {
	own := slices.Concat(t.proposersOf(t.p.step(task.Step)), t.keptFromTask(task))
	to := t.seatsAbove(below, own...)
	if t.anySeatHeld(task.Seats, own...) || len(to) == 0 {
		return nil
	}
	return t.emit(complaint.Escalated{To: to, Tasks: []complaint.TaskID{task.ID}}, r)
}

// releaseTasksOf frees what the person holds, and what somebody holds in their place.
func (t *turn) releaseTasksOf(person complaint.UserID, r *complaint.Reason) error {
	for _, task := range t.c.LiveTasks() {
		if task.Assignee != person && task.For != person {
			continue
		}
		if err := t.emit(complaint.TaskReleased{Task: task.ID}, r); err != nil {
			return err
		}
	}
	return nil
}

// seatsAbove are the seats of the next higher level that somebody unconflicted holds, besides those whose own matter it
// is; where there is none above, of the highest that is left, so that a case is never nobody's. A role that is held for
// a unit is meant of the unit that the matter is in, or of the nearest above it; no other unit learns of it.
func (t *turn) seatsAbove(below []complaint.Seat, own ...complaint.UserID) []complaint.Seat {
	level, units := 0, t.unitsOfSeats(below)
	seats := map[int][]complaint.Seat{}
	for i := range t.p.Doc.Roles.Entries {
		e := &t.p.Doc.Roles.Entries[i]
		role := t.p.RoleID(e.Key)
		for _, s := range below {
			if s.Role == role || t.f.Directory.People[s.User].HoldsRole(role) {
				level = max(level, e.Value.Level)
			}
		}
		for _, seat := range t.seatsOfRoleIn(units, role, e.Value.IsPerUnit(), own...) {
			if !slices.Contains(below, seat) && t.anySeatHeld([]complaint.Seat{seat}, own...) {
				seats[e.Value.Level] = append(seats[e.Value.Level], seat)
			}
		}
	}
	levels := slices.Sorted(maps.Keys(seats))
	if len(levels) == 0 {
		return nil
	}
	for _, higher := range levels {
		if higher > level {
			return seats[higher]
		}
	}
	return seats[levels[len(levels)-1]]
}

// checkDecidedBy: a command that asks for a decision names the step that takes it.
func (c *checker) checkDecidedBy(e *Entry[Permission]) {
	w := e.Value.DecidedBy
	if e.Key == "withdraw" {
		s, ok := c.doc.Steps.Get(w.Text)
		if w.Text != "" && (!ok || !s.Outcomes.Has(grantedOutcome) || !s.Outcomes.Has(refusedOutcome)) {
			c.f.add(w.Pos, "may.withdraw_decided", nil)
		}
	}
	if e.Key == "object" {
		c.mustBeOneOf(w, c.doc.Steps.Keys())
		if w.Text == "" {
			c.f.add(e.Pos, "may.object_decided", nil)
		}
		return
	}
	if e.Key != "recuse" {
		if len(e.Value.Found) > 0 {
			c.f.add(e.Pos, "may.found", nil)
		}
		if w.Text != "" && e.Key != "withdraw" {
			c.f.add(w.Pos, "may.not_decided", args{"command": e.Key})
		}
		return
	}
	for _, found := range e.Value.Found {
		c.mustBeOfClosedSet(found, setConflicts)
	}
	s, ok := c.doc.Steps.Get(w.Text)
	if !ok || s.Kind.Text != recusalKind || !s.Outcomes.Has(grantedOutcome) || !s.Outcomes.Has(refusedOutcome) {
		c.f.add(e.Pos, "may.recuse_decided", nil)
	}
}

package policy

import (
	"fmt"
	"slices"
	"strings"

	"duban/complaint"
)

// The steps of an entry of the ledger, the last part of their names.
const (
	hearStep    = "hear"
	decideStep  = "decide"
	objectStep  = "object"
	reviewEntry = "review"
)

// The outcomes by which the person concerned speaks, or does not.
const (
	statedOutcome   = "stated"
	silentOutcome   = "silent"
	objectedOutcome = "objected"
	acceptedOutcome = "accepted"
)

// The fields in which a decision on an entry says what it comes to.
const (
	measureField = "measure"
	amountField  = "amount"
)

const entrySteps = "ledger."

// entryStepID names a step of a rule's entries. No file writes it: it follows from the rule.
func entryStepID(rule, step string) complaint.StepID {
	return complaint.StepID(entrySteps + rule + "." + step)
}

// IsOfConcerned reports whether a step is that in which the person whom an entry of the ledger concerns speaks: it lets
// nobody read the case.
func IsOfConcerned(step complaint.StepID) bool {
	name := string(step)
	return strings.HasPrefix(name, entrySteps) &&
		(strings.HasSuffix(name, "."+hearStep) || strings.HasSuffix(name, "."+objectStep))
}

// hearingOf is how the person concerned is heard; nil where they are not.
func (d *Document) hearingOf(r *LedgerRule) *HearingRule {
	if r.Hearing == nil && r.Kind.Text == complaint.SanctionEntry {
		return d.Ledger.Hearing
	}
	return r.Hearing
}

// decisionOf is who decides; nil where the procedure does, or the file does not say.
func (d *Document) decisionOf(r *LedgerRule) *EntryDecisionRule {
	switch {
	case r.DecidedIn.Text != "":
		return nil
	case r.Decision == nil:
		return d.Ledger.Decision
	}
	return r.Decision
}

// objectionOf is how the person concerned objects; nil where they do not.
func (d *Document) objectionOf(r *LedgerRule) *EntryObjectionRule {
	if r.Objection == nil && r.Kind.Text == complaint.SanctionEntry {
		return d.Ledger.Objection
	}
	return r.Objection
}

// addEntrySteps makes the steps in which entries of the ledger are heard, decided and objected to.
func (c *checker) addEntrySteps() {
	if c.doc.Ledger == nil {
		return
	}
	for i := range c.doc.Ledger.Rules.Entries {
		e := &c.doc.Ledger.Rules.Entries[i]
		r := &e.Value
		if h := c.doc.hearingOf(r); h != nil {
			c.addEntryStep(e, hearStep, &Step{Cites: h.Cites, Limit: h.Within, Lapses: Word{Text: silentOutcome}},
				statedOutcome, silentOutcome)
		}
		if d := c.doc.decisionOf(r); d != nil {
			c.addEntryStep(e, decideStep, c.entryDecisionStep(d.Cites, d.By, d.Otherwise, d.Limit, d.Ladder),
				complaint.EntryUpheld, complaint.EntryChanged, complaint.EntryDropped)
		}
		if o := c.doc.objectionOf(r); o != nil {
			c.addEntryStep(e, objectStep, &Step{Cites: o.Cites, Limit: o.Within, Lapses: Word{Text: acceptedOutcome}},
				objectedOutcome, acceptedOutcome)
			c.addEntryStep(e, reviewEntry, c.entryDecisionStep(o.Cites, o.By, o.Otherwise, o.Limit, o.Ladder),
				complaint.EntryUpheld, complaint.EntryChanged, complaint.EntryDropped)
		}
	}
}

// entryDecisionStep is a step in which somebody decides on an entry.
func (c *checker) entryDecisionStep(
	cites Cites, by []SeatRule, otherwise *Fallback, limit LimitRef, ladder []RungRule,
) *Step {
	if len(ladder) == 0 {
		ladder = c.doc.Ladder // checked once, where it stands
	}
	var form Map[Field]
	if measures := c.doc.Ledger.Measures; len(measures.Entries) > 0 {
		form.Entries = append(form.Entries, c.newChoiceField(measureField, "entry_measure", false, measures))
	}
	form.Entries = append(form.Entries, c.newField(amountField, MoneyField, "entry_amount", false))
	return &Step{
		Cites:     cites,
		By:        by,
		Otherwise: otherwise,
		Limit:     limit,
		Ladder:    ladder,
		Form:      form,
	}
}

// addEntryStep adds a step of a rule's entries. What rests on nothing of its own rests on what the rule does. All
// outcomes but the first that upholds and the last that says nothing need the reason.
func (c *checker) addEntryStep(e *Entry[LedgerRule], name string, s *Step, outcomes ...string) {
	s.Title = c.p.bringTitle(broughtPhrase("entry_"+name, blanks{"entry": e.Value.Title.Text}))
	if !citesAny(s.Cites) {
		s.Cites = e.Value.Cites
	}
	for _, code := range outcomes {
		s.Outcomes.Entries = append(s.Outcomes.Entries, Entry[Outcome]{Key: code, Value: Outcome{
			Title:  c.p.bringTitle(broughtPhrase("entry_"+code, nil)),
			Reason: code != complaint.EntryUpheld && code != silentOutcome && code != acceptedOutcome,
		}})
	}
	c.p.addedSteps[entryStepID(e.Key, name)] = s
}

// firstEntryStep is the step with which an entry begins; "" where the procedure decides it and nobody is heard.
func (t *turn) firstEntryStep(rule string, r *LedgerRule) complaint.StepID {
	switch {
	case t.p.Doc.hearingOf(r) != nil:
		return entryStepID(rule, hearStep)
	case r.DecidedIn.Text != "":
		return ""
	}
	return entryStepID(rule, decideStep)
}

// openEntryTask opens a step of an entry.
func (t *turn) openEntryTask(entry complaint.EntryID, step complaint.StepID) error {
	if step == "" {
		return nil
	}
	s, e := t.p.step(step), t.c.Entry(entry)
	if s == nil || e == nil {
		return fmt.Errorf("decide: entry %s has no step %s", entry, step)
	}
	seats, why := t.concernedSeats(e), t.p.reasonCiting(s.Cites, "task_opened")
	if !IsOfConcerned(step) {
		var err error
		if seats, why, err = t.seatsBesides(s, s.By, t.keptFromEntry(e)); err != nil {
			return err
		}
	}
	task := complaint.TaskID(fmt.Sprintf("t%d", t.nextSeq()))
	if err := t.emit(complaint.TaskOpened{
		Task:  task,
		Step:  step,
		Title: s.Title.Text,
		Seats: seats,
		Entry: entry,
	}, why); err != nil {
		return err
	}
	return t.setStepDeadline(step, task, s)
}

// concernedSeats are who speaks for whom an entry concerns: the person, whoever heads the unit, or who holds the role.
func (t *turn) concernedSeats(e *complaint.LedgerEntry) []complaint.Seat {
	switch {
	case e.Against.User != "" || e.Against.Role != "":
		return []complaint.Seat{e.Against}
	case t.f.Directory.Units[e.Against.Unit].Manager != "":
		return []complaint.Seat{t.unitOrHead(e.Against.Unit, true)}
	}
	return []complaint.Seat{}
}

// keptFromEntry are the people who do not decide on an entry: whom it concerns, on whose word it was proposed and who
// decided before (all-self).
func (t *turn) keptFromEntry(e *complaint.LedgerEntry) []complaint.UserID {
	kept := slices.Concat(e.ProposedBy, e.DecidedBy)
	for _, s := range t.concernedSeats(e) {
		if s.User != "" {
			kept = append(kept, s.User)
			continue
		}
		for id, person := range t.f.Directory.People {
			if s.FitsPerson(person) {
				kept = append(kept, id)
			}
		}
	}
	return kept
}

// keptFromTask are those of them that a task is kept from.
func (t *turn) keptFromTask(task *complaint.Task) []complaint.UserID {
	if e := t.c.Entry(task.Entry); e != nil && !IsOfConcerned(task.Step) {
		return t.keptFromEntry(e)
	}
	return nil
}

// SpeaksOnEntry reports whether a command is about a task in which somebody speaks on an entry of the ledger that
// concerns them: they may, where they take no part in the case and may not read it.
func SpeaksOnEntry(c *complaint.Case, person complaint.Person, cmd complaint.Command) bool {
	about := allCommands().rowOf(cmd).rule.about
	if about == nil {
		return false
	}
	task := c.Task(about(cmd).task)
	return task != nil && task.Entry != "" && IsOfConcerned(task.Step) &&
		slices.ContainsFunc(person.CapacitiesToActIn(), func(as complaint.Person) bool {
			return sitsInAny(as, task.Seats)
		})
}

// EntrySteps are the steps of all rules' entries, in the order of the file.
func (p *Policy) EntrySteps() []complaint.StepID {
	var all []complaint.StepID
	for _, rule := range p.LedgerRuleNames() {
		for _, step := range []string{hearStep, decideStep, objectStep, reviewEntry} {
			if id := entryStepID(rule, step); p.addedSteps[id] != nil {
				all = append(all, id)
			}
		}
	}
	return all
}

// LedgerRuleNames are the names of the ledger's rules, none where the file has no ledger.
func (p *Policy) LedgerRuleNames() []string {
	if p.Doc.Ledger == nil {
		return nil
	}
	return p.Doc.Ledger.Rules.Keys()
}

// checkEntryDecision: a changed decision says what it is now, an upheld one does not change it, and where the ledger
// has measures one is named in the end.
func (t *turn) checkEntryDecision(task *complaint.Task, c complaint.Complete) *complaint.Error {
	e := t.c.Entry(task.Entry)
	if e == nil || IsOfConcerned(task.Step) || c.Outcome == complaint.EntryDropped {
		return nil
	}
	before, after := e.ChargeInForce(), chargeDecided(e, c.Data)
	same := after.Measure == before.Measure && sameAmount(after.Amount, before.Amount)
	completes := (before.Measure == "" || after.Measure == before.Measure) &&
		(before.Amount == nil || sameAmount(after.Amount, before.Amount))
	why := *t.reasonCitingStepOf(task.ID, "")
	switch {
	case c.Outcome == complaint.EntryChanged && same:
		return complaint.Refuse(complaint.Invalid, "entry.nothing_changed", nil).At("data." + amountField).Because(why)
	case c.Outcome == complaint.EntryUpheld && !completes:
		return complaint.Refuse(complaint.Invalid, "entry.changed", nil).At("outcome").Because(why)
	case after.Measure == "" && len(t.p.Doc.Ledger.Measures.Entries) > 0:
		return complaint.Refuse(complaint.Invalid, "required", complaint.Args{"field": measureField}).
			At("data." + measureField).Because(why)
	}
	return nil
}

// reasonCalled is a reason under the words of another id.
func reasonCalled(r *complaint.Reason, id string) *complaint.Reason {
	named := *r
	named.ID = id
	return &named
}

func sameAmount(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

// chargeDecided is what a decision comes to: what the form says, and else what stood before.
func chargeDecided(e *complaint.LedgerEntry, data map[string]any) complaint.Charge {
	charge := e.ChargeInForce()
	if code, _ := data[measureField].(string); code != "" {
		charge.Measure = code
	}
	if value, filled := data[amountField]; filled {
		fen := int64(asWholeNumber(value))
		charge.Amount = &fen
	}
	return charge
}

// endEntryTask ends the limit of a task of an entry that has been done or is over, and goes on with the entry.
func (t *turn) endEntryTask(task complaint.Task, outcome string, data map[string]any) error {
	if err := t.endTaskDeadlines(task.ID, t.markDeadlineMet); err != nil {
		return err
	}
	return t.finishEntryTask(task, outcome, data)
}

// finishEntryTask records what a task of an entry came to, and goes on with the entry.
func (t *turn) finishEntryTask(task complaint.Task, outcome string, data map[string]any) error {
	e := *t.c.Entry(task.Entry)
	text, _ := data["reason"].(string)
	why := t.reasonCitingStepOf(task.ID, "")
	step := string(task.Step)[strings.LastIndex(string(task.Step), ".")+1:]
	switch {
	case step == hearStep && outcome == statedOutcome:
		if err := t.emit(complaint.EntryHeard{
			Entry: e.ID,
			View:  complaint.TextID(text),
		}, reasonCalled(why, "entry_heard")); err != nil {
			return err
		}
		return t.decideAfterHearing(e)
	case step == hearStep:
		return t.decideAfterHearing(e)
	case step == objectStep && outcome == objectedOutcome:
		fact := complaint.EntryObjected{Entry: e.ID, Reason: complaint.TextID(text)}
		if err := t.emit(fact, reasonCalled(why, "entry_objected")); err != nil {
			return err
		}
		return t.openEntryTask(e.ID, entryStepID(e.Rule, reviewEntry))
	case step == objectStep:
		if err := t.emit(complaint.EntrySettled{Entry: e.ID}, reasonCalled(why, "entry_settled")); err != nil {
			return err
		}
		return t.archiveWhenNothingOwed()
	}
	charge := chargeDecided(&e, data)
	if outcome == complaint.EntryDropped {
		charge = complaint.Charge{}
	}
	err := t.recordEntryDecision(e, complaint.EntryDecision{
		Entry:   e.ID,
		Task:    task.ID,
		Outcome: outcome,
		Charge:  charge,
		Reason:  complaint.TextID(text),
		By:      t.actingPeople(),
		Final:   step == reviewEntry,
	}, why)
	if err != nil {
		return err
	}
	return t.archiveWhenNothingOwed()
}

// actingPeople are the actor and in whose place they act.
func (t *turn) actingPeople() []complaint.UserID {
	people := []complaint.UserID{t.a.Person.ID}
	if t.a.Person.For != "" {
		people = append(people, t.a.Person.For)
	}
	return people
}

// decideAfterHearing opens the decision, unless the procedure decides.
func (t *turn) decideAfterHearing(e complaint.LedgerEntry) error {
	if rule, ok := t.p.Doc.Ledger.Rules.Get(e.Rule); !ok || rule.DecidedIn.Text != "" {
		return nil
	}
	return t.openEntryTask(e.ID, entryStepID(e.Rule, decideStep))
}

// recordEntryDecision records a decision, and opens the time to object where there is one. It archives nothing: a step
// of the procedure that decides leads on first.
func (t *turn) recordEntryDecision(
	e complaint.LedgerEntry, fact complaint.EntryDecision, why *complaint.Reason,
) error {
	object := entryStepID(e.Rule, objectStep)
	fact.Final = fact.Final || fact.Outcome == complaint.EntryDropped || t.p.step(object) == nil
	switch fact.Outcome {
	case complaint.EntryUpheld:
		why = reasonCalled(why, "entry_upheld")
	case complaint.EntryChanged:
		why = reasonCalled(why, "entry_changed")
	default:
		why = reasonCalled(why, "entry_dropped")
	}
	if err := t.emit(fact, why); err != nil {
		return err
	}
	if fact.Final {
		return nil
	}
	return t.openEntryTask(e.ID, object)
}

// decideEntriesInStep decides the entries that a step of the procedure decides: approved upholds, rejected drops, and
// returned takes the proposal back.
func (t *turn) decideEntriesInStep(task complaint.Task, s *Step, reason complaint.TextID) error {
	outcome := t.decidedOutcome(&task, s)
	if t.p.Doc.Ledger == nil || outcome == "" {
		return nil
	}
	for i := range t.c.Entries {
		e := t.c.Entries[i]
		rule, ok := t.p.Doc.Ledger.Rules.Get(e.Rule)
		if !ok || rule.DecidedIn.Text != string(task.Step) || e.State != complaint.EntryProposed {
			continue
		}
		why := t.reasonCitingStepOf(task.ID, "")
		fact := complaint.EntryDecision{
			Entry:   e.ID,
			Task:    task.ID,
			Outcome: complaint.EntryUpheld,
			Charge:  e.Proposed,
			Reason:  reason,
			By:      t.c.LastDoersOf(task.Step),
		}
		err := t.withdrawEntryTasks(e.ID, why)
		switch {
		case err != nil:
		case outcome == approvedOutcome:
			err = t.recordEntryDecision(e, fact, why)
		case outcome == rejectedOutcome:
			fact.Outcome, fact.Charge = complaint.EntryDropped, complaint.Charge{}
			err = t.recordEntryDecision(e, fact, why)
		default:
			err = t.dropEntry(e.ID, reasonCalled(why, "entry_taken_back"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refuseBeforeHearing refuses to decide on entries in a step of the procedure while whom they concern is still heard,
// or by whom they concern.
func (t *turn) refuseBeforeHearing(task *complaint.Task, outcome string) *complaint.Error {
	if t.p.Doc.Ledger == nil || task.Entry != "" {
		return nil
	}
	for i := range t.c.Entries {
		e := &t.c.Entries[i]
		rule, ok := t.p.Doc.Ledger.Rules.Get(e.Rule)
		if !ok || rule.DecidedIn.Text != string(task.Step) || e.State != complaint.EntryProposed {
			continue
		}
		heard := func(k *complaint.Task) bool { return k.Entry == e.ID }
		if outcome == approvedOutcome && slices.ContainsFunc(t.c.LiveTasks(), heard) {
			return complaint.Refuse(complaint.Conflict, "entry.not_heard", complaint.Args{"entry": e.Number}).
				Because(*t.p.reasonCiting(t.p.step(entryStepID(e.Rule, hearStep)).Cites, ""))
		}
		if slices.ContainsFunc(t.keptFromEntry(e), t.a.Person.IsOrStandsInFor) {
			return complaint.Refuse(complaint.Forbidden, "self.own_entry", nil).Because(ownMatter)
		}
	}
	return nil
}

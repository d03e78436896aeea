package policy

import (
	"fmt"
	"slices"

	"duban/complaint"
	"duban/policy/calendar"
)

func providesExtension(m Moves) bool { return m.Extension != nil }

// extensionStepID names the step in which extensions of a deadline are decided. No file writes it: it follows
// from the deadline's `extension:`.
func extensionStepID(deadline string) complaint.StepID {
	return complaint.StepID("extension." + deadline)
}

// addExtensionSteps makes the steps in which extensions are decided.
func (p *Policy) addExtensionSteps() {
	add := func(name, title string, m Moves) {
		if m.Extension == nil {
			return
		}
		p.addedSteps[extensionStepID(name)] = &Step{
			Cites: m.Extension.Cites,
			Title: p.bringTitle(broughtPhrase("extension", blanks{"deadline": title})),
			By:    m.Extension.Approve,
			Form:  p.proofOfDecision(m.Extension),
			Outcomes: Map[Outcome]{Entries: []Entry[Outcome]{
				{Key: approvedOutcome, Value: Outcome{Title: p.bringTitle(broughtPhrase("extension_granted", nil))}},
				{Key: refusedOutcome, Value: Outcome{Title: p.bringTitle(broughtPhrase("extension_refused", nil))}},
			}},
			OnBehalf: m.Extension.OnBehalf,
		}
	}
	for _, e := range p.Doc.Deadlines.Entries {
		add(e.Key, e.Value.Title.Text, e.Value.Moves)
	}
	for _, e := range p.Doc.Steps.Entries {
		add(stepDeadlineName(complaint.StepID(e.Key)), e.Value.Title.Text, e.Value.Moves)
	}
}

// proofOfDecision is what whoever records the decision of a body outside hands in.
func (p *Policy) proofOfDecision(e *ExtensionRule) Map[Field] {
	if e.OnBehalf == nil {
		return Map[Field]{}
	}
	return Map[Field]{Entries: []Entry[Field]{{
		Key: e.OnBehalf.Proof.Text,
		Pos: e.OnBehalf.Proof.Pos,
		Value: Field{
			Cites:    e.OnBehalf.Cites,
			Type:     Word{Text: string(AttachmentsField)},
			Title:    p.bringTitle(broughtPhrase("extension_proof", nil)),
			Required: true,
		},
	}}}
}

// anyDeadlineProvides reports whether the policy provides something for any deadline.
func (p *Policy) anyDeadlineProvides(provided func(Moves) bool) bool {
	for _, e := range p.Doc.Deadlines.Entries {
		if provided(e.Value.Moves) {
			return true
		}
	}
	for _, e := range p.Doc.Steps.Entries {
		if provided(e.Value.Moves) {
			return true
		}
	}
	return false
}

func (t *turn) possibleExtensionRequests() []complaint.RequestExtension {
	var all []complaint.RequestExtension
	for _, id := range idsOrBlank(t.unendedDeadlines(providesExtension)) {
		all = append(all, complaint.RequestExtension{Deadline: id})
	}
	return all
}

func (t *turn) fillExtensionRequestOmissions(
	c complaint.RequestExtension,
) (complaint.RequestExtension, *complaint.Error) {
	c.Deadline = t.deadlineMeant(c.Deadline, providesExtension, func(id complaint.DeadlineID) *complaint.Error {
		return t.permitExtensionRequest(complaint.RequestExtension{Deadline: id})
	})
	return c, nil
}

// permitExtensionRequest: who may ask, before expiry, once each time, as often as the policy allows, and only if
// somebody else can decide.
func (t *turn) permitExtensionRequest(c complaint.RequestExtension) *complaint.Error {
	d, moves, refusal := t.movableDeadline(c, c.Deadline, providesExtension)
	if refusal != nil {
		return refusal
	}
	rule := moves.Extension
	why := *t.p.reasonCiting(rule.Cites, "")
	switch {
	case !t.actorSitsIn(rule.By):
		return complaint.Refuse(complaint.Forbidden, "extension.not_your_role",
			complaint.Args{"seats": t.p.titlesOfSeats(t.seatsOrNone(rule.By))}).Because(why)
	case d.State != complaint.StateRunning && d.State != complaint.StateSuspended || d.LimitPassed(t.now):
		return complaint.Refuse(complaint.Conflict, "extension.asked_too_late", complaint.Args{"deadline": d.Title}).
			Because(why)
	case d.CountExtensions() >= rule.timesAllowed():
		return complaint.Refuse(complaint.Conflict, "extension.used_up",
			complaint.Args{"deadline": d.Title, "count": rule.timesAllowed()}).Because(why)
	case d.Request != nil:
		return complaint.Refuse(complaint.Conflict, "extension.already_asked", complaint.Args{"deadline": d.Title}).
			Because(why)
	case !t.somebodyElseSitsIn(rule.Approve):
		return complaint.Refuse(complaint.Conflict, "self.nobody_else", nil).Because(ownMatter)
	}
	if refusal := t.refuseWithoutTimeToTell(d, rule.Ahead); refusal != nil {
		return refusal.Because(why)
	}
	return nil
}

// somebodyElseSitsIn reports whether anybody who may take part, but the actor, sits in the seats.
func (t *turn) somebodyElseSitsIn(rules []SeatRule) bool {
	seats := t.seatsOrNone(rules)
	for id, person := range t.f.Directory.People {
		if !t.a.Person.IsOrStandsInFor(id) && !t.staysAway(id) && sitsInAny(person, seats) {
			return true
		}
	}
	return false
}

func (t *turn) checkExtensionRequest(c complaint.RequestExtension) *complaint.Error {
	rule := t.moveRulesOf(t.c.Deadline(c.Deadline)).Extension
	most := rule.Most.Length
	why := *t.p.reasonCiting(rule.Cites, "")
	by, err := calendar.ParseLimit(c.By)
	if err != nil || by.N == 0 {
		return complaint.Refuse(complaint.Invalid, "extension.length_malformed",
			complaint.Args{"example": most.String()}).At("data.by")
	}
	if by.Unit != most.Unit || by.N > most.N {
		return complaint.Refuse(complaint.Invalid, "extension.too_long",
			complaint.Args{"most": complaint.Span(most.String())}).At("data.by").Because(why)
	}
	return requireText(c.Reason, "reason")
}

// requestExtension opens the task in which somebody else decides.
func (t *turn) requestExtension(c complaint.RequestExtension) error {
	d := t.c.Deadline(c.Deadline)
	id := extensionStepID(d.Name)
	s := t.p.step(id)
	reason := t.p.reasonCiting(s.Cites, "extension_requested").With(complaint.Args{"by": complaint.Span(c.By)})
	seats, err := t.seatsMeant(s.By)
	if err != nil {
		return err
	}
	task := complaint.TaskID(fmt.Sprintf("t%d", t.nextSeq()+1))
	if err := t.emit(complaint.ExtensionRequested{
		Deadline: d.ID,
		Task:     task,
		By:       c.By,
		Reason:   c.Reason,
		For:      t.a.Person.For,
	}, reason); err != nil {
		return err
	}
	return t.emit(complaint.TaskOpened{
		Task:  task,
		Step:  id,
		Title: s.Title.Text,
		Seats: seats,
	}, reason)
}

// decidesExtensionRequestOf reports whether the task decides what the person asked for, or somebody for them.
func (t *turn) decidesExtensionRequestOf(task complaint.TaskID, person complaint.Person) bool {
	d := t.c.DeadlineOfExtensionTask(task)
	return d != nil &&
		(person.IsOrStandsInFor(d.Request.Asker) || d.Request.For != "" && person.IsOrStandsInFor(d.Request.For))
}

// permitExtensionApproval: a limit that has passed is not extended any more.
func (t *turn) permitExtensionApproval(c complaint.Complete) *complaint.Error {
	d := t.c.DeadlineOfExtensionTask(c.Task)
	if d == nil || c.Outcome != approvedOutcome {
		return nil
	}
	if !d.LimitPassed(t.now) {
		if refusal := t.refuseWithoutTimeToTell(d, t.moveRulesOf(d).Extension.Ahead); refusal != nil {
			return refusal.Because(*t.reasonCitingStepOf(c.Task, ""))
		}
		return nil
	}
	return complaint.Refuse(complaint.Conflict, "extension.decided_too_late", complaint.Args{"deadline": d.Title}).
		Because(*t.reasonCitingStepOf(c.Task, ""))
}

// decideExtension moves the limit, or leaves it.
func (t *turn) decideExtension(asked *complaint.Deadline, outcome string) error {
	d := *asked
	request, rule := *d.Request, t.moveRulesOf(&d).Extension
	if outcome != approvedOutcome {
		return t.emit(complaint.ExtensionRefused{
			Deadline: d.ID,
			Task:     request.Task,
		}, t.p.reasonCiting(rule.Cites, "extension_refused"))
	}
	term, err := t.recordedLimitTerm(&d)
	if err != nil {
		return err
	}
	before := len(term.Steps)
	if term, err = t.extendTerm(term, request.By, t.p.countingRuleOf(&d)); err != nil {
		return fmt.Errorf("decide: extend deadline %s: %w", d.ID, err)
	}
	d.Request = nil
	d.Ledger = append(slices.Clip(d.Ledger), complaint.Change{
		Kind: complaint.ChangeExtended,
		At:   complaint.Instant(t.now),
		By:   request.By,
	})
	d.Left = t.remainingWhileSuspended(&d, term)
	if err := t.moveDeadline(&d, term, before); err != nil {
		return err
	}
	old := *asked
	why := t.p.reasonCiting(rule.Cites, "extended").With(complaint.Args{"by": complaint.Span(request.By)})
	if err := t.emit(complaint.DeadlineExtended{Deadline: d}, why); err != nil {
		return err
	}
	return t.tellOfMove(old, rule.Tells, rule.Cites)
}

// endExtensionRequest ends a request that can no longer be granted; why is the id of the reason.
func (t *turn) endExtensionRequest(d *complaint.Deadline, why string) error {
	if d.Request == nil {
		return nil
	}
	rule := t.moveRulesOf(d).Extension
	return t.emit(complaint.TaskWithdrawn{Task: d.Request.Task}, t.p.reasonCiting(rule.Cites, why))
}

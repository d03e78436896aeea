package policy

import (
	"slices"
	"strings"

	"duban/complaint"
)

// isAnswerLimit reports whether a deadline is one by which a message is answered.
func isAnswerLimit(d *complaint.Deadline) bool {
	return d.Slip == "" && strings.HasPrefix(d.Name, complaint.AnswerLimits)
}

// ladderOfMessage is the ladder around the limit by which messages of a kind are answered.
func (p *Policy) ladderOfMessage(d *complaint.Deadline) []RungRule {
	if !isAnswerLimit(d) {
		return nil
	}
	kind, _ := p.Doc.Messages.Get(strings.TrimPrefix(d.Name, complaint.AnswerLimits))
	if kind == nil {
		return nil
	}
	return kind.Ladder
}

// limitOfConversation starts the clock of the answer when a party writes, and ends those that run when the organisation
// does. The first message that waits for an answer starts it; what is written meanwhile is answered with it.
func (t *turn) limitOfConversation(c complaint.Message) error {
	if t.a.Party == "" {
		return t.endAnswerLimits()
	}
	kind, _ := t.p.Doc.Messages.Get(c.Kind)
	name := complaint.AnswerLimits + c.Kind
	if !kind.Answer.IsSet() || t.runningDeadline(name) != nil {
		return nil
	}
	d := complaint.Deadline{
		Name:    name,
		Title:   kind.Title.Text,
		State:   complaint.StateRunning,
		Started: complaint.Instant(t.now),
	}
	why, err := t.computeDeadline(&d, kind.Answer, nil, kind.Cites)
	if err != nil {
		return err
	}
	return t.emit(complaint.DeadlineSet{Deadline: d}, why)
}

// endAnswerLimits ends the limits of all messages that wait for an answer: it has come.
func (t *turn) endAnswerLimits() error {
	ended := false
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		if !isAnswerLimit(d) || d.IsEnded() {
			continue
		}
		if err := t.markDeadlineMet(d); err != nil {
			return err
		}
		ended = true
	}
	if !ended {
		return nil
	}
	return t.archiveWhenNothingOwed()
}

// awaitsAnswer reports whether a party waits for an answer to a message, and somebody is there to give it: the case is
// not archived before.
func (t *turn) awaitsAnswer() bool {
	return t.c.AwaitsMessageAnswer() && t.anySeatHeld(t.seatsOfCorrespondents())
}

// seatsOfCorrespondents are the roles that write to parties.
func (t *turn) seatsOfCorrespondents() []complaint.Seat {
	rule, ok := t.p.Doc.May.Get("message")
	if !ok {
		return nil
	}
	return t.seatsOfRoles(slices.DeleteFunc(slices.Clone(rule.By), func(w Word) bool {
		return w.Text == complaint.Complainant
	}))
}

// checkAnswerLimit checks the limit by which messages of a kind are answered.
func (c *checker) checkAnswerLimit(e *Entry[MessageKind]) {
	where := "messages." + e.Key
	c.checkFixedLimit(where, &e.Value.Answer)
	c.checkLadder(where, e.Value.Ladder)
	if e.Value.Answer.IsSet() && len(e.Value.Ladder) == 0 {
		e.Value.Ladder = c.doc.Ladder // checked once, where it stands
	}
}

// proveConversations: what a party is to be answered by a limit can be answered, and something happens at the limit.
func (v *prover) proveConversations() {
	for i := range v.p.Doc.Messages.Entries {
		e := &v.p.Doc.Messages.Entries[i]
		where := "messages." + e.Key
		ours := e.Value.From.Text != complaint.Complainant
		v.idleKeys(e.Pos, where, idle{"answer", ours && e.Value.Answer.IsSet()},
			idle{"ladder", len(e.Value.Ladder) > 0 && !e.Value.Answer.IsSet()})
		if ours || !e.Value.Answer.IsSet() {
			continue
		}
		if !v.p.Doc.canAnswer() {
			v.cannotProve(e.Pos, where, "proof.no_answer", args{"message": e.Key})
		}
		v.requireRungAfterLimit(e.Pos, where, e.Value.Ladder)
	}
}

// canAnswer reports whether somebody of the organisation can write to parties at any time.
func (d *Document) canAnswer() bool {
	rule, ok := d.May.Get("message")
	role := func(w Word) bool { return w.Text != complaint.Complainant }
	return ok && rule.After.Text == "" && slices.ContainsFunc(rule.By, role) &&
		slices.ContainsFunc(d.Messages.Entries, func(e Entry[MessageKind]) bool {
			return e.Value.From.Text != complaint.Complainant && e.Value.Before.Text == "" && e.Value.After.Text == ""
		})
}

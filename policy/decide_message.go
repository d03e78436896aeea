package policy

import (
	"slices"

	"duban/complaint"
)

// fillMessageOmissions fills in the addressee, and the first kind that can be sent now.
func (t *turn) fillMessageOmissions(c complaint.Message) (complaint.Message, *complaint.Error) {
	origin := "organisation"
	if t.a.Party != "" {
		origin = complaint.Complainant
	} else if c.To == "" {
		c.To = complaint.Complainant
	}
	if c.Kind != "" {
		return c, nil
	}
	for i := range t.p.Doc.Messages.Entries {
		e := &t.p.Doc.Messages.Entries[i]
		if e.Value.From.Text != origin {
			continue
		}
		if c.Kind == "" {
			c.Kind = e.Key
		}
		if t.messageKindIsOpen(&e.Value) {
			c.Kind = e.Key
			break
		}
	}
	return c, nil
}

// messageKindIsOpen reports whether messages of a kind are allowed as the case stands.
func (t *turn) messageKindIsOpen(k *MessageKind) bool {
	return (k.After.Text == "" || t.hasReached(k.After.Text)) && (k.Before.Text == "" || !t.hasReached(k.Before.Text))
}

func (t *turn) checkMessage(c complaint.Message) *complaint.Error {
	k, ok := t.p.Doc.Messages.Get(c.Kind)
	if !ok || (k.From.Text == complaint.Complainant) != (t.a.Party != "") {
		return complaint.Refuse(complaint.Invalid, "message.unknown_kind", nil).At("data.kind")
	}
	if t.a.Party == "" && (!c.To.IsComplainant() || t.c.Party(c.To) == nil) {
		return complaint.Refuse(complaint.Invalid, "message.only_to_complainant", nil).At("data.to")
	}
	if k.After.Text != "" && !t.hasReached(k.After.Text) {
		return complaint.Refuse(complaint.Conflict, "message.too_early", complaint.Args{"message": k.Title.Text}).
			Because(*t.p.reasonCiting(k.Cites, ""))
	}
	if k.Before.Text != "" && t.hasReached(k.Before.Text) {
		return complaint.Refuse(complaint.Conflict, "message.too_late", complaint.Args{"message": k.Title.Text}).
			Because(*t.p.reasonCiting(k.Cites, ""))
	}
	if refusal := t.checkAttachmentIDs(c.Attachments); refusal != nil {
		return refusal
	}
	return requireText(c.Text, "text")
}

// reaches reports whether a milestone is among those that a step or an outcome sets.
func reaches(sets []Word, milestone string) bool {
	return slices.ContainsFunc(sets, func(w Word) bool { return w.Text == milestone })
}

// hasReached reports whether the case has come to a milestone.
func (t *turn) hasReached(milestone string) bool {
	if milestone == milestoneClosed {
		return t.c.Status == complaint.StatusClosed || t.c.Status == complaint.StatusArchived
	}
	for i := range t.c.Tasks {
		task := &t.c.Tasks[i]
		s := t.p.step(task.Step)
		if task.State != complaint.TaskDone || len(t.openTasksOfRound(task)) > 0 {
			continue
		}
		if o, ok := s.Outcomes.Get(t.decidedOutcome(task, s)); reaches(s.Sets, milestone) ||
			ok && reaches(o.Sets, milestone) {
			return true
		}
	}
	return false
}

func (t *turn) recordMessageSent(c complaint.Message) error {
	fact := complaint.Messaged{
		Kind:        c.Kind,
		From:        t.a.Party,
		To:          c.To,
		Text:        c.Text,
		Attachments: c.Attachments,
	}
	if t.a.Party != "" {
		fact.To = ""
	}
	if err := t.emit(fact, t.reasonCitingMayRule("message", "message")); err != nil {
		return err
	}
	return t.limitOfConversation(c)
}

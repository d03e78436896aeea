package policy

import (
	"fmt"

	"duban/complaint"
	"duban/policy/calendar"
)

// permitSlipReply: only who was urged answers, or who stands above where nobody of them is left, and only once.
func (t *turn) permitSlipReply(c complaint.ReplySlip) *complaint.Error {
	if _, ok := t.p.Doc.May.Get("reply_slip"); !ok {
		return t.refuseNotProvided(c)
	}
	s := t.c.Slip(c.Slip)
	if s == nil {
		return complaint.Refuse(complaint.Invalid, "slip.unknown", nil).At("data.slip")
	}
	answering := t.answeringSeats(s)
	if t.a.Party != "" || !sitsInAny(t.a.Person, answering) {
		return complaint.Refuse(complaint.Forbidden, "slip.not_addressed_to_you",
			complaint.Args{"seats": t.p.titlesOfSeats(answering)}).Because(*t.reasonCitingMayRule("reply_slip", ""))
	}
	if s.State != complaint.SlipOpen {
		return complaint.Refuse(complaint.Conflict, "slip.closed", complaint.Args{"slip": s.Number}).
			Because(*t.reasonCitingMayRule("reply_slip", ""))
	}
	return nil
}

// answeringSeats are who answers a slip: whom it is addressed to or, where nobody is left of them, the next higher
// level.
func (t *turn) answeringSeats(s *complaint.IssuedSlip) []complaint.Seat {
	if t.anySeatHeld(s.To) {
		return s.To
	}
	return t.seatsAbove(s.To)
}

func (t *turn) checkSlipReply(c complaint.ReplySlip) *complaint.Error {
	return requireText(c.Text, "text")
}

func (t *turn) recordSlipReply(c complaint.ReplySlip) error {
	if err := t.emit(complaint.SlipReplied(c), t.reasonCitingMayRule("reply_slip", "slip_replied")); err != nil {
		return err
	}
	if err := t.endSlipDeadline(c.Slip); err != nil {
		return err
	}
	return t.archiveWhenNothingOwed()
}

// possibleSlipReplies are one for each slip that waits for an answer.
func (t *turn) possibleSlipReplies() []complaint.ReplySlip {
	var all []complaint.ReplySlip
	for i := range t.c.Slips {
		if t.c.Slips[i].State == complaint.SlipOpen {
			all = append(all, complaint.ReplySlip{Slip: t.c.Slips[i].ID})
		}
	}
	return all
}

// permitUrge: only open tasks can be urged.
func (t *turn) permitUrge(c complaint.Urge) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	why := *t.reasonCitingMayRule("urge", "")
	if len(t.seatsToUrge("")) == 0 {
		return complaint.Refuse(complaint.Conflict, "urge.nothing_open", nil).Because(why)
	}
	if refusal := t.refuseUrgingTooOften(); refusal != nil {
		return refusal.Because(why)
	}
	if refusal := t.refuseSecondSlip(complaint.UrgeSlip); refusal != nil {
		return refusal.Because(why)
	}
	return nil
}

// refuseUrgingTooOften: the complainant urges when some time has passed, and not while their last urging waits for its
// answer.
func (t *turn) refuseUrgingTooOften() *complaint.Error {
	if t.a.Party == "" {
		return nil
	}
	since := t.c.ReceivedAt
	for i := range t.c.Slips {
		s := &t.c.Slips[i]
		if s.By != t.a.Party {
			continue
		}
		if s.State == complaint.SlipOpen {
			return complaint.Refuse(complaint.Conflict, "urge.awaits_answer", complaint.Args{"slip": s.Number})
		}
		since = s.IssuedAt
	}
	rule, _ := t.p.Doc.May.Get("urge")
	if !rule.Every.IsSet() {
		return nil
	}
	term, err := t.f.Calendar.CountTerm(since.Time, rule.Every.Length, t.p.counting)
	if err != nil || t.now.Before(term.Due) {
		from := calendar.DateOf(term.Due, t.f.Calendar.Location())
		return complaint.Refuse(complaint.Conflict, "urge.too_early", complaint.Args{"day": from.String()})
	}
	return nil
}

// fillUrgeOmissions: the complainant urges whoever has work to do, and names no unit.
func (t *turn) fillUrgeOmissions(c complaint.Urge) (complaint.Urge, *complaint.Error) {
	if t.a.Party != "" {
		c.To = ""
	}
	return c, nil
}

func (t *turn) checkUrge(c complaint.Urge) *complaint.Error {
	if c.To != "" {
		if _, ok := t.f.Directory.Units[c.To]; !ok {
			return complaint.Refuse(complaint.Invalid, "unit_unknown", nil).At("data.to")
		}
		if len(t.seatsToUrge(c.To)) == 0 {
			return complaint.Refuse(complaint.Conflict, "urge.nothing_open_there", nil)
		}
	}
	return requireText(c.Reason, "reason")
}

// seatsToUrge are the seats of open tasks, in one unit or anywhere.
func (t *turn) seatsToUrge(unit complaint.UnitID) []complaint.Seat {
	var seats []complaint.Seat
	for _, task := range t.c.LiveTasks() {
		if IsOfConcerned(task.Step) {
			continue // to speak or not is theirs
		}
		for _, s := range task.Seats {
			if unit == "" || s.Unit == unit {
				seats = append(seats, s)
			}
		}
	}
	return seats
}

func (t *turn) issueUrgeSlip(c complaint.Urge) error {
	rule, _ := t.p.Doc.May.Get("urge")
	return t.issueSlip(complaint.UrgeSlip, "", "", t.seatsToUrge(c.To), nil, rule.Reply, c.Reason,
		t.reasonCitingMayRule("urge", "urged"))
}

// issueSlip drafts a numbered slip with its duty to reply.
func (t *turn) issueSlip(
	kind string, d complaint.DeadlineID, rung complaint.RungID, to []complaint.Seat, copies []Word, reply LimitRef,
	text complaint.TextID, r *complaint.Reason,
) error {
	fact := complaint.SlipIssued{
		Slip:     complaint.SlipID(fmt.Sprintf("s%d", t.nextSeq())),
		Kind:     kind,
		Deadline: d,
		Rung:     rung,
		To:       to,
		Copies:   t.seatsOfRoles(copies),
		Reason:   text,
	}
	if reply.IsSet() {
		term, err := t.f.Calendar.CountTerm(t.now, reply.Length, t.p.counting)
		if err != nil {
			return fmt.Errorf("decide: reply term: %w", err)
		}
		due := complaint.Instant(term.Due)
		fact.ReplyDue = &due
	}
	format, ok := t.p.Doc.Slips.Get(kind)
	if !ok {
		return fmt.Errorf("decide: policy has no slips of kind %s", kind)
	}
	if !t.a.System && kind == complaint.UrgeSlip {
		t.useUpRung(&fact, format)
	}
	return t.emitNumbered(fact, r, t.p.slipNumberingAt(kind, format, t.localNow()))
}

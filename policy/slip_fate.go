package policy

import (
	"strconv"

	"duban/complaint"
)

// The commands about a slip that was issued.
const (
	receiveSlipCommand = "receive_slip"
	voidSlipCommand    = "void_slip"
)

// openSlip is a slip that waits for its answer, or why it does not.
func (t *turn) openSlip(id complaint.SlipID, command string) (*complaint.IssuedSlip, *complaint.Error) {
	s := t.c.Slip(id)
	if s == nil {
		return nil, complaint.Refuse(complaint.Invalid, "slip.unknown", nil).At("data.slip")
	}
	if s.State != complaint.SlipOpen {
		return nil, complaint.Refuse(complaint.Conflict, "slip.closed", complaint.Args{"slip": s.Number}).
			Because(*t.reasonCitingMayRule(command, ""))
	}
	return s, nil
}

// offerForSlips is a command for each slip that waits for its answer.
func offerForSlips[C complaint.Command](t *turn, about func(complaint.SlipID) C) []C {
	var all []C
	for i := range t.c.Slips {
		if t.c.Slips[i].State == complaint.SlipOpen {
			all = append(all, about(t.c.Slips[i].ID))
		}
	}
	return all
}

// permitReceiveSlip: who would answer says that they have it, each once.
func (t *turn) permitReceiveSlip(c complaint.ReceiveSlip) *complaint.Error {
	if _, ok := t.p.Doc.May.Get(receiveSlipCommand); !ok || t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	s, refusal := t.openSlip(c.Slip, receiveSlipCommand)
	if refusal != nil {
		return refusal
	}
	answering, why := t.answeringSeats(s), *t.reasonCitingMayRule(receiveSlipCommand, "")
	if t.a.Party != "" || !sitsInAny(t.a.Person, answering) {
		return complaint.Refuse(complaint.Forbidden, "slip.not_addressed_to_you",
			complaint.Args{"seats": t.p.titlesOfSeats(answering)}).Because(why)
	}
	for _, receipt := range s.Received {
		if receipt.By == t.a.ID() {
			return complaint.Refuse(complaint.Conflict, "slip.received_already", complaint.Args{"slip": s.Number}).
				Because(why)
		}
	}
	return nil
}

func (t *turn) recordSlipReceipt(c complaint.ReceiveSlip) error {
	return t.emit(complaint.SlipReceived(c), t.reasonCitingMayRule(receiveSlipCommand, "slip_received"))
}

// permitVoidSlip: whom the regulation names, as long as no answer has come.
func (t *turn) permitVoidSlip(c complaint.VoidSlip) *complaint.Error {
	if t.writesPlainEvents() {
		return t.refuseNotProvided(c)
	}
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	_, refusal := t.openSlip(c.Slip, voidSlipCommand)
	return refusal
}

func (t *turn) checkVoidSlip(c complaint.VoidSlip) *complaint.Error {
	return requireText(c.Reason, "reason")
}

// voidSlip takes a slip back: its number stays used, its answer is owed no more. A rung that it used up stays so.
func (t *turn) voidSlip(c complaint.VoidSlip) error {
	if err := t.emit(complaint.SlipVoided(c), t.reasonCitingMayRule(voidSlipCommand, "slip_voided")); err != nil {
		return err
	}
	if d := t.c.DeadlineOfSlip(c.Slip); d != nil && !d.IsEnded() {
		if err := t.cancelDeadline(d); err != nil {
			return err
		}
	}
	return t.archiveWhenNothingOwed()
}

// endOpenSlips ends the slips that nobody has answered and nobody need answer any more: the case ends.
func (t *turn) endOpenSlips() error {
	if t.writesPlainEvents() {
		return nil
	}
	for i := range t.c.Slips {
		s := t.c.Slips[i]
		if s.State != complaint.SlipOpen {
			continue
		}
		why := (&complaint.Reason{ID: "slip_ended"}).With(complaint.Args{"slip": s.Number})
		if err := t.emit(complaint.SlipEnded{Slip: s.ID}, why); err != nil {
			return err
		}
	}
	return nil
}

// useUpRung lets a slip that is issued by hand take the place of the next one of its kind that the clock would issue,
// where the file says so.
func (t *turn) useUpRung(fact *complaint.SlipIssued, rule *SlipRule) {
	if !rule.UsesRung || t.writesPlainEvents() {
		return
	}
	if d, r := t.nextRungIssuing(fact.Kind); r != nil {
		fact.Deadline, fact.Rung = d.ID, r.ID
	}
}

// nextRungIssuing is the earliest rung to come that issues a slip of a kind, with its deadline; nil if there is none.
func (t *turn) nextRungIssuing(kind string) (due *complaint.Deadline, next *complaint.Rung) {
	for i := range t.c.Deadlines {
		d := &t.c.Deadlines[i]
		if d.IsEnded() || d.State == complaint.StateSuspended {
			continue
		}
		for j := range d.Rungs {
			r := &d.Rungs[j]
			if r.Fired || r.Skipped || t.slipOfRung(d, r) != kind || next != nil && !r.At.Before(next.At.Time) {
				continue
			}
			due, next = d, r
		}
	}
	return due, next
}

// slipOfRung is the kind of slip that a rung issues, "" if it issues none.
func (t *turn) slipOfRung(d *complaint.Deadline, r *complaint.Rung) string {
	ladder := t.ladderOf(d)
	i, err := strconv.Atoi(string(r.ID))
	if r.Action != complaint.RungSlip || err != nil || i < 1 || i > len(ladder) {
		return ""
	}
	return ladder[i-1].Slip.Text
}

// refuseSecondSlip: of a kind that uses up rungs none is issued by hand while one waits for its answer.
func (t *turn) refuseSecondSlip(kind string) *complaint.Error {
	rule, ok := t.p.Doc.Slips.Get(kind)
	if !ok || !rule.UsesRung {
		return nil
	}
	for i := range t.c.Slips {
		if s := &t.c.Slips[i]; s.Kind == kind && s.State == complaint.SlipOpen {
			return complaint.Refuse(complaint.Conflict, "slip.open_already", complaint.Args{"slip": s.Number})
		}
	}
	return nil
}

package policy

import (
	"slices"

	"duban/complaint"
)

// permitWithdraw: what is being taken back, or has been, is not taken back again.
func (t *turn) permitWithdraw(c complaint.Withdraw) *complaint.Error {
	if refusal := t.permitByMayRules(c); refusal != nil {
		return refusal
	}
	asked := func(task *complaint.Task) bool { return t.p.decidesWithdrawal(task.Step) }
	why := *t.reasonCitingMayRule("withdraw", "")
	joined := func(p complaint.Party) bool { return p.From != "" }
	if t.a.Party.IsComplainant() && slices.ContainsFunc(t.c.Parties, joined) { // the others have not taken theirs back
		return complaint.Refuse(complaint.Conflict, "withdrawal.of_several", nil).Because(why)
	}
	if slices.ContainsFunc(t.c.LiveTasks(), asked) {
		return complaint.Refuse(complaint.Conflict, "withdrawal.already_asked", nil).Because(why)
	}
	if t.c.Status == complaint.StatusOpen && t.c.Disposition == complaint.DispositionWithdrawn {
		return complaint.Refuse(complaint.Conflict, "withdrawal.already_made", nil).Because(why)
	}
	return nil
}

func (t *turn) checkWithdraw(c complaint.Withdraw) *complaint.Error {
	return requireText(c.Reason, "reason")
}

// askOrWithdraw takes the complaint back, or opens the step that decides whether it may be.
func (t *turn) askOrWithdraw(c complaint.Withdraw) error {
	rule, _ := t.p.Doc.May.Get("withdraw")
	if rule.DecidedBy.Text == "" {
		return t.withdrawComplaint(c.Reason)
	}
	asked := complaint.WithdrawalAsked(c)
	if err := t.emit(asked, t.reasonCitingMayRule("withdraw", "withdrawal_asked")); err != nil {
		return err
	}
	step := complaint.StepID(rule.DecidedBy.Text)
	return t.beginStep(step, t.p.step(step))
}

// withdrawComplaint ends the case at the complainant's wish, or lets it go on where the policy says.
func (t *turn) withdrawComplaint(why complaint.TextID) error {
	reason := t.reasonCitingMayRule("withdraw", "withdrawn")
	next, err := t.onwardAfter("withdraw", nil)
	if err != nil {
		return err
	}
	if err := t.emit(complaint.Withdrew{Reason: why, LeadsTo: next}, reason); err != nil {
		return err
	}
	if next == "" {
		return t.endCaseAtOnce(complaint.DispositionWithdrawn, reason)
	}
	return t.goOnAt(next, reason)
}

// decidesWithdrawal reports whether a step decides whether a complaint may be taken back.
func (p *Policy) decidesWithdrawal(step complaint.StepID) bool {
	rule, ok := p.Doc.May.Get("withdraw")
	return ok && rule.DecidedBy.Text != "" && rule.DecidedBy.Text == string(step)
}

// decideWithdrawal takes the complaint back where the step has granted that; the case may be over then.
func (t *turn) decideWithdrawal(task *complaint.Task, outcome string) error {
	if !t.p.decidesWithdrawal(task.Step) || outcome != grantedOutcome {
		return nil
	}
	if err := t.endTaskDeadlines(task.ID, t.markDeadlineMet); err != nil {
		return err
	}
	return t.withdrawComplaint(t.c.Withdrawal)
}
